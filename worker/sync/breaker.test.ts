import { expect, test } from 'vitest';
import { isOverLimit } from './breaker.ts';

test.each<[string, [minute: number, count: number][], boolean]>([
  ['nothing yet', [], false],
  ['one below the limit', [[100, 4]], false],
  ['the limit is reached: one more would be over it', [[100, 5]], true],
  [
    'over several minutes',
    [
      [91, 2],
      [96, 2],
      [100, 1],
    ],
    true,
  ],
  [
    'what is ten minutes old no longer counts',
    [
      [90, 5],
      [100, 4],
    ],
    false,
  ],
])('%s', (_, counts, over) => {
  expect(
    isOverLimit(
      counts.map(([minute, count]) => ({ minute, count })),
      100,
      5,
    ),
  ).toBe(over);
});
