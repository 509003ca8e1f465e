import { signal } from '@preact/signals';
import { expect, test } from 'vitest';
import { createDealModel } from './deal-model.ts';
import { ru } from './locales/ru.ts';

const notFound = {
  code: 'deals.not_found',
  message: 'Такой сделки в amoCRM нет.',
  details: null,
  status: 404,
};

test('a deal that is none, or that amoCRM does not know, is told as long as it stands there', () => {
  const typed = signal('');
  const deal = createDealModel(null, typed);
  expect([deal.check(), deal.id.value, deal.error.value]).toEqual([true, null, null]);

  typed.value = 'вчерашняя';
  expect([deal.check(), deal.id.value, deal.error.value]).toEqual([false, null, ru['deal.bad']]);
  typed.value = '999';
  expect(deal.error.value).toBeNull();
  expect([deal.check(), deal.id.value]).toEqual([true, 999]);
  expect(deal.takes({ ...notFound, code: 'visits.slot_taken' })).toBe(false);
  expect(deal.takes(notFound)).toBe(true);
  expect(deal.error.value).toBe(notFound.message);
  typed.value = '9991';
  expect(deal.error.value).toBeNull();
});

test('over a deal’s card it is that one; refusals are told as before', () => {
  const deal = createDealModel(77, signal(''));
  expect([deal.check(), deal.id.value, deal.takes(notFound), deal.error.value]).toEqual([
    true,
    77,
    false,
    null,
  ]);
});
