import type { AccountState, OwnerState, SourceState, SubscriptionState } from '../double.ts';
import { badge, cells, el, table } from './dom.ts';
import type { Context, View } from './view.ts';

const countNames: Record<string, string> = {
  leads: 'Сделки',
  contacts: 'Контакты',
  companies: 'Компании',
  tasks: 'Задачи',
  notes: 'Примечания',
  talons: 'Записи',
  deletedTalons: 'Удалённые записи',
  medcards: 'Карты пациентов',
  doctors: 'Врачи',
  schedules: 'Смены в расписании',
  services: 'Услуги',
};

/** Accounts or sources: what they hold and whether the product can work with them. */
export function stateView(context: Context): View {
  const node = el('div', { 'data-testid': 'view-state' });
  return {
    node,
    async refresh() {
      const { owners } = await context.own.state();
      node.replaceChildren(
        ...(owners.length === 0
          ? [el('p', { class: 'empty' }, 'Пусто. Загрузите данные на вкладке «Данные».')]
          : owners.map(ownerCard)),
      );
    },
  };
}

function ownerCard(owner: OwnerState): HTMLElement {
  const isAccount = owner.kind === 'amocrm';
  return el(
    'section',
    { class: 'card', 'data-testid': `owner-${owner.id}` },
    el(
      'h2',
      {},
      owner.name,
      el(
        'small',
        {},
        isAccount ? `${owner.domain} · № ${owner.id}` : `${owner.id} · ${owner.timeZone} · ${owner.now}`,
      ),
    ),
    el(
      'div',
      { class: 'counts' },
      ...Object.entries(owner.counts).map(([key, count]) =>
        el('div', {}, el('b', {}, count.toLocaleString('ru-RU')), el('span', {}, countNames[key] ?? key)),
      ),
    ),
    ...(isAccount ? accountParts(owner) : sourceParts(owner)),
  );
}

function accountParts({ tokens, widget, subscriptions, settings }: AccountState): HTMLElement[] {
  const flags = el(
    'p',
    { class: 'badges' },
    widget.installed
      ? badge(`Виджет ${widget.code} ${widget.version ?? ''} включён`, 'good')
      : badge(`Виджет ${widget.code} выключен`, 'warn'),
    badge(
      `Токены: доступ ${tokens.access}, обновление ${tokens.refresh}`,
      tokens.refresh > 0 ? 'good' : 'bad',
    ),
    settings.blocked === true ? badge('Аккаунт заблокирован', 'bad') : null,
    settings.unpaid === false ? null : badge('Не оплачен', 'bad'),
  );
  const rows = subscriptions.map((hook) =>
    el(
      'tr',
      {},
      ...cells(el('code', {}, hook.destination), `${hook.settings.length}`, hookState(hook), queueOf(hook)),
    ),
  );
  const hooks = table(['Подписка', 'Событий', 'Состояние', 'Доставка'], rows, 'subscriptions');
  return rows.length === 0 ? [flags, el('p', { class: 'empty' }, 'Подписок на хуки нет.')] : [flags, hooks];
}

function hookState({ disabled, badAnswers }: SubscriptionState): HTMLElement {
  if (disabled) return badge('отключена', 'bad');
  return badAnswers > 0 ? badge(`плохих ответов: ${badAnswers}`, 'warn') : badge('работает', 'good');
}

function queueOf({ deliveries: { waiting, delivered, gaveUp, dropped } }: SubscriptionState): string {
  const lost = gaveUp + dropped;
  return `ждут ${waiting}, доставлено ${delivered}${lost === 0 ? '' : `, не доставлено ${lost}`}`;
}

function sourceParts({ keys }: SourceState): HTMLElement[] {
  const rows = keys.map(({ apiId, revoked }) =>
    el(
      'tr',
      {},
      ...cells(el('code', {}, apiId), revoked ? badge('не принимается', 'bad') : badge('действует', 'good')),
    ),
  );
  return [table(['API ID', 'Ключ'], rows, 'keys')];
}
