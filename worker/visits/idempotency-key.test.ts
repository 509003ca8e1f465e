import { expect, test } from 'vitest';
import { AppError } from '../http/app-error.ts';
import { requireIdempotencyKey } from './idempotency-key.ts';

test.each(['a', '4b1c-7f', 'two words', 'x'.repeat(200)])('%s is a key', (key) => {
  expect(requireIdempotencyKey(key)).toBe(key);
});

test.each([
  [undefined, 'idempotency.missing'],
  ['', 'idempotency.missing'],
  ['   ', 'idempotency.missing'],
  ['x'.repeat(201), 'idempotency.invalid'],
  ['ключ', 'idempotency.invalid'],
  ['a\tb', 'idempotency.invalid'],
])('%s is refused as %s', (header, code) => {
  expect(() => requireIdempotencyKey(header)).toThrow(AppError);
  expect(() => requireIdempotencyKey(header)).toThrow(code);
});
