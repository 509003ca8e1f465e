import { expect, test } from 'vitest';
import { dealIdOf, dealIsWrong, eventsQuery, noFilter } from './history-query.ts';

test('an empty filter asks for everything', () => {
  expect(eventsQuery(noFilter, null)).toEqual({});
});

test('only what is filled in is asked for', () => {
  expect(eventsQuery({ visit: ' v1 ', deal: '41203317', outcome: 'failed' }, 'c2')).toEqual({
    visit: 'v1',
    deal: 41203317,
    outcome: 'failed',
    cursor: 'c2',
  });
});

test('the address of a card is as good as its number', () => {
  expect(dealIdOf('https://zaryamed.amocrm.ru/leads/detail/41203317?tab=1')).toBe(41203317);
  expect(dealIdOf(' 41203317 ')).toBe(41203317);
  expect(dealIdOf('сделка 5')).toBe(null);
});

test('a deal that is no number is told, an empty one is not', () => {
  expect(dealIsWrong({ ...noFilter, deal: 'abc' })).toBe(true);
  expect(dealIsWrong({ ...noFilter, deal: '  ' })).toBe(false);
});
