import type { Choice, ShownField, ShownTask } from '../preview/preview.schemas.ts';
import { contactFieldValue, type FieldWrite, leadFieldValue, type Meaningful } from '../sync/fields.ts';
import type { CustomField, LeadView, Reason } from '../sync/model.ts';
import type { TaskStep } from '../sync/plan-task.ts';
import { dottedDate, isoOf } from '../sync/wall-clock.ts';
import type { HeededPlan } from './heed-move.ts';
import type { Work } from './visit-work.ts';

/** A choice and its plan as the page shows them. */
export type Chosen = {
  kind: NonNullable<Choice['deal']>['kind'];
  lead: LeadView;
  plan: HeededPlan;
  patient: { id: number; cardNumber: string; birthDate: string | null } | null;
  /** The contact would be made with the deal. */
  isNewContact: boolean;
  leadFields: ReadonlyMap<number, CustomField>;
  contactFields: ReadonlyMap<number, CustomField>;
  reasons: Reason[];
};

export function nothingChosen(reasons: readonly Reason[]): Choice {
  return {
    deal: null,
    contact: null,
    stage: { from: null, to: null },
    fields: [],
    title: null,
    task: null,
    note: null,
    reasons: [...reasons],
  };
}

export function shownChoice(work: Work, chosen: Chosen): Choice {
  const { kind, lead, plan, isNewContact, reasons } = chosen;
  const isMade = kind === 'created';
  const stage = { pipelineId: lead.pipelineId, stageId: lead.statusId };
  return {
    deal: { kind, id: lead.id > 0 ? lead.id : null, name: lead.name },
    contact: isNewContact
      ? { kind: 'created', id: null }
      : lead.contactId === null
        ? null
        : { kind: 'known', id: lead.contactId },
    stage: { from: isMade ? null : stage, to: plan.lead.stage ?? (isMade ? stage : null) },
    fields: [...leadRows(work, chosen), ...contactRows(work, chosen)],
    title: isMade ? lead.name : plan.lead.name,
    task: plan.task && shownTask(plan.task),
    note: plan.note,
    reasons,
  };
}

function leadRows({ settings }: Work, { plan, kind, leadFields }: Chosen): ShownField[] {
  const { budget, ...mapped } = settings.fields.body.lead;
  const isMade = kind === 'created';
  const isSample = plan.target.talonId === 0;
  const rows = Object.entries(mapped).flatMap(([key, fieldId]) => {
    const name = key as keyof typeof mapped;
    const meaning = isSample && name === 'recordId' ? noNumber : leadFieldValue(name, plan.target);
    const isOurs = isMade && (name === 'recordId' || name === 'branchId');
    return shownField('lead', fieldId, meaning, leadFields, plan.lead.fields, isOurs);
  });
  const { services } = plan.target;
  const sum = services?.reduce((total, { price }) => total + price, 0);
  const value = sum === undefined ? null : `${Math.round(sum).toLocaleString('ru')} ₽`;
  return budget
    ? [...rows, { entity: 'lead', name: 'Бюджет', value, written: plan.lead.price !== null }]
    : rows;
}

/** A visit that nobody booked. */
const noNumber: Meaningful = { kind: 'text', value: 'номер записи' };

function contactRows({ settings }: Work, chosen: Chosen): ShownField[] {
  const { plan, patient, contactFields, isNewContact } = chosen;
  const { contact } = settings.fields.body;
  return patient === null
    ? []
    : Object.entries(contact).flatMap(([key, fieldId]) => {
        const meaning = contactFieldValue(key as keyof typeof contact, patient);
        return shownField('contact', fieldId, meaning, contactFields, plan.contact.fields, isNewContact);
      });
}

/** One that is gone from amoCRM is told by the plan's reasons. */
function shownField(
  entity: ShownField['entity'],
  fieldId: number | null,
  meaning: Meaningful | null,
  fields: ReadonlyMap<number, CustomField>,
  writes: readonly FieldWrite[],
  isMadeWith: boolean,
): ShownField[] {
  const field = fieldId === null ? undefined : fields.get(fieldId);
  if (!field) {
    return [];
  }
  const value = meaning && textOf(meaning);
  const written = value !== null && (isMadeWith || writes.some((write) => write.fieldId === field.id));
  return [{ entity, name: field.name, value, written }];
}

function textOf(meaning: Meaningful): string {
  switch (meaning.kind) {
    case 'number':
      return String(meaning.value);
    case 'text':
      return meaning.value;
    case 'moment':
      return `${dottedDate(meaning.date)} ${meaning.time}`;
    case 'day':
      return dottedDate(meaning.date);
    case 'options':
      return meaning.values.join(', ');
  }
}

function shownTask(step: TaskStep): ShownTask {
  const due = 'completeTill' in step ? isoOf(step.completeTill * 1000) : null;
  return { action: step.do, text: step.do === 'complete' ? step.result : step.text, due };
}
