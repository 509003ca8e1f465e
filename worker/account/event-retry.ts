import { and, asc, count, gt, inArray, not, or, type SQL, sql } from 'drizzle-orm';
import type { EventReply, EventsRetry, EventsRetryReply } from '../history/events.schemas.ts';
import { err, ok, type Result } from '../shared/result.ts';
import type { AccountContext } from './context.ts';
import { hindranceOf } from './event-hindrance.ts';
import type { ApiFailure } from './failures.ts';
import { eventConditions, eventView, shownEvent } from './history.ts';
import { eventById } from './inbox.ts';
import { events } from './schema.ts';

/**
 * An administrator's «Повторить»: takes the place of a pending automatic retry and begins the schedule anew. The event
 * keeps its marks and its lane, and what it finds done already it does not do again.
 */
const AT_ONCE = 500;
/** 100 bound parameters a statement. */
const IDS_A_STATEMENT = 90;

export function retryEvent(
  ctx: AccountContext,
  id: string,
  branchIds: number[] | null,
): Result<EventReply, ApiFailure> {
  const found = shownEvent(ctx.store, id, branchIds);
  if (!found.ok) {
    return found;
  }
  const hindrance = hindranceOf(found.value);
  if (hindrance) {
    return err(hindrance);
  }
  if (!ctx.inHand.has(id)) {
    beginAnew(ctx, [id]);
    ctx.wake();
  }
  return ok(eventView(eventById(ctx.store, id) ?? found.value));
}

/** The oldest first, a bounded number of them; `left` tells whether to ask again, `next` where to go on. */
export function retryEvents(
  ctx: AccountContext,
  { outcome = 'failed', limit = AT_ONCE, cursor, ...filter }: EventsRetry,
  branchIds: number[] | null,
): EventsRetryReply {
  const further = cursor === undefined ? undefined : gt(events.seq, Number(cursor));
  const matching = and(...eventConditions(ctx.store, { ...filter, outcome }, branchIds), further);
  const counted = (condition: SQL | undefined) =>
    ctx.store.select({ number: count() }).from(events).where(condition).get()?.number ?? 0;
  const retriable = and(matching, not(isGone), not(isHeld));
  const taken = ctx.store
    .select({ id: events.id, seq: events.seq })
    .from(events)
    .where(retriable)
    .orderBy(asc(events.seq))
    .limit(limit)
    .all();
  const ids = taken.map(({ id }) => id);
  const all = counted(matching);
  const left = counted(retriable) - ids.length;
  beginAnew(
    ctx,
    ids.filter((id) => !ctx.inHand.has(id)),
  );
  if (ids.length > 0) {
    ctx.wake();
  }
  const last = taken.at(-1)?.seq;
  return {
    retried: ids.length,
    skipped: all - ids.length - left,
    left,
    ids,
    next: left > 0 && last !== undefined ? String(last) : null,
  };
}

/** The body of a click or an installation is erased at its end. */
const bodied = or(sql`${events.kind} like 'click.%'`, sql`${events.kind} like 'install.%'`) ?? sql`0`;
const isGone = and(bodied, sql`${events.sealedBody} is null`) ?? sql`0`;
/** As event-hindrance.ts has it. */
const isHeld = sql`(${events.heldByBranch} is not null and ${events.outcome} = 'pending' and ${events.dueAt} is null)`;

/** With all its attempts before it again. */
export function beginAnew(ctx: AccountContext, ids: readonly string[]): void {
  const dueAt = ctx.clock.now();
  ctx.store.transaction(() => {
    for (let index = 0; index < ids.length; index += IDS_A_STATEMENT) {
      ctx.store
        .update(events)
        .set({ outcome: 'pending', dueAt, attempts: 0, finishedAt: null, reply: null })
        .where(inArray(events.id, ids.slice(index, index + IDS_A_STATEMENT)))
        .run();
    }
  });
}
