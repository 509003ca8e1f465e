import { expect, test } from 'vitest';
import { createHookEcho } from './hook-echo.ts';

test('no hook ten minutes after a stage was written: they are late, until one comes', () => {
  let now = 0;
  const echo = createHookEcho(() => now);
  echo.wrote(0);
  now = 10 * 60_000;
  expect(echo.lateSince()).toBeNull();
  echo.wrote(now);
  now += 1;
  expect(echo.lateSince()).toBe(0);
  echo.heard();
  expect(echo.lateSince()).toBeNull();
  // Nothing written: nothing to wait for.
  now += 60 * 60_000;
  expect(echo.lateSince()).toBeNull();
});

test('a hook may be faster than the answer to the write', () => {
  let now = 1_000;
  const echo = createHookEcho(() => now);
  now = 1_200;
  echo.heard();
  echo.wrote(1_000);
  now += 60 * 60_000;
  expect(echo.lateSince()).toBeNull();
});
