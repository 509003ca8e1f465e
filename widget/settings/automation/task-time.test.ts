import { expect, test } from 'vitest';
import { type TaskTime, taskTimeFits, taskTimeOf, whenOf } from './task-time.ts';

test.each<[{ anchor: 'visit' | 'booking'; minutes: number }, TaskTime]>([
  [
    { anchor: 'visit', minutes: -1440 },
    { moment: 'before-visit', amount: 1, unit: 'days' },
  ],
  [
    { anchor: 'visit', minutes: -90 },
    { moment: 'before-visit', amount: 90, unit: 'minutes' },
  ],
  [
    { anchor: 'visit', minutes: 120 },
    { moment: 'after-visit', amount: 2, unit: 'hours' },
  ],
  [
    { anchor: 'visit', minutes: 0 },
    { moment: 'after-visit', amount: 0, unit: 'minutes' },
  ],
  [
    { anchor: 'booking', minutes: 60 },
    { moment: 'after-booking', amount: 1, unit: 'hours' },
  ],
])('%o is shown as it is said and saved as it was', (when, shown) => {
  expect(taskTimeOf(when)).toEqual(shown);
  expect(whenOf(shown)).toEqual(when);
});

test('nothing before the visit is the visit itself', () => {
  expect(whenOf({ moment: 'before-visit', amount: 0, unit: 'days' })).toEqual({
    anchor: 'visit',
    minutes: 0,
  });
});

test('thirty days at most, whole and not negative', () => {
  expect(taskTimeFits({ moment: 'before-visit', amount: 30, unit: 'days' })).toBe(true);
  expect(taskTimeFits({ moment: 'before-visit', amount: 31, unit: 'days' })).toBe(false);
  expect(taskTimeFits({ moment: 'before-visit', amount: 1.5, unit: 'days' })).toBe(false);
  expect(taskTimeFits({ moment: 'before-visit', amount: Number.NaN, unit: 'days' })).toBe(false);
});
