/** amocrm-api.md §3.1: requests over the second that just passed, and how often a caller went on in spite of 429. */
export type RateLimiter = {
  allow(key: string, perSecond: number, nowMs: number): boolean;
  /** Counts a refusal and tells how many there were in the last minute. */
  refused(key: string, nowMs: number): number;
  forgive(key: string): void;
  clear(): void;
};

const ABUSE_MS = 60_000;

export function createRateLimiter(): RateLimiter {
  const passed = new Map<string, number[]>();
  const refusals = new Map<string, number[]>();
  return {
    allow(key, perSecond, nowMs) {
      const recent = (passed.get(key) ?? []).filter((at) => at > nowMs - 1000);
      const free = perSecond === 0 || recent.length < perSecond;
      if (free) recent.push(nowMs);
      passed.set(key, recent);
      return free;
    },
    refused(key, nowMs) {
      const recent = [...(refusals.get(key) ?? []).filter((at) => at > nowMs - ABUSE_MS), nowMs];
      refusals.set(key, recent);
      return recent.length;
    },
    forgive: (key) => {
      refusals.delete(key);
    },
    clear() {
      passed.clear();
      refusals.clear();
    },
  };
}
