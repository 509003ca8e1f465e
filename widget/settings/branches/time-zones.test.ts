import { expect, test } from 'vitest';
import { otherZones, russianZones, utcOffset } from './time-zones.ts';

const winter = new Date('2026-11-22T12:00:00Z');

test('every Russian zone is one that the platform knows', () => {
  const known = Intl.supportedValuesOf('timeZone');
  expect(russianZones.filter((zone) => !known.includes(zone))).toEqual([]);
});

test('the other zones do not repeat the Russian ones', () => {
  expect(otherZones()).not.toContain('Europe/Moscow');
  expect(otherZones()).toContain('Asia/Almaty');
});

test('offsets are said as people say them', () => {
  expect(utcOffset('Europe/Moscow', winter)).toBe('UTC+3');
  expect(utcOffset('Asia/Kolkata', winter)).toBe('UTC+5:30');
  expect(utcOffset('Africa/Abidjan', winter)).toBe('UTC');
});
