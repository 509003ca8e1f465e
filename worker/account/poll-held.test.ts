import { expect, test } from 'vitest';
import type { VisitRow } from './mirror.ts';
import { firstOf } from './poll-held.ts';

test('of a list that is not believed some are named: those with a deal first, then the soonest', () => {
  const row = (id: string, date: string, dealId: number | null) =>
    ({ id, date, begin: '10:00', dealId }) as VisitRow;
  const gone = [
    row('late', '2026-12-09', null),
    row('deal late', '2026-12-08', 2),
    row('soon', '2026-12-01', null),
    row('deal soon', '2026-12-02', 1),
    ...Array.from({ length: 9 }, (_, day) => row(`far ${day}`, `2027-01-1${day}`, null)),
  ];
  expect(firstOf(gone)).toEqual(['deal soon', 'deal late', 'soon', 'late', 'far 0']);
});
