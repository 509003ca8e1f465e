import { expect, test } from 'vitest';
import type { Slot } from '../../worker/visits/visits.schemas.ts';
import { bestThree, byDoctor, daysOf, nearestTo, offersFrom, roomsOf, slotTestId } from './slots.ts';

const zone = 'Europe/Moscow';
const now = Date.parse('2026-11-22T12:00:00+03:00');

function slot(start: string, minutes: number, more: Partial<Slot> = {}): Slot {
  const begin = Date.parse(start);
  return {
    doctorId: 12,
    start,
    end: new Date(begin + minutes * 60_000).toISOString(),
    room: '205',
    buildingName: 'На Лесной',
    ...more,
  };
}

const nine = slot('2026-11-23T09:00:00+03:00', 30);
const half = slot('2026-11-23T09:30:00+03:00', 30);
const eleven = slot('2026-11-23T11:00:00+03:00', 30);

test('without a wish for length every free slot that is not over is an offer', () => {
  const past = slot('2026-11-22T11:30:00+03:00', 30);
  expect(offersFrom([eleven, past, nine], 0, now).map((offer) => offer.start)).toEqual([
    nine.start,
    eleven.start,
  ]);
});

test('a longer visit takes neighbours and ends with the last of them', () => {
  const offers = offersFrom([nine, half, eleven], 50, now);
  expect(offers).toEqual([{ ...nine, end: half.end }]);
});

test.each([
  ['another room', { room: '206' }],
  ['another doctor', { doctorId: 13 }],
  ['another building', { buildingName: 'Центр' }],
])('a neighbour of %s does not prolong a visit', (_, more) => {
  expect(offersFrom([nine, { ...half, ...more }], 60, now)).toEqual([]);
});

test('a slot that is exactly long enough stands alone, offsets written differently still join', () => {
  expect(offersFrom([nine], 30, now)).toHaveLength(1);
  const utc = { ...half, start: '2026-11-23T06:30:00Z' };
  expect(offersFrom([nine, utc], 60, now)[0]?.end).toBe(utc.end);
});

test('the best three are three different times when there are as many', () => {
  const other = { ...nine, doctorId: 13 };
  const offers = offersFrom([nine, other, half, eleven], 0, now);
  expect(bestThree(offers).map((offer) => offer.start)).toEqual([nine.start, half.start, eleven.start]);
  expect(bestThree(offersFrom([nine, other], 0, now))).toHaveLength(2);
});

test('instead of a time that is gone: the same doctor first, close before far', () => {
  const late = slot('2026-11-23T18:00:00+03:00', 30);
  const other = slot('2026-11-23T10:30:00+03:00', 30, { doctorId: 13 });
  const gone = slot('2026-11-23T10:30:00+03:00', 30);
  expect(nearestTo(gone, offersFrom([nine, half, eleven, late, other], 0, now))).toEqual([
    nine,
    half,
    eleven,
  ]);
  expect(nearestTo(gone, offersFrom([late, other], 0, now))).toEqual([other, late]);
});

test('days are counted on the calendar of the branch and empty ones are kept', () => {
  const late = slot('2026-11-23T21:30:00Z', 30);
  const days = daysOf(offersFrom([nine, half, late], 0, now), '2026-11-22', '2026-11-24', zone);
  expect(days).toEqual([
    { date: '2026-11-22', count: 0 },
    { date: '2026-11-23', count: 2 },
    { date: '2026-11-24', count: 1 },
  ]);
});

test('a day has a row per doctor, the first free one on top', () => {
  const other = { ...nine, doctorId: 7 };
  const rows = byDoctor(offersFrom([half, other, eleven], 0, now), '2026-11-23', zone);
  expect(rows.map((row) => [row.doctorId, row.offers.length])).toEqual([
    [7, 1],
    [12, 2],
  ]);
});

test('rooms are listed once, unnamed ones not at all', () => {
  expect(roomsOf([nine, half, { ...nine, room: '' }, { ...nine, room: '101' }])).toEqual(['101', '205']);
});

test('the test id carries the time on the clock of the branch', () => {
  expect(slotTestId(nine, zone)).toBe('slot-12-2026-11-23T0900');
  expect(slotTestId(nine, 'Europe/Samara')).toBe('slot-12-2026-11-23T1000');
});
