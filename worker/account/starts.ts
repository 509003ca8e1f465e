import { and, eq, isNotNull } from 'drizzle-orm';
import { events, marks } from './schema.ts';
import type { Store } from './store.ts';

/**
 * Counts attempts that began, in marks that their ends take away: what brings the whole object down (its memory limit)
 * ends in no attempt, and would be tried for ever (product.md §4). All of it is synchronous.
 */
export type Starts = {
  /** Which start in a row without an end this one is. */
  begin(eventId: string, now: number): number;
  end(eventId: string): void;
  /** It was under way at several crashes: carried out alone, so that the guilty one is told from the others. */
  isSuspect(eventId: string): boolean;
  isSuspectAtWork(): boolean;
};

const STEP = 'started';
const SUSPECT_STARTS = 2;
/** A deploy interrupts, too, but not one event so often. */
export const MOST_STARTS = 10;

export function createStarts(store: Store): Starts {
  /** Left by earlier lives of the object; read once. */
  let left: Map<string, number> | null = null;
  const suspects = new Set<string>();
  const known = () => {
    left ??= unfinished(store);
    return left;
  };
  const isSuspect = (eventId: string) => (known().get(eventId) ?? 0) >= SUSPECT_STARTS;
  return {
    begin(eventId, now) {
      const count = (known().get(eventId) ?? 0) + 1;
      if (isSuspect(eventId)) {
        suspects.add(eventId);
      }
      store
        .insert(marks)
        .values({ eventId, step: STEP, at: now, result: String(count) })
        .onConflictDoUpdate({ target: [marks.eventId, marks.step], set: { at: now, result: String(count) } })
        .run();
      return count;
    },
    end(eventId) {
      known().delete(eventId);
      suspects.delete(eventId);
      store
        .delete(marks)
        .where(and(eq(marks.eventId, eventId), eq(marks.step, STEP)))
        .run();
    },
    isSuspect,
    isSuspectAtWork: () => suspects.size > 0,
  };
}

function unfinished(store: Store): Map<string, number> {
  const rows = store
    .select({ id: events.id, count: marks.result })
    .from(events)
    .innerJoin(marks, and(eq(marks.eventId, events.id), eq(marks.step, STEP)))
    .where(isNotNull(events.dueAt))
    .all();
  return new Map(rows.map(({ id, count }) => [id, Number(count)]));
}
