import { afterEach, expect, test } from 'vitest';
import { defineMessages, setLang, translate } from './i18n.ts';

afterEach(() => setLang('ru'));

test.each([
  [1, '1 визит'],
  [3, '3 визита'],
  [5, '5 визитов'],
  [11, '11 визитов'],
  [21, '21 визит'],
  [112, '112 визитов'],
])('Russian plural of %i', (n, expected) => {
  expect(translate('{n} визит|{n} визита|{n} визитов', { n }, 'ru')).toBe(expected);
});

test.each([
  [1, '1 visit'],
  [2, '2 visits'],
  [0, '0 visits'],
])('English plural of %i', (n, expected) => {
  expect(translate('{n} visit|{n} visits', { n }, 'en')).toBe(expected);
});

test('an unknown placeholder stays visible and a known one is replaced everywhere', () => {
  expect(translate('{a} {b} {a}', { a: 'x' }, 'ru')).toBe('x {b} x');
});

test('the language decides the text', () => {
  const t = defineMessages({ hello: 'Здравствуйте, {name}' }, { hello: 'Hello, {name}' });
  expect(t('hello', { name: 'Анна' })).toBe('Здравствуйте, Анна');
  setLang('en');
  expect(t('hello', { name: 'Anna' })).toBe('Hello, Anna');
});
