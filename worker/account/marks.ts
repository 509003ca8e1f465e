import { and, asc, eq, isNull, like, sql } from 'drizzle-orm';
import { events, marks } from './schema.ts';
import { prepared, type Store } from './store.ts';

/** Of ours and of the other side, a little: what was made may be dated before its mark. */
export const CLOCKS_DIFFER_S = 60;

/**
 * Left before a call that is not idempotent and completed after it. A mark without a result means that nobody knows
 * whether the call was done: look at the other side before repeating it (product.md §4).
 */
export type Mark = { at: number; result: string | null };

export function readMark(store: Store, eventId: string, step: string): Mark | null {
  return markAt(store).get({ eventId, step }) ?? null;
}

const markAt = prepared((store) =>
  store
    .select({ at: marks.at, result: marks.result })
    .from(marks)
    .where(and(eq(marks.eventId, sql.placeholder('eventId')), eq(marks.step, sql.placeholder('step'))))
    .prepare(),
);

/** Whether the event left a mark whose step begins so. */
export function hasMarkOf(store: Store, eventId: string, steps: string): boolean {
  const found = store
    .select({ at: marks.at })
    .from(marks)
    .where(and(eq(marks.eventId, eventId), like(marks.step, `${steps}%`)))
    .limit(1)
    .get();
  return found !== undefined;
}

/** The event of a visit whose call nobody answered: one that failed for good leaves it to those that come after. */
export function unansweredEvent(store: Store, visitId: string, step: string): { id: string } | null {
  const found = store
    .select({ id: events.id })
    .from(events)
    .innerJoin(marks, eq(marks.eventId, events.id))
    .where(and(eq(events.visitId, visitId), eq(marks.step, step), isNull(marks.result)))
    .orderBy(asc(events.seq))
    .limit(1)
    .get();
  return found ?? null;
}

/** Whether some event of the visit completed this step with that result. */
export function hasResult(store: Store, visitId: string, step: string, result: string): boolean {
  const found = store
    .select({ id: events.id })
    .from(events)
    .innerJoin(marks, eq(marks.eventId, events.id))
    .where(and(eq(events.visitId, visitId), eq(marks.step, step), eq(marks.result, result)))
    .limit(1)
    .get();
  return found !== undefined;
}

export function leaveMark(store: Store, eventId: string, step: string, at: number): void {
  store.insert(marks).values({ eventId, step, at, result: null }).onConflictDoNothing().run();
}

export function completeMark(store: Store, eventId: string, step: string, result: string): void {
  store
    .update(marks)
    .set({ result })
    .where(and(eq(marks.eventId, eventId), eq(marks.step, step)))
    .run();
}

/** The call was refused for sure: nothing was done, so the next attempt starts anew. */
export function withdrawMark(store: Store, eventId: string, step: string): void {
  store
    .delete(marks)
    .where(and(eq(marks.eventId, eventId), eq(marks.step, step)))
    .run();
}
