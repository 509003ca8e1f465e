import type { SQL } from 'drizzle-orm';
import type { AccountSettings } from '../settings/settings.repository.ts';
import type { AccountClient } from './account.client.ts';
import { carryOutAlert, raiseAlerts } from './alerts.ts';
import { carryOutBooking } from './booking.ts';
import { liveSources } from './branches.ts';
import { held, isStopped } from './breaker.ts';
import { carryOutChange } from './change-click.ts';
import { carryOutContactEvent } from './contact-events.ts';
import type { AccountContext } from './context.ts';
import { carryOutAction } from './dp-actions.ts';
import { describeError } from './failures.ts';
import { type Gates, gatesOf, passes, waitsForAmocrm } from './gates.ts';
import { nextDueAt } from './inbox.ts';
import { fillIndex, nextFillAt } from './index-fill.ts';
import { carryOutInstall } from './installation.ts';
import { withJoined } from './joined.ts';
import { carryOutLeadEvent } from './lead-events.ts';
import { isNightOpen, nightWorkAt } from './night.ts';
import { forgetStock, pollSource, schedulePoll, sourceState } from './poll.ts';
import { type Handler, probeAt, startDue } from './pump.ts';
import { reconcileStep } from './reconcile.ts';
import { nextSweepAt, sweepHistory } from './retention.ts';
import { carryOutReview } from './review-api.ts';
import { carryOutSubscribe, nextWatchAt, startWatch } from './subscription.ts';
import { carryOutUnlink } from './unlink.ts';
import { carryOutVisitEvent } from './visit-events.ts';

/** One ring of the alarm: polls that are due and events that are due, side by side, until neither is left. */

/** The platform gives an alarm 15 minutes; what is left then goes on in the next one. */
const BUDGET_MS = 5 * 60_000;

export async function runDueWork(
  ctx: AccountContext,
  accountOf: (accountId: number) => AccountClient,
  woken: () => Promise<void>,
): Promise<void> {
  const startedAt = ctx.clock.now();
  const running = new Set<Promise<unknown>>();
  const follow = (work: Promise<unknown>) => {
    running.add(work);
    void work.finally(() => running.delete(work));
  };
  let isProbing = false;
  for (;;) {
    const settings = await ctx.settings();
    if (ctx.clock.now() - startedAt < BUDGET_MS) {
      // Looked at in each round: many events must not keep the next poll waiting, nor one clinic the others.
      if (settings) {
        startSources(ctx, settings, follow);
        raiseAlerts(ctx, settings);
      }
      const watch = startWatch(ctx, settings);
      if (watch) {
        follow(watch);
      }
      const filling = fillIndex(ctx, settings);
      if (filling) {
        follow(filling);
      }
      sweepHistory(ctx, settings);
      const gates = gatesOf(ctx, settings);
      const asked = askedAt(gates);
      if (settings && !isProbing && asked !== null && asked <= ctx.clock.now()) {
        isProbing = true;
        follow(
          ctx
            .amocrm(settings.account.domain)
            .account.current('event')
            .finally(() => {
              isProbing = false;
            }),
        );
      }
      for (const attempt of startDue(ctx, (kind) => handlerOf(ctx, settings, accountOf, kind), gates)) {
        follow(attempt);
      }
    }
    if (running.size === 0) {
      return;
    }
    await Promise.race([...running, woken()]);
    // A batch ends many attempts in one go: one look for all of them.
    await ctx.sleep(0);
  }
}

/** When a blocked account is asked whether it still is; the circuit lets one question through. */
function askedAt({ amocrm }: Gates): number | null {
  return amocrm.isOpen || amocrm.closed?.writesOnly !== false ? null : amocrm.closed.probeAt;
}

/** Each source by itself: its poll when it is due, between two polls a step of its night's work. */
function startSources(
  ctx: AccountContext,
  settings: AccountSettings,
  follow: (work: Promise<unknown>) => void,
): void {
  const sources = liveSources(settings);
  forgetStock(ctx, new Set(sources.map(({ sourceId }) => sourceId)));
  for (const source of sources) {
    const { sourceId } = source;
    if (!ctx.polls.running.has(sourceId) && isDue(ctx, sourceId)) {
      follow(caught(ctx, 'poll.crashed', pollSource(ctx, settings, source)));
    }
    if (!ctx.polls.nights.has(sourceId) && isNightOpen(ctx, source)) {
      follow(caught(ctx, 'night.crashed', reconcileStep(ctx, settings, source)));
    }
  }
}

function caught(ctx: AccountContext, line: string, work: Promise<void>): Promise<void> {
  return work.catch((error: unknown) =>
    ctx.log(line, { account: ctx.objectName, error: describeError(error) }),
  );
}

function isDue(ctx: AccountContext, sourceId: number): boolean {
  const state = sourceState(ctx, sourceId);
  if (!state) {
    schedulePoll(ctx, sourceId, ctx.clock.now());
    return true;
  }
  return state.nextPollAt <= ctx.clock.now();
}

function handlerOf(
  ctx: AccountContext,
  settings: AccountSettings | null,
  accountOf: (accountId: number) => AccountClient,
  kind: string,
): Handler | null {
  if (kind === 'install.code') {
    return (event) => carryOutInstall(ctx, event, accountOf);
  }
  if (!settings) {
    return async () => ({ outcome: 'retry', code: 'account.not_installed', httpStatus: null });
  }
  if (kind === 'account.subscribe') {
    return (event) => carryOutSubscribe(ctx, settings, event);
  }
  if (kind === 'account.alert') {
    return (event) => carryOutAlert(ctx, settings, event);
  }
  if (kind === 'click.book') {
    return (event) => carryOutBooking(ctx, settings, event);
  }
  if (kind.startsWith('click.')) {
    return (event) => carryOutChange(ctx, settings, event);
  }
  if (kind === 'review.decided') {
    return (event) => carryOutReview(ctx, settings, event);
  }
  if (kind === 'visit.unlinked') {
    return (event) => carryOutUnlink(ctx, settings, event);
  }
  if (kind.startsWith('visit.')) {
    return async (event) =>
      event.branchId !== null && isStopped(ctx, event)
        ? held(event.branchId)
        : carryOutVisitEvent(ctx, settings, event);
  }
  if (kind === 'lead.dp_action') {
    return (event) => carryOutAction(ctx, settings, event);
  }
  if (kind.startsWith('lead.')) {
    return withJoined(ctx, (event) => carryOutLeadEvent(ctx, settings, event));
  }
  if (kind.startsWith('contact.')) {
    return withJoined(ctx, (event) => carryOutContactEvent(ctx, settings, event));
  }
  return null;
}

/** When the alarm should ring next; null: nothing to do. Synchronous. */
export function nextWorkAt(ctx: AccountContext, settings: AccountSettings | null): number | null {
  const times = (settings ? liveSources(settings) : []).map((source) => {
    const now = ctx.clock.now();
    const nextPollAt = sourceState(ctx, source.sourceId)?.nextPollAt ?? now;
    const nightAt = nightWorkAt(ctx, source);
    return nightAt === null ? nextPollAt : Math.min(nextPollAt, nightAt);
  });
  const watchAt = nextWatchAt(ctx, settings);
  if (watchAt !== null) {
    times.push(watchAt);
  }
  const gates = gatesOf(ctx, settings);
  const next = (passing: SQL | undefined) =>
    nextDueAt(ctx.store, ctx.clock.now(), ctx.inHand, passing) ?? Number.POSITIVE_INFINITY;
  times.push(next(passes(gates)), askedAt(gates) ?? Number.POSITIVE_INFINITY);
  const probe = probeAt(gates);
  if (probe !== null) {
    times.push(Math.max(probe, next(waitsForAmocrm(gates))));
  }
  const filling = settings && nextFillAt(ctx, settings);
  if (filling !== null) {
    times.push(filling);
  }
  const sweeping = nextSweepAt(ctx, settings);
  if (sweeping !== null) {
    times.push(sweeping);
  }
  const first = Math.min(...times);
  return Number.isFinite(first) ? first : null;
}
