import type { AutomationSettings, MatchingSettings } from '../settings/automation.schemas.ts';
import type { ContactFieldKey, FieldSettings, LeadFieldKey } from '../settings/fields.schemas.ts';
import { appliedVisit } from './driving.ts';
import {
  contactFieldValue,
  type FieldWrite,
  leadFieldValue,
  MAX_SERVICE_OPTIONS,
  planField,
  presentValue,
} from './fields.ts';
import type { ContactView, CustomField, LeadView, Reason, VisitFacts, VisitRef } from './model.ts';
import { decideStage, type StageRules } from './stage.ts';
import { describeVisit, fillTemplate } from './templates.ts';
import { toEpochMs } from './wall-clock.ts';

/** What to write to a deal after an event: pure, with a reason for everything done and not done. */
export type VisitEventKind =
  | 'visit.created'
  | 'visit.changed'
  | 'visit.moved'
  | 'visit.status_changed'
  | 'visit.cancelled'
  | 'visit.deleted'
  | 'visit.restored';

export type PlanInput = {
  event: { kind: VisitEventKind; at: number };
  /** The event's own visit, read again. */
  own: VisitFacts;
  /** Its task in amoCRM, and whether the visit was booked by us. */
  ownTask: { id: number | null; done: boolean };
  bookedByUs: boolean;
  visits: readonly VisitRef[];
  /** Details of visits read so far, by our id. */
  facts: ReadonlyMap<string, VisitFacts>;
  today: string;
  /** The deal was found by search just now, not linked or created. */
  newlyFound: boolean;
  lead: LeadView;
  leadFields: ReadonlyMap<number, CustomField>;
  contact: ContactView | null;
  contactFields: ReadonlyMap<number, CustomField>;
  patient: { id: number; cardNumber: string; birthDate: string | null } | null;
  memory: {
    lastVisitId: string | null;
    lastStatus: string | null;
    written: Readonly<Record<string, string>>;
    contactWritten: Readonly<Record<string, string>>;
  };
  settings: { fields: FieldSettings; automation: AutomationSettings; matching: MatchingSettings };
  stageRulesOf(branchId: number): StageRules;
  /** Keyed: values themselves are not kept. */
  hash(text: string): string;
};

export type OptionAddition = { entity: 'leads' | 'contacts'; fieldId: number; options: string[] };

export type TaskStep =
  | { do: 'create'; text: string; typeId: number; completeTill: number; responsibleId: number }
  | { do: 'move'; taskId: number; text: string; completeTill: number }
  | { do: 'complete'; taskId: number; result: string };

export type Plan = {
  lead: {
    fields: FieldWrite[];
    price: number | null;
    stage: { pipelineId: number; stageId: number } | null;
    name: string | null;
  };
  contact: { fields: FieldWrite[] };
  task: TaskStep | null;
  note: string | null;
  memory: PlanInput['memory'];
  actions: { kind: string; text: string }[];
  reasons: Reason[];
};

export type PlanResult =
  | { kind: 'need-visit'; visitId: string }
  | { kind: 'need-options'; additions: OptionAddition[] }
  | { kind: 'plan'; plan: Plan };

export function planDeal(input: PlanInput): PlanResult {
  const applied = appliedVisit(
    { visitId: input.own.id },
    input.memory.lastVisitId,
    input.visits,
    input.today,
  );
  const visit = applied && (applied.id === input.own.id ? input.own : input.facts.get(applied.id));
  if (applied && !visit) {
    return { kind: 'need-visit', visitId: applied.id };
  }
  const target = visit ?? input.own;
  const reasons: Reason[] = [];
  if (target.id !== input.own.id) {
    reasons.push({ code: 'plan.other_visit', text: `Сделку ведёт другая запись: ${describeVisit(target)}` });
  }

  const leadPlan = planLeadFields(input, target, reasons);
  const contactPlan = planContactFields(input, target, reasons);
  const additions = [...leadPlan.additions, ...contactPlan.additions];
  if (additions.length > 0) {
    return { kind: 'need-options', additions };
  }

  const stage = decideStage(
    target,
    input.lead,
    { visitId: input.memory.lastVisitId, status: input.memory.lastStatus },
    input.stageRulesOf(target.branchId),
  );
  reasons.push(stage.reason);

  const price = planPrice(input, target);
  const name = planName(input, target);
  const task = planTask(input);
  const note = planNote(input);

  const written = {
    ...input.memory.written,
    ...leadPlan.written,
    ...(price.hash ? { budget: price.hash } : {}),
  };
  const plan: Plan = {
    lead: { fields: leadPlan.writes, price: price.value, stage: stage.move, name },
    contact: { fields: contactPlan.writes },
    task,
    note,
    memory: {
      lastVisitId: target.id,
      lastStatus: stage.lastStatus,
      written,
      contactWritten: { ...input.memory.contactWritten, ...contactPlan.written },
    },
    actions: [],
    reasons,
  };
  plan.actions = describeActions(plan, stage.reason, leadPlan.names);
  if (plan.actions.length === 0) {
    reasons.push({ code: 'plan.nothing', text: 'В сделке уже всё так: ничего не записано' });
  }
  return { kind: 'plan', plan };
}

type FieldsPlan = {
  writes: FieldWrite[];
  names: string[];
  written: Record<string, string>;
  additions: OptionAddition[];
};

function planLeadFields(input: PlanInput, visit: VisitFacts, reasons: Reason[]): FieldsPlan {
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

/** A contact may be a patient in several sources: its fields show the driving visit's (product.md §2). */
function planContactFields(input: PlanInput, visit: VisitFacts, reasons: Reason[]): FieldsPlan {
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

function planPrice(input: PlanInput, visit: VisitFacts): { value: number | null; hash: string | null } {
  if (!input.settings.fields.lead.budget || visit.services === null) {
    return { value: null, hash: null };
  }
  const sum = Math.round(visit.services.reduce((total, service) => total + service.price, 0));
  const digest = input.hash(`budget:${sum}`);
  if (input.memory.written.budget === digest) {
    return { value: null, hash: null };
  }
  return { value: input.lead.price === sum ? null : sum, hash: digest };
}

function planName(input: PlanInput, visit: VisitFacts): string | null {
  if (!input.newlyFound || input.settings.matching.keepTitle) {
    return null;
  }
  const name = fillTemplate(input.settings.automation.newDealTitle, visit);
  return name === input.lead.name ? null : name;
}

/** One task per visit: moved with it, completed when the visit ends in any way (product.md §3.1). */
function planTask(input: PlanInput): TaskStep | null {
  const { own, ownTask } = input;
  const settings = input.settings.automation.task;
  const over =
    own.deleted || own.meaning === 'cancelled' || own.meaning === 'completed' || own.meaning === 'no-show';
  if (ownTask.id !== null) {
    if (ownTask.done) {
      return null;
    }
    if (over) {
      return { do: 'complete', taskId: ownTask.id, result: own.deleted ? 'Запись удалена' : own.statusName };
    }
    return input.event.kind === 'visit.moved'
      ? {
          do: 'move',
          taskId: ownTask.id,
          text: fillTemplate(settings.text, own),
          completeTill: taskTime(input),
        }
      : null;
  }
  const wanted = settings.enabled && (input.bookedByUs || settings.forReception);
  if (!wanted || over || input.event.kind !== 'visit.created') {
    return null;
  }
  return {
    do: 'create',
    text: fillTemplate(settings.text, own),
    typeId: settings.typeId,
    completeTill: taskTime(input),
    responsibleId: input.lead.responsibleId,
  };
}

function taskTime(input: PlanInput): number {
  const { anchor, minutes } = input.settings.automation.task.when;
  const base =
    anchor === 'visit' ? toEpochMs(input.own.date, input.own.begin, input.own.timeZone) : input.event.at;
  const planned = base + minutes * 60_000;
  const soonest = input.event.at + 3_600_000;
  return Math.floor(Math.max(planned, planned < input.event.at ? soonest : planned) / 1000);
}

function planNote(input: PlanInput): string | null {
  const what = describeVisit(input.own);
  switch (input.event.kind) {
    case 'visit.created':
      return `Запись на приём: ${what}`;
    case 'visit.moved':
      return `Запись перенесена: ${what}`;
    case 'visit.cancelled':
      return `Запись отменена: ${what}`;
    case 'visit.deleted':
      return `Запись удалена в ArchiMed+: ${what}`;
    case 'visit.changed':
    case 'visit.status_changed':
    case 'visit.restored':
      return null;
  }
}

function describeActions(plan: Plan, stageReason: Reason, names: readonly string[]): Plan['actions'] {
  const actions: Plan['actions'] = [];
  if (plan.lead.stage) {
    actions.push({ kind: 'lead.stage', text: stageReason.text });
  }
  if (plan.lead.fields.length > 0) {
    actions.push({ kind: 'lead.fields', text: `Записаны поля сделки: ${names.join(', ')}` });
  }
  if (plan.lead.price !== null) {
    actions.push({ kind: 'lead.budget', text: `Бюджет сделки: ${plan.lead.price.toLocaleString('ru')} ₽` });
  }
  if (plan.lead.name !== null) {
    actions.push({ kind: 'lead.name', text: 'Сделка названа по шаблону' });
  }
  if (plan.contact.fields.length > 0) {
    actions.push({ kind: 'contact.fields', text: 'Записаны поля контакта' });
  }
  if (plan.task) {
    const words = { create: 'Поставлена задача', move: 'Срок задачи перенесён', complete: 'Задача закрыта' };
    actions.push({ kind: `task.${plan.task.do}`, text: words[plan.task.do] });
  }
  if (plan.note) {
    actions.push({ kind: 'note', text: 'Добавлено примечание' });
  }
  return actions;
}
