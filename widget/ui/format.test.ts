import { afterEach, expect, test } from 'vitest';
import {
  addDays,
  dateIn,
  formatAgo,
  formatBirthDate,
  formatDate,
  formatDateTime,
  formatDayParts,
  formatMoney,
  formatPhone,
  nearDay,
  shortName,
} from './format.ts';
import { setLang } from './i18n.ts';

afterEach(() => setLang('ru'));

test('a moment is shown on the clock of the branch, not of the machine', () => {
  const instant = '2026-11-26T21:30:00Z';
  expect(formatDateTime(instant, 'Europe/Moscow')).toBe('27 ноября, пт, 00:30');
  expect(formatDateTime(instant, 'Europe/Kaliningrad')).toBe('26 ноября, чт, 23:30');
  expect(dateIn(instant, 'Asia/Vladivostok')).toBe('2026-11-27');
  expect(formatDayParts(instant, 'Europe/Moscow')).toEqual({ date: '27 ноября', weekday: 'пятница' });
});

test('English dates', () => {
  setLang('en');
  expect(formatDateTime('2026-11-27T11:30:00Z', 'Europe/Moscow')).toBe('27 November, Fri, 14:30');
});

test('a calendar date does not shift and steps over months', () => {
  expect(formatDate('2026-12-01')).toBe('1 декабря, вт');
  expect(addDays('2026-11-30', 1)).toBe('2026-12-01');
  expect(addDays('2027-03-01', -1)).toBe('2027-02-28');
  expect(formatBirthDate('1985-02-03')).toBe('03.02.1985');
});

test.each([
  ['2026-11-22T20:50:00Z', 'Europe/Moscow', 'today'],
  ['2026-11-22T21:10:00Z', 'Europe/Moscow', 'tomorrow'],
  ['2026-11-22T21:10:00Z', 'Europe/Kaliningrad', 'today'],
  ['2026-11-24T10:00:00Z', 'Europe/Moscow', null],
])('near day of %s in %s', (instant, zone, expected) => {
  expect(nearDay(instant, Date.parse('2026-11-22T12:00:00Z'), zone)).toBe(expected);
});

test.each([
  ['89050001122', '+7 905 000-11-22'],
  ['+7 (905) 000 11 22', '+7 905 000-11-22'],
  ['9050001122', '+7 905 000-11-22'],
  ['+49 30 123456', '+49 30 123456'],
  ['+1 202 555 0143', '+1 202 555 0143'],
  ['123', '123'],
])('phone %s', (phone, expected) => {
  expect(formatPhone(phone)).toBe(expected);
});

test('money groups thousands with a space that does not break', () => {
  expect(formatMoney(4800)).toBe('4\u00a0800\u00a0₽');
  expect(formatMoney(1250300)).toBe('1\u00a0250\u00a0300\u00a0₽');
  expect(formatMoney(0)).toBe('0\u00a0₽');
});

test.each([
  [30, 'только что'],
  [125, '2 мин назад'],
  [3 * 3600, '3 ч назад'],
])('%i seconds ago', (seconds, expected) => {
  const now = Date.parse('2026-11-22T12:00:00Z');
  expect(formatAgo(new Date(now - seconds * 1000).toISOString(), now)).toBe(expected);
});

test.each([
  ['Соколова Мария Петровна', 'Соколова\u00a0М.\u00a0П.'],
  ['Рентген', 'Рентген'],
  ['Кабинет УЗИ 2', 'Кабинет УЗИ 2'],
  ['Ким Анна', 'Ким Анна'],
])('short name of %s', (name, expected) => {
  expect(shortName(name)).toBe(expected);
});
