import { eq, like } from 'drizzle-orm';
import { z } from 'zod';
import type { AccountContext } from './context.ts';
import { CREATING, type EventRow, eventById } from './inbox.ts';
import type { AttemptEnd } from './pump.ts';
import { state } from './schema.ts';
import { writeState } from './store.ts';

/**
 * For whom an event is creating a contact. While nobody knows whether that call was done, no other visit of this person may
 * create one: amoCRM's search would not show the first (product.md §4). Durable like the mark it is left with; keyed hashes.
 */
const keysSchema = z.array(z.string());

/** Synchronous, beside the mark. */
export function claimPerson(ctx: AccountContext, event: EventRow, hashedKeys: readonly string[]): void {
  writeState(ctx.store, `${CREATING}${event.id}`, JSON.stringify(hashedKeys));
}

export function releasePerson(ctx: AccountContext, event: Pick<EventRow, 'id'>): void {
  ctx.store
    .delete(state)
    .where(eq(state.key, `${CREATING}${event.id}`))
    .run();
}

export function isClaimedByOther(
  ctx: AccountContext,
  event: EventRow,
  hashedKeys: readonly string[],
): boolean {
  const claims = ctx.store
    .select()
    .from(state)
    .where(like(state.key, `${CREATING}%`))
    .all();
  return claims.some(({ key, value }) => {
    const eventId = key.slice(CREATING.length);
    if (
      eventId === event.id ||
      !keysSchema.parse(JSON.parse(value)).some((one) => hashedKeys.includes(one))
    ) {
      return false;
    }
    if (typeof eventById(ctx.store, eventId)?.dueAt === 'number') {
      return true;
    }
    // It ended some other way: what it created, if anything, is no longer looked for by it.
    ctx.store.delete(state).where(eq(state.key, key)).run();
    return false;
  });
}

const LOOK_AGAIN_MS = 5_000;
const QUICK_LOOKS = 12;

/** Another visit of this person is creating the contact, and its answer was lost: first it is known what became of that. */
export function waitForOther(ctx: AccountContext, event: EventRow): AttemptEnd {
  const waitMs = event.attempts < QUICK_LOOKS ? LOOK_AGAIN_MS : LOOK_AGAIN_MS * 12;
  return {
    outcome: 'retry',
    code: 'internal.person_unclear',
    httpStatus: null,
    afterMs: waitMs / ctx.config.timeScale,
  };
}
