/** amocrm-api.md §3.1: requests a second per integration and account, counted over the second that just passed. */
export type RateLimiter = { allow(key: string, perSecond: number, nowMs: number): boolean; clear(): void };

export function createRateLimiter(): RateLimiter {
  const passed = new Map<string, number[]>();
  return {
    allow(key, perSecond, nowMs) {
      const recent = (passed.get(key) ?? []).filter((at) => at > nowMs - 1000);
      const free = perSecond === 0 || recent.length < perSecond;
      if (free) recent.push(nowMs);
      passed.set(key, recent);
      return free;
    },
    clear: () => passed.clear(),
  };
}
