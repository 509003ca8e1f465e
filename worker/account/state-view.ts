import { and, gt, isNotNull, sql } from 'drizzle-orm';
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
import { amocrmTrouble } from './amocrm-trouble.ts';
import { branchOfBuilding } from './branches.ts';
import { guardOf } from './breaker.ts';
import { approve, discard, heldCount } from './breaker-judgement.ts';
import type { AccountContext } from './context.ts';
import { type ApiFailure, problem, wordsOf } from './failures.ts';
import { beginNight, nightOf } from './night.ts';
import { schedulePoll, sourceState } from './poll.ts';
import { heldList, judgeHeldList } from './poll-held.ts';
import { events } from './schema.ts';

/** «Состояние» (product.md §3.5): what the object knows without asking anybody, and an administrator's yes or no. */

/** Failed events are counted among so many of the newest. */
const COUNTED_EVENTS = 100_000;

export function stateOf(
  ctx: AccountContext,
  settings: AccountSettings,
  branchIds: readonly number[],
): StateReply {
  const counts = countsOf(ctx);
  const trouble = troubleOfAmocrm(ctx);
  return {
    branches: settings.branches
      .filter((branch) => branchIds.includes(branch.id))
      .map((branch) => branchState(ctx, branch, counts.get(branch.id))),
    amocrm: {
      token: ctx.tokens.state(),
      blocked: trouble?.code === 'amocrm.blocked',
      queue: [...counts.values()].reduce((sum, { queue }) => sum + queue, 0),
      lastError: trouble,
    },
  };
}

type Counts = { queue: number; failed: number };

function branchState(ctx: AccountContext, branch: BranchRow, counts: Counts | undefined): BranchState {
  const state = sourceState(ctx, branch.sourceId);
  const held = heldList(ctx.store, branch.sourceId);
  const guard = guardOf(ctx, branch.id);
  const { id, title, enabled, sourceId } = branch;
  return {
    id,
    title,
    enabled,
    sourceId,
    keyValid: state?.keyValid ?? null,
    lastSuccessAt: state?.lastSuccessAt ? isoOf(state.lastSuccessAt) : null,
    nextPollAt: enabled && state ? isoOf(state.nextPollAt) : null,
    strategy: state?.strategy ?? null,
    heldList: held && { rows: held.rows, missing: held.missing, polls: held.polls, since: isoOf(held.since) },
    stopped: guard?.stoppedAt
      ? {
          since: isoOf(guard.stoppedAt),
          code: guard.reason === 'breaker.creations' ? 'breaker.creations' : 'breaker.moves',
          message:
            guard.reason === 'breaker.creations'
              ? 'Слишком много новых сделок за 10 минут: филиал остановлен до вашего решения.'
              : 'Слишком много перемещений сделок за 10 минут: филиал остановлен до вашего решения.',
          waiting: heldCount(ctx, id),
        }
      : null,
    queue: counts?.queue ?? 0,
    failed: counts?.failed ?? 0,
    reconciledDay: state?.reconciledDay ?? null,
    reconciling: nightOf(ctx, sourceId) !== null,
    lastError: state?.errorCode && state.errorAt ? told(state.errorCode, state.errorAt) : null,
  };
}

/** By branch; 0: of none. */
function countsOf(ctx: AccountContext): Map<number, Counts> {
  const newest = ctx.store
    .select({ seq: sql<number>`coalesce(max(${events.seq}), 0)` })
    .from(events)
    .get();
  const branchId = sql<number>`coalesce(${events.branchId}, 0)`;
  const queued = ctx.store
    .select({ branchId, count: sql<number>`count(*)` })
    .from(events)
    .where(isNotNull(events.dueAt))
    .groupBy(branchId)
    .all();
  const failed = ctx.store
    .select({ branchId, count: sql<number>`count(*)` })
    .from(events)
    .where(and(gt(events.seq, (newest?.seq ?? 0) - COUNTED_EVENTS), sql`${events.outcome} = 'failed'`))
    .groupBy(branchId)
    .all();
  const counts = new Map<number, Counts>();
  for (const row of queued) {
    counts.set(row.branchId, { queue: row.count, failed: 0 });
  }
  for (const row of failed) {
    counts.set(row.branchId, { queue: counts.get(row.branchId)?.queue ?? 0, failed: row.count });
  }
  return counts;
}

/** What stands in the way of everything that is written to amoCRM; what one event met is in its own history. */
function troubleOfAmocrm(ctx: AccountContext): StateReply['amocrm']['lastError'] {
  const trouble = amocrmTrouble(ctx);
  return trouble && { ...told(trouble.code, trouble.since ?? ctx.clock.now()), message: trouble.message };
}

function told(code: string, at: number): TroubleReply {
  const { what, remedy } = wordsOf(code);
  return { code, message: what, advice: remedy, at: isoOf(at) };
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
