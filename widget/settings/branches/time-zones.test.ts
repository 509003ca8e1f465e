import { expect, test } from 'vitest';
import { otherZones, ownZone, russianZones, utcOffset } from './time-zones.ts';

const winter = new Date('2026-11-22T12:00:00Z');

test('every Russian zone is one that the platform knows', () => {
  const known = Intl.supportedValuesOf('timeZone');
  expect(russianZones.filter((zone) => !known.includes(zone))).toEqual([]);
});

test('the other zones do not repeat the Russian ones', () => {
  expect(otherZones()).not.toContain('Europe/Moscow');
  expect(otherZones()).toContain('Asia/Almaty');
});

test('a computer that names no place counts as Moscow', () => {
  expect(ownZone('Asia/Almaty')).toBe('Asia/Almaty');
  expect(ownZone('UTC')).toBe('Europe/Moscow');
  expect(ownZone('Etc/GMT-3')).toBe('Europe/Moscow');
});

test('offsets are said as people say them', () => {
  expect(utcOffset('Europe/Moscow', winter)).toBe('UTC+3');
  expect(utcOffset('Asia/Kolkata', winter)).toBe('UTC+5:30');
  expect(utcOffset('Africa/Abidjan', winter)).toBe('UTC');
});
