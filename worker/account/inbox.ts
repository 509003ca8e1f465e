import { and, asc, desc, eq, gt, isNotNull, lte, notLike, type SQL, sql } from 'drizzle-orm';
import { alias } from 'drizzle-orm/sqlite-core';
import type { Decision } from './decision.ts';
import { attempts, events, state } from './schema.ts';
import { prepared, type Store } from './store.ts';

/** Before the id of an event that is creating a person's contact, in `state` (person-claims.ts). */
export const CREATING = 'creating:';

/** Events: written once, then only their progress changes. */
export type EventRow = typeof events.$inferSelect;

export type NewEvent = {
  kind: string;
  /** Events of one lane are carried out in order; lanes do not wait for each other. */
  lane: string;
  at: number;
  payload: unknown;
  digest?: string;
  branchId?: number;
  visitId?: string;
  dealId?: number;
  sealedBody?: string;
  /** When the pump may take it; a request that carries it out itself gives a later time. */
  dueAt: number;
};

/** Synchronous, so atomic with its caller's writes. */
export function insertEvent(store: Store, event: NewEvent): void {
  insertion(store).run(valuesOf(event));
}

/** The same, read back for who goes on with it. */
export function insertedEvent(store: Store, event: NewEvent): EventRow {
  return insertionRead(store).get(valuesOf(event));
}

function valuesOf(event: NewEvent) {
  return {
    id: crypto.randomUUID(),
    kind: event.kind,
    lane: event.lane,
    digest: event.digest ?? null,
    at: event.at,
    branchId: event.branchId ?? null,
    visitId: event.visitId ?? null,
    dealId: event.dealId ?? null,
    payload: JSON.stringify(event.payload),
    sealedBody: event.sealedBody ?? null,
    dueAt: event.dueAt,
  };
}

const insertInto = (store: Store) =>
  store.insert(events).values({
    id: sql.placeholder('id'),
    kind: sql.placeholder('kind'),
    lane: sql.placeholder('lane'),
    digest: sql.placeholder('digest'),
    at: sql.placeholder('at'),
    branchId: sql.placeholder('branchId'),
    visitId: sql.placeholder('visitId'),
    dealId: sql.placeholder('dealId'),
    payload: sql.placeholder('payload'),
    sealedBody: sql.placeholder('sealedBody'),
    outcome: 'pending',
    dueAt: sql.placeholder('dueAt'),
  });
const insertion = prepared((store) => insertInto(store).prepare());
const insertionRead = prepared((store) => insertInto(store).returning().prepare());

/** A line of the history about what happened here; nothing is left to do for it. */
export function insertRecord(
  store: Store,
  line: Pick<NewEvent, 'kind' | 'lane' | 'at' | 'branchId' | 'visitId' | 'dealId'> & { decision: Decision },
): void {
  store
    .insert(events)
    .values({
      id: crypto.randomUUID(),
      kind: line.kind,
      lane: line.lane,
      at: line.at,
      branchId: line.branchId ?? null,
      visitId: line.visitId ?? null,
      dealId: line.dealId ?? null,
      payload: JSON.stringify({ origin: 'record' }),
      outcome: 'done',
      decision: JSON.stringify(line.decision),
      finishedAt: line.at,
    })
    .run();
}

/**
 * Whether a hook's item was seen before. Items with a time of change are alike only when repeated; items without one
 * (deletions) may truly happen again, so they are compared with the newest of their lane only.
 */
export function isRepeated(store: Store, lane: string, digest: string, timed: boolean): boolean {
  const newest = (timed ? newestAlike : newestOfLane)(store).get({ lane, digest });
  return newest?.digest === digest;
}

const newestWhere = (store: Store, condition: SQL | undefined) =>
  store
    .select({ digest: events.digest })
    .from(events)
    .where(condition)
    .orderBy(desc(events.seq))
    .limit(1)
    .prepare();
const ofLane = eq(events.lane, sql.placeholder('lane'));
const newestOfLane = prepared((store) => newestWhere(store, ofLane));
const newestAlike = prepared((store) =>
  newestWhere(store, and(ofLane, eq(events.digest, sql.placeholder('digest')))),
);

/** `inHand`: events that are being carried out right now do not count. */
export function hasUnfinished(
  store: Store,
  lane: string,
  inHand: ReadonlySet<string> = new Set<string>(),
): boolean {
  return unfinished(store)
    .all({ lane })
    .some(({ id }) => !inHand.has(id));
}

const unfinished = prepared((store) =>
  store
    .select({ id: events.id })
    .from(events)
    .where(and(ofLane, isNotNull(events.dueAt)))
    .prepare(),
);

/**
 * An earlier unfinished event of the lane holds the later ones. A click waits for clicks only: amoCRM may be down for days.
 * One that is creating somebody waits for none: an earlier one that was taken up again by hand waits for it (person-claims.ts).
 */
function headsLane() {
  const earlier = alias(events, 'earlier');
  return sql`(not exists (select 1 from ${events} as ${sql.identifier('earlier')} where ${earlier.lane} = ${events.lane}
    and ${earlier.seq} < ${events.seq} and ${earlier.dueAt} is not null
    and (${events.kind} not like 'click.%' or ${earlier.kind} like 'click.%'))
    or exists (select 1 from ${state} where ${state.key} = ${CREATING} || ${events.id}))`;
}

/** Due events that head their lane; what a manager waits for comes before background work (product.md §4). */
export function dueEvents(
  store: Store,
  now: number,
  limit: number,
  passing?: SQL,
): Array<{ event: EventRow; isClick: boolean }> {
  const query = passing === undefined ? allDue(store) : dueWhere(store, passing);
  return query.all({ now, limit }).map((row) => ({ event: row.event, isClick: row.isClick === 1 }));
}

function dueWhere(store: Store, passing: SQL | undefined) {
  const isClick = sql<number>`json_extract(${events.payload}, '$.origin') = 'click'`;
  return store
    .select({ event: events, isClick })
    .from(events)
    .where(and(isNotNull(events.dueAt), lte(events.dueAt, sql.placeholder('now')), headsLane(), passing))
    .orderBy(desc(isClick), asc(events.dueAt), asc(events.seq))
    .limit(sql.placeholder('limit'))
    .prepare();
}
/** Nearly always all gates are open. */
const allDue = prepared((store) => dueWhere(store, undefined));

/** While a request has an event in hand the pump leaves it alone: looked at again after this long. */
const IN_HAND_MS = 3_000;

/**
 * When the pump can next take something. An event behind a waiting one of its lane cannot be taken yet, one in hand
 * neither: an alarm for them would ring again and again for nothing.
 */
export function nextDueAt(
  store: Store,
  now: number,
  inHand: ReadonlySet<string>,
  passing?: SQL,
): number | null {
  const query = passing === undefined ? allHeads(store) : headsWhere(store, passing);
  const heads = query.all({ limit: inHand.size + 1 });
  const times = heads.flatMap(({ id, dueAt }) =>
    dueAt === null ? [] : inHand.has(id) ? Math.max(dueAt, now + IN_HAND_MS) : dueAt,
  );
  return times.length === 0 ? null : Math.min(...times);
}

function headsWhere(store: Store, passing: SQL | undefined) {
  return store
    .select({ id: events.id, dueAt: events.dueAt })
    .from(events)
    .where(and(isNotNull(events.dueAt), headsLane(), passing))
    .orderBy(asc(events.dueAt))
    .limit(sql.placeholder('limit'))
    .prepare();
}
const allHeads = prepared((store) => headsWhere(store, undefined));

/** What was waiting for amoCRM's consent goes on as soon as it is given again; clicks do not need it. */
export function hurryRetries(store: Store, now: number): void {
  store
    .update(events)
    .set({ dueAt: now })
    .where(and(gt(events.dueAt, now), notLike(events.kind, 'click.%')))
    .run();
}

/** Whether the history has anything of this visit. */
export function hasEvents(store: Store, visitId: string): boolean {
  return (
    store.select({ id: events.id }).from(events).where(eq(events.visitId, visitId)).limit(1).get() !==
    undefined
  );
}

export function eventById(store: Store, id: string): EventRow | null {
  return eventAt(store).get({ id }) ?? null;
}

const ofEvent = eq(events.id, sql.placeholder('id'));
const eventAt = prepared((store) => store.select().from(events).where(ofEvent).prepare());

/** Kept for an administrator's decision (breaker.ts): not due, and no attempt. */
export function holdEvent(store: Store, eventId: string, branchId: number): void {
  store.update(events).set({ heldByBranch: branchId, dueAt: null }).where(eq(events.id, eventId)).run();
}

export type AttemptRecord = {
  startedAt: number;
  finishedAt: number;
  httpStatus: number | null;
  code: string | null;
};

/** One attempt's end: its row, the event's progress and whatever `also` writes, in one transaction. */
export function finishAttempt(
  store: Store,
  event: EventRow,
  attempt: AttemptRecord,
  end:
    | { outcome: 'done' | 'ignored' | 'failed'; decision: Decision | null; reply?: string }
    /** `counts: false`: it met what no attempt can change (gates.ts). */
    | { outcome: 'retry'; dueAt: number; decision: Decision | null; counts?: false },
  also: () => void = () => {},
): void {
  store.transaction(() => {
    attemptInsertion(store).run({
      id: event.id,
      at: attempt.startedAt,
      durationMs: attempt.finishedAt - attempt.startedAt,
      outcome: end.outcome === 'ignored' ? 'done' : end.outcome,
      httpStatus: attempt.httpStatus,
      code: attempt.code,
    });
    const progress = {
      id: event.id,
      attempts: event.attempts + ('counts' in end ? 0 : 1),
      decision: end.decision ? JSON.stringify(end.decision) : null,
    };
    if (end.outcome === 'retry') {
      postponement(store).run({ ...progress, dueAt: end.dueAt });
    } else {
      ending(store).run({
        ...progress,
        outcome: end.outcome,
        finishedAt: attempt.finishedAt,
        reply: end.reply ?? null,
      });
    }
    also();
  });
}

const attemptInsertion = prepared((store) =>
  store
    .insert(attempts)
    .values({
      eventId: sql.placeholder('id'),
      number: sql`(select coalesce(max(${attempts.number}), 0) + 1 from ${attempts} where ${attempts.eventId} = ${sql.placeholder('id')})`,
      at: sql.placeholder('at'),
      durationMs: sql.placeholder('durationMs'),
      outcome: sql.placeholder('outcome'),
      httpStatus: sql.placeholder('httpStatus'),
      code: sql.placeholder('code'),
    })
    .prepare(),
);
const progressed = {
  attempts: sql`${sql.placeholder('attempts')}`,
  decision: sql`coalesce(${sql.placeholder('decision')}, ${events.decision})`,
};
const postponement = prepared((store) =>
  store
    .update(events)
    .set({ ...progressed, dueAt: sql`${sql.placeholder('dueAt')}` })
    .where(ofEvent)
    .prepare(),
);
const ending = prepared((store) =>
  store
    .update(events)
    .set({
      ...progressed,
      outcome: sql`${sql.placeholder('outcome')}`,
      dueAt: null,
      finishedAt: sql`${sql.placeholder('finishedAt')}`,
      sealedBody: null,
      reply: sql`${sql.placeholder('reply')}`,
    })
    .where(ofEvent)
    .prepare(),
);
