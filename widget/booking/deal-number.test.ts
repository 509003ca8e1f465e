import { expect, test } from 'vitest';
import { dealNumber } from './deal-number.ts';

test('a deal is named by its number or by its address', () => {
  expect(dealNumber('  ')).toBeNull();
  expect(dealNumber(' 41203317 ')).toBe(41203317);
  expect(dealNumber('https://zaryamed.amocrm.ru/leads/detail/41203317')).toBe(41203317);
  expect(dealNumber('https://zaryamed.amocrm.ru/leads/detail/41203317?tab=1')).toBe(41203317);
});

test.each([
  '0',
  'Елена',
  '4120 3317',
  '-5',
  '12345678901234567890',
  'https://zaryamed.amocrm.ru/contacts/detail/5',
])('no deal: %s', (text) => {
  expect(dealNumber(text)).toBe('bad');
});
