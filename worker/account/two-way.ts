import type { Lead } from '../amocrm/leads.ts';
import type { ArchimedFailure } from '../archimed/failure.ts';
import type { Stage } from '../settings/automation.schemas.ts';
import type { AccountSettings } from '../settings/settings.repository.ts';
import { ok, type Result } from '../shared/result.ts';
import { sameStage } from '../sync/stage.ts';
import { decideTwoWay, type TwoWayInput } from '../sync/two-way.ts';
import { sourceZone } from './branches.ts';
import type { AccountContext } from './context.ts';
import { dealMemory, knownStage, rememberDeal } from './deal-memory.ts';
import type { Decision } from './decision.ts';
import { type Driving, linkedVisits, readDriving } from './driving-read.ts';
import { type EventRow, hasUnfinished, insertEvent } from './inbox.ts';
import { type VisitRow, visitLane } from './mirror.ts';
import type { TriedEnd } from './pump.ts';
import { readTimes, stageNames, statusNames, twoWayOf } from './two-way-reads.ts';
import { setStatus } from './two-way-status.ts';
import { retry } from './visit-work.ts';

/** A stage that was chosen by hand, answered: read the visit afresh, decide, write its status into ArchiMed+. */
export type Answer =
  | { kind: 'answered'; decision: Decision; also: () => void }
  | { kind: 'stopped'; end: TriedEnd };

export type Asked = { ctx: AccountContext; settings: AccountSettings; event: EventRow; lead: Lead };

/** Under the lock of the deal. */
export async function answerMove(asked: Asked): Promise<Answer> {
  const { ctx, settings, lead } = asked;
  const stage: Stage = { pipelineId: lead.pipelineId, stageId: lead.statusId };
  const memory = dealMemory(ctx.store, lead.id);
  const inFlight = ctx.stagesInFlight.get(lead.id);
  // Nobody remembers an answer to it: what was written without one counts as ours, too.
  const known = inFlight && sameStage(inFlight, stage) ? stage : knownStage(memory);
  const pipelines = await ctx.amocrmLists.pipelines(ctx.amocrm(settings.account.domain), 'event');
  if (!pipelines.ok) {
    return { kind: 'stopped', end: retry('amocrm', pipelines.error) };
  }
  const driving = await readVisit(asked);
  if (!driving.ok) {
    return { kind: 'stopped', end: retry('archimed', driving.error) };
  }
  const visit = driving.value;
  const input: TwoWayInput = {
    stage,
    known,
    visit: visit && {
      statusId: visit.talon?.statusId ?? visit.row.statusId ?? 0,
      deleted: visit.talon?.deleted ?? true,
      changed: isChanged(ctx, visit, memory),
      branchOn: visit.branch.enabled,
    },
    twoWay: visit ? twoWayOf(settings, visit.row.branchId) : { rows: [], conflict: 'archimed' },
    syncPipelines: settings.automation.body.syncPipelines,
    stageName: stageNames(pipelines.value),
    statusName: statusNames(visit?.statuses ?? []),
  };
  let decision = decideTwoWay(input);
  if (decision.kind === 'need-times' && visit) {
    const times = await readTimes(
      ctx.amocrm(settings.account.domain),
      'event',
      lead.id,
      visit.talon,
      sourceZone(settings, visit.branch),
    );
    if (!times.ok) {
      return { kind: 'stopped', end: retry('amocrm', times.error) };
    }
    decision = decideTwoWay({ ...input, times: times.value });
  }
  switch (decision.kind) {
    case 'need-times':
      return { kind: 'stopped', end: { outcome: 'retry', code: 'internal.rounds', httpStatus: null } };
    case 'own':
      return { kind: 'answered', decision: { actions: [], reasons: [decision.reason] }, also: () => {} };
    case 'noted':
      return {
        kind: 'answered',
        decision: { actions: [], reasons: [decision.reason] },
        also: () => rememberDeal(ctx.store, lead.id, stage),
      };
    case 'table':
      return {
        kind: 'answered',
        decision: { actions: [], reasons: [decision.reason] },
        also: () => {
          rememberDeal(ctx.store, lead.id, stage);
          if (visit) {
            lookAgain(ctx, visit.row, lead.id);
          }
        },
      };
    case 'status':
      return visit
        ? setStatus(asked, visit, stage, decision)
        : { kind: 'stopped', end: { outcome: 'retry', code: 'internal.rounds', httpStatus: null } };
  }
}

/** The visit's event applies its present state to the deal. */
export function lookAgain(ctx: AccountContext, row: VisitRow, dealId: number): void {
  const now = ctx.clock.now();
  insertEvent(ctx.store, {
    kind: 'visit.changed',
    lane: visitLane(row.id),
    at: now,
    payload: { origin: 'hook', changes: [] },
    branchId: row.branchId,
    visitId: row.id,
    dealId,
    dueAt: now,
  });
}

async function readVisit({
  ctx,
  settings,
  event,
  lead,
}: Asked): Promise<Result<Driving | null, ArchimedFailure>> {
  const rows = linkedVisits(ctx, lead.id);
  // Most clinics use one way only: nothing is read for them.
  return rows.some((row) => twoWayOf(settings, row.branchId).rows.length > 0)
    ? readDriving(ctx, settings, rows, event.at)
    : ok(null);
}

/** Against the status that decided last; of a visit that never did, against what was last seen of it. */
function isChanged(
  ctx: AccountContext,
  { row, talon }: Driving,
  memory: ReturnType<typeof dealMemory>,
): boolean {
  if (memory?.lastVisitId === row.id) {
    const status = talon?.deleted === false ? String(talon.statusId ?? row.statusId ?? 0) : 'deleted';
    return status !== memory.lastStatus;
  }
  return talon?.statusId !== row.statusId || hasUnfinished(ctx.store, visitLane(row.id));
}
