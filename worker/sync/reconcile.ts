import type { FieldSettings, LeadFieldKey } from '../settings/fields.schemas.ts';
import { leadFieldValue, MAX_SERVICE_OPTIONS, planField, presentValue } from './fields.ts';
import type { CustomField, LeadView, VisitFacts } from './model.ts';

/**
 * One deal at night (product.md §4): what ArchiMed+ says now, what we last wrote (as hashes) and what stands in amoCRM.
 * Never written is repaired by an ordinary event; what somebody else wrote over ours is reported and left.
 */
export type DealComparison = {
  /** Names of what ArchiMed+ says and was never written. */
  unwritten: string[];
  /** Names of what differs from what we last wrote. */
  edited: string[];
};

export type DealMemory = {
  lastVisitId: string | null;
  lastStatus: string | null;
  stage: { pipelineId: number; stageId: number } | null;
  written: Readonly<Record<string, string>>;
};

export function compareDeal(
  visit: VisitFacts,
  lead: Pick<LeadView, 'fields' | 'price' | 'pipelineId' | 'statusId'>,
  memory: DealMemory,
  settings: FieldSettings['lead'],
  fields: ReadonlyMap<number, CustomField>,
  hash: (text: string) => string,
): DealComparison {
  const unwritten: string[] = [];
  const edited: string[] = [];
  const status = visit.deleted ? 'deleted' : String(visit.statusId);
  if (memory.lastVisitId !== visit.id || memory.lastStatus !== status) {
    unwritten.push('статус');
  }
  if (
    memory.stage &&
    (memory.stage.pipelineId !== lead.pipelineId || memory.stage.stageId !== lead.statusId)
  ) {
    edited.push('этап');
  }
  for (const [key, fieldId] of Object.entries(settings)) {
    const field = typeof fieldId === 'number' ? fields.get(fieldId) : undefined;
    if (!field) {
      continue;
    }
    const known = memory.written[key];
    if (isUnwritten(key as LeadFieldKey, field, visit, known, hash)) {
      unwritten.push(field.name);
    } else if (
      known !== undefined &&
      known !== hash(`${field.id}:${presentValue(field, lead.fields.get(field.id))}`)
    ) {
      edited.push(field.name);
    }
  }
  const sum = visit.services && Math.round(visit.services.reduce((total, { price }) => total + price, 0));
  if (settings.budget && sum !== null && hash(`budget:${sum}`) !== memory.written.budget) {
    unwritten.push('бюджет');
  } else if (memory.written.budget !== undefined && hash(`budget:${lead.price}`) !== memory.written.budget) {
    edited.push('бюджет');
  }
  return { unwritten, edited };
}

/** Our hash of it is another one, or none. What ArchiMed+ does not tell or the field cannot hold is not missing. */
function isUnwritten(
  key: LeadFieldKey,
  field: CustomField,
  visit: VisitFacts,
  known: string | undefined,
  hash: (text: string) => string,
): boolean {
  const meaning = leadFieldValue(key, visit);
  const planned = meaning && planField(field, meaning);
  if (!planned || 'unfit' in planned) {
    return false;
  }
  if ('missingOptions' in planned) {
    return field.enums.length + planned.missingOptions.length <= MAX_SERVICE_OPTIONS;
  }
  return hash(`${field.id}:${planned.compare}`) !== known;
}
