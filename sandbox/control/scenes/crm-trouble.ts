import { addFault, setAccount } from './acts.ts';
import { field, list, numberOf, textOf } from './reading.ts';
import type { Scene } from './scene.ts';

/** Trouble on the side of amoCRM. */

export const amocrmDown: Scene = {
  id: 'amocrm-down',
  title: 'amoCRM недоступен',
  happens: 'Все запросы к amoCRM обрываются, ничего не выполнив.',
  see: 'Запись пациента всё равно удаётся; «amoCRM догонит» — очередь в «Состоянии» растёт. После отмены сцены сделки догоняют сами.',
  run: (stage) => addFault(stage, 'amocrm', { kind: 'down' }),
};

export const tokenSpent: Scene = {
  id: 'token-spent',
  title: 'Токен потрачен',
  happens: 'Доступ истёк, а refresh-токен уже использован кем-то другим: обновить его нельзя.',
  see: '«Состояние» просит администратора подключить виджет заново; ничего не теряется, после подключения работа продолжается.',
  async run(stage) {
    const path = `${stage.accountPath}/refresh-tokens`;
    await stage.pull('amocrm', 'PATCH', path, { spent: true });
    stage.later({ double: 'amocrm', method: 'PATCH', path, body: { spent: false } });
    await stage.pull('amocrm', 'POST', `${stage.accountPath}/expire-access`);
  },
};

export const hooksMixed: Scene = {
  id: 'hooks-mixed',
  title: 'Хуки задвоены и перепутаны',
  happens: 'Каждый хук приходит дважды, соседние — в обратном порядке.',
  see: 'Ничего необычного: сделки правильны, в истории нет повторов.',
  run: (stage) => setAccount(stage, { hooks: { double: true, shuffle: true } }),
};

export const accountBlocked: Scene = {
  id: 'account-blocked',
  title: 'Аккаунт заблокирован',
  happens: 'amoCRM отвечает 403 на всё.',
  see: 'Продукт перестаёт стучаться, «Состояние» говорит о блокировке аккаунта; записи в клинике продолжают копиться и доходят после снятия блокировки.',
  run: (stage) => setAccount(stage, { blocked: true }),
};

export const subdomainChanged: Scene = {
  id: 'subdomain-changed',
  title: 'Поддомен сменился',
  happens: 'Аккаунт переехал на другой адрес; номер аккаунта прежний.',
  see: 'Продукт узнаёт новый адрес сам: аккаунт тот же, связи и настройки на месте.',
  async run(stage) {
    await setAccount(stage, { subdomain: 'novoe-imya' });
    stage.say(`Теперь ${textOf(await stage.account(), 'domain')}`);
  },
};

export const dealGone: Scene = {
  id: 'deal-gone',
  title: 'Сделка удалена / объединена',
  happens:
    'Одна сделка уходит в корзину, две другие объединяются. После отмены удалённая и проигравшая восстановлены; победившая оставляет то, что переняла.',
  see: 'Связь удалённой сделки приостановлена, новой сделки вместо неё нет; запись объединённой ведёт к победившей. После восстановления связь снова действует.',
  async run(stage) {
    const account = await stage.account();
    const [gone, loser, winner] = likelyLeads(account);
    if (gone === undefined || loser === undefined || winner === undefined) {
      throw new Error('Нужны хотя бы три сделки.');
    }
    const restore = (id: number): void =>
      stage.later({ double: 'amocrm', method: 'POST', path: `${stage.accountPath}/leads/${id}/restore` });
    await stage.pull('amocrm', 'POST', `${stage.accountPath}/leads/${gone}/delete`);
    restore(gone);
    await stage.pull('amocrm', 'POST', `${stage.accountPath}/merge`, { loser, winner });
    restore(loser);
    stage.say(`Удалена ${gone}; ${loser} объединена с ${winner}`);
  },
};

/** Deals with a visit first: only there something is to be seen. */
function likelyLeads(account: unknown): number[] {
  const recordId = list(account, 'fields', 'leads').find((row) => /ID записи/i.test(textOf(row, 'name')));
  const hasVisit = (lead: unknown): number =>
    recordId !== undefined && field(lead, 'fields', textOf(recordId, 'id'), 0) !== undefined ? 1 : 0;
  return list(account, 'leads')
    .filter((lead) => field(lead, 'isDeleted') !== true)
    .sort((a, b) => hasVisit(b) - hasVisit(a) || numberOf(a, 'id') - numberOf(b, 'id'))
    .map((lead) => numberOf(lead, 'id'));
}
