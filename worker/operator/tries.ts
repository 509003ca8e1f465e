import type { Clock } from '../shared/clock.ts';
import type { Log } from '../shared/log.ts';

/** Wrong tries in a minute: each of the first is logged, then one line says that there are more. */
const MOST = 10;
const MINUTE_MS = 60_000;

export type Tries = {
  /** A wrong one; false: one too many. */
  note(): boolean;
};

export function createTries(clock: Clock, log: Log): Tries {
  let beganAt = Number.NEGATIVE_INFINITY;
  let count = 0;
  return {
    note() {
      const now = clock.now();
      if (now - beganAt >= MINUTE_MS) {
        [beganAt, count] = [now, 0];
      }
      count += 1;
      if (count <= MOST + 1) {
        log('operator.refused', { tries: count, limited: count > MOST });
      }
      return count <= MOST;
    },
  };
}
