import type { Config } from '../env.ts';
import type { AccountSettings } from '../settings/settings.repository.ts';
import { addDays, fromEpochMs } from '../sync/wall-clock.ts';

/** Which days one poll reads and when the next one is due (product.md §3.3). */

const NEAR_FROM = -3;
const NEAR_TO = 14;
const FAR_TO = 90;
const FAR_CYCLE_MS = 10 * 60_000;
const NIGHT_FROM = -30;
const NIGHT_TO = 180;
const NIGHT_BEGINS_MINUTES = 2 * 60;
/** Sources begin within so many minutes of each other, so that a night's work does not come all at once. */
const NIGHT_SPREAD_MINUTES = 90;
const PROBE_LIFE_MS = 24 * 3600_000;
const TAIL_PROBE_LIFE_MS = 10 * 60_000;

export function pollPeriodMs(config: Config, now: number, timeZone: string): number {
  if (config.pollSeconds !== null) {
    return config.pollSeconds * 1000;
  }
  const hour = Number(fromEpochMs(now, timeZone).time.slice(0, 2));
  return (hour >= 7 && hour < 22 ? 30_000 : 300_000) / config.timeScale;
}

/** While one of its branches has day, the source is read as by day. */
export function sourcePeriodMs(
  config: Config,
  now: number,
  settings: Pick<AccountSettings, 'branches'>,
  source: { sourceId: number; timeZone: string },
): number {
  const zones = settings.branches
    .filter((branch) => branch.sourceId === source.sourceId && branch.enabled)
    .map((branch) => branch.timeZone);
  return Math.min(...[source.timeZone, ...zones].map((zone) => pollPeriodMs(config, now, zone)));
}

export function nearDays(today: string): string[] {
  return range(today, NEAR_FROM, NEAR_TO);
}

/**
 * A portion of the far days, so that all of them are read within ten minutes without ever costing a long poll.
 * `cursor` counts portions; it may start anywhere.
 */
export function farDays(today: string, cursor: number, periodMs: number): string[] {
  return portion(today, NEAR_TO + 1, FAR_TO, cursor, periodMs);
}

/** Where a poll asks for changes alone, the days are an overlap: all of them within ten minutes. */
export function overlapDays(today: string, cursor: number, periodMs: number): string[] {
  return portion(today, NEAR_FROM, FAR_TO, cursor, periodMs);
}

/** Read within every ten minutes by `date`: what stands outside is read by id, if it is linked. */
export function isWithinReach(today: string, date: string): boolean {
  return date >= addDays(today, NEAR_FROM) && date <= addDays(today, FAR_TO);
}

/** The rest comes once a night, in portions (product.md §3.3, §4). */
export function nightDays(today: string): string[] {
  return range(today, NIGHT_FROM, NIGHT_TO);
}

/** The linked open visits outside reach are read again after so long. */
export function isOpenReadDue(config: Config, now: number, openReadAt: number | null): boolean {
  return openReadAt === null || now - openReadAt >= FAR_CYCLE_MS / config.timeScale;
}

/** `tail` misses most: one list that lied while it was probed must not mean a day of it. */
export function isProbeDue(
  config: Config,
  now: number,
  { probedAt, strategy }: { probedAt: number | null; strategy: string | null },
): boolean {
  const lifeMs = strategy === 'tail' ? TAIL_PROBE_LIFE_MS : PROBE_LIFE_MS;
  return probedAt === null || now - probedAt >= lifeMs / config.timeScale;
}

/**
 * Whether the night's work of a day is still to be done: after 02:00 of the branch and its own share of the spread.
 * A night that was missed is made up for as soon as possible; a day that was never set is none that was missed.
 */
export function isNightDue(now: number, timeZone: string, sourceId: number, reconciledDay: string | null) {
  const { date, time } = fromEpochMs(now, timeZone);
  const [hours = 0, minutes = 0] = time.split(':').map(Number);
  const begins = NIGHT_BEGINS_MINUTES + ((sourceId * 37) % NIGHT_SPREAD_MINUTES);
  return reconciledDay !== null && reconciledDay < date && hours * 60 + minutes >= begins;
}

function portion(today: string, from: number, to: number, cursor: number, periodMs: number): string[] {
  const total = to - from + 1;
  const size = Math.min(total, Math.ceil((total * periodMs) / FAR_CYCLE_MS));
  return Array.from({ length: size }, (_, index) => addDays(today, from + ((cursor * size + index) % total)));
}

function range(today: string, from: number, to: number): string[] {
  return Array.from({ length: to - from + 1 }, (_, index) => addDays(today, from + index));
}
