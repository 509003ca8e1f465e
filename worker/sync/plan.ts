import type { AutomationSettings, MatchingSettings } from '../settings/automation.schemas.ts';
import type { FieldSettings } from '../settings/fields.schemas.ts';
import { appliedVisit } from './driving.ts';
import type { FieldWrite } from './fields.ts';
import type { ContactView, CustomField, LeadView, Reason, VisitFacts, VisitRef } from './model.ts';
import { type OptionAddition, planContactFields, planLeadFields } from './plan-fields.ts';
import { planTask, type TaskStep } from './plan-task.ts';
import { decideStage, type StageRules } from './stage.ts';
import { describeVisit, fillTemplate } from './templates.ts';

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
  /** Its task in amoCRM; `shows`: where the visit was when we wrote it, null when that is not known. */
  ownTask: { id: number | null; shows: string | null; done: boolean };
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
  /** Fields that cannot be written at present, and why. */
  unusable: ReadonlyMap<number, Reason>;
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
  reasons.push(...stage.ruleReasons, stage.reason);

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
