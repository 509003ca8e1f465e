import { expect, test } from 'vitest';
import { createCount, createGathering } from './hook-gathering.ts';

test('what comes alone waits a second, in a flood five, after it one again', () => {
  const gathering = createGathering(1, createCount());
  expect(gathering.waitMs(0)).toBe(1_000);
  const flood = Array.from({ length: 40 }, (_, place) => gathering.waitMs(2_000 + place));
  expect([flood[0], flood[29], flood[30], flood[39]]).toEqual([1_000, 1_000, 5_000, 5_000]);
  expect(gathering.waitMs(3_100)).toBe(1_000);
  expect(createGathering(450, createCount()).waitMs(0)).toBeCloseTo(1_000 / 450);
});

test('a flood of many accounts that share a thread is one, though each of them is calm', () => {
  const ofAll = createCount();
  const accounts = Array.from({ length: 20 }, () => createGathering(1, ofAll));
  const waits = Array.from({ length: 120 }, (_, place) => accounts[place % 20]?.waitMs(place));
  expect([waits[0], waits[99], waits[100], waits[119]]).toEqual([1_000, 1_000, 5_000, 5_000]);
  expect(accounts[0]?.waitMs(1_100)).toBe(1_000);
});
