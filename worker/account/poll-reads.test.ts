import { expect, test } from 'vitest';
import type { ArchimedFailure } from '../archimed/failure.ts';
import type { Config } from '../env.ts';
import { err, ok } from '../shared/result.ts';
import { createPollReader } from './poll-reads.ts';

const gateway: ArchimedFailure = { kind: 'unavailable', status: 502 };
const refused: ArchimedFailure = { kind: 'forbidden', message: null };

function reader() {
  const waits: number[] = [];
  const made = createPollReader({
    config: { timeScale: 1 } as Config,
    sleep: async (ms) => void waits.push(ms),
  });
  return { ...made, waits };
}

/** Fails so often before it answers. */
function flaky(times: number, failure = gateway) {
  let left = times;
  return async () => {
    left -= 1;
    return left >= 0 ? err(failure) : ok('read');
  };
}

test.each<[string, number, ArchimedFailure, boolean, number]>([
  ['an answer at once', 0, gateway, true, 0],
  ['a 502 that passes', 2, gateway, true, 2],
  ['a 429 that passes', 1, { kind: 'rate_limited', retryAfterMs: null }, true, 1],
  ['a time-out that passes', 1, { kind: 'timeout' }, true, 1],
  ['a 502 that stays', 3, gateway, false, 2],
  ['a refused key is no passing trouble', 1, refused, false, 0],
  ['an answer that cannot be read is none either', 1, { kind: 'bad_reply', detail: '' }, false, 0],
])('%s', async (_, times, failure, isRead, pauses) => {
  const { one, waits } = reader();
  expect((await one(flaky(times, failure))).ok).toBe(isRead);
  expect(waits).toHaveLength(pauses);
});

test('a poll repeats six reads at most: a clinic that is down is left alone', async () => {
  const { one, waits } = reader();
  for (let reads = 0; reads < 10; reads += 1) await one(flaky(99));
  expect(waits).toHaveLength(6);
});

test('all in their order, whoever answers first', async () => {
  const { each } = reader();
  const read = await each([30, 1, 20, 2], async (ms) => {
    await new Promise((resolve) => setTimeout(resolve, ms));
    return ok(ms);
  });
  expect(read).toEqual(ok([30, 1, 20, 2]));
});

test('after a failure that stays no further read begins', async () => {
  const { each } = reader();
  const begun: number[] = [];
  const items = Array.from({ length: 50 }, (_, index) => index);
  const read = await each(items, async (item) => {
    begun.push(item);
    return item === 1 ? err(refused) : ok(item);
  });
  expect(read).toEqual(err(refused));
  expect(begun.length).toBeLessThan(10);
});
