import { contactHook } from '../hooks/payload.ts';
import type { Change } from './change.ts';
import { applyCommon, type EntityPatch, reassign, recordAdded, rename, setDeleted } from './entity.ts';
import { announceCompany } from './links.ts';
import type { Contact } from './model.ts';
import { reindex } from './search.ts';
import { applyTags } from './tags.ts';
import { applyValues } from './values.ts';

export type ContactPatch = EntityPatch & {
  firstName?: string | undefined;
  lastName?: string | undefined;
  companyId?: number | null | undefined;
};

type Names = Pick<Contact, 'name' | 'firstName' | 'lastName'>;

function namesAfter(contact: Names, patch: ContactPatch): Names {
  if (patch.firstName !== undefined || patch.lastName !== undefined) {
    const firstName = patch.firstName ?? contact.firstName;
    const lastName = patch.lastName ?? contact.lastName;
    const name = patch.name ?? [firstName, lastName].filter((part) => part !== '').join(' ');
    return { name, firstName, lastName };
  }
  // `name` alone is kept whole: amoCRM does not split it for us (amocrm-api.md §4.3).
  return patch.name === undefined ? contact : { name: patch.name, firstName: patch.name, lastName: '' };
}

export function createContact(
  change: Change,
  patch: ContactPatch & { id?: number | undefined; isUnsorted?: boolean },
): Contact {
  const { account, ids, at, atMs } = change;
  const { name, firstName, lastName } = namesAfter({ name: '', firstName: '', lastName: '' }, patch);
  const contact: Contact = {
    id: patch.id ?? ids.next('contact'),
    name,
    firstName,
    lastName,
    responsibleUserId: patch.responsibleUserId ?? change.by,
    createdBy: patch.createdBy ?? change.by,
    updatedBy: patch.updatedBy ?? change.by,
    createdAt: patch.createdAt ?? at,
    updatedAt: patch.updatedAt ?? at,
    isDeleted: false,
    isUnsorted: patch.isUnsorted ?? false,
    companyId: patch.companyId ?? null,
    values: new Map(),
    tagIds: patch.tags === undefined ? [] : applyTags([], patch.tags),
    index: [],
  };
  ids.seen('contact', contact.id);
  if (patch.values !== undefined) applyValues(change, 'contacts', contact, patch.values, false);
  account.contacts.set(contact.id, contact);
  recordAdded(change, 'contacts', contact);
  reindex(account, 'contacts', contact, atMs);
  change.items.push(contactHook(account, 'add', contact));
  announceCompany(change, 'contacts', contact, null);
  return contact;
}

export function updateContact(change: Change, contact: Contact, patch: ContactPatch): void {
  const { account } = change;
  const oldResponsible = contact.responsibleUserId;
  const { name, firstName, lastName } = namesAfter(contact, patch);
  rename(change, 'contacts', contact, name);
  Object.assign(contact, { firstName, lastName });
  const isReassigned = reassign(change, 'contacts', contact, patch.responsibleUserId);
  const oldCompany = contact.companyId;
  if (patch.companyId !== undefined) contact.companyId = patch.companyId;
  applyCommon(change, 'contacts', contact, patch);
  const extra = { old_responsible_user_id: oldResponsible };
  if (isReassigned) change.items.push(contactHook(account, 'responsible', contact, extra));
  change.items.push(contactHook(account, 'update', contact, extra));
  announceCompany(change, 'contacts', contact, oldCompany);
}

export function deleteContact(change: Change, contact: Contact): void {
  setDeleted(change, 'contacts', contact, true);
  change.items.push(contactHook(change.account, 'delete', contact));
}

export function restoreContact(change: Change, contact: Contact): void {
  setDeleted(change, 'contacts', contact, false);
  change.items.push(contactHook(change.account, 'restore', contact));
}
