/**
 * Every stage that we write comes back as a hook (amocrm-api.md §5.6). Where none follows, amoCRM delivers late, and what
 * people change there reaches us late, too. In memory only: what is written next tells anew.
 */
export type HookEcho = {
  /** A stage was written; `sentAt`: its hook may be here before the answer. */
  wrote(sentAt: number): void;
  heard(): void;
  /** Since when hooks are waited for in vain; null: they come, or nothing was written. */
  lateSince(): number | null;
};

/** Deliveries of some minutes are ordinary. */
const LATE_MS = 10 * 60_000;

export function createHookEcho(now: () => number): HookEcho {
  let heardAt = Number.NEGATIVE_INFINITY;
  let unanswered: number | null = null;
  return {
    wrote(sentAt) {
      if (heardAt < sentAt) unanswered ??= sentAt;
    },
    heard() {
      heardAt = now();
      unanswered = null;
    },
    lateSince: () => (unanswered !== null && now() - unanswered > LATE_MS ? unanswered : null),
  };
}
