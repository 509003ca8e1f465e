import { and, desc, eq, gte, inArray, lt, lte, type SQL } from 'drizzle-orm';
import type { z } from 'zod';
import type { attemptSchema, EventReply, EventsQuery, EventsReply } from '../history/events.schemas.ts';
import { err, ok, type Result } from '../shared/result.ts';
import { epochMsOf, isoOf } from '../sync/wall-clock.ts';
import { type ApiFailure, problem } from './failures.ts';
import type { EventRow } from './inbox.ts';
import { attempts, events } from './schema.ts';
import type { Store } from './store.ts';

/** Events newest first. `branchIds` null: the whole account. */
const PAGE = 50;

export function eventConditions(
  query: Omit<EventsQuery, 'cursor'>,
  branchIds: number[] | null,
): (SQL | undefined)[] {
  return [
    branchIds ? inArray(events.branchId, branchIds) : undefined,
    query.visit === undefined ? undefined : eq(events.visitId, query.visit),
    query.deal === undefined ? undefined : eq(events.dealId, query.deal),
    query.branch === undefined ? undefined : eq(events.branchId, query.branch),
    query.kind === undefined ? undefined : eq(events.kind, query.kind),
    query.outcome === undefined ? undefined : eq(events.outcome, query.outcome),
    query.from === undefined ? undefined : gte(events.at, epochMsOf(query.from)),
    query.to === undefined ? undefined : lte(events.at, epochMsOf(query.to)),
  ];
}

export function listEvents(store: Store, query: EventsQuery, branchIds: number[] | null): EventsReply {
  const older = query.cursor === undefined ? undefined : lt(events.seq, Number(query.cursor));
  const rows = store
    .select()
    .from(events)
    .where(and(...eventConditions(query, branchIds), older))
    .orderBy(desc(events.seq))
    .limit(PAGE + 1)
    .all();
  const page = rows.slice(0, PAGE);
  return { events: page.map(eventView), next: rows.length > PAGE ? String(page.at(-1)?.seq) : null };
}

export type AttemptReply = z.infer<typeof attemptSchema>;

export function oneEvent(
  store: Store,
  id: string,
  branchIds: number[] | null,
): Result<{ event: EventReply; attempts: AttemptReply[] }, ApiFailure> {
  const row = shownEvent(store, id, branchIds);
  if (!row.ok) {
    return row;
  }
  const tries = store.select().from(attempts).where(eq(attempts.eventId, id)).orderBy(attempts.number).all();
  return ok({
    event: eventView(row.value),
    attempts: tries.map(({ eventId: _id, at, ...rest }) => ({ ...rest, at: isoOf(at) })),
  });
}

/** One of another branch is not told apart from one that does not exist. */
export function shownEvent(
  store: Store,
  id: string,
  branchIds: number[] | null,
): Result<EventRow, ApiFailure> {
  const row = store.select().from(events).where(eq(events.id, id)).get();
  return row && (!branchIds || (row.branchId !== null && branchIds.includes(row.branchId)))
    ? ok(row)
    : err(problem(404, 'events.not_found', 'Такого события нет.'));
}

export function eventView(row: EventRow): EventReply {
  return {
    id: row.id,
    kind: row.kind,
    at: isoOf(row.at),
    branchId: row.branchId,
    visitId: row.visitId,
    dealId: row.dealId,
    outcome: row.outcome,
    decision: row.decision ? JSON.parse(row.decision) : null,
  };
}
