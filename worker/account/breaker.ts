import { and, eq, lte, sql } from 'drizzle-orm';
import type { AccountSettings } from '../settings/settings.repository.ts';
import { isOverLimit, WINDOW_MINUTES } from '../sync/breaker.ts';
import type { AccountContext } from './context.ts';
import { type EventRow, insertRecord } from './inbox.ts';
import type { AttemptEnd } from './pump.ts';
import { branchCounts, branchGuards } from './schema.ts';

/** The circuit breaker of a branch (product.md §4): counts what is about to be written and stops a flood. */
export type Counting = 'move' | 'creation';

const MINUTE_MS = 60_000;

export function guardOf(ctx: AccountContext, branchId: number) {
  return ctx.store.select().from(branchGuards).where(eq(branchGuards.branchId, branchId)).get() ?? null;
}

/** Its visit events wait; what managers do goes on, and what was let begin before. */
export function isStopped(ctx: AccountContext, event: EventRow): boolean {
  const hasBegun = ctx.counted.has(`creation:${event.id}`) || ctx.counted.has(`move:${event.id}`);
  return (
    event.branchId !== null &&
    !hasBegun &&
    !isExempt(event) &&
    (guardOf(ctx, event.branchId)?.stoppedAt ?? null) !== null
  );
}

/** Not carried out now: kept until the administrator decides. */
export function held(branchId: number): AttemptEnd {
  return { outcome: 'held', branchId };
}

/** A click is a person's own decision; a released event has its yes already. */
function isExempt(event: EventRow): boolean {
  const { origin } = JSON.parse(event.payload) as { origin?: string };
  return origin === 'click' || event.heldByBranch !== null;
}

/**
 * To be asked right before a deal is moved or created for `event`. null: go on, it is counted (once for an event). Else
 * the branch is stopped, perhaps by this very one, and the event ends with what is returned. Synchronous.
 */
export function stopFlood(
  ctx: AccountContext,
  settings: AccountSettings,
  branchId: number,
  event: EventRow,
  kind: Counting,
): AttemptEnd | null {
  const now = ctx.clock.now();
  const guard = guardOf(ctx, branchId);
  if (isExempt(event) || (guard?.exemptUntil ?? 0) > now) {
    return null;
  }
  const minute = Math.floor((now * ctx.config.timeScale) / MINUTE_MS);
  if (ctx.counted.has(`${kind}:${event.id}`)) {
    return null;
  }
  // The move of a deal that it was let create belongs to it: half a visit helps nobody.
  const isUnderWay = ctx.counted.has(`creation:${event.id}`);
  if (guard?.stoppedAt && !isUnderWay) {
    return held(branchId);
  }
  const { limits } = settings.automation.body;
  const limit = kind === 'move' ? limits.moves : limits.creations;
  const ofKind = and(eq(branchCounts.branchId, branchId), eq(branchCounts.kind, kind));
  if (!isUnderWay && isOverLimit(ctx.store.select().from(branchCounts).where(ofKind).all(), minute, limit)) {
    stop(ctx, settings, branchId, kind, limit);
    return held(branchId);
  }
  ctx.store
    .delete(branchCounts)
    .where(and(ofKind, lte(branchCounts.minute, minute - WINDOW_MINUTES)))
    .run();
  ctx.store
    .insert(branchCounts)
    .values({ branchId, kind, minute, count: 1 })
    .onConflictDoUpdate({
      target: [branchCounts.branchId, branchCounts.kind, branchCounts.minute],
      set: { count: sql`${branchCounts.count} + 1` },
    })
    .run();
  remember(ctx, `${kind}:${event.id}`, minute);
  return null;
}

/** An event that is tried again is the same move: counted once while the object lives. */
function remember(ctx: AccountContext, key: string, minute: number): void {
  for (const [known, at] of ctx.counted) {
    // In the order of their insertion: the first young one ends it.
    if (at > minute - WINDOW_MINUTES) {
      break;
    }
    ctx.counted.delete(known);
  }
  ctx.counted.set(key, minute);
}

const words: Record<Counting, string> = { move: 'перемещений сделок', creation: 'новых сделок' };

function stop(
  ctx: AccountContext,
  settings: AccountSettings,
  branchId: number,
  kind: Counting,
  limit: number,
) {
  const now = ctx.clock.now();
  const title = settings.branches.find((branch) => branch.id === branchId)?.title ?? '';
  const text = `Филиал «${title}» остановлен: больше ${limit} ${words[kind]} за 10 минут. Его события ждут решения администратора`;
  ctx.store.transaction(() => {
    const values = { branchId, stoppedAt: now, reason: `breaker.${kind}s`, exemptUntil: null };
    ctx.store
      .insert(branchGuards)
      .values(values)
      .onConflictDoUpdate({ target: branchGuards.branchId, set: values })
      .run();
    insertRecord(ctx.store, {
      kind: 'branch.stopped',
      lane: `branch:${branchId}`,
      at: now,
      branchId,
      decision: {
        actions: [{ kind: 'branch.stopped', text }],
        reasons: [{ code: `breaker.${kind}s`, text }],
      },
    });
  });
  ctx.log('breaker.stopped', { account: ctx.objectName, branch: branchId, kind, limit });
}
