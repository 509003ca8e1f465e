import { eq } from 'drizzle-orm';
import type { AccountContext } from './context.ts';
import { type ApiFailure, problem } from './failures.ts';
import type { EventRow } from './inbox.ts';
import type { AttemptEnd } from './pump.ts';
import { nextLookMs } from './retry-schedule.ts';
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

/** The click is over with this answer; nothing was done. */
export function refusedClick(ctx: AccountContext, event: EventRow, answer: ApiFailure): AttemptEnd {
  return {
    outcome: 'failed',
    code: answer.code,
    httpStatus: answer.status,
    decision: { actions: [], reasons: [{ code: answer.code, text: answer.message }] },
    reply: JSON.stringify(answer),
    also: () => closeClick(ctx, event),
  };
}

export const unknownClick = problem(
  504,
  'visits.unknown',
  'ArchiMed+ так и не ответил: проверьте запись на ресепшене.',
);

/** ArchiMed+ did not tell what became of the click: it is looked at again. */
export function waitingClick(ctx: AccountContext, event: EventRow, kind: string): AttemptEnd {
  const afterMs = nextLookMs(event.attempts + 1, ctx.config.timeScale);
  return {
    outcome: 'retry',
    code: `archimed.${kind}`,
    httpStatus: null,
    // Without it the pump's own schedule decides, which ended long before.
    ...(afterMs === null ? {} : { afterMs }),
    onGiveUp: () => ({ reply: JSON.stringify(unknownClick), also: () => closeClick(ctx, event) }),
  };
}
