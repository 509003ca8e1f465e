import type { Days } from './phrase/days.ts';
import type { Part, Phrase } from './phrase/phrase.ts';

/** When the visit may be: what the search phrase says about days and times. Minutes count from midnight. */
export type Wish = {
  /** Any of these; none: every day. */
  days: readonly Days[];
  weekdays: readonly number[];
  after: number | null;
  before: number | null;
};
export const noWish: Wish = { days: [], weekdays: [], after: null, before: null };

export function wishOf({ parts }: Phrase): Wish {
  const said = parts.map(({ part }) => part);
  const days = said.filter((part) => part.kind === 'days').map(({ from, to }) => ({ from, to }));
  const weekdays = said.flatMap((part) => (part.kind === 'weekdays' ? part.days : []));
  const hours = said.filter((part) => part.kind === 'hours');
  const bound = (of: 'after' | 'before') =>
    hours.map((part) => part[of]).find((time) => time !== null) ?? null;
  const wish = { days, weekdays, after: bound('after'), before: bound('before') };
  return isWish(wish) ? wish : noWish;
}

export function isWish({ days, weekdays, after, before }: Wish): boolean {
  return days.length > 0 || weekdays.length > 0 || after !== null || before !== null;
}

export function isTimePart({ kind }: Part): boolean {
  return kind === 'days' || kind === 'weekdays' || kind === 'hours';
}

/** Where to begin to look. */
export function firstDay({ days }: Wish): string | null {
  return days.reduce<string | null>(
    (first, { from }) => (first === null || from < first ? from : first),
    null,
  );
}

export function fitsDay({ days, weekdays }: Wish, date: string): boolean {
  return (
    (days.length === 0 || days.some(({ from, to }) => date >= from && date <= to)) &&
    (weekdays.length === 0 || weekdays.includes(new Date(`${date}T12:00:00Z`).getUTCDay()))
  );
}

/** `clock` is «14:30» on the branch's clock. */
export function fitsTime({ after, before }: Wish, clock: string): boolean {
  const [hours = 0, minutes = 0] = clock.split(':').map(Number);
  const at = hours * 60 + minutes;
  return (after === null || at >= after) && (before === null || at < before);
}
