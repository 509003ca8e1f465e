import { setTimeout as sleep } from 'node:timers/promises';

/** Reads until the value passes; the limit is only for a test that fails anyway. */
export async function eventually<T>(
  read: () => Promise<T> | T,
  passes: (value: T) => boolean,
  limitMs = 200_000,
  pauseMs = 150,
): Promise<T> {
  const until = Date.now() + limitMs;
  for (;;) {
    const value = await read();
    if (passes(value)) {
      return value;
    }
    if (Date.now() > until) {
      throw new Error(`It did not happen; the last value was ${JSON.stringify(value, null, 1)}`);
    }
    await sleep(pauseMs);
  }
}
