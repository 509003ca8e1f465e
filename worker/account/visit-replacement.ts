import { eq } from 'drizzle-orm';
import type { Talon } from '../archimed/talons.ts';
import { changesOf, type TalonFacts } from '../sync/poll-diff.ts';
import type { AccountContext } from './context.ts';
import { factsOfRow, insertChange, insertVisit, type VisitRow, writeReading } from './mirror.ts';
import { visits } from './schema.ts';
import type { Store } from './store.ts';

/**
 * Reception cancelled a visit and booked it anew, which is a move (product.md §4). Our visit goes on under the new
 * talon, with its link, its task, its story and the order of its events; the old talon is kept as what it replaced.
 */
export function replaceVisit(
  ctx: AccountContext,
  row: VisitRow,
  ended: TalonFacts,
  successor: { talon: Talon; facts: TalonFacts; branchId: number },
  now: number,
): void {
  const { talon, facts, branchId } = successor;
  ctx.store.update(visits).set({ talonId: talon.id }).where(eq(visits.id, row.id)).run();
  const remains = crypto.randomUUID();
  insertVisit(ctx.store, {
    id: remains,
    sourceId: row.sourceId,
    talonId: row.talonId,
    branchId: row.branchId,
    state: row.state,
    bookedByUs: false,
    bookedAt: row.bookedAt,
    dealId: null,
    ...ended,
  });
  ctx.store.update(visits).set({ replacedBy: row.id }).where(eq(visits.id, remains)).run();
  writeReading(ctx.store, row.id, facts, branchId);
  const changes = [
    { field: 'talonId', from: String(row.talonId ?? ''), to: String(talon.id) },
    ...changesOf(factsOfRow(row), facts),
  ];
  insertChange(ctx.store, row, { kind: 'visit.moved', changes }, { origin: 'poll', now, branchId });
}

/** Talons that this visit had before: a deal may still carry the id of one of them. */
export function formerTalons(store: Store, visitId: string): number[] {
  return store
    .select({ talonId: visits.talonId })
    .from(visits)
    .where(eq(visits.replacedBy, visitId))
    .all()
    .flatMap(({ talonId }) => talonId ?? []);
}
