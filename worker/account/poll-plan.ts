import { and, asc, eq, gt, gte, isNotNull } from 'drizzle-orm';
import { addSeconds, fromEpochMs } from '../sync/wall-clock.ts';
import type { AccountContext } from './context.ts';
import type { VisitRow } from './mirror.ts';
import type { SourceState } from './poll.ts';
import type { Strategy } from './poll-probe.ts';
import { farDays, isOpenReadDue, isWithinReach, nearDays, overlapDays } from './poll-schedule.ts';
import type { WindowPlan } from './poll-window.ts';
import { visits } from './schema.ts';
import { readState } from './store.ts';

/** What the next poll of a source reads, by its strategy (archimed-api.md §6, product.md §3.3). */

export type PollPlan = WindowPlan & {
  /** Set when this poll ends a round of reading the linked open visits by id: the next one begins later. */
  openRead: { cursor: number; isComplete: boolean } | null;
};

/** Ids that appear late in the lists (a clinic's own delay) are below newer ones that were seen already. */
const TAIL_OVERLAP = 50;
/** Linked open visits read by id in one poll: some seconds at five requests a second. */
const BY_ID = 40;
/** Changes are asked for from this long before the newest one that we saw. */
const SINCE_OVERLAP_SECONDS = 600;

export function updatedKey(sourceId: number): string {
  return `updated:${sourceId}`;
}

export function planPoll(
  ctx: AccountContext,
  { sourceId, timeZone }: { sourceId: number; timeZone: string },
  state: SourceState,
  strategy: Strategy,
  periodMs: number,
): PollPlan {
  const now = ctx.clock.now();
  const today = fromEpochMs(now, timeZone).date;
  const tail = { afterId: state.tookStockAt ? Math.max(0, state.newestTalonId - TAIL_OVERLAP) : null };
  const open = openVisits(ctx, sourceId, today, state, strategy);
  const rest = { tail, byId: open.rows, openRead: open.round };
  switch (strategy) {
    case 'days':
      return {
        ...rest,
        days: [...nearDays(today), ...farDays(today, state.farCursor, periodMs)],
        since: null,
      };
    case 'updates': {
      const newest = readState(ctx.store, updatedKey(sourceId));
      // Until the time of a change is known the days are read as if there were no other way.
      return newest
        ? {
            ...rest,
            days: overlapDays(today, state.farCursor, periodMs),
            since: addSeconds(newest, -SINCE_OVERLAP_SECONDS),
          }
        : { ...rest, days: [...nearDays(today), ...farDays(today, state.farCursor, periodMs)], since: null };
    }
    case 'tail':
      return { ...rest, days: [], since: null };
  }
}

/**
 * Linked open visits that no list of days brings, a portion at a time: where days are read, those beyond their reach, in
 * rounds of ten minutes; where only the tail is, all of them, without a pause.
 */
function openVisits(
  ctx: AccountContext,
  sourceId: number,
  today: string,
  state: SourceState,
  strategy: Strategy,
): { rows: VisitRow[]; round: PollPlan['openRead'] } {
  const cursor = ctx.polls.openCursor.get(sourceId) ?? 0;
  const byTail = strategy === 'tail';
  if (cursor === 0 && !byTail && !isOpenReadDue(ctx.config, ctx.clock.now(), state.openReadAt)) {
    return { rows: [], round: null };
  }
  const rows = ctx.store
    .select()
    .from(visits)
    .where(
      and(
        eq(visits.sourceId, sourceId),
        isNotNull(visits.dealId),
        eq(visits.linkState, 'active'),
        eq(visits.deleted, false),
        eq(visits.state, 'booked'),
        gte(visits.date, today),
        gt(visits.talonId, cursor),
      ),
    )
    .orderBy(asc(visits.talonId))
    .all()
    .filter((row) => byTail || !isWithinReach(today, row.date));
  const portion = rows.slice(0, BY_ID);
  const isComplete = portion.length === rows.length;
  return { rows: portion, round: { cursor: portion.at(-1)?.talonId ?? 0, isComplete } };
}
