import { expect, test } from 'vitest';
import { phoneSpellings, samePhone } from './phone-spellings.ts';

test.each(['+79050001122', '89050001122', '79050001122', '9050001122', '8 (905) 000-11-22'])(
  '%s is asked for in four spellings and is the same phone as the others',
  (phone) => {
    expect(phoneSpellings(phone)).toEqual(['+79050001122', '89050001122', '79050001122', '9050001122']);
    expect(samePhone(phone, '+7 905 000-11-22')).toBe(true);
  },
);

test('a foreign number keeps its own prefix', () => {
  expect(phoneSpellings('+375291234567')).toEqual(['+375291234567', '375291234567']);
  expect(samePhone('+375291234567', '+75291234567')).toBe(false);
});

test('nothing is the same as no phone', () => {
  expect(phoneSpellings(' ')).toEqual([]);
  expect(samePhone('', '')).toBe(false);
});
