import { expect, test } from 'vitest';
import { clockText, fits, noWish, parseWish } from './wish.ts';

// A Sunday.
const today = '2026-11-22';

test.each([
  ['кардиолог завтра после 17', 'кардиолог', { date: '2026-11-23', after: 1020, before: null }],
  ['Соколова в пятницу до 12:30', 'Соколова', { date: '2026-11-27', after: null, before: 750 }],
  ['терапевт послезавтра утром', 'терапевт', { date: '2026-11-24', after: null, before: 720 }],
  ['узи вс', 'узи', { date: '2026-11-22', after: null, before: null }],
  ['27.11 с 9 до 11', '', { date: '2026-11-27', after: 540, before: 660 }],
  ['5.01', '', { date: '2027-01-05', after: null, before: null }],
  ['cardiologist tomorrow after 17', 'cardiologist', { date: '2026-11-23', after: 1020, before: null }],
])('«%s»', (query, text, wish) => {
  expect(parseWish(query, today)).toEqual({ text, wish });
});

test.each(['кабинет 31.02', 'после обеда', 'врач с опытом', 'после 25', ''])(
  '«%s» holds no wish',
  (query) => {
    expect(parseWish(query, today)).toEqual({ text: query, wish: noWish });
  },
);

test('the end of a span is not part of it', () => {
  const wish = { date: null, after: 540, before: 660 };
  expect(['08:30', '09:00', '10:30', '11:00'].map((clock) => fits(wish, clock))).toEqual([
    false,
    true,
    true,
    false,
  ]);
  expect(clockText(1050)).toBe('17:30');
});
