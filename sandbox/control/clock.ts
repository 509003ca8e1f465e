/** A double's own time: the injected one, shifted and sped up by hand. Milliseconds since the epoch. */
export type Clock = {
  /** What everything that ages in a double goes by. */
  readonly now: () => number;
  /** The injected time: what third parties compare with (signatures), and what the request log is measured in. */
  readonly real: () => number;
  view(): ClockView;
  change(change: ClockChange): void;
  /**
   * Runs the job when so much of the double's time has passed: real waiting times speed, and a jump counts at once.
   * Returns the way to call it off.
   */
  after(ms: number, job: () => void): () => void;
};

/** Times in RFC 3339. */
export type ClockView = { now: string; real: string; offsetMs: number; speed: number };

export type ClockChange = {
  offsetMs?: number | undefined;
  atMs?: number | undefined;
  speed?: number | undefined;
};

/** setTimeout takes 31 bits. */
const LONGEST_WAIT_MS = 2 ** 31 - 1;

export function createClock(real: () => number): Clock {
  const start = real();
  let anchor = { nowMs: start, realMs: start };
  let speed = 1;
  const waits = createWaits(() => speed);
  const now = (): number => Math.round(anchor.nowMs + (real() - anchor.realMs) * speed);

  return {
    now,
    real,
    view() {
      const [nowMs, realMs] = [now(), real()];
      return {
        now: new Date(nowMs).toISOString(),
        real: new Date(realMs).toISOString(),
        offsetMs: nowMs - realMs,
        speed,
      };
    },
    change({ offsetMs, atMs, speed: wished }) {
      const [before, realMs] = [now(), real()];
      const after = atMs ?? (offsetMs === undefined ? before : realMs + offsetMs);
      waits.stop();
      anchor = { nowMs: after, realMs };
      speed = wished ?? speed;
      waits.restart(after - before);
    },
    after: waits.add,
  };
}

type Wait = { leftMs: number; armedAt: number; timer: NodeJS.Timeout | undefined; job: () => void };

/** Timers that can be wound forward: each knows how much of the double's time it still has to wait. */
function createWaits(speed: () => number) {
  const waits = new Set<Wait>();

  function stop(wait: Wait): void {
    clearTimeout(wait.timer);
    wait.leftMs -= (performance.now() - wait.armedAt) * speed();
    wait.armedAt = performance.now();
  }

  function arm(wait: Wait): void {
    wait.armedAt = performance.now();
    // Time that stands still starts no timer; the next change does.
    if (speed() === 0 && wait.leftMs > 0) return;
    const realMs = wait.leftMs <= 0 ? 0 : Math.ceil(wait.leftMs / speed());
    wait.timer = setTimeout(
      () => {
        stop(wait);
        if (wait.leftMs > 0) return arm(wait);
        waits.delete(wait);
        wait.job();
      },
      Math.min(realMs, LONGEST_WAIT_MS),
    );
    wait.timer.unref();
  }

  return {
    add(ms: number, job: () => void): () => void {
      const wait: Wait = { leftMs: ms, armedAt: 0, timer: undefined, job };
      waits.add(wait);
      arm(wait);
      return () => {
        clearTimeout(wait.timer);
        waits.delete(wait);
      };
    },
    stop(): void {
      for (const wait of waits) stop(wait);
    },
    restart(jumpMs: number): void {
      for (const wait of waits) {
        wait.leftMs -= jumpMs;
        arm(wait);
      }
    },
  };
}
