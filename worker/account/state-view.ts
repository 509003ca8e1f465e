import { and, desc, eq, isNotNull, sql } from 'drizzle-orm';
import type { AccountSettings, BranchRow } from '../settings/settings.repository.ts';
import { err, ok, type Result } from '../shared/result.ts';
import type {
  BranchState,
  JudgedReply,
  ReconcilingReply,
  StateReply,
  TroubleReply,
} from '../state/state.schemas.ts';
import { isoOf } from '../sync/wall-clock.ts';
import { type AmocrmTrouble, amocrmTrouble } from './amocrm-trouble.ts';
import { branchOfBuilding } from './branches.ts';
import { guardOf } from './breaker.ts';
import { approve, discard, heldCount, heldKinds } from './breaker-judgement.ts';
import type { AccountContext } from './context.ts';
import type { Decision } from './decision.ts';
import { type ApiFailure, meanwhileOf, problem, wordsOf } from './failures.ts';
import { isLate } from './freshness.ts';
import { hookState } from './hook-state.ts';
import { visitById } from './mirror.ts';
import { beginNight, nightOf } from './night.ts';
import { schedulePoll, sourceState } from './poll.ts';
import { type HeldList, heldList, judgeHeldList } from './poll-held.ts';
import { events } from './schema.ts';

/** «Состояние» (product.md §3.5): what the object knows without asking anybody, and an administrator's yes or no. */

export function stateOf(
  ctx: AccountContext,
  settings: AccountSettings,
  branchIds: readonly number[],
): StateReply {
  const counts = countsOf(ctx);
  return {
    branches: settings.branches
      .filter((branch) => branchIds.includes(branch.id))
      .map((branch) => branchState(ctx, settings, branch, counts.get(branch.id))),
    amocrm: amocrmState(ctx, counts.values()),
  };
}

function branchState(
  ctx: AccountContext,
  settings: AccountSettings,
  branch: BranchRow,
  counts: Counts | undefined,
): BranchState {
  const state = sourceState(ctx, branch.sourceId);
  const held = heldList(ctx.store, branch.sourceId);
  const { id, title, enabled, sourceId } = branch;
  return {
    id,
    title,
    enabled,
    sourceId,
    keyValid: state?.keyValid ?? null,
    lastSuccessAt: isoOrNull(state?.lastSuccessAt),
    nextPollAt: enabled && state ? isoOf(state.nextPollAt) : null,
    late: enabled && isLate(ctx, settings, branch),
    strategy: state?.strategy ?? null,
    heldList: held && heldOf(ctx, held),
    stopped: stoppedOf(ctx, id),
    queue: counts?.queue ?? 0,
    oldestAt: isoOrNull(counts?.oldestAt),
    failed: counts?.failed ?? 0,
    reconciledDay: state?.reconciledDay ?? null,
    reconciled: lastReconciliation(ctx, sourceId),
    reconciling: nightOf(ctx, sourceId) !== null,
    lastError: state?.errorCode && state.errorAt ? told(state.errorCode, state.errorAt) : null,
  };
}

function heldOf(
  ctx: AccountContext,
  { rows, missing, polls, since, first }: HeldList,
): BranchState['heldList'] {
  return {
    ...{ rows, missing, polls, since: isoOf(since) },
    first: first
      .flatMap((id) => visitById(ctx.store, id) ?? [])
      .map(({ id, talonId, dealId, date, begin }) => ({ visitId: id, talonId, dealId, date, begin })),
  };
}

function stoppedOf(ctx: AccountContext, branchId: number): BranchState['stopped'] {
  const guard = guardOf(ctx, branchId);
  if (!guard?.stoppedAt) {
    return null;
  }
  const isCreations = guard.reason === 'breaker.creations';
  return {
    since: isoOf(guard.stoppedAt),
    code: isCreations ? 'breaker.creations' : 'breaker.moves',
    message: isCreations
      ? 'Слишком много новых сделок за 10 минут: филиал остановлен до вашего решения.'
      : 'Слишком много перемещений сделок за 10 минут: филиал остановлен до вашего решения.',
    waiting: heldCount(ctx, branchId),
    kinds: heldKinds(ctx, branchId),
  };
}

function lastReconciliation(ctx: AccountContext, sourceId: number): BranchState['reconciled'] {
  const row = ctx.store
    .select()
    .from(events)
    .where(and(eq(events.lane, `source:${sourceId}`), eq(events.kind, 'source.reconciled')))
    .orderBy(desc(events.seq))
    .limit(1)
    .get();
  const decision: Decision | null = row?.decision ? JSON.parse(row.decision) : null;
  return (
    (row &&
      decision && {
        at: isoOf(row.at),
        eventId: row.id,
        text: decision.actions[0]?.text ?? '',
        clean: decision.reasons.some(({ code }) => code === 'reconcile.clean'),
        reasons: decision.reasons,
      }) ??
    null
  );
}

type Counts = { queue: number; oldestAt: number | null; failed: number };

/** By branch; 0: of none. */
function countsOf(ctx: AccountContext): Map<number, Counts> {
  const branchId = sql<number>`coalesce(${events.branchId}, 0)`;
  const queued = ctx.store
    .select({ branchId, queue: sql<number>`count(*)`, oldestAt: sql<number>`min(${events.at})` })
    .from(events)
    .where(isNotNull(events.dueAt))
    .groupBy(branchId)
    .all();
  const failed = ctx.store
    .select({ branchId, count: sql<number>`count(*)` })
    .from(events)
    .where(sql`${events.outcome} = 'failed'`)
    .groupBy(branchId)
    .all();
  const counts = new Map<number, Counts>();
  for (const { branchId: id, queue, oldestAt } of queued) {
    counts.set(id, { queue, oldestAt, failed: 0 });
  }
  for (const { branchId: id, count } of failed) {
    counts.set(id, { queue: 0, oldestAt: null, ...counts.get(id), failed: count });
  }
  return counts;
}

function amocrmState(ctx: AccountContext, counts: Iterable<Counts>): StateReply['amocrm'] {
  const all = [...counts];
  const sum = (of: 'queue' | 'failed') => all.reduce((total, count) => total + count[of], 0);
  const oldest = all.flatMap(({ oldestAt }) => oldestAt ?? []);
  const hooks = hookState(ctx.store);
  const trouble = amocrmTrouble(ctx);
  return {
    token: ctx.tokens.state(),
    blocked: trouble?.code === 'amocrm.blocked',
    lastSuccessAt: isoOrNull(Math.max(ctx.amocrmAnswered.at() ?? 0, hooks?.checkedAt ?? 0)),
    nextProbeAt: isoOrNull(trouble?.nextProbeAt),
    queue: sum('queue'),
    oldestAt: oldest.length === 0 ? null : isoOf(Math.min(...oldest)),
    failed: sum('failed'),
    hooks: hooks && {
      mode: hooks.mode,
      alive: hooks.error === null && (hooks.mode === 'events' || hooks.since !== null),
      since: isoOrNull(hooks.since),
      lateSince: hooks.mode === 'hooks' ? isoOrNull(ctx.hookEcho.lateSince()) : null,
      checkedAt: isoOrNull(hooks.checkedAt),
      nextCheckAt: isoOf(hooks.nextCheckAt),
      lastError: hooks.error === null ? null : told(hooks.error, hooks.checkedAt ?? ctx.clock.now()),
    },
    lastError: trouble && troubleOfAmocrm(ctx, trouble),
  };
}

/** 0 is no time, but a column that was never set. */
function isoOrNull(at: number | null | undefined): string | null {
  return at ? isoOf(at) : null;
}

/** What stands in the way of what is written to amoCRM; what one event met is in its own history. */
function troubleOfAmocrm(ctx: AccountContext, { code, at, isClosed }: AmocrmTrouble): TroubleReply {
  const said = told(code, at ?? ctx.clock.now());
  return isClosed ? { ...said, message: `${said.message} Сделки не обновляются, их события ждут.` } : said;
}

function told(code: string, at: number): TroubleReply {
  return { code, message: wordsOf(code).what, advice: meanwhileOf(code), at: isoOf(at) };
}

/** Yes or no to what was held: the list of the branch's source, the events of the branch. */
export function judgeBranch(
  ctx: AccountContext,
  settings: AccountSettings,
  branchId: number,
  isApproved: boolean,
): Result<JudgedReply, ApiFailure> {
  const branch = settings.branches.find((candidate) => candidate.id === branchId);
  if (!branch) {
    return err(problem(404, 'branches.not_found', 'Такого филиала нет.'));
  }
  const isStopped = (guardOf(ctx, branchId)?.stoppedAt ?? null) !== null;
  const list = judgeHeldList(ctx.store, branch.sourceId, isApproved);
  if (!isStopped && !list) {
    return err(problem(409, 'state.nothing_waits', 'Этот филиал ничего не ждёт: решать нечего.'));
  }
  const judge = isApproved ? approve : discard;
  const waiting = isStopped ? judge(ctx, branchId) : 0;
  if (list && isApproved) {
    schedulePoll(ctx, branch.sourceId, ctx.clock.now());
  }
  ctx.wake();
  return ok({ events: waiting, list });
}

export function beginReconciliation(
  ctx: AccountContext,
  settings: AccountSettings,
  branchId: number,
): Result<ReconcilingReply, ApiFailure> {
  const branch = settings.branches.find((candidate) => candidate.id === branchId);
  const main = branch && branchOfBuilding(settings, branch.sourceId, null);
  if (!branch?.enabled || !main || !sourceState(ctx, branch.sourceId)?.tookStockAt) {
    return err(problem(409, 'state.not_read_yet', 'Филиал выключен или ещё не прочитан: сверять нечего.'));
  }
  const { day } = beginNight(ctx, { sourceId: branch.sourceId, timeZone: main.timeZone }, false);
  ctx.wake();
  return ok({ day });
}
