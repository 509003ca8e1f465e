import type { Pipeline } from '../amocrm/pipelines.ts';
import type { Stage } from '../settings/automation.schemas.ts';
import { drivingVisit } from '../sync/driving.ts';
import type { LeadView, VisitFacts, VisitRef } from '../sync/model.ts';
import type { Plan } from '../sync/plan.ts';
import { decideTwoWay, type Heeded, heed, knownAfterVisit, type TwoWayInput } from '../sync/two-way.ts';
import { sourceZone } from './branches.ts';
import { type DealMemory, knownStage } from './deal-memory.ts';
import { readTimes, stageNames, statusNames, twoWayOf } from './two-way-reads.ts';
import type { Failed, Work } from './visit-work.ts';

/** A plan that knows of a stage chosen by hand: what stands as known afterwards, and whether the deal's event must answer. */
export type HeededPlan = Plan & {
  known: Stage;
  answer: boolean;
  /** The visit that the plan speaks of. */
  target: VisitFacts;
};

export async function heedMove(
  work: Work,
  lead: LeadView,
  plan: Plan,
  deal: {
    memory: DealMemory | null;
    visits: readonly VisitRef[];
    target: VisitFacts;
    pipelines: readonly Pipeline[];
  },
): Promise<{ ok: true; value: HeededPlan } | Failed> {
  const { memory, target } = deal;
  const stage: Stage = { pipelineId: lead.pipelineId, stageId: lead.statusId };
  const known = knownStage(memory);
  const finished = (heeded: Heeded, changed: Plan): { ok: true; value: HeededPlan } => ({
    ok: true,
    value: {
      ...changed,
      known: knownAfterVisit(known, stage, {
        move: changed.lead.stage,
        isThere: plan.reasons.some((reason) => reason.code === 'stage.already'),
        heeded,
      }),
      answer: heeded === 'kept',
      target,
    },
  });
  const isNews =
    memory?.lastVisitId !== plan.memory.lastVisitId || memory?.lastStatus !== plan.memory.lastStatus;
  const drives = drivingVisit(deal.visits, work.today)?.id === target.id;
  const branch = work.settings.branches.find((candidate) => candidate.id === target.branchId);
  if (!isNews || !drives || !branch || twoWayOf(work.settings, target.branchId).rows.length === 0) {
    return finished('none', plan);
  }
  const input: TwoWayInput = {
    stage,
    known,
    visit: { statusId: target.statusId, deleted: target.deleted, changed: true, branchOn: branch.enabled },
    twoWay: twoWayOf(work.settings, target.branchId),
    syncPipelines: work.settings.automation.body.syncPipelines,
    stageName: stageNames(deal.pipelines),
    statusName: statusNames(work.statuses),
  };
  let decision = decideTwoWay(input);
  if (decision.kind === 'need-times') {
    const talon = await work.archimed.talons.byId(work.priority, target.talonId, { withDeleted: true });
    if (!talon.ok) {
      return { ok: false, side: 'archimed', error: talon.error };
    }
    const times = await readTimes(
      work.amocrm,
      work.priority,
      lead.id,
      talon.value,
      sourceZone(work.settings, branch),
    );
    if (!times.ok) {
      return { ok: false, side: 'amocrm', error: times.error };
    }
    decision = decideTwoWay({ ...input, times: times.value });
  }
  if (decision.kind === 'need-times') {
    return finished('none', plan);
  }
  const { reason } = decision;
  const heeded = heed(decision);
  switch (heeded) {
    case 'none':
      return finished('none', plan);
    case 'overruled':
      return finished('overruled', { ...plan, reasons: [reason, ...plan.reasons] });
    case 'kept':
      return finished('kept', {
        ...plan,
        lead: { ...plan.lead, stage: null },
        actions: plan.actions.filter((action) => action.kind !== 'lead.stage'),
        reasons: [reason, ...plan.reasons.filter(({ code }) => !code.startsWith('stage.'))],
      });
  }
}
