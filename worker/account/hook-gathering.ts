/**
 * How long what a hook brought waits before it is worked on. Hooks come in bursts, one move is several of them: one ring of
 * the alarm works on all that came within a second. In a flood accepting has the time to itself, because amoCRM waits two
 * seconds for the answer, while the work behind it may come a little later (amocrm-api.md §5.2): a flood of the account, or
 * of all accounts whose objects share this isolate and with it one thread.
 */
export type Gathering = {
  /** Milliseconds for one that comes at `now`. */
  waitMs(now: number): number;
};

const CALM_MS = 1_000;
const FLOOD_MS = 5_000;
/** So many within a second are one: of one account, of all that are here. */
const FLOOD = 30;
const FLOOD_OF_ALL = 100;

export function createGathering(timeScale: number, ofAll = countOfIsolate): Gathering {
  const own = createCount();
  return {
    waitMs(now) {
      // Both count every hook.
      const [mine, all] = [own(now), ofAll(now)];
      return (mine > FLOOD || all > FLOOD_OF_ALL ? FLOOD_MS : CALM_MS) / timeScale;
    },
  };
}

/** How many came within this second, with the one that comes now. */
export function createCount(): (now: number) => number {
  let [from, count] = [Number.NEGATIVE_INFINITY, 0];
  return (now) => {
    [from, count] = now - from < CALM_MS ? [from, count + 1] : [now, 1];
    return count;
  };
}

const countOfIsolate = createCount();
