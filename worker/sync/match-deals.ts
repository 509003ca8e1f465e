import type { MatchInput } from './match.ts';
import { isClosedStage, type LeadView, type Reason } from './model.ts';
import { sameStage } from './stage.ts';

/** Which of the deals that a step found may be taken, and which of those it is (product.md §3.3). */

type DealRules = Pick<
  MatchInput,
  | 'talonId'
  | 'settings'
  | 'policy'
  | 'branchIds'
  | 'recordIdField'
  | 'branchIdField'
  | 'dealVisits'
  | 'isRefused'
>;

export type Choice = { lead: LeadView | null; count: number; reasons: Reason[] };

/** Step 2: deals that carry this visit's record ID and any branch of its source. */
export function byRecordId(input: DealRules, leads: readonly LeadView[]): Choice {
  const own = leads.filter((lead) => carriesRecord(input, lead));
  const searched = own.filter((lead) => input.settings.idIsEnough || inSearchedStages(input, lead));
  const reasons: Reason[] = own
    .filter((lead) => !searched.includes(lead))
    .map((lead) => ({
      code: 'match.record_id_stage',
      text: `Сделка ${lead.id} с ID этой записи не взята: на её этапе не ищут`,
    }));
  return choose(input, searched, reasons);
}

/** Steps 3 and 4: deals of the person's contact. */
export function ofContact(input: DealRules, leads: readonly LeadView[]): Choice {
  return choose(
    input,
    leads.filter((lead) => inSearchedStages(input, lead) && mayTake(input, lead)),
    [],
  );
}

function choose(input: DealRules, leads: readonly LeadView[], reasons: Reason[]): Choice {
  const free = leads.filter((lead) => !input.isRefused(lead.id));
  const refused: Reason[] = leads
    .filter((lead) => !free.includes(lead))
    .map((lead) => ({
      code: 'match.refused',
      text: `Сделка ${lead.id} не взята: от этой записи её отвязали вручную`,
    }));
  const order = {
    earliest: (left: LeadView, right: LeadView) => left.createdAt - right.createdAt,
    latest: (left: LeadView, right: LeadView) => right.createdAt - left.createdAt,
    updated: (left: LeadView, right: LeadView) => right.updatedAt - left.updatedAt,
  }[input.settings.priority];
  const [lead = null] = free.toSorted((left, right) => order(left, right) || left.id - right.id);
  return { lead, count: free.length, reasons: [...reasons, ...refused] };
}

export function carriesRecord(
  input: Pick<DealRules, 'talonId' | 'branchIds' | 'recordIdField' | 'branchIdField'>,
  lead: Pick<LeadView, 'fields'>,
): boolean {
  return (
    numberIn(lead, input.recordIdField) === input.talonId &&
    input.branchIds.includes(numberIn(lead, input.branchIdField) ?? -1)
  );
}

function inSearchedStages({ settings }: DealRules, lead: LeadView): boolean {
  return settings.stages
    ? settings.stages.some((stage) =>
        sameStage(stage, { pipelineId: lead.pipelineId, stageId: lead.statusId }),
      )
    : !isClosedStage(lead.statusId);
}

/** As the policy on visits per deal allows (product.md §3.1). */
function mayTake(input: DealRules, lead: LeadView): boolean {
  const [talonId, branchId] = [numberIn(lead, input.recordIdField), numberIn(lead, input.branchIdField)];
  const record = talonId === null || branchId === null ? null : { talonId, branchId };
  const visits = input.dealVisits(lead.id, record);
  if (talonId === null && !visits.unwritten) {
    return true;
  }
  return input.policy === 'many' ? !visits.open : visits.finalOnly;
}

export function numberIn(lead: Pick<LeadView, 'fields'>, fieldId: number): number | null {
  const value = lead.fields.get(fieldId)?.[0]?.value;
  const number = Number(value);
  return value === undefined || value === null || value === '' || !Number.isFinite(number) ? null : number;
}
