import { expect, test } from 'vitest';
import { nextLookMs, nextWaitMs } from './retry-schedule.ts';

function waits(scale: number): number[] {
  const found: number[] = [];
  for (let finished = 1; ; finished += 1) {
    const wait = nextWaitMs(finished, scale);
    if (wait === null) {
      return found;
    }
    found.push(wait);
  }
}

test('quick at first, never quicker later, about three days in all, then the end', () => {
  const all = waits(1);
  expect(all[0]).toBe(5000);
  expect(all).toEqual(all.toSorted((left, right) => left - right));
  const days = all.reduce((sum, wait) => sum + wait, 0) / 86_400_000;
  expect(days).toBeGreaterThan(2.5);
  expect(days).toBeLessThan(3.5);
  expect(nextWaitMs(all.length + 1, 1)).toBeNull();
  expect(nextWaitMs(1000, 1)).toBeNull();
});

test('TIME_SCALE divides every wait', () => {
  expect(waits(50)).toEqual(waits(1).map((wait) => wait / 50));
});

test('a click is looked at every few seconds, then by the schedule from its beginning', () => {
  const looks = Array.from({ length: 18 }, (_, index) => nextLookMs(index + 1, 1));
  expect(looks.slice(0, 6)).toEqual(Array.from({ length: 6 }, () => 4000));
  expect(looks.slice(6, 17)).toEqual(waits(1));
  expect(looks[17]).toBeNull();
});
