import { eq } from 'drizzle-orm';
import type { AccountContext } from './context.ts';
import type { EventRow } from './inbox.ts';
import { visits } from './schema.ts';
import { releaseSlot } from './slots.ts';

/** However a click ends without success: its slot is free again and its visit no longer «проверяем…». */
export function closeClick(ctx: AccountContext, event: EventRow): void {
  if (!event.kind.startsWith('click.')) {
    return;
  }
  releaseSlot(ctx, event.id);
  ctx.store
    .update(visits)
    // A booking that failed is no visit; a change that failed leaves the visit as it was.
    .set({ state: event.kind === 'click.book' ? 'failed' : 'booked' })
    .where(eq(visits.id, event.visitId ?? ''))
    .run();
}
