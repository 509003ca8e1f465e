import { eq } from 'drizzle-orm';
import type { AccountContext } from './context.ts';
import { type ApiFailure, problem } from './failures.ts';
import type { EventRow } from './inbox.ts';
import type { AttemptEnd } from './pump.ts';
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

/** A manager is looking at «проверяем…»: the first looks come every few seconds, the later ones by the schedule. */
const LOOK_EVERY_MS = 4_000;
const QUICK_LOOKS = 6;

/** ArchiMed+ did not tell what became of the click: it is looked at again. */
export function waitingClick(ctx: AccountContext, event: EventRow, kind: string): AttemptEnd {
  return {
    outcome: 'retry',
    code: `archimed.${kind}`,
    httpStatus: null,
    ...(event.attempts < QUICK_LOOKS ? { afterMs: LOOK_EVERY_MS / ctx.config.timeScale } : {}),
    onGiveUp: () => ({ reply: JSON.stringify(unknownClick), also: () => closeClick(ctx, event) }),
  };
}
