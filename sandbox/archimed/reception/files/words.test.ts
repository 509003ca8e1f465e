import { expect, test } from 'vitest';
import { anyDate, noteWithServices, phone, splitNote, tenDigits, wholeDate } from './words.ts';

test.for<[string, string | null]>([
  ['24.11.2026', '2026-11-24'],
  ['1.2.1990', '1990-02-01'],
  ['24112026', '2026-11-24'],
  ['2026-11-24', '2026-11-24'],
  ['31.02.2026', null],
  ['24.11', null],
  ['', null],
])('a whole date: %s', ([text, date]) => {
  expect(wholeDate(text)).toBe(date);
});

test.for<[string, string | null]>([
  ['25.11', '2026-11-25'],
  ['2511', '2026-11-25'],
  ['7', '2026-11-07'],
  ['15.01', '2027-01-15'],
  ['40', null],
  ['завтра', null],
])('a short date, seen from 23 November: %s', ([text, date]) => {
  expect(anyDate(text, '2026-11-23')).toBe(date);
});

test.for<[string, string | null]>([
  ['8 (905) 000-11-22', '9050001122'],
  ['+79050001122', '9050001122'],
  ['9050001122', '9050001122'],
  ['905 000', null],
  ['+49 30 1234567890', null],
])('the ten digits of %s', ([text, digits]) => {
  expect(tenDigits(text)).toBe(digits);
});

test('a number that is not Russian is shown as it is', () => {
  expect([phone('89050001122'), phone('+49 30 12345'), phone('')]).toEqual([
    '+7 905 000-11-22',
    '+49 30 12345',
    '',
  ]);
});

test('services are a line of the note and the rest is left alone', () => {
  const info = noteWithServices(['1012 Приём кардиолога', '2001 ЭКГ'], ' Приедет с мамой ');
  expect(info).toBe('Услуги: 1012 Приём кардиолога; 2001 ЭКГ\nПриедет с мамой');
  expect(splitNote(info)).toEqual({ services: '1012 Приём кардиолога; 2001 ЭКГ', note: 'Приедет с мамой' });
  expect(noteWithServices([], '')).toBe('');
});
