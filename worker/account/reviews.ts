import { and, desc, eq } from 'drizzle-orm';
import type { Reason } from '../sync/model.ts';
import type { Candidate } from '../sync/person.ts';
import type { AccountContext } from './context.ts';
import type { VisitRow } from './mirror.ts';
import { reviews } from './schema.ts';
import type { Store } from './store.ts';

/** The review queue: visits whose person is in doubt wait for a human (product.md §3.3 step 4). */
export type ReviewRow = typeof reviews.$inferSelect;

/** One open review a visit; its candidates are those of the last look. Synchronous. */
export function openReview(ctx: AccountContext, row: VisitRow, candidates: readonly Candidate[]): void {
  const kept = JSON.stringify(candidates);
  const open = newestReview(ctx.store, row.id);
  if (open?.state === 'open') {
    ctx.store
      .update(reviews)
      .set({ candidates: kept, branchId: row.branchId })
      .where(eq(reviews.id, open.id))
      .run();
    return;
  }
  ctx.store
    .insert(reviews)
    .values({
      id: crypto.randomUUID(),
      visitId: row.id,
      branchId: row.branchId,
      at: ctx.clock.now(),
      candidates: kept,
      state: 'open',
    })
    .run();
}

/** Why the events of a visit without a deal change nothing at present; null: they may. */
export function waitsForReview(store: Store, visitId: string): Reason | null {
  const review = newestReview(store, visitId);
  if (review?.state === 'open') {
    return {
      code: 'match.waits_review',
      text: 'Запись ждёт решения в очереди проверки: кто этот пациент. После решения учтётся всё, что с ней произошло',
    };
  }
  return review?.state === 'dismissed'
    ? {
        code: 'match.dismissed',
        text: 'В очереди проверки решено не связывать эту запись: её можно связать со сделкой вручную',
      }
    : null;
}

/** A human linked the visit himself: nothing is left to decide, whatever was decided before. Synchronous. */
export function closeReviews(ctx: AccountContext, visitId: string, userId: number): void {
  ctx.store
    .update(reviews)
    .set({ state: 'accepted', decidedBy: userId, decidedAt: ctx.clock.now() })
    .where(and(eq(reviews.visitId, visitId), eq(reviews.state, 'open')))
    .run();
  ctx.store
    .update(reviews)
    .set({ state: 'accepted' })
    .where(and(eq(reviews.visitId, visitId), eq(reviews.state, 'dismissed')))
    .run();
}

function newestReview(store: Store, visitId: string): ReviewRow | null {
  return (
    store
      .select()
      .from(reviews)
      .where(eq(reviews.visitId, visitId))
      .orderBy(desc(reviews.at))
      .limit(1)
      .get() ?? null
  );
}
