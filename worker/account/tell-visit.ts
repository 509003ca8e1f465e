import type { AccountContext } from './context.ts';
import { visitById } from './mirror.ts';

/** A visit changed, or a click began to change it: whoever looks at it reads it again. */
export function tellVisit(ctx: AccountContext, visitId: string): void {
  const row = visitById(ctx.store, visitId);
  ctx.talonNames.forget(visitId);
  if (row) {
    ctx.tell({ type: 'visit', visitId, branchId: row.branchId, dealId: row.dealId });
  }
}
