import { expect, test } from 'vitest';
import { type Config, parseEnv } from '../env.ts';
import type { BranchRow } from '../settings/settings.repository.ts';
import { addDays, toEpochMs } from '../sync/wall-clock.ts';
import {
  farDays,
  isNightDue,
  isOpenReadDue,
  isProbeDue,
  isWithinReach,
  nearDays,
  nightDays,
  overlapDays,
  pollPeriodMs,
  sourcePeriodMs,
} from './poll-schedule.ts';

const TODAY = '2026-11-23';
const TEN_MINUTES = 600_000;

function config(over: Record<string, string> = {}): Config {
  const parsed = parseEnv({
    PUBLIC_URL: 'https://worker.example',
    AMOCRM_CLIENT_ID: 'client-id',
    AMOCRM_CLIENT_SECRET: 'client-secret',
    AMOCRM_ORIGIN: 'http://amocrm.test',
    ARCHIMED_ORIGIN: 'http://archimed.test',
    SECRETS_KEY: `${'A'.repeat(43)}=`,
    ...over,
  });
  if (!parsed.ok) {
    throw new Error(parsed.error);
  }
  return parsed.value;
}

test.each([
  ['06:59', 300_000],
  ['07:00', 30_000],
  ['21:59', 30_000],
  ['22:00', 300_000],
  ['00:00', 300_000],
])('at %s by the branch’s clock the period is %i ms', (time, period) => {
  for (const zone of ['Europe/Kaliningrad', 'Europe/Moscow', 'Asia/Kamchatka', 'America/New_York']) {
    expect(pollPeriodMs(config(), toEpochMs(TODAY, time, zone), zone)).toBe(period);
  }
});

test('morning in Kamchatka is night in Moscow', () => {
  const now = toEpochMs(TODAY, '09:00', 'Asia/Kamchatka');
  expect(pollPeriodMs(config(), now, 'Asia/Kamchatka')).toBe(30_000);
  expect(pollPeriodMs(config(), now, 'Europe/Moscow')).toBe(300_000);
});

test('POLL_SECONDS holds day and night', () => {
  for (const time of ['03:00', '12:00']) {
    const now = toEpochMs(TODAY, time, 'Europe/Moscow');
    expect(pollPeriodMs(config({ POLL_SECONDS: '3' }), now, 'Europe/Moscow')).toBe(3000);
  }
});

test('TIME_SCALE divides the periods', () => {
  const day = toEpochMs(TODAY, '12:00', 'Europe/Moscow');
  expect(pollPeriodMs(config({ TIME_SCALE: '60' }), day, 'Europe/Moscow')).toBe(500);
});

test('every poll reads three days back to two weeks ahead', () => {
  const days = nearDays(TODAY);
  expect(days).toHaveLength(18);
  expect(days[0]).toBe('2026-11-20');
  expect(days.at(-1)).toBe('2026-12-07');
  expect(new Set(days).size).toBe(18);
});

const far = Array.from({ length: 76 }, (_, index) => addDays(TODAY, 15 + index));

test.each([
  ['a demo’s', 3000],
  ['the day’s', 30_000],
  ['the night’s', 300_000],
])('%s period of %i ms: all far days within ten minutes, from wherever the cursor stands', (_, period) => {
  const polls = Math.floor(TEN_MINUTES / period);
  for (const start of [0, 1, 17, 75, 76, 1_000_003]) {
    const read = Array.from({ length: polls }, (_, index) => farDays(TODAY, start + index, period)).flat();
    expect([...new Set(read)].toSorted()).toEqual(far);
  }
});

test('a far portion is small, has no day twice and none of the near ones', () => {
  for (const [period, most] of [
    [3000, 1],
    [30_000, 4],
    [300_000, 38],
    [3_600_000, 76],
  ] as const) {
    for (let cursor = 0; cursor < 80; cursor += 1) {
      const days = farDays(TODAY, cursor, period);
      expect(days.length).toBe(most);
      expect(new Set(days).size).toBe(most);
      expect(days.every((day) => far.includes(day))).toBe(true);
    }
  }
});

test('while one of its branches has day, a source is read as by day', () => {
  const now = toEpochMs(TODAY, '03:00', 'Europe/Moscow');
  const branch = (timeZone: string, enabled: boolean) => ({ sourceId: 1, timeZone, enabled }) as BranchRow;
  const source = { sourceId: 1, timeZone: 'Europe/Moscow' };
  const period = (branches: BranchRow[]) => sourcePeriodMs(config(), now, { branches }, source);
  expect(period([branch('Europe/Moscow', true)])).toBe(300_000);
  expect(period([branch('Europe/Moscow', true), branch('Asia/Kamchatka', true)])).toBe(30_000);
  expect(period([branch('Europe/Moscow', true), branch('Asia/Kamchatka', false)])).toBe(300_000);
});

test('where changes are asked for, all near and far days come within ten minutes as an overlap', () => {
  const days = Array.from({ length: 20 }, (_, index) => overlapDays(TODAY, index, 30_000)).flat();
  const reach = Array.from({ length: 94 }, (_, index) => addDays(TODAY, index - 3));
  expect([...new Set(days)].toSorted()).toEqual(reach);
  expect(reach.every((date) => isWithinReach(TODAY, date))).toBe(true);
  expect([addDays(TODAY, -4), addDays(TODAY, 91)].some((date) => isWithinReach(TODAY, date))).toBe(false);
});

test.each([
  ['never read', null, true],
  ['read nine minutes ago', 540_000, false],
  ['read ten minutes ago', 600_000, true],
])('linked open visits beyond the days, %s', (_, ago, due) => {
  expect(isOpenReadDue(config(), 1_000_000, ago === null ? null : 1_000_000 - ago)).toBe(due);
});

test('the way of reading is probed anew once a day, the poorest one every ten minutes', () => {
  const day = 24 * 3_600_000;
  const due = (strategy: string | null, probedAt: number | null) =>
    isProbeDue(config(), day, { probedAt, strategy });
  expect([null, 0, 1].map((probedAt) => due('days', probedAt))).toEqual([true, true, false]);
  expect([due('tail', day - 600_000), due('tail', day - 599_999)]).toEqual([true, false]);
});

test('a night covers the last 30 days and half a year to come', () => {
  const days = nightDays(TODAY);
  expect([days[0], days.at(-1)]).toEqual([addDays(TODAY, -30), addDays(TODAY, 180)]);
});

test.each([
  ['before two', '01:59', '2026-11-22', false],
  ['after two, within the share of this source', '02:36', '2026-11-22', false],
  ['at its share', '02:37', '2026-11-22', true],
  ['done tonight', '02:37', '2026-11-23', false],
  ['a night that was missed', '14:00', '2026-11-20', true],
  ['just connected', '14:00', null, false],
])('the night of a source: %s', (_, time, reconciledDay, due) => {
  for (const zone of ['Europe/Moscow', 'Asia/Kamchatka', 'America/New_York']) {
    expect(isNightDue(toEpochMs(TODAY, time, zone), zone, 1, reconciledDay)).toBe(due);
  }
});
