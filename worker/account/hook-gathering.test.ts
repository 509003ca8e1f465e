import { expect, test } from 'vitest';
import { createGathering } from './hook-gathering.ts';

test('what comes alone waits a second, in a flood five, after it one again', () => {
  const gathering = createGathering(1);
  expect(gathering.waitMs(0)).toBe(1_000);
  const flood = Array.from({ length: 40 }, (_, place) => gathering.waitMs(2_000 + place));
  expect([flood[0], flood[29], flood[30], flood[39]]).toEqual([1_000, 1_000, 5_000, 5_000]);
  expect(gathering.waitMs(3_100)).toBe(1_000);
  expect(createGathering(450).waitMs(0)).toBeCloseTo(1_000 / 450);
});
