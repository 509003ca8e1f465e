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
