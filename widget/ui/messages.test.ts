import { afterEach, expect, test } from 'vitest';
import { setLang } from './i18n.ts';
import { errorText, roomText } from './messages.ts';

afterEach(() => setLang('ru'));

test.each([
  [
    'visits.refused',
    422,
    'Врачу не установлено время приёма',
    'Ничего не записано. ArchiMed+ отвечает: «Врачу не установлено время приёма»',
  ],
  ['archimed.unavailable', 502, 'ArchiMed+ сейчас недоступен.', 'ArchiMed+ сейчас недоступен.'],
  ['session.expired', 401, 'x', 'Сеанс закончился. Обновите страницу amoCRM и повторите.'],
  [
    'http.504',
    504,
    '',
    'ArchiMed+ или amoCRM сейчас не отвечает. Ничего не сделано, повторите через минуту.',
  ],
])('%s is said in plain words', (code, status, message, expected) => {
  expect(errorText({ code, status, message, details: null })).toBe(expected);
});

test('in English a Russian sentence of the server gives way to the general one', () => {
  setLang('en');
  const text = errorText({
    code: 'archimed.busy',
    status: 502,
    message: 'ArchiMed+ просит подождать',
    details: null,
  });
  expect(text).toBe('ArchiMed+ or amoCRM does not answer now. Nothing was done, try again in a minute.');
});

test('a number is a room, a word is what it says', () => {
  expect(roomText('205')).toBe('каб. 205');
  expect(roomText('Кабинет № 5')).toBe('Кабинет № 5');
  expect(roomText('')).toBe('');
});
