/** Safari has no idle callback; a moment after the card is drawn is idle enough there. */
const FALLBACK_MS = 300;
/** A page that is never idle still gets its frames. */
const LATEST_MS = 3_000;

/** Runs when the page has nothing better to do; returns how to call it off. */
export function whenIdle(run: () => void): () => void {
  if (typeof window.requestIdleCallback !== 'function') {
    const timer = setTimeout(run, FALLBACK_MS);
    return () => clearTimeout(timer);
  }
  const handle = window.requestIdleCallback(run, { timeout: LATEST_MS });
  return () => window.cancelIdleCallback(handle);
}
