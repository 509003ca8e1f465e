import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Booking, pairMoves } from './poll-moves.ts';

const visit = (key: string, over: Partial<Booking> = {}): Booking => ({
  key,
  // Letters in the order in which they were booked.
  talonId: key.charCodeAt(0),
  patientId: 721,
  doctorId: 8,
  date: '2026-11-27',
  begin: '14:30',
  ...over,
});

test.each<[string, Booking[], Booking[], [string, string][]]>([
  ['the same patient and doctor', [visit('a')], [visit('b', { date: '2026-12-01' })], [['b', 'a']]],
  ['another doctor', [visit('a')], [visit('b', { doctorId: 9 })], []],
  ['another patient', [visit('a')], [visit('b', { patientId: 722 })], []],
  ['one that was booked before the one that ended', [visit('b')], [visit('a', { begin: '16:00' })], []],
  ['patients that nobody knows', [visit('a', { patientId: null })], [visit('b', { patientId: null })], []],
  ['nothing new', [visit('a')], [], []],
  ['nothing ended', [], [visit('b')], []],
  [
    'two ended, one new: the nearer one moved',
    [visit('a', { date: '2026-11-20' }), visit('b', { begin: '16:00' })],
    [visit('c', { begin: '17:00' })],
    [['c', 'b']],
  ],
  [
    'one ended, two new: the nearer one is the move',
    [visit('a')],
    [visit('b', { date: '2026-12-20' }), visit('c', { begin: '15:00' })],
    [['c', 'a']],
  ],
  [
    'two and two',
    [visit('a', { begin: '09:00' }), visit('b', { begin: '12:00' })],
    [visit('c', { begin: '12:30' }), visit('d', { begin: '09:30' })],
    [
      ['c', 'b'],
      ['d', 'a'],
    ],
  ],
])('%s', (_, ended, fresh, pairs) => {
  expect([...pairMoves(ended, fresh)].toSorted()).toEqual(pairs);
});

test('no visit is taken twice, and as many are paired as can be', () => {
  const bookings = (prefix: string, firstId: number) =>
    fc
      .array(
        fc.record({
          patientId: fc.constantFrom(1, 2, null),
          doctorId: fc.constantFrom(8, 9),
          date: fc.constantFrom('2026-11-27', '2026-12-03'),
          begin: fc.constantFrom('09:00', '14:30'),
        }),
        { maxLength: 8 },
      )
      .map((list) =>
        list.map((booking, index) => ({ key: `${prefix}${index}`, talonId: firstId + index, ...booking })),
      );
  fc.assert(
    fc.property(bookings('a', 1), bookings('b', 100), (ended, fresh) => {
      const pairs = pairMoves(ended, fresh);
      expect(new Set(pairs.values()).size).toBe(pairs.size);
      const count = (list: readonly Booking[], patient: number, doctor: number) =>
        list.filter(({ patientId, doctorId }) => patientId === patient && doctorId === doctor).length;
      const most = [1, 2]
        .flatMap((patient) => [8, 9].map((doctor) => [patient, doctor] as const))
        .reduce((sum, [p, d]) => sum + Math.min(count(ended, p, d), count(fresh, p, d)), 0);
      expect(pairs.size).toBe(most);
    }),
  );
});
