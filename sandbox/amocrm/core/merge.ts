import { contactHook, leadHook } from '../hooks/payload.ts';
import type { Change } from './change.ts';
import { recordEvent } from './change.ts';
import { deleteContact } from './contacts.ts';
import { deleteLead, type LeadPatch, updateLead } from './leads.ts';
import { attachContacts } from './links.ts';
import type { Account, Contact, FieldValues, Lead, StoredValue } from './model.ts';
import { reindex } from './search.ts';

export type MergeOrder = 'delete-first' | 'update-first';

/** The winner keeps its own values; what it lacks comes from the loser, phones and e-mails are added up. */
function mergedValues(
  account: Account,
  kind: 'leads' | 'contacts',
  winner: FieldValues,
  loser: FieldValues,
): FieldValues {
  const patch: FieldValues = new Map();
  for (const [fieldId, items] of loser) {
    const own = winner.get(fieldId);
    const field = account.fields[kind].find((candidate) => candidate.id === fieldId);
    if (own === undefined) patch.set(fieldId, items);
    else if (field?.type === 'multitext') patch.set(fieldId, union(own, items));
  }
  return patch;
}

function union(a: readonly StoredValue[], b: readonly StoredValue[]): StoredValue[] {
  return [...a, ...b.filter((item) => !a.some((other) => other.value === item.value))];
}

function inOrder(order: MergeOrder, remove: () => void, update: () => void): void {
  if (order === 'delete-first') {
    remove();
    update();
  } else {
    update();
    remove();
  }
}

export function mergeLeads(change: Change, loser: Lead, winner: Lead, order: MergeOrder): void {
  const { account } = change;
  const patch: LeadPatch = { values: mergedValues(account, 'leads', winner.values, loser.values) };
  if (winner.price === 0 && loser.price !== 0) patch.price = loser.price;
  for (const task of account.tasks.values()) {
    if (task.entityType === 'leads' && task.entityId === loser.id) task.entityId = winner.id;
  }
  for (const note of account.notes.values()) {
    if (note.entityType === 'leads' && note.entityId === loser.id) note.entityId = winner.id;
  }
  attachContacts(
    winner,
    loser.contacts.map(({ id }) => ({ id, isMain: false })),
  );
  recordEvent(change, 'entity_merged', { type: 'lead', id: winner.id });
  inOrder(
    order,
    () => deleteLead(change, loser),
    () => updateLead(change, winner, patch),
  );
}

export function mergeContacts(change: Change, loser: Contact, winner: Contact, order: MergeOrder): void {
  const { account } = change;
  for (const [fieldId, items] of mergedValues(account, 'contacts', winner.values, loser.values)) {
    winner.values.set(fieldId, items);
  }
  const touched: Lead[] = [];
  for (const lead of account.leads.values()) {
    const row = lead.contacts.find((candidate) => candidate.id === loser.id);
    if (row === undefined) continue;
    lead.contacts = lead.contacts.filter((candidate) => candidate.id !== loser.id);
    attachContacts(lead, [{ id: winner.id, isMain: row.isMain }]);
    touched.push(lead);
  }
  winner.updatedAt = change.at;
  winner.updatedBy = change.by;
  reindex(account, 'contacts', winner, change.atMs);
  recordEvent(change, 'entity_merged', { type: 'contact', id: winner.id });
  inOrder(
    order,
    () => deleteContact(change, loser),
    () => change.items.push(contactHook(account, 'update', winner)),
  );
  for (const lead of touched) change.items.push(leadHook(account, 'update', lead));
}
