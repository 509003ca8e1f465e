import fc from 'fast-check';
import { expect, test } from 'vitest';
import { normalizePhone, samePhone } from './phone.ts';

test.each([
  '+79050001122',
  '89050001122',
  '79050001122',
  '9050001122',
  '+7 905 000-11-22',
  '8 (905) 000-11-22',
  ' +7(905)0001122 ',
  'тел. 8-905-000-11-22',
])('«%s» is +79050001122', (typed) => {
  expect(normalizePhone(typed)).toBe('+79050001122');
});

test.each([
  ['+375 29 123-45-67', '+375291234567'],
  ['375291234567', '+375291234567'],
  ['+1 212 555-01-00', '+12125550100'],
  ['+7 701 123 45 67', '+77011234567'],
  ['998901234567', '+998901234567'],
])('foreign «%s» is %s', (typed, normal) => {
  expect(normalizePhone(typed)).toBe(normal);
});

test.each([
  '',
  '-',
  'нет',
  '0',
  '123',
  '+',
  '12345',
  '+7905',
  '89050001122, 89051112233',
  '8905000112'.repeat(3),
])('«%s» is no phone', (typed) => {
  expect(normalizePhone(typed)).toBeNull();
});

test('two unreadable phones are not the same phone', () => {
  expect(samePhone('нет', 'нет')).toBe(false);
  expect(samePhone('', '')).toBe(false);
});

test('the same last ten digits of another country are another phone', () => {
  expect(samePhone('+375291234567', '+79291234567')).toBe(false);
  expect(samePhone('+12125550100', '2125550100')).toBe(false);
});

const national = fc
  .tuple(fc.constantFrom('9', '4', '3'), fc.stringMatching(/^\d{9}$/))
  .map(([first, rest]) => first + rest);

test('8…, +7…, 7… and ten digits are alike, whatever stands between the digits', () => {
  const spelling = fc.constantFrom('', '7', '8', '+7');
  const gap = fc.constantFrom('', ' ', '-', ' (', ') ');
  fc.assert(
    fc.property(national, spelling, spelling, gap, (digits, one, two, between) => {
      const spell = (prefix: string) =>
        `${prefix}${between}${digits.slice(0, 3)}${between}${digits.slice(3)}`;
      expect(normalizePhone(spell(one))).toBe(`+7${digits}`);
      expect(samePhone(spell(one), spell(two))).toBe(true);
    }),
  );
});

test('a normal form is its own normal form', () => {
  fc.assert(
    fc.property(fc.string(), (typed) => {
      const normal = normalizePhone(typed);
      expect(normal === null ? null : normalizePhone(normal)).toBe(normal);
    }),
  );
});
