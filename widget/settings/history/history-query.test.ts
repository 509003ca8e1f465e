import { expect, test } from 'vitest';
import { addressOf, placeOf } from './address.ts';
import { datesAreWrong, eventsQuery, noFilter, searchIsWrong, soughtOf } from './history-query.ts';

const zone = 'Asia/Yekaterinburg';

test('an empty filter asks for everything', () => {
  expect(eventsQuery(noFilter, zone, null)).toEqual({});
});

test('only what is filled in is asked for; a day begins and ends on the clinic’s clock', () => {
  const filter = {
    ...{ search: ' 5012 ', from: '2026-11-20', to: '2026-11-20', direction: 'archimed' as const },
    ...{ kind: 'visit.moved', outcome: 'failed' as const, branch: '2' },
  };
  expect(eventsQuery(filter, zone, '9')).toEqual({
    ...{
      search: '5012',
      direction: 'archimed',
      kind: 'visit.moved',
      outcome: 'failed',
      branch: 2,
      cursor: '9',
    },
    ...{ from: '2026-11-19T19:00:00.000Z', to: '2026-11-20T18:59:59.999Z' },
  });
});

test('the address of a card is as good as its number', () => {
  expect(soughtOf('https://zaryamed.amocrm.ru/leads/detail/41203317?tab=1')).toEqual({ deal: 41203317 });
  expect(soughtOf(' № 41203317 ')).toEqual({ search: '№ 41203317' });
});

test('what can be no id and dates the wrong way round are told', () => {
  expect(searchIsWrong({ ...noFilter, search: 'Иванов Пётр' })).toBe(true);
  expect(searchIsWrong({ ...noFilter, search: '№ 5012' })).toBe(false);
  expect(datesAreWrong({ ...noFilter, from: '2026-11-21', to: '2026-11-20' })).toBe(true);
  expect(datesAreWrong({ ...noFilter, from: '2026-11-21' })).toBe(false);
});

test('every view has an address that leads back to it; nonsense leads to the whole list', () => {
  const filter = { ...noFilter, outcome: 'held' as const, branch: '1', search: 'a/b' };
  for (const place of [
    { view: 'list' as const, filter },
    { view: 'event' as const, id: 'c0ffee-1' },
    { view: 'visit' as const, id: 'v' },
    { view: 'deal' as const, id: 77 },
  ]) {
    expect(placeOf(addressOf(place))).toEqual(place);
    // The page's own address takes what stands between two slashes.
    expect(addressOf(place)).not.toContain('/');
  }
  expect(placeOf('deal:x')).toEqual({ view: 'list', filter: noFilter });
  expect(placeOf('outcome=best&kind=toString&from=soon&branch=-1')).toEqual({
    view: 'list',
    filter: noFilter,
  });
});
