import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Meaning } from '../settings/statuses.schemas.ts';
import { diffTalon, type TalonFacts } from './poll-diff.ts';

const OTHER_CANCELLED = 14;
const meanings = new Map<number, Meaning>([
  [1, 'booked'],
  [2, 'confirmed'],
  [4, 'cancelled'],
  [OTHER_CANCELLED, 'cancelled'],
]);
const meaningOf = (statusId: number) => meanings.get(statusId) ?? null;

const known: TalonFacts = {
  patientId: 721,
  doctorId: 8,
  date: '2026-11-27',
  begin: '14:30',
  end: '15:00',
  room: 'Кабинет № 2',
  statusId: 1,
  deleted: false,
  contentHash: 'a',
};

test('nothing changed is no event', () => {
  expect(diffTalon(known, { ...known }, meaningOf)).toBeNull();
});

test.each<[string, Partial<TalonFacts>, Partial<TalonFacts>, string]>([
  ['another doctor', {}, { doctorId: 9 }, 'visit.moved'],
  ['another day', {}, { date: '2026-11-28' }, 'visit.moved'],
  ['another time', {}, { begin: '15:00' }, 'visit.moved'],
  ['moved and confirmed', {}, { begin: '15:00', statusId: 2 }, 'visit.moved'],
  ['another end', {}, { end: '15:30' }, 'visit.changed'],
  ['another room', {}, { room: 'Кабинет № 3' }, 'visit.changed'],
  ['another patient', {}, { patientId: 722 }, 'visit.changed'],
  ['another note', {}, { contentHash: 'b' }, 'visit.changed'],
  ['confirmed', {}, { statusId: 2 }, 'visit.status_changed'],
  ['confirmed, with a note', {}, { statusId: 2, contentHash: 'b' }, 'visit.status_changed'],
  ['a status that nobody knows', {}, { statusId: 99 }, 'visit.status_changed'],
  ['the status taken away', {}, { statusId: null }, 'visit.status_changed'],
  ['cancelled', {}, { statusId: 4 }, 'visit.cancelled'],
  ['cancelled and moved', {}, { statusId: 4, begin: '15:00' }, 'visit.cancelled'],
  ['cancelled once more', { statusId: OTHER_CANCELLED }, { statusId: 4 }, 'visit.status_changed'],
  ['no longer cancelled', { statusId: 4 }, { statusId: 1 }, 'visit.status_changed'],
  ['no longer cancelled, at another time', { statusId: 4 }, { statusId: 1, begin: '16:00' }, 'visit.moved'],
  ['deleted', {}, { deleted: true }, 'visit.deleted'],
  ['deleted and cancelled', {}, { deleted: true, statusId: 4 }, 'visit.deleted'],
  ['deleted and moved', {}, { deleted: true, begin: '15:00' }, 'visit.deleted'],
  ['restored', { deleted: true }, { deleted: false }, 'visit.restored'],
  [
    'restored elsewhere',
    { deleted: true },
    { deleted: false, date: '2026-12-01', statusId: 2 },
    'visit.restored',
  ],
])('%s', (_, before, after, kind) => {
  const difference = diffTalon({ ...known, ...before }, { ...known, ...before, ...after }, meaningOf);
  expect(difference?.kind).toBe(kind);
});

test('every changed fact is told, with both values', () => {
  const difference = diffTalon(known, { ...known, begin: '15:00', statusId: null }, meaningOf);
  expect(difference?.changes).toEqual([
    { field: 'begin', from: '14:30', to: '15:00' },
    { field: 'statusId', from: '1', to: '' },
  ]);
});

test('an event exactly when something differs, and it names exactly what differs', () => {
  const facts: fc.Arbitrary<TalonFacts> = fc.record({
    patientId: fc.constantFrom(721, null),
    doctorId: fc.constantFrom(8, 9),
    date: fc.constantFrom('2026-11-27', '2026-11-28'),
    begin: fc.constantFrom('14:30', '15:00'),
    end: fc.constantFrom('15:00', '15:30'),
    room: fc.constantFrom('', 'Кабинет № 2'),
    statusId: fc.constantFrom(1, 2, 4, OTHER_CANCELLED, null),
    deleted: fc.boolean(),
    contentHash: fc.constantFrom('a', 'b'),
  });
  fc.assert(
    fc.property(facts, facts, (before, after) => {
      const difference = diffTalon(before, after, meaningOf);
      const named = difference?.changes.map((change) => change.field) ?? [];
      const differing = Object.entries(before)
        .filter(([field, value]) =>
          Object.entries(after).some(([key, now]) => key === field && now !== value),
        )
        .map(([field]) => field);
      expect(named.toSorted()).toEqual(differing.toSorted());
    }),
  );
});
