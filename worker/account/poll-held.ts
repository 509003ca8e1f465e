import type { AccountContext } from './context.ts';
import type { VisitRow } from './mirror.ts';
import { readState, type Store, writeState } from './store.ts';

/**
 * A list that is empty or lost most of its rows looks like an outage: it is held until two more polls agree or an
 * administrator says yes, and is never read as «all cancelled» (product.md §4).
 */
export type HeldList = {
  /** Polls in a row that found it so. */
  polls: number;
  rows: number;
  missing: number;
  /** Some of the missing visits, ours ids: what an administrator can look up in the clinic. */
  first: string[];
  since: number;
  approved: boolean;
};

export type Short = Pick<HeldList, 'rows' | 'missing' | 'first'>;

/** As many as can be read through. */
const FIRST = 5;

/** Those that a deal would follow go first, then by time. */
export function firstOf(gone: readonly VisitRow[]): string[] {
  return gone
    .toSorted(
      (one, other) =>
        Number(other.dealId !== null) - Number(one.dealId !== null) ||
        `${one.date} ${one.begin}`.localeCompare(`${other.date} ${other.begin}`),
    )
    .slice(0, FIRST)
    .map(({ id }) => id);
}

/** The one that found it first and two more. */
const AGREEING_POLLS = 3;
/** Fewer may well have been deleted by hand. */
const LEAST_GONE = 10;

const key = (sourceId: number) => `held:${sourceId}`;

export function isShort(list: { rows: number; expected: number; gone: number }): boolean {
  const isEmpty = list.rows === 0 && list.gone > 0;
  return isEmpty || (list.gone >= LEAST_GONE && list.gone > list.expected / 2);
}

export function heldList(store: Store, sourceId: number): HeldList | null {
  const kept = readState(store, key(sourceId));
  // Kept before this version: without examples.
  return kept ? { first: [], ...JSON.parse(kept) } : null;
}

/** Whether a short list would be believed by the poll that is under way. */
export function isBelieved(store: Store, sourceId: number): boolean {
  const held = heldList(store, sourceId);
  return held !== null && (held.approved || held.polls >= AGREEING_POLLS - 1);
}

/** Takes note of what a poll found; true: nothing may follow from it. */
export function holdBack(ctx: AccountContext, sourceId: number, short: Short | null): boolean {
  const before = heldList(ctx.store, sourceId);
  if (!short || isBelieved(ctx.store, sourceId)) {
    if (before) {
      writeState(ctx.store, key(sourceId), '');
    }
    return false;
  }
  const polls = (before?.polls ?? 0) + 1;
  const held: HeldList = { ...short, polls, since: before?.since ?? ctx.clock.now(), approved: false };
  writeState(ctx.store, key(sourceId), JSON.stringify(held));
  ctx.log('poll.held', { account: ctx.objectName, source: sourceId, rows: short.rows, polls });
  return true;
}

/** An administrator's yes: the next poll that finds it so believes it. His no: two more polls must agree anew. */
export function judgeHeldList(store: Store, sourceId: number, believed: boolean): boolean {
  const held = heldList(store, sourceId);
  if (held) {
    writeState(
      store,
      key(sourceId),
      JSON.stringify({ ...held, polls: believed ? held.polls : 0, approved: believed }),
    );
  }
  return held !== null;
}
