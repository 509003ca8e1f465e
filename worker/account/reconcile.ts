import type { AccountSettings } from '../settings/settings.repository.ts';
import { addDays } from '../sync/wall-clock.ts';
import { branchOfBuilding } from './branches.ts';
import type { AccountContext } from './context.ts';
import { type VisitRow, visitsOfDays } from './mirror.ts';
import { beginNight, endNight, type Night, nightOf, saveNight } from './night.ts';
import { sourceState } from './poll.ts';
import { compare } from './poll-compare.ts';
import { createPollReader } from './poll-reads.ts';
import { isWithinReach, nightDays } from './poll-schedule.ts';
import { type PollSource, readWindow, type WindowPlan } from './poll-window.ts';
import { checkDeals } from './reconcile-deals.ts';

/**
 * Nightly (product.md §4): the days that polls do not read, and every linked visit of the last 30 days and to come,
 * compared with ArchiMed+ and its deal with amoCRM. A few days a step, as the last of all work.
 */
const DAYS_A_STEP = 7;
/** Beyond the last day that is read by date. */
const FOREVER_DAYS = 3650;
const AGAIN_MS = 60_000;
/** Then these days are left for the next night. */
const MOST_FAILURES = 4;

type Source = { sourceId: number; timeZone: string };

export async function reconcileStep(
  ctx: AccountContext,
  settings: AccountSettings,
  source: Source,
): Promise<void> {
  const { sourceId } = source;
  ctx.polls.nights.add(sourceId);
  try {
    const night = nightOf(ctx, sourceId) ?? beginNight(ctx, source, true);
    const days = nightDays(night.day);
    const first = days.slice(night.next * DAYS_A_STEP, (night.next + 1) * DAYS_A_STEP);
    const isLast = first.length === 0;
    const after = await step(ctx, settings, source, night, isLast ? null : first);
    if (isLast && after.failures === 0) {
      endNight(ctx, sourceId, branchOfBuilding(settings, sourceId, null)?.id ?? 0, after);
    } else {
      saveNight(ctx, sourceId, after);
    }
  } finally {
    ctx.polls.nights.delete(sourceId);
  }
}

/** `days` null: what lies beyond them all, read by id. */
async function step(
  ctx: AccountContext,
  settings: AccountSettings,
  source: Source,
  night: Night,
  days: readonly string[] | null,
): Promise<Night> {
  const { sourceId } = source;
  const state = sourceState(ctx, sourceId);
  const client = await ctx.archimed(settings, sourceId);
  const startedAt = ctx.clock.now();
  if (!client || !state) {
    return later(ctx, night, days);
  }
  const poll: PollSource = { ctx, client, reader: createPollReader(ctx), settings, ...source };
  const rows = linkedRows(ctx, sourceId, night, days);
  const byDays = days !== null && state.strategy !== 'tail';
  const read = byDays ? days.filter((day) => isRead(night, day, rows)) : [];
  const plan: WindowPlan = { days: read, tail: null, since: null, byId: byDays ? [] : rows };
  const window = await readWindow(poll, plan);
  if (!window.ok) {
    return later(ctx, night, days);
  }
  if (window.value.short) {
    return next(ctx, { ...night, skippedDays: night.skippedDays + (days?.length ?? 0) });
  }
  const missed = ctx.store.transaction(() => compare(ctx, settings, source, state, window.value, startedAt));
  const found = await checkDeals(poll, window.value, rows);
  if (!found.ok) {
    return later(ctx, { ...night, missed: night.missed + missed }, days);
  }
  return next(ctx, {
    ...night,
    visits: night.visits + rows.length,
    deals: night.deals + found.value.deals,
    missed: night.missed + missed,
    repaired: [...night.repaired, ...found.value.repaired],
    edited: [...night.edited, ...found.value.edited],
    deleted: [...night.deleted, ...found.value.deleted],
  });
}

/** Of the days that polls read anyway only those where something is linked. */
function isRead(night: Night, day: string, rows: readonly VisitRow[]): boolean {
  return (night.whole && !isWithinReach(night.day, day)) || rows.some((row) => row.date === day);
}

function linkedRows(ctx: AccountContext, sourceId: number, night: Night, days: readonly string[] | null) {
  const last = nightDays(night.day).at(-1) ?? night.day;
  const from = days?.[0] ?? addDays(last, 1);
  const to = days?.at(-1) ?? addDays(last, FOREVER_DAYS);
  return visitsOfDays(ctx.store, sourceId, from, to).filter(
    (row) =>
      row.dealId !== null && row.linkState === 'active' && row.talonId !== null && row.state === 'booked',
  );
}

function next(ctx: AccountContext, night: Night): Night {
  return { ...night, next: night.next + 1, failures: 0, at: ctx.clock.now() };
}

/** Again after a while; after some tries the night goes on without these days, and waits for no later ones. */
function later(ctx: AccountContext, night: Night, days: readonly string[] | null): Night {
  const patience = night.skippedDays > 0 ? 1 : MOST_FAILURES;
  if (night.failures + 1 >= patience) {
    return next(ctx, { ...night, skippedDays: night.skippedDays + (days?.length ?? 0) });
  }
  const at = ctx.clock.now() + AGAIN_MS / ctx.config.timeScale;
  return { ...night, failures: night.failures + 1, at };
}
