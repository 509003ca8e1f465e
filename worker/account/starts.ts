import { and, desc, eq, isNotNull, sql } from 'drizzle-orm';
import { attempts, events, marks } from './schema.ts';
import { prepared, type Store } from './store.ts';

/**
 * Counts attempts that began, in marks that their ends take away: what brings the whole object down (its memory limit)
 * ends in no attempt, and would be tried for ever (product.md §4). All of it is synchronous.
 */
export type Starts = {
  /** Which start in a row without an end this one is; one that a late crash cut off counts a quarter. */
  begin(eventId: string, now: number): number;
  end(eventId: string): void;
  /**
   * How many may be at work at most while this one is. Each crash soon after it began halves them, until it goes alone:
   * so the guilty one is told from the others, and deploys that interrupt everybody do not make a queue of them.
   */
  company(eventId: string): number;
  /** The same for those at work now. */
  companyNow(): number;
};

const STEP = 'started';
/**
 * Carried out side by side: most of them wait for the same batch or for a slow clinic, which must not hold the others
 * (product.md §4). Two batches (amocrm/batch.ts): while one is on its way the next one fills.
 */
export const AT_ONCE = 100;
/** More than it takes to go alone (2⁶ = 64, of 100 one is left). A deploy interrupts, too, but not one event so often. */
export const MOST_STARTS = 10;
/** What brings the object down does so at once: a crash that comes later than this says little about an event. */
const SOON_MS = 10_000;
const LATE_CRASH = 0.25;

export function createStarts(store: Store): Starts {
  /** Left by earlier lives of the object; read once. */
  let left: Map<string, number> | null = null;
  const suspects = new Map<string, number>();
  const known = () => {
    left ??= unfinished(store);
    return left;
  };
  const company = (eventId: string) => Math.max(1, AT_ONCE >> (known().get(eventId) ?? 0));
  return {
    begin(eventId, now) {
      const count = (known().get(eventId) ?? 0) + 1;
      if (count > 1) {
        suspects.set(eventId, company(eventId));
      }
      beginning(store).run({ eventId, at: now, count: String(count) });
      return count;
    },
    end(eventId) {
      known().delete(eventId);
      suspects.delete(eventId);
      ending(store).run({ eventId });
    },
    company,
    companyNow: () => Math.min(AT_ONCE, ...suspects.values()),
  };
}

const beginning = prepared((store) => {
  const begun = { at: sql.placeholder('at'), result: sql.placeholder('count') };
  return store
    .insert(marks)
    .values({ eventId: sql.placeholder('eventId'), step: STEP, ...begun })
    .onConflictDoUpdate({
      target: [marks.eventId, marks.step],
      set: { at: sql`excluded.at`, result: sql`excluded.result` },
    })
    .prepare();
});
const ending = prepared((store) =>
  store
    .delete(marks)
    .where(and(eq(marks.eventId, sql.placeholder('eventId')), eq(marks.step, STEP)))
    .prepare(),
);

function unfinished(store: Store): Map<string, number> {
  const rows = store
    .select({ id: events.id, at: marks.at, count: marks.result })
    .from(events)
    .innerJoin(marks, and(eq(marks.eventId, events.id), eq(marks.step, STEP)))
    .where(isNotNull(events.dueAt))
    .all();
  const alive = Math.max(lastSign(store), ...rows.map(({ at }) => at));
  return new Map(
    rows.map(({ id, at, count }) => [id, Number(count) - 1 + (alive - at < SOON_MS ? 1 : LATE_CRASH)]),
  );
}

/** The crash left no time of its own, so it is when something was last written: at most too early, which counts in full. */
function lastSign(store: Store): number {
  const accepted = store.select({ at: events.at }).from(events).orderBy(desc(events.seq)).limit(1).get();
  const tried = store
    .select({ at: sql<number>`${attempts.at} + ${attempts.durationMs}` })
    .from(attempts)
    .orderBy(desc(sql`rowid`))
    .limit(1)
    .get();
  return Math.max(accepted?.at ?? 0, tried?.at ?? 0);
}
