import { jwtVerify } from 'jose';
import { expect, test } from 'vitest';
import { createTokenSource } from './jwt.ts';

const apiId = '0c5a1f6e2b7d48d9a1b3c5e7f9012345';
const apiSecret = 'f1e2d3c4b5a697887766554433221100';
const start = 1_785_310_000_500;

test('another library accepts the token: HS256, iss and an integer exp of at most an hour', async () => {
  const token = await createTokenSource({ apiId, apiSecret, clock: { now: () => start } })();
  const { payload, protectedHeader } = await jwtVerify(token, new TextEncoder().encode(apiSecret), {
    algorithms: ['HS256'],
    currentDate: new Date(start),
  });
  expect(protectedHeader).toEqual({ alg: 'HS256', typ: 'JWT' });
  expect(payload).toEqual({ iss: apiId, exp: 1_785_310_000 + 3600 });
});

test('the token is kept for less than its hour', async () => {
  let now = start;
  const token = createTokenSource({ apiId, apiSecret, clock: { now: () => now } });
  const first = await token();
  now += 49 * 60_000;
  expect(await token()).toBe(first);
  now += 2 * 60_000;
  expect(await token()).not.toBe(first);
});
