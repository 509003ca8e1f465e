import { closeClick } from './click-end.ts';
import type { AccountContext } from './context.ts';
import { type Decision, mergeDecisions } from './decision.ts';
import { describeError } from './failures.ts';
import { dueEvents, type EventRow, finishAttempt } from './inbox.ts';
import { nextWaitMs } from './retry-schedule.ts';
import { tellVisit } from './tell-visit.ts';

/** How one attempt at an event ended. */
export type AttemptEnd =
  | { outcome: 'done' | 'ignored'; decision: Decision; dealId?: number; also?: () => void; reply?: string }
  | {
      outcome: 'failed';
      decision: Decision;
      code: string;
      httpStatus: number | null;
      also?: () => void;
      reply?: string;
    }
  | {
      outcome: 'retry';
      code: string;
      httpStatus: number | null;
      /** Kept with the event when this attempt got somewhere. */
      decision?: Decision;
      /** Instead of the schedule. */
      afterMs?: number;
      /** At the end of the schedule, beside marking the event failed. */
      onGiveUp?: () => { also?: () => void; reply?: string };
    };

export type Handler = (event: EventRow) => Promise<AttemptEnd>;

/**
 * Carried out side by side: most of them wait for the same batch or for a slow clinic, which must not hold the others
 * (product.md §4). What a manager waits for starts in any case.
 */
const AT_ONCE = 64;

/** The sealed body of a click is erased after a day at the latest (product.md §5): it ends with its last attempt then. */
const SEALED_LIFE_MS = 24 * 3600_000;

/** Starts what is due and free to go; a promise for each, which never fails. */
export function startDue(
  ctx: AccountContext,
  handlerOf: (kind: string) => Handler | null,
): Promise<AttemptEnd>[] {
  const started: Promise<AttemptEnd>[] = [];
  for (const { event, isClick } of dueEvents(ctx.store, ctx.clock.now(), AT_ONCE + ctx.inHand.size)) {
    if (!ctx.inHand.has(event.id) && (isClick || ctx.crew.size() < AT_ONCE)) {
      started.push(ctx.crew.work(() => attempt(ctx, event, handlerOf(event.kind))));
    }
  }
  return started;
}

/** Never throws: one broken event must not hold the others (product.md §4). */
export async function attempt(
  ctx: AccountContext,
  event: EventRow,
  handler: Handler | null,
): Promise<AttemptEnd> {
  const startedAt = ctx.clock.now();
  ctx.inHand.add(event.id);
  try {
    const end = handler ? await handler(event) : unknownKind(event);
    record(ctx, event, startedAt, end);
    return end;
  } catch (error) {
    const end: AttemptEnd = {
      outcome: 'retry',
      code: 'internal',
      httpStatus: null,
      onGiveUp: () => ({ also: () => closeClick(ctx, event) }),
    };
    ctx.log('event.crashed', {
      account: ctx.objectName,
      event: event.id,
      kind: event.kind,
      error: describeError(error),
    });
    record(ctx, event, startedAt, end);
    return end;
  } finally {
    ctx.inHand.delete(event.id);
  }
}

function record(ctx: AccountContext, event: EventRow, startedAt: number, end: AttemptEnd): void {
  const finishedAt = ctx.clock.now();
  const attemptRecord = {
    startedAt,
    finishedAt,
    httpStatus: 'httpStatus' in end ? end.httpStatus : null,
    code: 'code' in end ? end.code : null,
  };
  const before: Decision | null = event.decision ? JSON.parse(event.decision) : null;
  const waitMs = end.outcome === 'retry' ? waitOf(ctx, event, end.afterMs, finishedAt) : null;
  if (end.outcome === 'retry' && waitMs !== null) {
    finishAttempt(ctx.store, event, attemptRecord, {
      outcome: 'retry',
      dueAt: finishedAt + waitMs,
      decision: end.decision ? mergeDecisions(before, end.decision) : null,
    });
  } else if (end.outcome === 'retry') {
    const last = end.onGiveUp?.() ?? {};
    finishAttempt(
      ctx.store,
      event,
      attemptRecord,
      {
        outcome: 'failed',
        decision: mergeDecisions(before, gaveUp(end.code)),
        ...(last.reply ? { reply: last.reply } : {}),
      },
      last.also,
    );
  } else {
    finishAttempt(
      ctx.store,
      event,
      attemptRecord,
      {
        outcome: end.outcome,
        decision: mergeDecisions(before, end.decision),
        ...(end.reply === undefined ? {} : { reply: end.reply }),
      },
      end.also,
    );
  }
  if (event.visitId !== null) {
    tellVisit(ctx, event.visitId);
  }
  // One canonical line for each attempt.
  ctx.log('event.attempted', {
    account: ctx.objectName,
    event: event.id,
    kind: event.kind,
    attempt: event.attempts + 1,
    outcome: end.outcome,
    code: attemptRecord.code,
    http: attemptRecord.httpStatus,
    ms: finishedAt - startedAt,
    retryInMs: waitMs,
  });
}

function waitOf(
  ctx: AccountContext,
  event: EventRow,
  afterMs: number | undefined,
  now: number,
): number | null {
  const { timeScale } = ctx.config;
  const wait = afterMs ?? nextWaitMs(event.attempts + 1, timeScale);
  if (wait === null || event.sealedBody === null) {
    return wait;
  }
  const left = event.at + SEALED_LIFE_MS / timeScale - now;
  return left > 0 ? Math.min(wait, left) : null;
}

function gaveUp(code: string): Decision {
  return {
    actions: [],
    reasons: [{ code: 'event.gave_up', text: `Не получилось после последней попытки (${code})` }],
  };
}

function unknownKind(event: EventRow): AttemptEnd {
  return {
    outcome: 'ignored',
    decision: {
      actions: [],
      reasons: [{ code: 'event.not_ours', text: `Событие «${event.kind}» ничего не меняет` }],
    },
  };
}
