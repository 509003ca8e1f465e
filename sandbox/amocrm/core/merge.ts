import { companyHook, contactHook, leadHook } from '../hooks/payload.ts';
import type { Change } from './change.ts';
import { recordEvent } from './change.ts';
import { deleteCompany } from './companies.ts';
import { deleteContact } from './contacts.ts';
import { refOf, touch } from './entity.ts';
import { deleteLead, type LeadPatch, updateLead } from './leads.ts';
import { attachContacts } from './links.ts';
import { mergedValues } from './merged-values.ts';
import type { Company, Contact, EntityKind, Lead } from './model.ts';
import { reindex } from './search.ts';

export type MergeOrder = 'delete-first' | 'update-first';

/** The hooks of the two come in either order (product.md 3.4). */
function inOrder(order: MergeOrder, remove: () => void, update: () => void): void {
  if (order === 'delete-first') {
    remove();
    update();
  } else {
    update();
    remove();
  }
}

/** Tasks and notes of the loser go over to the winner. */
function takeOver(change: Change, kind: EntityKind, loserId: number, winnerId: number): void {
  const { tasks, notes } = change.account;
  for (const row of [...tasks.values(), ...notes.values()]) {
    if (row.entityType === kind && row.entityId === loserId) row.entityId = winnerId;
  }
  recordEvent(change, 'entity_merged', refOf(kind, { id: winnerId }));
}

export function mergeLeads(change: Change, loser: Lead, winner: Lead, order: MergeOrder): void {
  const values = mergedValues(change.account, 'leads', winner.values, loser.values, 'keep');
  const patch: LeadPatch = { values };
  if (winner.price === 0 && loser.price !== 0) patch.price = loser.price;
  if (winner.companyId === null && loser.companyId !== null) patch.companyId = loser.companyId;
  attachContacts(
    winner,
    loser.contacts.map(({ id }) => ({ id, isMain: false })),
  );
  takeOver(change, 'leads', loser.id, winner.id);
  inOrder(
    order,
    () => deleteLead(change, loser),
    () => updateLead(change, winner, patch),
  );
}

/** The winner of contacts or companies with what it lacked. */
function fill(
  change: Change,
  kind: 'contacts' | 'companies',
  loser: Contact | Company,
  winner: Contact | Company,
): void {
  const missing = mergedValues(change.account, kind, winner.values, loser.values, 'keep');
  for (const [fieldId, items] of missing) winner.values.set(fieldId, items);
  touch(change, winner);
  reindex(change.account, kind, winner, change.atMs);
  takeOver(change, kind, loser.id, winner.id);
}

export function mergeContacts(change: Change, loser: Contact, winner: Contact, order: MergeOrder): void {
  const { account } = change;
  fill(change, 'contacts', loser, winner);
  winner.companyId ??= loser.companyId;
  const touched: Lead[] = [];
  for (const lead of account.leads.values()) {
    const row = lead.contacts.find((candidate) => candidate.id === loser.id);
    if (row === undefined) continue;
    lead.contacts = lead.contacts.filter((candidate) => candidate.id !== loser.id);
    attachContacts(lead, [{ id: winner.id, isMain: row.isMain }]);
    touched.push(lead);
  }
  inOrder(
    order,
    () => deleteContact(change, loser),
    () => change.items.push(contactHook(account, 'update', winner)),
  );
  for (const lead of touched) change.items.push(leadHook(account, 'update', lead));
}

export function mergeCompanies(change: Change, loser: Company, winner: Company, order: MergeOrder): void {
  const { account } = change;
  fill(change, 'companies', loser, winner);
  const leads = [...account.leads.values()].filter((lead) => lead.companyId === loser.id);
  const contacts = [...account.contacts.values()].filter((contact) => contact.companyId === loser.id);
  for (const holder of [...leads, ...contacts]) holder.companyId = winner.id;
  inOrder(
    order,
    () => deleteCompany(change, loser),
    () => change.items.push(companyHook(account, 'update', winner)),
  );
  for (const lead of leads) change.items.push(leadHook(account, 'update', lead));
  for (const contact of contacts) change.items.push(contactHook(account, 'update', contact));
}
