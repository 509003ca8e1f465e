import { and, eq } from 'drizzle-orm';
import { refusedLinks } from './schema.ts';
import type { Store } from './store.ts';

/** Links that a human undid (product.md §3.3): they are made again by a human only. */
export function refusedDeals(store: Store, visitId: string): ReadonlySet<number> {
  const rows = store
    .select({ dealId: refusedLinks.dealId })
    .from(refusedLinks)
    .where(eq(refusedLinks.visitId, visitId))
    .all();
  return new Set(rows.map(({ dealId }) => dealId));
}

export function refuseLink(store: Store, visitId: string, dealId: number, at: number): void {
  store.insert(refusedLinks).values({ visitId, dealId, at }).onConflictDoNothing().run();
}

export function allowLink(store: Store, visitId: string, dealId: number): void {
  store
    .delete(refusedLinks)
    .where(and(eq(refusedLinks.visitId, visitId), eq(refusedLinks.dealId, dealId)))
    .run();
}
