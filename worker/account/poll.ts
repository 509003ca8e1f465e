import { eq } from 'drizzle-orm';
import type { ArchimedFailure } from '../archimed/failure.ts';
import type { AccountSettings } from '../settings/settings.repository.ts';
import { err } from '../shared/result.ts';
import type { AccountContext } from './context.ts';
import { compare } from './poll-compare.ts';
import { pollPeriodMs } from './poll-schedule.ts';
import { AGREEING_POLLS, doubtsOf, readWindow, type Window, writeDoubts } from './poll-window.ts';
import { sourceStates } from './schema.ts';

/** ArchiMed+ announces nothing: a source is read in windows and compared with our mirror (product.md §3.3). */

const HINT_DELAY_MS = 1_000;
const HINT_GAP_MS = 5_000;

export type SourceState = typeof sourceStates.$inferSelect;

export function sourceState(ctx: AccountContext, sourceId: number): SourceState | null {
  return ctx.store.select().from(sourceStates).where(eq(sourceStates.sourceId, sourceId)).get() ?? null;
}

/** Makes the source due now, or at `at`; creates its row. A callback is only such a hint. */
export function schedulePoll(ctx: AccountContext, sourceId: number, at: number): void {
  const known = sourceState(ctx, sourceId);
  if (!known) {
    ctx.store.insert(sourceStates).values({ sourceId, nextPollAt: at, farCursor: 0 }).run();
  } else if (known.nextPollAt > at) {
    ctx.store.update(sourceStates).set({ nextPollAt: at }).where(eq(sourceStates.sourceId, sourceId)).run();
  }
}

/** A callback: 1 s later, and at most one poll in 5 s, however many come (product.md §3.3). Returns when. */
export function hintPoll(ctx: AccountContext, sourceId: number): number {
  const { timeScale } = ctx.config;
  const now = ctx.clock.now();
  const state = sourceState(ctx, sourceId);
  const last = Math.max(state?.lastSuccessAt ?? 0, state?.errorAt ?? 0);
  const at = Math.max(now + HINT_DELAY_MS / timeScale, last + HINT_GAP_MS / timeScale);
  schedulePoll(ctx, sourceId, at);
  return at;
}

export async function pollSource(
  ctx: AccountContext,
  settings: AccountSettings,
  source: { sourceId: number; timeZone: string },
): Promise<void> {
  const { sourceId, timeZone } = source;
  const startedAt = ctx.clock.now();
  const state = sourceState(ctx, sourceId);
  const periodMs = pollPeriodMs(ctx.config, startedAt, timeZone);
  // A poll that ends in no way at all is repeated after its period; a callback meanwhile makes the next one earlier.
  const claimedUntil = startedAt + periodMs;
  ctx.store
    .update(sourceStates)
    .set({ nextPollAt: claimedUntil })
    .where(eq(sourceStates.sourceId, sourceId))
    .run();
  const client = await ctx.archimed(settings, sourceId);
  const read = client
    ? await readWindow(ctx, client, settings, source, state, periodMs)
    : err<ArchimedFailure>({ kind: 'unreadable_token', message: null });
  const finishedAt = ctx.clock.now();
  const hintedAt = sourceState(ctx, sourceId)?.nextPollAt ?? claimedUntil;
  const nextPollAt = hintedAt < claimedUntil ? hintedAt : finishedAt + periodMs;

  if (!read.ok) {
    const refused = read.error.kind === 'forbidden' || read.error.kind === 'unreadable_token';
    ctx.store
      .update(sourceStates)
      .set({
        nextPollAt,
        errorCode: `archimed.${read.error.kind}`,
        errorAt: finishedAt,
        ...(refused ? { keyValid: false } : {}),
      })
      .where(eq(sourceStates.sourceId, sourceId))
      .run();
    return;
  }
  if (isHeldBack(ctx, sourceId, read.value)) {
    ctx.store
      .update(sourceStates)
      .set({ nextPollAt, errorCode: 'archimed.list_shrunk', errorAt: finishedAt })
      .where(eq(sourceStates.sourceId, sourceId))
      .run();
    return;
  }
  // One transaction: the mirror, its events and the cursors agree after any crash.
  ctx.store.transaction(() => {
    const counts = compare(ctx, settings, source, state, read.value, startedAt);
    ctx.store
      .update(sourceStates)
      .set({
        nextPollAt,
        farCursor: (state?.farCursor ?? 0) + 1,
        tookStockAt: state?.tookStockAt ?? startedAt,
        stockTalonId: state?.tookStockAt ? state.stockTalonId : read.value.newestTalonId,
        newestTalonId: Math.max(state?.newestTalonId ?? 0, read.value.newestTalonId),
        lastSuccessAt: finishedAt,
        keyValid: true,
        errorCode: null,
        errorAt: null,
      })
      .where(eq(sourceStates.sourceId, sourceId))
      .run();
    if (counts > 0 || !state?.tookStockAt) {
      ctx.log('poll.done', {
        account: ctx.objectName,
        source: sourceId,
        rows: read.value.talons.size,
        events: counts,
      });
    }
  });
}

function isHeldBack(ctx: AccountContext, sourceId: number, window: Window): boolean {
  const before = doubtsOf(ctx, sourceId);
  const times = window.shrunk ? before + 1 : 0;
  const held = times > 0 && times < AGREEING_POLLS;
  if (window.shrunk || before > 0) {
    writeDoubts(ctx, sourceId, held ? times : 0);
  }
  if (held) {
    ctx.log('poll.held', { account: ctx.objectName, source: sourceId, rows: window.talons.size, times });
  }
  return held;
}
