import { expect, test } from 'vitest';
import { createKeyKeeper, isFinal, isUnanswered } from './idempotency.ts';

function keeper() {
  let n = 0;
  return createKeyKeeper(() => `key-${++n}`);
}

test('the same body keeps its key until the answer is final', () => {
  const keys = keeper();
  expect(keys.keyFor({ a: 1 })).toBe('key-1');
  expect(keys.keyFor({ a: 1 })).toBe('key-1');
  keys.settled();
  expect(keys.keyFor({ a: 1 })).toBe('key-2');
});

test('another body is another wish', () => {
  const keys = keeper();
  keys.keyFor({ a: 1 });
  expect(keys.keyFor({ a: 2 })).toBe('key-2');
});

test.each([
  ['visits.slot_taken', 409, true],
  ['archimed.unavailable', 502, true],
  ['http.504', 504, false],
  ['network', 0, false],
  ['timeout', 0, false],
  ['rate.limited', 429, false],
  ['session.expired', 401, false],
])('%s (%i) is final: %s', (code, status, expected) => {
  expect(isFinal({ code, status, message: '', details: null })).toBe(expected);
});

test.each([
  ['network', 0, true],
  ['timeout', 0, true],
  ['http.504', 504, true],
  ['archimed.unavailable', 504, false],
  ['session.none', 0, false],
])('%s (%i) leaves open whether the request arrived: %s', (code, status, expected) => {
  expect(isUnanswered({ code, status, message: '', details: null })).toBe(expected);
});
