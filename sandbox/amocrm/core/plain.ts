import type { Change } from './change.ts';
import { type ContactPatch, createContact } from './contacts.ts';
import type { PlainContact, PlainLead, PlainValues } from './description.ts';
import { createLead, type LeadPatch } from './leads.ts';
import type { Account, Contact, EntityKind, Field, FieldValues, Lead, StoredValue } from './model.ts';
import { ensureTag } from './tags.ts';
import { hasOptions } from './values.ts';

/** Edits as a human would make them, in camelCase: used by descriptions, by the administration API and by the pages. */

function storedValue(field: Field, raw: string | number | boolean): StoredValue {
  if (!hasOptions(field.type)) return { value: raw, enumId: null };
  if (field.type === 'multitext') return { value: String(raw), enumId: field.enums[0]?.id ?? null };
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

function contactValues(account: Account, contact: PlainContact): FieldValues {
  const plain: PlainValues = { ...contact.fields };
  if (contact.phones !== undefined) plain.PHONE = contact.phones;
  if (contact.emails !== undefined) plain.EMAIL = contact.emails;
  return plainToValues(account, 'contacts', plain);
}

export function contactPatch(account: Account, contact: PlainContact): ContactPatch {
  return {
    name: contact.name,
    firstName: contact.firstName,
    lastName: contact.lastName,
    responsibleUserId: contact.responsibleUserId,
    createdAt: contact.createdAt,
    values: contactValues(account, contact),
  };
}

export function leadPatch(change: Change, lead: PlainLead): LeadPatch {
  const { account, ids } = change;
  const patch: LeadPatch = {
    name: lead.name,
    price: lead.price,
    pipelineId: lead.pipelineId,
    statusId: lead.statusId,
    responsibleUserId: lead.responsibleUserId,
    createdAt: lead.createdAt,
    contacts: (lead.contactIds ?? []).map((id) => ({ id, isMain: false })),
    values: plainToValues(account, 'leads', lead.fields ?? {}),
  };
  if (lead.tags !== undefined) {
    patch.tags = { replace: lead.tags.map((name) => ensureTag(account, ids, 'leads', name).id) };
  }
  return patch;
}

export function addPlainContact(change: Change, contact: PlainContact): Contact {
  return createContact(change, { ...contactPatch(change.account, contact), id: contact.id });
}

export function addPlainLead(change: Change, lead: PlainLead): Lead {
  return createLead(change, { ...leadPatch(change, lead), updatedAt: lead.createdAt, id: lead.id });
}
