import type { Config } from '../env.ts';
import { addDays, fromEpochMs } from '../sync/wall-clock.ts';

/** Which days one poll reads and when the next one is due (product.md §3.3). */

const NEAR_FROM = -3;
const NEAR_TO = 14;
const FAR_TO = 90;
const FAR_CYCLE_MS = 10 * 60_000;

export function pollPeriodMs(config: Config, now: number, timeZone: string): number {
  if (config.pollSeconds !== null) {
    return config.pollSeconds * 1000;
  }
  const hour = Number(fromEpochMs(now, timeZone).time.slice(0, 2));
  return (hour >= 7 && hour < 22 ? 30_000 : 300_000) / config.timeScale;
}

export function nearDays(today: string): string[] {
  return Array.from({ length: NEAR_TO - NEAR_FROM + 1 }, (_, index) => addDays(today, NEAR_FROM + index));
}

/**
 * A portion of the far days, so that all of them are read within ten minutes without ever costing a long poll.
 * `cursor` counts portions; it may start anywhere.
 */
export function farDays(today: string, cursor: number, periodMs: number): string[] {
  const total = FAR_TO - NEAR_TO;
  const portion = Math.min(total, Math.ceil((total * periodMs) / FAR_CYCLE_MS));
  return Array.from({ length: portion }, (_, index) =>
    addDays(today, NEAR_TO + 1 + ((cursor * portion + index) % total)),
  );
}
