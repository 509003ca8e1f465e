import { expect, test } from 'vitest';
import { exampleOf, unknownPlaceholders } from './templates.ts';

test('a template is shown filled in', () => {
  expect(exampleOf('Запись: {врач}, {дата} в {время}')).toBe(
    'Запись: Соколова Анна Игоревна, 27 ноября в 14:30',
  );
});

test('what would stay in braces is named', () => {
  expect(unknownPlaceholders('{врач} {doctor} {}')).toEqual(['{doctor}', '{}']);
  expect(unknownPlaceholders('{филиал}, {кабинет}')).toEqual([]);
});
