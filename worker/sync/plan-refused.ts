import type { ContactFieldKey, FieldSettings, LeadFieldKey } from '../settings/fields.schemas.ts';
import type { CustomField, Reason } from './model.ts';
import type { Plan } from './plan.ts';

/** One bad field, an option or a stage that amoCRM no longer has must not cost the rest of a plan. */
export type Complaint = { readonly code: string; readonly path: string };
export type PlanPart = 'lead' | 'contact';

export type Known = {
  settings: FieldSettings;
  /** Of the part's entity. */
  fields: ReadonlyMap<number, CustomField>;
  /** What was written of the part before this plan: a field that is left out is as it was. */
  written: Readonly<Record<string, string>>;
};

/** The plan without what amoCRM complains of, with a reason for each; null: something of it cannot be left out. */
export function withoutRefused<P extends Plan>(
  plan: P,
  part: PlanPart,
  complaints: readonly Complaint[],
  known: Known,
): P | null {
  let rest: P | null = complaints.length === 0 ? null : plan;
  // By what was sent: a complaint counts the fields of the refused request.
  const sent = part === 'lead' ? plan.lead.fields : plan.contact.fields;
  for (const complaint of complaints) {
    const index = /^custom_fields_values\.(\d+)/.exec(complaint.path)?.[1];
    const fieldId = index === undefined ? undefined : sent[Number(index)]?.fieldId;
    if (!rest) {
      return null;
    }
    rest =
      fieldId === undefined
        ? withoutPlain(rest, part, complaint, known)
        : withoutField(rest, part, fieldId, complaint, known);
  }
  return rest;
}

/** A table may name a stage that was deleted in amoCRM since. */
export function withoutGoneStage<P extends Plan>(
  plan: P,
  exists: (stage: NonNullable<Plan['lead']['stage']>) => boolean,
) {
  return plan.lead.stage === null || exists(plan.lead.stage)
    ? plan
    : withoutStage(plan, {
        code: 'stage.gone',
        text: 'Сделка не перемещена: этапа больше нет в amoCRM. Выберите другой в настройках «Статусы»',
      });
}

function withoutField<P extends Plan>(
  plan: P,
  part: PlanPart,
  fieldId: number,
  { code }: Complaint,
  known: Known,
): P {
  const key = keyOf(known.settings, part, fieldId);
  const name = known.fields.get(fieldId)?.name ?? `№ ${fieldId}`;
  const reason: Reason = {
    code: 'fields.refused',
    text: `Поле «${name}» не записано: amoCRM его не принял (${code}). Проверьте его в настройках «Поля»`,
  };
  const reasons = plan.reasons.some(({ text }) => text === reason.text)
    ? plan.reasons
    : [...plan.reasons, reason];
  const keep = ({ fieldId: other }: { fieldId: number }) => other !== fieldId;
  if (part === 'contact') {
    const fields = plan.contact.fields.filter(keep);
    const contactWritten = undone(plan.memory.contactWritten, key, known.written);
    const rest = { ...plan, contact: { fields }, memory: { ...plan.memory, contactWritten }, reasons };
    return fields.length > 0 ? rest : withoutAction(rest, 'contact.fields');
  }
  const fields = plan.lead.fields.filter(keep);
  const rest = {
    ...plan,
    lead: { ...plan.lead, fields },
    memory: { ...plan.memory, written: undone(plan.memory.written, key, known.written) },
    reasons,
  };
  const names = fields.map((field) => known.fields.get(field.fieldId)?.name ?? `№ ${field.fieldId}`);
  return fields.length > 0 ? withFieldNames(rest, names) : withoutAction(rest, 'lead.fields');
}

function withoutPlain<P extends Plan>(
  plan: P,
  part: PlanPart,
  { code, path }: Complaint,
  known: Known,
): P | null {
  if (part === 'contact') {
    return null;
  }
  switch (path) {
    case 'status_id':
    case 'pipeline_id':
      return withoutStage(plan, {
        code: 'stage.refused',
        text: `Сделка не перемещена: amoCRM не принял этап (${code}). Проверьте его в настройках «Статусы»`,
      });
    case 'price': {
      const reason = { code: 'budget.refused', text: `Бюджет не записан: amoCRM его не принял (${code})` };
      const memory = { ...plan.memory, written: undone(plan.memory.written, 'budget', known.written) };
      const rest = { ...plan, lead: { ...plan.lead, price: null }, memory };
      return withoutAction({ ...rest, reasons: [...plan.reasons, reason] }, 'lead.budget');
    }
    case 'name': {
      const reason = { code: 'name.refused', text: `Название не изменено: amoCRM его не принял (${code})` };
      const rest = { ...plan, lead: { ...plan.lead, name: null }, reasons: [...plan.reasons, reason] };
      return withoutAction(rest, 'lead.name');
    }
    default:
      return null;
  }
}

function withoutStage<P extends Plan>(plan: P, reason: Reason): P {
  const reasons = [...plan.reasons.filter(({ code }) => code !== 'stage.moved'), reason];
  return withoutAction({ ...plan, lead: { ...plan.lead, stage: null }, reasons }, 'lead.stage');
}

function withoutAction<P extends Plan>(plan: P, kind: string): P {
  return { ...plan, actions: plan.actions.filter((action) => action.kind !== kind) };
}

function withFieldNames<P extends Plan>(plan: P, names: readonly string[]): P {
  const text = `Записаны поля сделки: ${names.join(', ')}`;
  return {
    ...plan,
    actions: plan.actions.map((action) => (action.kind === 'lead.fields' ? { ...action, text } : action)),
  };
}

function undone(
  planned: Readonly<Record<string, string>>,
  key: string | null,
  before: Readonly<Record<string, string>>,
): Record<string, string> {
  const { [key ?? '']: _new, ...others } = planned;
  const old = key === null ? undefined : before[key];
  return key === null || old === undefined ? others : { ...others, [key]: old };
}

function keyOf(
  settings: FieldSettings,
  part: PlanPart,
  fieldId: number,
): LeadFieldKey | ContactFieldKey | null {
  const mapped: [string, unknown][] = Object.entries(part === 'lead' ? settings.lead : settings.contact);
  const key = mapped.find(([, mappedTo]) => mappedTo === fieldId)?.[0];
  return (key as LeadFieldKey | ContactFieldKey | undefined) ?? null;
}
