import { expect, test } from 'vitest';
import type { ApiResult } from '../ui/http.ts';
import { remembered, retryAfter } from './remembered.ts';

const failed: ApiResult<string> = {
  ok: false,
  error: { code: 'network', message: '', details: null, status: 0 },
};

test('an answer is kept, a failure is not', async () => {
  const replies: ApiResult<string>[] = [failed, { ok: true, value: 'first' }, { ok: true, value: 'second' }];
  const read = remembered(async () => replies.shift() ?? failed);
  const both = await Promise.all([read(), read()]);
  expect(both).toEqual([failed, failed]);
  expect(replies).toHaveLength(2);
  expect(await read()).toEqual({ ok: true, value: 'first' });
  expect(await read()).toEqual({ ok: true, value: 'first' });
});

test('what may pass is asked about again, less and less often; a refusal is not', () => {
  expect([1, 2, 3, 9].map((failures) => retryAfter(failures, 0))).toEqual([2_000, 4_000, 8_000, 60_000]);
  expect(retryAfter(1, 503)).toBe(2_000);
  expect(retryAfter(1, 403)).toBeNull();
});
