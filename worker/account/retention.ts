import { and, asc, gt, isNull, lt, lte, ne, type SQL, sql } from 'drizzle-orm';
import { z } from 'zod';
import type { AccountSettings } from '../settings/settings.repository.ts';
import type { AccountContext } from './context.ts';
import { attempts, events, marks } from './schema.ts';
import { readState, writeState } from './store.ts';

/**
 * The history is kept for so many days (product.md §3.7). The object sweeps it itself, once a day and a small portion at
 * a time, so that no request waits behind it.
 */
const PORTION = 200;
const BETWEEN_PORTIONS_MS = 1_000;
const DAY_MS = 24 * 3600_000;

/** `after`: how far this round got; events are stored in the order they came in. */
const progressSchema = z.object({ nextAt: z.number(), after: z.int() });
const KEY = 'retention';

function progressOf(ctx: AccountContext): z.infer<typeof progressSchema> {
  const kept = readState(ctx.store, KEY);
  const parsed = kept === null ? null : progressSchema.safeParse(JSON.parse(kept));
  return parsed?.success ? parsed.data : { nextAt: 0, after: 0 };
}

/** null: there is no account whose history it would be. */
export function nextSweepAt(ctx: AccountContext, settings: AccountSettings | null): number | null {
  return settings && progressOf(ctx).nextAt;
}

/** One portion, if its time has come; the number of events erased. Synchronous. */
export function sweepHistory(ctx: AccountContext, settings: AccountSettings | null): number {
  const now = ctx.clock.now();
  const { nextAt, after } = progressOf(ctx);
  if (!settings || nextAt > now) {
    return 0;
  }
  const cutoff = now - settings.automation.body.historyDays * DAY_MS;
  const rows = ctx.store
    .select({ seq: events.seq, at: events.at })
    .from(events)
    .where(gt(events.seq, after))
    .orderBy(asc(events.seq))
    .limit(PORTION)
    .all();
  const young = rows.findIndex(({ at }) => at >= cutoff);
  const last = (young === -1 ? rows : rows.slice(0, young)).at(-1)?.seq;
  const isWhole = last === undefined || young !== -1 || rows.length < PORTION;
  return ctx.store.transaction(() => {
    const next = isWhole
      ? { nextAt: now + DAY_MS, after: 0 }
      : { nextAt: now + BETWEEN_PORTIONS_MS, after: last };
    writeState(ctx.store, KEY, JSON.stringify(next));
    return last === undefined
      ? 0
      : erase(ctx, and(gt(events.seq, after), lte(events.seq, last), isOver(cutoff)));
  });
}

/**
 * What waits is kept however old it is. So is what a stopped branch held: an administrator's no to it stands in the
 * nightly reconciliation for good (reconcile-deals.ts).
 */
function isOver(cutoff: number): SQL | undefined {
  return and(
    isNull(events.dueAt),
    ne(events.outcome, 'pending'),
    isNull(events.heldByBranch),
    lt(sql`coalesce(${events.finishedAt}, ${events.at})`, cutoff),
  );
}

/** Must be called inside a transaction. */
function erase({ store }: AccountContext, old: SQL | undefined): number {
  const ids = store.select({ id: events.id }).from(events).where(old);
  store.delete(attempts).where(sql`${attempts.eventId} in ${ids}`).run();
  store.delete(marks).where(sql`${marks.eventId} in ${ids}`).run();
  return store.delete(events).where(old).returning({ seq: events.seq }).all().length;
}
