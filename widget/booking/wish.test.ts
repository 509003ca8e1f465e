import { expect, test } from 'vitest';
import { parsePhrase } from './phrase/phrase.ts';
import { firstDay, fitsDay, fitsTime, noWish, wishOf } from './wish.ts';

// A Sunday.
const lists = { today: '2026-11-22', doctors: [], branches: [], rooms: [] };
const wishIn = (text: string) => wishOf(parsePhrase(text, lists));

test('days, days of the week and bounds of the day come together', () => {
  const wish = wishIn('в среду или через неделю по воскресеньям после 9 до 11');
  expect(firstDay(wish)).toBe('2026-11-25');
  expect(['2026-11-24', '2026-11-25', '2026-11-29'].map((date) => fitsDay(wish, date))).toEqual([
    false,
    false,
    true,
  ]);
  expect(['08:30', '09:00', '10:30', '11:00'].map((clock) => fitsTime(wish, clock))).toEqual([
    false,
    true,
    true,
    false,
  ]);
});

test('a phrase without a time asks for none', () => {
  expect(wishIn('Соколова')).toBe(noWish);
  expect(fitsDay(noWish, '2026-11-22') && fitsTime(noWish, '00:00')).toBe(true);
});
