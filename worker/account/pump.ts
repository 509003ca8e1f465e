import { closeClick } from './click-end.ts';
import type { AccountContext } from './context.ts';
import { type Decision, mergeDecisions } from './decision.ts';
import { describeError, remedyOf } from './failures.ts';
import { allOpen, type Gates, passes, uncountedWaitMs, waitsForAmocrm } from './gates.ts';
import { dueEvents, type EventRow, finishAttempt, holdEvent } from './inbox.ts';
import { nextWaitMs } from './retry-schedule.ts';
import { AT_ONCE, MOST_STARTS } from './starts.ts';
import { tellVisit } from './tell-visit.ts';

/** How one attempt at an event ended. */
export type TriedEnd =
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

/** `held`: the branch's circuit breaker keeps the event (breaker.ts), no attempt was made. */
export type AttemptEnd = TriedEnd | { outcome: 'held'; branchId: number };

export type Handler = (event: EventRow) => Promise<AttemptEnd>;

/** The sealed body of a click is erased after a day at the latest (product.md §5): it ends with its last attempt then. */
const SEALED_LIFE_MS = 24 * 3600_000;

/** Starts what is due and free to go; a promise for each, which never fails. */
export function startDue(
  ctx: AccountContext,
  handlerOf: (kind: string) => Handler | null,
  gates: Gates = allOpen,
): Promise<AttemptEnd>[] {
  const started: Promise<AttemptEnd>[] = [];
  const due = dueEvents(ctx.store, ctx.clock.now(), AT_ONCE + ctx.inHand.size, passes(gates));
  for (const { event, isClick } of [...due, ...dueProbe(ctx, gates)]) {
    if (!ctx.inHand.has(event.id) && isFree(ctx, event, isClick)) {
      started.push(ctx.crew.work(() => attempt(ctx, event, handlerOf(event.kind))));
    }
  }
  return started;
}

/** What a manager waits for starts in any case, unless it was under way at a crash. */
function isFree({ crew, starts }: AccountContext, event: EventRow, isClick: boolean): boolean {
  const company = starts.company(event.id);
  return (isClick && company === AT_ONCE) || crew.size() < Math.min(company, starts.companyNow());
}

/** Only a write tells whether an account is paid for again: one event goes ahead of those that wait. */
function dueProbe(ctx: AccountContext, gates: Gates): ReturnType<typeof dueEvents> {
  const now = ctx.clock.now();
  const at = probeAt(gates);
  return at === null || now < at || ctx.crew.size() > 0
    ? []
    : dueEvents(ctx.store, now, 1, waitsForAmocrm(gates));
}

/** When one of the waiting events may try; null: none has to. */
export function probeAt({ amocrm }: Gates): number | null {
  return amocrm.isOpen || !amocrm.closed?.writesOnly ? null : amocrm.closed.probeAt;
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
    const isCrashing = ctx.starts.begin(event.id, startedAt) > MOST_STARTS;
    const end = isCrashing ? crashes(ctx, event) : handler ? await handler(event) : unknownKind(event);
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
  ctx.starts.end(event.id);
  if (end.outcome === 'held') {
    holdEvent(ctx.store, event.id, end.branchId);
    tellOf(ctx, event);
    return;
  }
  const finishedAt = ctx.clock.now();
  const attemptRecord = {
    startedAt,
    finishedAt,
    httpStatus: 'httpStatus' in end ? end.httpStatus : null,
    code: 'code' in end ? end.code : null,
  };
  const before: Decision | null = event.decision ? JSON.parse(event.decision) : null;
  const uncounted = end.outcome === 'retry' ? uncountedWaitMs(ctx, event, end.code) : null;
  const waitMs = uncounted ?? (end.outcome === 'retry' ? waitOf(ctx, event, end.afterMs, finishedAt) : null);
  if (end.outcome === 'retry' && waitMs !== null) {
    finishAttempt(ctx.store, event, attemptRecord, {
      outcome: 'retry',
      dueAt: finishedAt + waitMs,
      decision: end.decision ? mergeDecisions(before, end.decision) : null,
      ...(uncounted === null ? {} : { counts: false }),
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
  // A visit's: what it wrote, or tried to, stands. Others may end without having asked amoCRM at all.
  if (event.visitId !== null && event.attempts > 0 && (end.outcome === 'done' || end.outcome === 'ignored')) {
    ctx.amocrmFailing.wentThrough();
  }
  tellOf(ctx, event);
  // One canonical line for each attempt.
  ctx.log('event.attempted', {
    account: ctx.objectName,
    event: event.id,
    kind: event.kind,
    branch: event.branchId,
    attempt: event.attempts + 1,
    outcome: end.outcome,
    code: attemptRecord.code,
    http: attemptRecord.httpStatus,
    ms: finishedAt - startedAt,
    lateMs: event.dueAt === null ? null : Math.max(0, startedAt - event.dueAt),
    retryInMs: waitMs,
  });
}

function tellOf(ctx: AccountContext, event: EventRow): void {
  if (event.visitId !== null) {
    tellVisit(ctx, event.visitId);
  }
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
    reasons: [{ code: 'event.gave_up', text: `Не получилось после последней попытки. ${remedyOf(code)}` }],
  };
}

/** Each try ended with the whole object: set aside, so that the others live. */
function crashes(ctx: AccountContext, event: EventRow): AttemptEnd {
  const text = 'Обработка каждый раз прерывалась, ничего не сообщив: событие отложено, остальные идут дальше';
  return {
    outcome: 'failed',
    code: 'internal.crashes',
    httpStatus: null,
    decision: { actions: [], reasons: [{ code: 'event.crashes', text }] },
    also: () => closeClick(ctx, event),
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
