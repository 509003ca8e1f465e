import type { Clock, Sleep } from './clock.ts';

/** A manager is waiting for a click; an event is one deal that should follow soon; a poll's many reads can wait for both. */
export type Priority = 'click' | 'event' | 'background';

export type Limiter = {
  /** Starts `fn` as soon as the rate, the number of running calls and any pause allow it. */
  run<T>(priority: Priority, fn: () => Promise<T>): Promise<T>;
  /** Nothing starts for this long, whoever asks. */
  pause(ms: number): void;
  /** After a 429: a pause as long as the server asked for, else growing from a second while the refusals go on. */
  backOff(retryAfterMs: number | null): void;
  state(): LimiterState;
};

export type LimiterState = {
  perSecond: number;
  /** Calls that began within the last second. */
  lastSecond: number;
  running: number;
  waiting: Record<Priority, number>;
  /** Milliseconds; null: it is over, or there was none. */
  pausedUntil: number | null;
};

type Options = {
  readonly perSecond: number;
  readonly concurrent: number;
  readonly clock: Clock;
  readonly sleep: Sleep;
};

/** A second by the other side's clock: requests do not arrive as evenly as they start. */
const WINDOW_MS = 1_100;
const FIRST_BACK_OFF_MS = 1_000;
const LONGEST_BACK_OFF_MS = 60_000;
/** A server may ask for more than we would wait by ourselves, but everybody waits for that long, managers too. */
const LONGEST_ASKED_MS = 5 * 60_000;
const CALM_AFTER_MS = 60_000;

/**
 * At most `perSecond` calls start within any second, not merely on average: that is how both systems count. Three queues.
 * It lives in memory: a new object starts with nothing counted.
 */
export function createLimiter({ perSecond, concurrent, clock, sleep }: Options): Limiter {
  const waiting: Record<Priority, Array<() => void>> = { click: [], event: [], background: [] };
  // One call is kept free for clicks: slow background reads must not make a manager wait for their time-out.
  const backgroundSlots = Math.max(1, concurrent - 1);
  /** When the last `perSecond` calls started, oldest first. */
  let starts: number[] = [];
  let running = 0;
  let pausedUntil = Number.NEGATIVE_INFINITY;
  let backOffMs = 0;
  let refusedAt = Number.NEGATIVE_INFINITY;
  let asleep = false;

  function queueToServe(): Array<() => void> | null {
    if (waiting.click.length > 0) return running < concurrent ? waiting.click : null;
    const others = waiting.event.length > 0 ? waiting.event : waiting.background;
    return others.length > 0 && running < backgroundSlots ? others : null;
  }

  function msUntilAllowed(): number {
    const now = clock.now();
    const oldest = starts.length < perSecond ? undefined : starts[0];
    const forRate = oldest === undefined ? 0 : oldest + WINDOW_MS - now;
    return Math.max(forRate, pausedUntil - now);
  }

  function pump(): void {
    for (let queue = queueToServe(); queue !== null; queue = queueToServe()) {
      const wait = msUntilAllowed();
      if (wait > 0) {
        wakeIn(wait);
        return;
      }
      starts = [...starts, clock.now()].slice(-perSecond);
      running += 1;
      queue.shift()?.();
    }
  }

  function wakeIn(ms: number): void {
    if (asleep) return;
    asleep = true;
    void sleep(ms).then(() => {
      asleep = false;
      pump();
    });
  }

  function pause(ms: number): void {
    pausedUntil = Math.max(pausedUntil, clock.now() + ms);
  }

  return {
    pause,
    async run(priority, fn) {
      await new Promise<void>((start) => {
        waiting[priority].push(start);
        pump();
      });
      try {
        return await fn();
      } finally {
        running -= 1;
        pump();
      }
    },
    backOff(retryAfterMs) {
      const now = clock.now();
      // Calls that were under way together are refused together: that is one refusal.
      if (now >= pausedUntil) {
        const calm = now - refusedAt > CALM_AFTER_MS;
        backOffMs = calm ? FIRST_BACK_OFF_MS : Math.max(FIRST_BACK_OFF_MS, backOffMs * 2);
      }
      refusedAt = now;
      pause(
        Math.max(Math.min(LONGEST_BACK_OFF_MS, backOffMs), Math.min(LONGEST_ASKED_MS, retryAfterMs ?? 0)),
      );
    },
    state() {
      const now = clock.now();
      const { click, event, background } = waiting;
      return {
        perSecond,
        lastSecond: starts.filter((at) => now - at < WINDOW_MS).length,
        running,
        waiting: { click: click.length, event: event.length, background: background.length },
        pausedUntil: pausedUntil > now ? pausedUntil : null,
      };
    },
  };
}
