/**
 * Literal waits between attempts, in seconds: quick at first (a lost connection), then slow (the other side is down),
 * about three days in all. After the last one the event is kept as failed and shown.
 */
const WAITS = [5, 15, 60, 300, 900, 3600, 3 * 3600, 6 * 3600, 12 * 3600, 24 * 3600, 24 * 3600];

/** `finished` attempts so far (1 after the first). null: that was the last. */
export function nextWaitMs(finished: number, timeScale: number): number | null {
  const seconds = WAITS[finished - 1];
  return seconds === undefined ? null : (seconds * 1000) / timeScale;
}

/** A manager is looking at «проверяем…»: the first looks come every few seconds, the later ones by the schedule. */
const LOOK_SECONDS = 4;
const QUICK_LOOKS = 6;

/** The wait of a click whose outcome is unknown. The schedule begins after the quick looks, not in its middle. */
export function nextLookMs(finished: number, timeScale: number): number | null {
  return finished <= QUICK_LOOKS
    ? (LOOK_SECONDS * 1000) / timeScale
    : nextWaitMs(finished - QUICK_LOOKS, timeScale);
}
