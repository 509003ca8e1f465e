import type { Lead } from '../amocrm/leads.ts';
import type { ArchimedClient } from '../archimed/client.ts';
import type { ArchimedFailure } from '../archimed/failure.ts';
import type { Talon } from '../archimed/talons.ts';
import type { Stage } from '../settings/automation.schemas.ts';
import type { AccountSettings, BranchRow } from '../settings/settings.repository.ts';
import { drivingVisit } from '../sync/driving.ts';
import type { VisitRef } from '../sync/model.ts';
import { sameStage } from '../sync/stage.ts';
import { decideTwoWay, type TwoWayInput } from '../sync/two-way.ts';
import { fromEpochMs } from '../sync/wall-clock.ts';
import { sourceZone } from './branches.ts';
import type { AccountContext } from './context.ts';
import { dealMemory, knownStage, rememberDeal } from './deal-memory.ts';
import type { Decision } from './decision.ts';
import { type EventRow, hasUnfinished, insertEvent } from './inbox.ts';
import { type VisitRow, visitLane, visitsOfDeal } from './mirror.ts';
import type { TriedEnd } from './pump.ts';
import { readTimes, stageNames, statusNames, twoWayOf } from './two-way-reads.ts';
import { setStatus } from './two-way-status.ts';
import { visitRefs } from './visit-facts.ts';
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
  const driving = await readDriving(asked);
  if (!driving.ok) {
    return { kind: 'stopped', end: retry('archimed', driving.error) };
  }
  const { visit } = driving;
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

export type Driving = {
  row: VisitRow;
  branch: BranchRow;
  client: ArchimedClient;
  talon: Talon | null;
  statuses: readonly { id: number; name: string }[];
};

async function readDriving({
  ctx,
  settings,
  event,
  lead,
}: Asked): Promise<{ ok: true; visit: Driving | null } | { ok: false; error: ArchimedFailure }> {
  const rows = visitsOfDeal(ctx.store, lead.id).filter((row) => row.linkState === 'active');
  // Most clinics use one way only: nothing is read for them.
  if (!rows.some((row) => twoWayOf(settings, row.branchId).rows.length > 0)) {
    return { ok: true, visit: null };
  }
  const refs: VisitRef[] = [];
  const sources = new Map<number, Pick<Driving, 'client' | 'statuses'>>();
  for (const sourceId of new Set(rows.map((row) => row.sourceId))) {
    const client = await ctx.archimed(settings, sourceId);
    if (!client) {
      return { ok: false, error: { kind: 'unreadable_token', message: null } };
    }
    const statuses = await ctx.directories.get(client, sourceId, 'statuses', 'event');
    if (!statuses.ok) {
      return statuses;
    }
    const own = rows.filter((row) => row.sourceId === sourceId);
    refs.push(...visitRefs(settings, own, statuses.value.list));
    sources.set(sourceId, { client, statuses: statuses.value.list });
  }
  const branchOf = (row: VisitRow | undefined) =>
    settings.branches.find((candidate) => candidate.id === row?.branchId);
  const zone = branchOf(rows[0])?.timeZone ?? settings.account.timeZone;
  const driving = drivingVisit(refs, fromEpochMs(event.at, zone).date);
  const row = rows.find((candidate) => candidate.id === driving?.id);
  const branch = branchOf(row);
  const source = row && sources.get(row.sourceId);
  if (!row || !branch || !source || row.talonId === null) {
    return { ok: true, visit: null };
  }
  const talon = await source.client.talons.byId('event', row.talonId, { withDeleted: true });
  return talon.ok ? { ok: true, visit: { row, branch, talon: talon.value, ...source } } : talon;
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
