import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createClock } from './clock.ts';

const base = Date.parse('2026-11-23T09:00:00Z');
const HOUR = 3_600_000;

beforeEach(() => {
  vi.useFakeTimers({ now: base });
});
afterEach(() => {
  vi.useRealTimers();
});

test('follows the injected time until it is changed', () => {
  let real = base;
  const clock = createClock(() => real);
  real += 5000;
  expect(clock.now()).toBe(base + 5000);
  clock.change({ offsetMs: HOUR });
  expect(clock.view()).toEqual({
    now: '2026-11-23T10:00:05.000Z',
    real: '2026-11-23T09:00:05.000Z',
    offsetMs: HOUR,
    speed: 1,
  });
  real += 1000;
  expect(clock.now()).toBe(base + HOUR + 6000);
});

test('another speed begins where the clock stands and does not jump', () => {
  let real = base;
  const clock = createClock(() => real);
  clock.change({ atMs: base + HOUR, speed: 60 });
  real += 1000;
  expect(clock.now()).toBe(base + HOUR + 60_000);
  clock.change({ speed: 1 });
  real += 1000;
  expect(clock.now()).toBe(base + HOUR + 61_000);
  clock.change({ speed: 0 });
  real += HOUR;
  expect(clock.now()).toBe(base + HOUR + 61_000);
  clock.change({ offsetMs: 0, speed: 1 });
  expect(clock.now()).toBe(clock.real());
});

test('a wait is divided by the speed, also by one that changes on the way', () => {
  const clock = createClock(Date.now);
  const job = vi.fn();
  clock.after(10_000, job);
  vi.advanceTimersByTime(4000);
  clock.change({ speed: 6 });
  vi.advanceTimersByTime(999);
  expect(job).not.toHaveBeenCalled();
  vi.advanceTimersByTime(1);
  expect(job).toHaveBeenCalledOnce();
});

test('a jump forward ends a wait, a jump back lengthens it, standing time holds it', () => {
  const clock = createClock(Date.now);
  const [early, late, held] = [vi.fn(), vi.fn(), vi.fn()];
  clock.after(HOUR, early);
  clock.change({ offsetMs: HOUR });
  vi.advanceTimersByTime(0);
  expect(early).toHaveBeenCalledOnce();
  clock.after(1000, late);
  clock.change({ offsetMs: HOUR - 500 });
  vi.advanceTimersByTime(1400);
  expect(late).not.toHaveBeenCalled();
  vi.advanceTimersByTime(100);
  expect(late).toHaveBeenCalledOnce();
  clock.change({ speed: 0 });
  clock.after(10, held);
  vi.advanceTimersByTime(HOUR);
  expect(held).not.toHaveBeenCalled();
  clock.change({ speed: 1 });
  vi.advanceTimersByTime(10);
  expect(held).toHaveBeenCalledOnce();
});

test('a wait that is called off never runs, and one longer than a timer holds is kept', () => {
  const clock = createClock(Date.now);
  const [never, month] = [vi.fn(), vi.fn()];
  clock.after(1000, never)();
  clock.after(40 * 24 * HOUR, month);
  vi.advanceTimersByTime(39 * 24 * HOUR);
  expect(never).not.toHaveBeenCalled();
  expect(month).not.toHaveBeenCalled();
  vi.advanceTimersByTime(24 * HOUR);
  expect(month).toHaveBeenCalledOnce();
});
