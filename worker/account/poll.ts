import { eq, sql } from 'drizzle-orm';
import { type ArchimedFailure, isFilterIgnored } from '../archimed/failure.ts';
import type { AccountSettings } from '../settings/settings.repository.ts';
import { err, ok, type Result } from '../shared/result.ts';
import { fromEpochMs } from '../sync/wall-clock.ts';
import type { AccountContext } from './context.ts';
import { compare } from './poll-compare.ts';
import { holdBack } from './poll-held.ts';
import { type PollPlan, planPoll, updatedKey } from './poll-plan.ts';
import { probe, type Strategy } from './poll-probe.ts';
import { createPollReader } from './poll-reads.ts';
import { isProbeDue, sourcePeriodMs } from './poll-schedule.ts';
import { type PollSource, readWindow, type Window } from './poll-window.ts';
import { sourceStates } from './schema.ts';
import { prepared, readState, writeState } from './store.ts';

/** ArchiMed+ announces nothing: a source is read in windows and compared with our mirror (product.md §3.3). */

const HINT_DELAY_MS = 1_000;
const HINT_GAP_MS = 5_000;

export type SourceState = typeof sourceStates.$inferSelect;

export function sourceState(ctx: AccountContext, sourceId: number): SourceState | null {
  return stateOfSource(ctx.store).get({ sourceId }) ?? null;
}

const stateOfSource = prepared((store) =>
  store
    .select()
    .from(sourceStates)
    .where(eq(sourceStates.sourceId, sql.placeholder('sourceId')))
    .prepare(),
);
const allStates = prepared((store) => store.select().from(sourceStates).prepare());

export function saveSourceState(ctx: AccountContext, sourceId: number, change: Partial<SourceState>): void {
  ctx.store.update(sourceStates).set(change).where(eq(sourceStates.sourceId, sourceId)).run();
}

/** Makes the source due now, or at `at`; creates its row. A callback is only such a hint. */
export function schedulePoll(ctx: AccountContext, sourceId: number, at: number): void {
  const running = ctx.polls.running.get(sourceId);
  const known = sourceState(ctx, sourceId);
  if (running) {
    running.hintedAt = Math.min(running.hintedAt ?? at, at);
  } else if (!known) {
    ctx.store.insert(sourceStates).values({ sourceId, nextPollAt: at, farCursor: 0 }).run();
  } else if (known.nextPollAt > at) {
    saveSourceState(ctx, sourceId, { nextPollAt: at });
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

/** A key may have been replaced or a branch switched on: who waits for that need not wait for the next period. */
export function pollAgainSoon(ctx: AccountContext): void {
  for (const state of ctx.store.select().from(sourceStates).all()) {
    if (state.keyValid === false || state.tookStockAt === null) {
      schedulePoll(ctx, state.sourceId, ctx.clock.now());
    }
  }
}

/**
 * While its branches are off nobody looks at a source. Whatever was booked meanwhile is old when one is switched on:
 * stock is taken anew instead of telling amoCRM about it (product.md §3.3).
 */
export function forgetStock(ctx: AccountContext, live: ReadonlySet<number>): void {
  for (const state of allStates(ctx.store).all()) {
    if (state.tookStockAt !== null && !live.has(state.sourceId)) {
      saveSourceState(ctx, state.sourceId, { tookStockAt: null });
    }
  }
}

export async function pollSource(
  ctx: AccountContext,
  settings: AccountSettings,
  source: { sourceId: number; timeZone: string },
): Promise<void> {
  const { sourceId } = source;
  const startedAt = ctx.clock.now();
  const periodMs = sourcePeriodMs(ctx.config, startedAt, settings, source);
  const running: { hintedAt: number | null } = { hintedAt: null };
  ctx.polls.running.set(sourceId, running);
  // One write at the end, whatever it is: a poll that found nothing new costs no more than that.
  const nextPollAt = () => running.hintedAt ?? ctx.clock.now() + periodMs;
  try {
    const polled = await readSource(ctx, settings, source, periodMs);
    const finishedAt = ctx.clock.now();
    if (!polled.ok) {
      fail(ctx, sourceId, polled.error, { nextPollAt: nextPollAt(), errorAt: finishedAt });
    } else if (holdBack(ctx, sourceId, polled.value.window.short)) {
      const error = { errorCode: 'archimed.list_shrunk', errorAt: finishedAt };
      saveSourceState(ctx, sourceId, { nextPollAt: nextPollAt(), ...error, keyValid: true });
    } else {
      finish(ctx, settings, source, polled.value, { startedAt, finishedAt, nextPollAt: nextPollAt() });
    }
  } catch (error) {
    saveSourceState(ctx, sourceId, { nextPollAt: nextPollAt() });
    throw error;
  } finally {
    ctx.polls.running.delete(sourceId);
  }
}

type Polled = {
  window: Window;
  plan: PollPlan;
  state: SourceState;
  strategy: Strategy;
  probedAt: number | null;
};

async function readSource(
  ctx: AccountContext,
  settings: AccountSettings,
  { sourceId, timeZone }: { sourceId: number; timeZone: string },
  periodMs: number,
): Promise<Result<Polled, ArchimedFailure>> {
  const state = sourceState(ctx, sourceId);
  const client = await ctx.archimed(settings, sourceId);
  if (!client || !state) {
    return err({ kind: 'unreadable_token', message: null });
  }
  const source: PollSource = {
    ctx,
    client,
    reader: createPollReader(ctx),
    settings,
    sourceId,
    timeZone,
  };
  const isProbed = isProbeDue(ctx.config, ctx.clock.now(), state);
  const strategy = isProbed ? await probe(client, source.reader) : ok(state.strategy ?? 'days');
  if (!strategy.ok) {
    return strategy;
  }
  const plan = planPoll(ctx, source, state, strategy.value, periodMs);
  const window = await readWindow(source, plan);
  const probedAt = isProbed ? ctx.clock.now() : state.probedAt;
  return window.ok ? ok({ window: window.value, plan, state, strategy: strategy.value, probedAt }) : window;
}

function fail(
  ctx: AccountContext,
  sourceId: number,
  failure: ArchimedFailure,
  times: { nextPollAt: number; errorAt: number },
): void {
  const refused = failure.kind === 'forbidden' || failure.kind === 'unreadable_token';
  saveSourceState(ctx, sourceId, {
    ...times,
    errorCode: `archimed.${failure.kind}`,
    ...(refused ? { keyValid: false } : {}),
    // A filter that worked is ignored now: which one works is found out anew.
    ...(isFilterIgnored(failure) ? { probedAt: null } : {}),
  });
}

/** One transaction: the mirror, its events and the cursors agree after any crash. */
function finish(
  ctx: AccountContext,
  settings: AccountSettings,
  source: { sourceId: number; timeZone: string },
  { window, plan, state, strategy, probedAt }: Polled,
  { startedAt, finishedAt, nextPollAt }: { startedAt: number; finishedAt: number; nextPollAt: number },
): void {
  const { sourceId, timeZone } = source;
  const isFirst = state.tookStockAt === null;
  ctx.store.transaction(() => {
    // A branch may have been switched on meanwhile.
    const count = compare(ctx, ctx.settingsAtHand() ?? settings, source, state, window, startedAt);
    if (strategy === 'updates') {
      noteNewestChange(ctx, sourceId, window);
    }
    saveSourceState(ctx, sourceId, {
      nextPollAt,
      strategy,
      probedAt,
      farCursor: state.farCursor + 1,
      newestTalonId: Math.max(state.newestTalonId, window.newestTalonId),
      lastSuccessAt: finishedAt,
      keyValid: true,
      errorCode: null,
      errorAt: null,
      ...(isFirst
        ? {
            tookStockAt: startedAt,
            stockTalonId: Math.max(state.newestTalonId, window.newestTalonId),
            // What was just taken stock of needs no night's look.
            reconciledDay: state.reconciledDay ?? fromEpochMs(startedAt, timeZone).date,
          }
        : {}),
      ...(plan.openRead?.isComplete ? { openReadAt: startedAt } : {}),
    });
    if (plan.openRead) {
      ctx.polls.openCursor.set(sourceId, plan.openRead.isComplete ? 0 : plan.openRead.cursor);
    }
    if (count > 0 || isFirst) {
      const rows = window.talons.size;
      ctx.log('poll.done', { account: ctx.objectName, source: sourceId, strategy, rows, events: count });
    }
  });
}

/** From where a source that can be asked for changes is asked next; written only when something changed there. */
function noteNewestChange(ctx: AccountContext, sourceId: number, window: Window): void {
  const known = readState(ctx.store, updatedKey(sourceId)) ?? '';
  let newest = known;
  for (const { updatedAt } of window.talons.values()) {
    newest = updatedAt !== null && updatedAt > newest ? updatedAt : newest;
  }
  if (newest !== known) {
    writeState(ctx.store, updatedKey(sourceId), newest);
  }
}
