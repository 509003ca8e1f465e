import type { Crew } from './crew.ts';

/** Who works on the same thing waits for the one before him; in memory, like the work itself. */
export type Locks = {
  /** `waited`: others held some of it in between, so what was read before may be old. */
  hold<T>(keys: readonly string[], fn: (waited: boolean) => Promise<T>): Promise<T>;
};

export function createLocks(crew: Crew): Locks {
  const tails = new Map<string, Promise<void>>();

  return {
    async hold(keys, fn) {
      const released = Promise.withResolvers<void>();
      const mine = [...new Set(keys)];
      // All at once, so that two who want the same keys can never wait for each other.
      const before = mine.flatMap((key) => tails.get(key) ?? []);
      const tail = Promise.all([...before, released.promise]).then(() => {});
      for (const key of mine) tails.set(key, tail);
      try {
        if (before.length > 0) await crew.waiting(Promise.all(before));
        return await fn(before.length > 0);
      } finally {
        released.resolve();
        for (const key of mine) if (tails.get(key) === tail) tails.delete(key);
      }
    },
  };
}
