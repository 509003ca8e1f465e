import type { Stage } from '../settings/automation.schemas.ts';
import type { StatusRow, StatusSettings } from '../settings/statuses.schemas.ts';
import { isClosedStage, type LeadView, type Reason, type VisitFacts } from './model.ts';
import { chooseTable } from './stage-table.ts';

export type StageRules = {
  statuses: StatusSettings;
  protectedStages: readonly Stage[];
  syncPipelines: readonly number[] | null;
  stageName(stage: Stage): string;
};

/** `ruleReasons`: which rule's table applied, when there are rules. */
export type StageDecision = {
  move: Stage | null;
  lastStatus: string;
  reason: Reason;
  ruleReasons: Reason[];
};

/** Status → stage by the branch's table. A manager's move stands until (visit, status) changes. */
export function decideStage(
  visit: VisitFacts,
  lead: Pick<LeadView, 'pipelineId' | 'statusId'>,
  lastPair: { visitId: string | null; status: string | null },
  rules: StageRules,
): StageDecision {
  const status = visit.deleted ? 'deleted' : String(visit.statusId);
  const statusName = visit.deleted ? 'запись удалена' : visit.statusName;
  const ruleReasons: Reason[] = [];
  const stay = (code: string, text: string): StageDecision => ({
    move: null,
    lastStatus: status,
    reason: { code, text },
    ruleReasons,
  });

  if (rules.statuses.mode === 'off') {
    return stay('stage.off', 'Этап не изменён: синхронизация статусов этого филиала выключена');
  }
  if (lastPair.visitId === visit.id && lastPair.status === status) {
    return stay('stage.same_status', `Этап не изменён: статус визита «${statusName}» уже учтён раньше`);
  }
  const table = chooseTable(rules.statuses, visit, lead);
  ruleReasons.push(...table.reasons);
  const row = table.rows.find((candidate) => String(candidate.statusId) === status);
  const target = row && targetOf(row);
  if (!row || !target) {
    return stay('stage.unmapped', `Этап не изменён: для статуса «${statusName}» этап не задан`);
  }
  const current: Stage = { pipelineId: lead.pipelineId, stageId: lead.statusId };
  const name = rules.stageName(current);
  if (sameStage(current, target)) {
    return stay('stage.already', `Сделка уже на этапе «${name}»`);
  }
  if (rules.protectedStages.some((stage) => sameStage(stage, current))) {
    return stay('stage.protected', `Сделка не перемещена: этап «${name}» защищён`);
  }
  if (isClosedStage(lead.statusId) && !row.moveClosed) {
    return stay('stage.closed', `Сделка не перемещена: она закрыта («${name}»)`);
  }
  if (rules.syncPipelines && !rules.syncPipelines.includes(lead.pipelineId)) {
    return stay('stage.pipeline', 'Сделка не перемещена: её воронка не синхронизируется');
  }
  return {
    move: target,
    lastStatus: status,
    ruleReasons,
    reason: {
      code: 'stage.moved',
      text: `Статус визита «${statusName}» → сделка перенесена в «${rules.stageName(target)}»`,
    },
  };
}

function targetOf(row: StatusRow): Stage | null {
  return row.pipelineId !== null && row.stageId !== null
    ? { pipelineId: row.pipelineId, stageId: row.stageId }
    : null;
}

export function sameStage(left: Stage, right: Stage): boolean {
  // 142 and 143 exist in every pipeline: a stage is always the pair (amocrm-api.md §4.9).
  return left.pipelineId === right.pipelineId && left.stageId === right.stageId;
}
