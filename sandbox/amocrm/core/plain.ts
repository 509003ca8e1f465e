import type { Change } from './change.ts';
import { createCompany } from './companies.ts';
import { type ContactPatch, createContact } from './contacts.ts';
import type { PlainCompany, PlainContact, PlainLead, PlainTask, PlainValues } from './description.ts';
import type { EntityPatch } from './entity.ts';
import { createLead, type LeadPatch } from './leads.ts';
import type {
  Account,
  Company,
  Contact,
  EntityKind,
  Field,
  FieldValues,
  Lead,
  StoredValue,
  Task,
} from './model.ts';
import { ensureTag, type TagPatch } from './tags.ts';
import { createTask } from './tasks.ts';
import { hasLabels, hasOptions } from './values.ts';

/** Edits as a human would make them, in camelCase: used by descriptions, by the administration API and by the pages. */

function storedValue(field: Field, raw: string | number | boolean): StoredValue {
  if (!hasOptions(field.type)) return { value: raw, enumId: null };
  if (hasLabels(field.type)) return { value: String(raw), enumId: field.enums[0]?.id ?? null };
  const option = field.enums.find((candidate) => candidate.id === raw || candidate.value === raw);
  return { value: option?.value ?? String(raw), enumId: option?.id ?? null };
}

export function plainToValues(account: Account, kind: EntityKind, plain: PlainValues): FieldValues {
  const values: FieldValues = new Map();
  for (const [key, raw] of Object.entries(plain)) {
    const field = account.fields[kind].find(
      (candidate) => String(candidate.id) === key || candidate.code === key,
    );
    if (field === undefined) continue;
    const items = raw === null || raw === '' ? [] : Array.isArray(raw) ? raw : [raw];
    values.set(
      field.id,
      items.map((item) => storedValue(field, item)),
    );
  }
  return values;
}

function communication(plain: PlainContact | PlainCompany): PlainValues {
  return {
    ...plain.fields,
    ...(plain.phones === undefined ? {} : { PHONE: plain.phones }),
    ...(plain.emails === undefined ? {} : { EMAIL: plain.emails }),
  };
}

function tagsOf(change: Change, kind: EntityKind, names: readonly string[] | undefined): { tags?: TagPatch } {
  if (names === undefined) return {};
  return { tags: { replace: names.map((name) => ensureTag(change.account, change.ids, kind, name).id) } };
}

export function contactPatch(change: Change, contact: PlainContact): ContactPatch {
  return {
    name: contact.name,
    firstName: contact.firstName,
    lastName: contact.lastName,
    responsibleUserId: contact.responsibleUserId,
    createdAt: contact.createdAt,
    companyId: contact.companyId,
    values: plainToValues(change.account, 'contacts', communication(contact)),
    ...tagsOf(change, 'contacts', contact.tags),
  };
}

export function companyPatch(change: Change, company: PlainCompany): EntityPatch {
  const plain = {
    ...communication(company),
    ...(company.web === undefined ? {} : { WEB: company.web }),
    ...(company.address === undefined ? {} : { ADDRESS: company.address }),
  };
  return {
    name: company.name,
    responsibleUserId: company.responsibleUserId,
    createdAt: company.createdAt,
    values: plainToValues(change.account, 'companies', plain),
    ...tagsOf(change, 'companies', company.tags),
  };
}

export function leadPatch(change: Change, lead: PlainLead): LeadPatch {
  return {
    name: lead.name,
    price: lead.price,
    pipelineId: lead.pipelineId,
    statusId: lead.statusId,
    responsibleUserId: lead.responsibleUserId,
    createdAt: lead.createdAt,
    companyId: lead.companyId,
    lossReasonId: lead.lossReasonId,
    laborCost: lead.laborCost,
    score: lead.score,
    isFromChat: lead.isFromChat,
    contacts: (lead.contactIds ?? []).map((id) => ({ id, isMain: false })),
    values: plainToValues(change.account, 'leads', lead.fields ?? {}),
    ...tagsOf(change, 'leads', lead.tags),
  };
}

export function addPlainContact(change: Change, contact: PlainContact): Contact {
  return createContact(change, { ...contactPatch(change, contact), id: contact.id });
}

export function addPlainCompany(change: Change, company: PlainCompany): Company {
  return createCompany(change, { ...companyPatch(change, company), id: company.id });
}

export function addPlainLead(change: Change, lead: PlainLead): Lead {
  return createLead(change, { ...leadPatch(change, lead), updatedAt: lead.createdAt, id: lead.id });
}

function elementOf(task: PlainTask): { entityId: number | null; entityType: EntityKind | null } {
  if (task.leadId !== undefined) return { entityId: task.leadId, entityType: 'leads' };
  if (task.contactId !== undefined) return { entityId: task.contactId, entityType: 'contacts' };
  if (task.companyId !== undefined) return { entityId: task.companyId, entityType: 'companies' };
  return { entityId: null, entityType: null };
}

export function addPlainTask(change: Change, task: PlainTask): Task {
  const { id, text, completeTill, taskTypeId, isCompleted, responsibleUserId } = task;
  const fields = { id, text, completeTill, taskTypeId, isCompleted, responsibleUserId };
  return createTask(change, { ...fields, ...elementOf(task) });
}
