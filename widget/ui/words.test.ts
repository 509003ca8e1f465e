import { expect, test } from 'vitest';
import { matches } from './words.ts';

test.each([
  ['сок', true],
  ['мария сок', true],
  ['СОК кард', true],
  ['колова', false],
  ['', true],
])('«%s» finds Соколова: %s', (query, expected) => {
  expect(matches('Соколова Мария Петровна Кардиолог', query)).toBe(expected);
});

test('ё and е are one letter', () => {
  expect(matches('Артёмов Илья', 'артем')).toBe(true);
});
