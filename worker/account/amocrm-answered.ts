import type { Clock } from '../shared/clock.ts';
import { readState, type Store, writeState } from './store.ts';

/**
 * When amoCRM last answered as it should, for «Состояние». Each call tells, so it is known in memory and written down only
 * now and then: after a restart it may be that much older than it was.
 */
export type AmocrmAnswered = {
  /** Milliseconds; null: never. */
  at(): number | null;
  note(): void;
};

const KEY = 'amocrm_answered';
const WRITE_EVERY_MS = 10 * 60_000;

export function createAmocrmAnswered(store: Store, clock: Clock): AmocrmAnswered {
  let known: number | null = null;
  /** Read when it is first asked for: the tables may only be made when this is. */
  let written: number | null = null;
  const kept = () => {
    written ??= Number(readState(store, KEY) ?? 0);
    return written;
  };
  return {
    at: () => known ?? (kept() || null),
    note() {
      known = clock.now();
      if (known - kept() >= WRITE_EVERY_MS) {
        writeState(store, KEY, String(known));
        written = known;
      }
    },
  };
}
