import type { SeedName } from '../seed-names.ts';
import { button, el } from './dom.ts';
import { attempt, type Context, type View } from './view.ts';

const seeds: [SeedName, string, string][] = [
  ['demo', 'Демо заново', 'Клиники «Заря» и «Полюс», неделя назад и две вперёд; 40 сделок.'],
  [
    'large',
    'Большая клиника',
    '40 врачей, 3 600 услуг, 5 000 карт; 2 000 сделок, 5 000 контактов. Демо внутри остаётся.',
  ],
  ['empty', 'Пусто', 'Аккаунт без сделок и контактов, клиника без врачей и расписания.'],
];

/** Other data in place of what is there; keys, tokens, subscriptions and fields stay, so the product stays connected. */
export function dataView(context: Context): View {
  const load = (seed: SeedName, title: string): Promise<void> =>
    attempt(context, `Загружено: ${title}.`, async () => {
      await context.amocrm?.seed(seed);
      await context.archimed?.seed(seed);
    });
  const resetOwn = async (): Promise<void> => {
    if (!confirm('Удалить всё, вместе с ключами и подключением продукта?')) return;
    await attempt(context, 'Двойник пуст.', () => context.own.reset());
  };
  return {
    node: el(
      'div',
      { 'data-testid': 'view-data' },
      ...seeds.map(([seed, title, text]) =>
        el(
          'section',
          { class: 'card row' },
          el('div', {}, el('h2', {}, title), el('p', { class: 'hint' }, text)),
          button('Загрузить', `seed-${seed}`, () => load(seed, title), 'primary'),
        ),
      ),
      el(
        'section',
        { class: 'card row' },
        el(
          'div',
          {},
          el('h2', {}, 'Стереть этот двойник'),
          el(
            'p',
            { class: 'hint' },
            'Аккаунты или источники, ключи, токены, архив виджета, сбои, журнал. Продукт придётся подключать заново.',
          ),
        ),
        button('Стереть', 'reset', resetOwn, 'danger'),
      ),
      el(
        'p',
        { class: 'hint' },
        'Данные заменяются в обоих двойниках. Связи, которые помнит сам продукт, остаются: номера демо-сделок и записей те же.',
      ),
    ),
    refresh: async () => undefined,
  };
}
