import { and, eq, gt, isNotNull, lte, max } from 'drizzle-orm';
import type { AccountContext } from './context.ts';
import type { Decision } from './decision.ts';
import type { EventRow } from './inbox.ts';
import type { AttemptEnd, Handler } from './pump.ts';
import { events } from './schema.ts';

/**
 * Hooks of one deal or contact come in bursts, and each is only a hint to read it again: what waits behind the event in
 * hand when its reading begins, and says the same, is answered by that reading and ends with it.
 */
export function withJoined(ctx: AccountContext, handler: Handler): Handler {
  return async (event): Promise<AttemptEnd> => {
    const last = lastAlike(ctx, event);
    const end = await handler(event);
    if (last === null || (end.outcome !== 'done' && end.outcome !== 'ignored')) {
      return end;
    }
    return {
      ...end,
      also() {
        end.also?.();
        join(ctx, event, last);
      },
    };
  };
}

function alike(event: EventRow) {
  return and(
    eq(events.lane, event.lane),
    eq(events.kind, event.kind),
    gt(events.seq, event.seq),
    isNotNull(events.dueAt),
  );
}

function lastAlike({ store }: AccountContext, event: EventRow): number | null {
  return (
    store
      .select({ seq: max(events.seq) })
      .from(events)
      .where(alike(event))
      .get()?.seq ?? null
  );
}

function join({ store, clock }: AccountContext, event: EventRow, last: number): void {
  const decision: Decision = {
    actions: [],
    reasons: [
      { code: 'event.joined', text: 'Учтено вместе с предыдущим событием: состояние прочитано после обоих' },
    ],
  };
  store
    .update(events)
    .set({
      outcome: 'ignored',
      dueAt: null,
      finishedAt: clock.now(),
      decision: JSON.stringify(decision),
    })
    .where(and(alike(event), lte(events.seq, last)))
    .run();
}
