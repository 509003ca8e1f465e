import type { AccountSettings } from '../settings/settings.repository.ts';
import type { AccountClient } from './account.client.ts';
import { carryOutBooking } from './booking.ts';
import { liveSources } from './branches.ts';
import { carryOutChange } from './change-click.ts';
import type { AccountContext } from './context.ts';
import { describeError } from './failures.ts';
import { carryOutLeadEvent } from './hook-events.ts';
import { nextDueAt } from './inbox.ts';
import { fillIndex, nextFillAt } from './index-fill.ts';
import { carryOutInstall, carryOutSubscribe } from './installation.ts';
import { pollSource, schedulePoll, sourceState } from './poll.ts';
import { type Handler, startDue } from './pump.ts';
import { carryOutReview } from './review-api.ts';
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
  let isPolling = false;
  for (;;) {
    const settings = await ctx.settings();
    if (ctx.clock.now() - startedAt < BUDGET_MS) {
      // Looked at in each round: many events must not keep the next poll waiting.
      const polls = isPolling ? null : startPolls(ctx, settings);
      if (polls) {
        isPolling = true;
        follow(
          polls.finally(() => {
            isPolling = false;
          }),
        );
      }
      const filling = fillIndex(ctx, settings);
      if (filling) {
        follow(filling);
      }
      for (const attempt of startDue(ctx, (kind) => handlerOf(ctx, settings, accountOf, kind))) {
        follow(attempt);
      }
    }
    if (running.size === 0) {
      return;
    }
    await Promise.race([...running, woken()]);
  }
}

function startPolls(ctx: AccountContext, settings: AccountSettings | null): Promise<void> | null {
  const due = settings ? liveSources(settings).filter(({ sourceId }) => isDue(ctx, sourceId)) : [];
  if (!settings || due.length === 0) {
    return null;
  }
  return Promise.allSettled(due.map((source) => pollSource(ctx, settings, source))).then((ends) => {
    for (const end of ends) {
      if (end.status === 'rejected') {
        ctx.log('poll.crashed', { account: ctx.objectName, error: describeError(end.reason) });
      }
    }
  });
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
    return () => carryOutSubscribe(ctx, settings);
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
    return (event) => carryOutVisitEvent(ctx, settings, event);
  }
  if (kind.startsWith('lead.')) {
    return (event) => carryOutLeadEvent(ctx, settings, event);
  }
  return null;
}

/** When the alarm should ring next; null: nothing to do. Synchronous. */
export function nextWorkAt(ctx: AccountContext, settings: AccountSettings | null): number | null {
  const times = settings
    ? liveSources(settings).map(({ sourceId }) => sourceState(ctx, sourceId)?.nextPollAt ?? ctx.clock.now())
    : [];
  const due = nextDueAt(ctx.store, ctx.clock.now(), ctx.inHand);
  if (due !== null) {
    times.push(due);
  }
  const filling = settings && nextFillAt(ctx, settings);
  if (filling !== null) {
    times.push(filling);
  }
  return times.length === 0 ? null : Math.min(...times);
}
