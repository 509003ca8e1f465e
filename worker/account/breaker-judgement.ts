import { and, desc, eq, isNotNull, isNull, sql } from 'drizzle-orm';
import type { AccountContext } from './context.ts';
import { mergeDecisions } from './decision.ts';
import { insertRecord } from './inbox.ts';
import { branchCounts, branchGuards, events } from './schema.ts';

/** An administrator's yes or no to what the circuit breaker holds (breaker.ts). */

/** After a yes the same cause may go on for a while: it does not stop the branch again at once. */
const EXEMPT_MS = 10 * 60_000;

const waiting = (branchId: number) =>
  and(eq(events.heldByBranch, branchId), eq(events.outcome, 'pending'), isNull(events.dueAt));

export function heldCount(ctx: AccountContext, branchId: number): number {
  const row = ctx.store.select({ count: sql<number>`count(*)` }).from(events).where(waiting(branchId)).get();
  return row?.count ?? 0;
}

export function heldKinds(ctx: AccountContext, branchId: number): { kind: string; count: number }[] {
  const number = sql<number>`count(*)`;
  return ctx.store
    .select({ kind: events.kind, count: number })
    .from(events)
    .where(waiting(branchId))
    .groupBy(events.kind)
    .orderBy(desc(number))
    .all();
}

/** «Да»: what waits is carried out, in its order, and does not stop the branch again. Synchronous. */
export function approve(ctx: AccountContext, branchId: number): number {
  return release(
    ctx,
    branchId,
    'branch.approved',
    'Администратор разрешил: ждавшие события выполняются',
    () => {
      const now = ctx.clock.now();
      ctx.store.update(events).set({ dueAt: now }).where(waiting(branchId)).run();
      return now + EXEMPT_MS / ctx.config.timeScale;
    },
  );
}

/** «Нет»: what waits is not carried out, the branch goes on with what comes next. Synchronous. */
export function discard(ctx: AccountContext, branchId: number): number {
  return release(
    ctx,
    branchId,
    'branch.discarded',
    'Администратор отклонил: ждавшие события не выполнены',
    () => {
      const now = ctx.clock.now();
      const reason = {
        code: DISCARDED,
        text: 'Не выполнено: администратор отклонил события остановленного филиала',
      };
      for (const event of ctx.store.select().from(events).where(waiting(branchId)).all()) {
        const decision = mergeDecisions(event.decision ? JSON.parse(event.decision) : null, {
          actions: [],
          reasons: [reason],
        });
        ctx.store
          .update(events)
          .set({ outcome: 'ignored', finishedAt: now, decision: JSON.stringify(decision) })
          .where(eq(events.id, event.id))
          .run();
      }
      return null;
    },
  );
}

export const DISCARDED = 'breaker.discarded';

function release(
  ctx: AccountContext,
  branchId: number,
  kind: string,
  text: string,
  settle: () => number | null,
): number {
  return ctx.store.transaction(() => {
    const count = heldCount(ctx, branchId);
    const exemptUntil = settle();
    ctx.store
      .update(branchGuards)
      .set({ stoppedAt: null, reason: null, exemptUntil })
      .where(and(eq(branchGuards.branchId, branchId), isNotNull(branchGuards.stoppedAt)))
      .run();
    ctx.store.delete(branchCounts).where(eq(branchCounts.branchId, branchId)).run();
    const sentence = `${text} (${count})`;
    insertRecord(ctx.store, {
      kind,
      lane: `branch:${branchId}`,
      at: ctx.clock.now(),
      branchId,
      decision: { actions: [{ kind, text: sentence }], reasons: [] },
    });
    return count;
  });
}
