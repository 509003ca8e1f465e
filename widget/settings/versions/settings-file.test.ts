import { expect, test } from 'vitest';
import { bodyIn, fileName, largestFile, readSettingsFile, refusedPlace } from './settings-file.ts';

const file = {
  format: 'archimed-amocrm-settings',
  formatVersion: 1,
  matching: { search: true },
  statuses: [{ branchId: 2, title: 'Север', settings: { mode: 'off' } }],
};

test.each([
  ['Список дел', 'notOurs'],
  ['{"format":"something else"}', 'notOurs'],
  ['null', 'notOurs'],
  [JSON.stringify({ ...file, formatVersion: 2 }), 'otherFormat'],
  [' '.repeat(largestFile + 1), 'tooLarge'],
])('what is no settings file is told before anything is asked: %.20s', (text, why) => {
  expect(readSettingsFile(text)).toEqual({ ok: false, why });
});

test('the bodies of a file are found by section and branch', () => {
  expect(readSettingsFile(JSON.stringify(file))).toEqual({ ok: true, file });
  expect(bodyIn(file, { section: 'matching', branchId: null })).toEqual({ search: true });
  expect(bodyIn(file, { section: 'statuses', branchId: 2 })).toEqual({ mode: 'off' });
  expect(bodyIn(file, { section: 'statuses', branchId: 3 })).toBeNull();
});

test('a refusal names its section, or is about the whole file', () => {
  const error = (details: unknown) => ({ code: 'x', message: '', details, status: 422 });
  expect(refusedPlace(error({ section: 'statuses:2' }))).toEqual({ section: 'statuses', branchId: 2 });
  expect(refusedPlace(error({ section: 'users' }))).toEqual({ section: 'users', branchId: null });
  expect(refusedPlace(error(null))).toBeNull();
  expect(refusedPlace(error([{ path: 'file.users' }]))).toBeNull();
});

test('the file is named by its day', () => {
  expect(fileName('2026-11-29T12:00:00Z')).toBe('archimed-amocrm-2026-11-29.json');
});
