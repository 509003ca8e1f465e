import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  addDays,
  addMinutes,
  addSeconds,
  dateInWords,
  daysBetween,
  dottedDate,
  epochMsOf,
  fromEpochMs,
  fromInstant,
  isoOf,
  toEpochMs,
  toInstant,
} from './wall-clock.ts';

test.each([
  ['Europe/Moscow', '2026-11-27T14:30:00+03:00'],
  ['Asia/Kamchatka', '2026-11-27T14:30:00+12:00'],
  ['Europe/Kaliningrad', '2026-11-27T14:30:00+02:00'],
  ['America/New_York', '2026-11-27T14:30:00-05:00'],
  ['Asia/Kolkata', '2026-11-27T14:30:00+05:30'],
  ['UTC', '2026-11-27T14:30:00+00:00'],
])('half past two in %s is %s', (zone, instant) => {
  expect(toInstant('2026-11-27', '14:30', zone)).toBe(instant);
  expect(fromInstant(instant, zone)).toEqual({ date: '2026-11-27', time: '14:30' });
});

test('midnight belongs to the day that begins', () => {
  expect(toInstant('2026-11-27', '00:00', 'Asia/Kamchatka')).toBe('2026-11-27T00:00:00+12:00');
  expect(fromInstant('2026-11-26T12:00:00Z', 'Asia/Kamchatka')).toEqual({
    date: '2026-11-27',
    time: '00:00',
  });
  expect(fromInstant('2026-11-26T11:59:59Z', 'Asia/Kamchatka')).toEqual({
    date: '2026-11-26',
    time: '23:59',
  });
});

test('a visit may end at 24:00 of its day', () => {
  expect(toInstant('2026-11-27', '24:00', 'Europe/Moscow')).toBe('2026-11-28T00:00:00+03:00');
  expect(toEpochMs('2026-12-31', '24:00', 'UTC')).toBe(toEpochMs('2027-01-01', '00:00', 'UTC'));
});

test('a moment of one clock, moved over midnight and the end of a month', () => {
  expect(addSeconds('2026-12-01T00:05:00', -600)).toBe('2026-11-30T23:55:00');
  expect(addSeconds('2026-11-30T23:59:59', 1)).toBe('2026-12-01T00:00:00');
});

test('one moment is two dates in two branches', () => {
  const at = epochMsOf('2026-11-26T20:30:00Z');
  expect(fromEpochMs(at, 'Europe/Moscow')).toEqual({ date: '2026-11-26', time: '23:30' });
  expect(fromEpochMs(at, 'Asia/Kamchatka')).toEqual({ date: '2026-11-27', time: '08:30' });
});

test.each([
  ['Europe/Berlin', '2027-03-28', '02:30', '2027-03-28T03:30:00+02:00'],
  ['America/New_York', '2027-03-14', '02:15', '2027-03-14T03:15:00-04:00'],
])('%s: a time that the spring jump skips moves forward', (zone, date, time, instant) => {
  expect(toInstant(date, time, zone)).toBe(instant);
});

test.each([
  ['Europe/Berlin', '2026-10-25', '02:30', '2026-10-25T02:30:00+02:00'],
  ['America/New_York', '2026-11-01', '01:30', '2026-11-01T01:30:00-04:00'],
])('%s: a time that autumn repeats is the first of the two', (zone, date, time, instant) => {
  expect(toInstant(date, time, zone)).toBe(instant);
});

test('both of the repeated times are the same time on the wall', () => {
  const wall = { date: '2026-10-25', time: '02:30' };
  expect(fromInstant('2026-10-25T00:30:00Z', 'Europe/Berlin')).toEqual(wall);
  expect(fromInstant('2026-10-25T01:30:00Z', 'Europe/Berlin')).toEqual(wall);
});

const zones = fc.constantFrom(
  'Europe/Moscow',
  'Asia/Kamchatka',
  'Europe/Berlin',
  'America/New_York',
  'Asia/Kolkata',
  'Pacific/Auckland',
);
const dates = fc.integer({ min: -400, max: 800 }).map((days) => addDays('2026-11-22', days));
const minutes = fc.integer({ min: 0, max: 1439 });
const clock = (minute: number) => addMinutes('00:00', minute);

test('the wall clock survives the way through an instant, except in the skipped hour', () => {
  fc.assert(
    fc.property(dates, minutes, zones, (date, minute, zone) => {
      const time = clock(minute);
      const back = fromInstant(toInstant(date, time, zone), zone);
      expect(back).toEqual(fromEpochMs(toEpochMs(date, time, zone), zone));
      if (back.time !== time) {
        expect(zone).toMatch(/Berlin|New_York|Auckland/);
        expect(back).toEqual({ date, time: addMinutes(time, 60) });
      }
    }),
  );
});

test('days are counted by the calendar', () => {
  expect(addDays('2026-12-30', 3)).toBe('2027-01-02');
  expect(addDays('2028-02-28', 1)).toBe('2028-02-29');
  expect(daysBetween('2026-10-24', '2026-10-26')).toBe(2);
  expect(daysBetween('2026-11-23', '2026-11-20')).toBe(-3);
  fc.assert(
    fc.property(dates, fc.integer({ min: -200, max: 200 }), (date, days) => {
      expect(daysBetween(date, addDays(date, days))).toBe(days);
    }),
  );
});

test('an instant of no branch is told in UTC', () => {
  expect(isoOf(epochMsOf('2026-11-27T14:30:00+03:00'))).toBe('2026-11-27T11:30:00Z');
});

test.each([
  ['2026-11-27', '27 ноября, пт'],
  ['2027-01-01', '1 января, пт'],
  ['2026-05-10', '10 мая, вс'],
  ['2026-08-31', '31 августа, пн'],
])('%s in words: «%s»', (date, words) => {
  expect(dateInWords(date)).toBe(words);
});

test('dotted as in ArchiMed+', () => {
  expect(dottedDate('2026-01-09')).toBe('09.01.2026');
});
