import type { Sleep } from './clock.ts';

/** Those at work side by side on one account's events. */
export type Crew = {
  /** How many are at work. */
  size(): number;
  /** Runs `fn` as one more of them. */
  work<T>(fn: () => Promise<T>): Promise<T>;
  /** One of them waits for others and can bring nobody anything until `promise` settles. */
  waiting<T>(promise: Promise<T>): Promise<T>;
  /** Told each time that all of them wait: nobody is left who could still bring something. */
  onRest(listener: () => void): void;
};

export function createCrew(sleep: Sleep): Crew {
  const listeners: Array<() => void> = [];
  let atWork = 0;
  let atRest = 0;
  let looking = false;

  /** A turn later: who was just given something, or has just started, goes on first. */
  function look(): void {
    if (looking) return;
    looking = true;
    void sleep(0).then(() => {
      looking = false;
      if (atRest >= atWork) {
        for (const listener of listeners) listener();
      }
    });
  }

  return {
    size: () => atWork,
    onRest: (listener) => void listeners.push(listener),
    async work(fn) {
      atWork += 1;
      try {
        return await fn();
      } finally {
        atWork -= 1;
        look();
      }
    },
    async waiting(promise) {
      atRest += 1;
      look();
      try {
        return await promise;
      } finally {
        atRest -= 1;
      }
    },
  };
}
