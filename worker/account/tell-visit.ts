import type { AccountSettings } from '../settings/settings.repository.ts';
import { toInstant } from '../sync/wall-clock.ts';
import type { AccountContext } from './context.ts';
import { visitById } from './mirror.ts';
import type { WallSlot } from './slots.ts';

/** A visit changed, or a click began to change it: whoever looks at it reads it again. */
export function tellVisit(ctx: AccountContext, visitId: string): void {
  const row = visitById(ctx.store, visitId);
  ctx.talonNames.forget(visitId);
  if (row) {
    ctx.tell({ type: 'visit', visitId, branchId: row.branchId, dealId: row.dealId });
  }
}

/** A doctor's time is held: in every branch of that source, for they share the doctor. */
export function tellTaken(
  ctx: AccountContext,
  settings: AccountSettings,
  sourceId: number,
  { doctorId, date, begin, end }: WallSlot,
): void {
  for (const branch of settings.branches.filter((candidate) => candidate.sourceId === sourceId)) {
    ctx.tell({
      type: 'taken',
      branchId: branch.id,
      doctorId,
      start: toInstant(date, begin, branch.timeZone),
      end: toInstant(date, end, branch.timeZone),
    });
  }
}
