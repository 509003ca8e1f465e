import { contactHook, leadHook } from '../hooks/payload.ts';
import type { Change } from './change.ts';
import { recordEvent } from './change.ts';
import { deleteContact } from './contacts.ts';
import { deleteLead, type LeadPatch, updateLead } from './leads.ts';
import { attachContacts } from './links.ts';
import { mergedValues } from './merged-values.ts';
import type { Contact, Lead } from './model.ts';
import { reindex } from './search.ts';

export type MergeOrder = 'delete-first' | 'update-first';

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
  const patch: LeadPatch = { values: mergedValues(account, 'leads', winner.values, loser.values, 'keep') };
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
  for (const [fieldId, items] of mergedValues(account, 'contacts', winner.values, loser.values, 'keep')) {
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
