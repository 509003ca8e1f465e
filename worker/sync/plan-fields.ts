import type { ContactFieldKey, LeadFieldKey } from '../settings/fields.schemas.ts';
import {
  contactFieldValue,
  type FieldWrite,
  leadFieldValue,
  MAX_SERVICE_OPTIONS,
  planField,
  presentValue,
} from './fields.ts';
import type { CustomField, LeadView, Reason, VisitFacts } from './model.ts';
import type { PlanInput } from './plan.ts';

export type OptionAddition = { entity: 'leads' | 'contacts'; fieldId: number; options: string[] };

export type FieldsPlan = {
  writes: FieldWrite[];
  names: string[];
  written: Record<string, string>;
  additions: OptionAddition[];
};

export function planLeadFields(input: PlanInput, visit: VisitFacts, reasons: Reason[]): FieldsPlan {
  const mapped = Object.entries(input.settings.fields.lead).filter(
    (entry): entry is [LeadFieldKey, number] => entry[0] !== 'budget' && typeof entry[1] === 'number',
  );
  return planFields(
    'leads',
    mapped.map(([key, fieldId]) => ({ key, fieldId, meaning: leadFieldValue(key, visit) })),
    input.leadFields,
    input.lead.fields,
    input.memory.written,
    input.hash,
    reasons,
  );
}

type ContactFieldsInput = Pick<PlanInput, 'own' | 'contact' | 'contactFields' | 'patient' | 'hash'> & {
  memory: Pick<PlanInput['memory'], 'contactWritten'>;
  settings: Pick<PlanInput['settings'], 'fields'>;
};

/** A contact may be a patient in several sources: its fields show the driving visit's (product.md §2). */
export function planContactFields(
  input: ContactFieldsInput,
  visit: VisitFacts,
  reasons: Reason[],
): FieldsPlan {
  const { contact, patient, own } = input;
  const drives = visit.sourceId === own.sourceId && visit.patientId === own.patientId;
  if (!contact || !patient || !drives) {
    return { writes: [], names: [], written: {}, additions: [] };
  }
  const mapped = Object.entries(input.settings.fields.contact).filter(
    (entry): entry is [ContactFieldKey, number] => typeof entry[1] === 'number',
  );
  return planFields(
    'contacts',
    mapped.map(([key, fieldId]) => ({
      key,
      fieldId,
      meaning: contactFieldValue(key, patient),
    })),
    input.contactFields,
    contact.fields,
    input.memory.contactWritten,
    input.hash,
    reasons,
  );
}

/**
 * Only what differs, and only what changed in ArchiMed+ since we wrote it last: a manager's edit of a mapped field
 * stands until that value changes in ArchiMed+ (product.md §3.4).
 */
function planFields(
  entity: 'leads' | 'contacts',
  wanted: { key: string; fieldId: number; meaning: ReturnType<typeof leadFieldValue> }[],
  fields: ReadonlyMap<number, CustomField>,
  present: LeadView['fields'],
  before: Readonly<Record<string, string>>,
  hash: (text: string) => string,
  reasons: Reason[],
): FieldsPlan {
  const plan: FieldsPlan = { writes: [], names: [], written: {}, additions: [] };
  for (const { key, fieldId, meaning } of wanted) {
    if (meaning === null) {
      continue;
    }
    const field = fields.get(fieldId);
    if (!field) {
      reasons.push({ code: 'fields.gone', text: `Поле amoCRM ${fieldId} не найдено: значение не записано` });
      continue;
    }
    const planned = planField(field, meaning);
    if ('missingOptions' in planned) {
      if (key === 'services' && field.enums.length + planned.missingOptions.length > MAX_SERVICE_OPTIONS) {
        reasons.push({
          code: 'fields.too_many_options',
          text: `В поле «${field.name}» уже ${MAX_SERVICE_OPTIONS} вариантов: выберите для услуг текстовое поле`,
        });
        continue;
      }
      plan.additions.push({ entity, fieldId, options: planned.missingOptions });
      continue;
    }
    if ('unfit' in planned) {
      reasons.push({
        code: 'fields.unfit',
        text: `Поле «${field.name}» такое значение не принимает: оно не записано`,
      });
      continue;
    }
    const digest = hash(`${fieldId}:${planned.compare}`);
    if (before[key] === digest) {
      continue;
    }
    plan.written[key] = digest;
    if (presentValue(field, present.get(fieldId)) !== planned.compare) {
      plan.writes.push(planned.write);
      plan.names.push(field.name);
    }
  }
  return plan;
}
