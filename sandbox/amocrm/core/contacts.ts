import { contactHook } from '../hooks/payload.ts';
import type { Change } from './change.ts';
import { recordEvent } from './change.ts';
import { applyTags, type TagPatch } from './leads.ts';
import type { Contact, FieldValues } from './model.ts';
import { reindex } from './search.ts';
import { applyValues } from './values.ts';

export type ContactPatch = {
  name?: string | undefined;
  firstName?: string | undefined;
  lastName?: string | undefined;
  responsibleUserId?: number | undefined;
  createdBy?: number | undefined;
  updatedBy?: number | undefined;
  createdAt?: number | undefined;
  updatedAt?: number | undefined;
  values?: FieldValues;
  tags?: TagPatch;
};

function applyName(contact: Contact, patch: ContactPatch): void {
  if (patch.firstName !== undefined || patch.lastName !== undefined) {
    contact.firstName = patch.firstName ?? contact.firstName;
    contact.lastName = patch.lastName ?? contact.lastName;
    contact.name =
      patch.name ?? [contact.firstName, contact.lastName].filter((part) => part !== '').join(' ');
  } else if (patch.name !== undefined) {
    // `name` alone is kept whole: amoCRM does not split it for us (amocrm-api.md §4.3).
    contact.name = patch.name;
    contact.firstName = patch.name;
    contact.lastName = '';
  }
}

export function createContact(change: Change, patch: ContactPatch & { id?: number | undefined }): Contact {
  const { account, ids, at, atMs } = change;
  const contact: Contact = {
    id: patch.id ?? ids.next('contact'),
    name: '',
    firstName: '',
    lastName: '',
    responsibleUserId: patch.responsibleUserId ?? change.by,
    createdBy: patch.createdBy ?? change.by,
    updatedBy: patch.updatedBy ?? change.by,
    createdAt: patch.createdAt ?? at,
    updatedAt: patch.updatedAt ?? at,
    isDeleted: false,
    values: new Map(),
    tagIds: patch.tags === undefined ? [] : applyTags([], patch.tags),
    index: [],
  };
  ids.seen('contact', contact.id);
  applyName(contact, patch);
  if (patch.values !== undefined) applyValues(change, 'contacts', contact, patch.values, false);
  account.contacts.set(contact.id, contact);
  recordEvent(change, 'contact_added', { type: 'contact', id: contact.id });
  reindex(account, 'contacts', contact, atMs);
  change.items.push(contactHook(account, 'add', contact));
  return contact;
}

export function updateContact(change: Change, contact: Contact, patch: ContactPatch): void {
  const { account, at, atMs } = change;
  const entity = { type: 'contact', id: contact.id } as const;
  const oldName = contact.name;
  const oldResponsible = contact.responsibleUserId;
  applyName(contact, patch);
  if (contact.name !== oldName) {
    recordEvent(
      change,
      'name_field_changed',
      entity,
      [{ name_field_value: { name: contact.name } }],
      [{ name_field_value: { name: oldName } }],
    );
  }
  if (patch.responsibleUserId !== undefined && patch.responsibleUserId !== oldResponsible) {
    contact.responsibleUserId = patch.responsibleUserId;
    recordEvent(
      change,
      'entity_responsible_changed',
      entity,
      [{ responsible_user: { id: patch.responsibleUserId } }],
      [{ responsible_user: { id: oldResponsible } }],
    );
  }
  if (patch.values !== undefined) applyValues(change, 'contacts', contact, patch.values, true);
  if (patch.tags !== undefined) contact.tagIds = applyTags(contact.tagIds, patch.tags);
  contact.updatedBy = patch.updatedBy ?? change.by;
  contact.updatedAt = patch.updatedAt ?? at;
  reindex(account, 'contacts', contact, atMs);
  const extra = { old_responsible_user_id: oldResponsible };
  if (contact.responsibleUserId !== oldResponsible) {
    change.items.push(contactHook(account, 'responsible', contact, extra));
  }
  change.items.push(contactHook(account, 'update', contact, extra));
}

export function deleteContact(change: Change, contact: Contact): void {
  contact.isDeleted = true;
  contact.updatedAt = change.at;
  contact.updatedBy = change.by;
  recordEvent(change, 'contact_deleted', { type: 'contact', id: contact.id });
  change.items.push(contactHook(change.account, 'delete', contact));
}
