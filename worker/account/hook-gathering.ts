/**
 * How long what a hook brought waits before it is worked on. Hooks come in bursts, one move is several of them: one ring of
 * the alarm works on all that came within a second. In a flood accepting has the object's time to itself, because amoCRM
 * waits two seconds for the answer, while the work behind it may come a little later (amocrm-api.md §5.2).
 */
export type Gathering = {
  /** Milliseconds for one that comes at `now`. */
  waitMs(now: number): number;
};

const CALM_MS = 1_000;
const FLOOD_MS = 5_000;
/** So many within a second are one. */
const FLOOD = 30;

export function createGathering(timeScale: number): Gathering {
  let second = { from: Number.NEGATIVE_INFINITY, count: 0 };
  return {
    waitMs(now) {
      second = now - second.from < CALM_MS ? { ...second, count: second.count + 1 } : { from: now, count: 1 };
      return (second.count > FLOOD ? FLOOD_MS : CALM_MS) / timeScale;
    },
  };
}
