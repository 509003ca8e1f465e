import { and, asc, count, inArray, not, or, type SQL, sql } from 'drizzle-orm';
import type { EventReply, EventsRetry, EventsRetryReply } from '../history/events.schemas.ts';
import { err, ok, type Result } from '../shared/result.ts';
import type { AccountContext } from './context.ts';
import { type ApiFailure, problem } from './failures.ts';
import { eventConditions, eventView, shownEvent } from './history.ts';
import { type EventRow, eventById } from './inbox.ts';
import { events } from './schema.ts';

/**
 * An administrator's «Повторить»: takes the place of a pending automatic retry and begins the schedule anew. The event
 * keeps its marks and its lane, and what it finds done already it does not do again.
 */
const AT_ONCE = 500;
/** 100 bound parameters a statement. */
const IDS_A_STATEMENT = 90;

const done = problem(409, 'events.done', 'Это событие уже выполнено: повторять нечего.');
const gone = problem(
  409,
  'events.gone',
  'Данные этой заявки стёрты, повторить её нельзя. Откройте карточку сделки и сделайте всё заново.',
);
const held = problem(
  409,
  'events.held',
  'Филиал остановлен до решения администратора: событие ждёт его. Решите в «Состоянии».',
);

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
    begin(ctx, [id]);
    ctx.wake();
  }
  return ok(eventView(eventById(ctx.store, id) ?? found.value));
}

/** The oldest first, a bounded number of them; `left` tells whether to ask again. */
export function retryEvents(
  ctx: AccountContext,
  { outcome = 'failed', ...filter }: EventsRetry,
  branchIds: number[] | null,
): EventsRetryReply {
  const matching = and(...eventConditions({ ...filter, outcome }, branchIds));
  const counted = (condition: SQL | undefined) =>
    ctx.store.select({ number: count() }).from(events).where(condition).get()?.number ?? 0;
  const retriable = and(matching, not(isGone), sql`${events.heldByBranch} is null`);
  const ids = ctx.store
    .select({ id: events.id })
    .from(events)
    .where(retriable)
    .orderBy(asc(events.seq))
    .limit(AT_ONCE)
    .all()
    .map(({ id }) => id);
  const all = counted(matching);
  const left = counted(retriable) - ids.length;
  begin(
    ctx,
    ids.filter((id) => !ctx.inHand.has(id)),
  );
  if (ids.length > 0) {
    ctx.wake();
  }
  return { retried: ids.length, skipped: all - ids.length - left, left };
}

/** The body of a click or an installation is erased at its end. */
const bodied = or(sql`${events.kind} like 'click.%'`, sql`${events.kind} like 'install.%'`) ?? sql`0`;
const isGone = and(bodied, sql`${events.sealedBody} is null`) ?? sql`0`;

function hindranceOf(event: EventRow): ApiFailure | null {
  if (event.outcome === 'done') {
    return done;
  }
  if (/^(click|install)\./.test(event.kind) && event.sealedBody === null) {
    return gone;
  }
  return event.heldByBranch === null ? null : held;
}

function begin(ctx: AccountContext, ids: readonly string[]): void {
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
