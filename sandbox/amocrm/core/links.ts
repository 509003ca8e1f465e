import { companyHook, contactHook, leadHook } from '../hooks/payload.ts';
import type { Change } from './change.ts';
import { recordEvent } from './change.ts';
import { refOf } from './entity.ts';
import type { Contact, EntityKind, Lead } from './model.ts';

/** Links between deals, contacts and companies (amocrm-api.md §4.5). A deal and a contact have at most one company. */

/** The first contact is the main one unless another is named (amocrm-api.md §4.1). */
export function attachContacts(lead: Lead, contacts: readonly { id: number; isMain: boolean }[]): number[] {
  const added: number[] = [];
  for (const { id, isMain } of contacts) {
    const known = lead.contacts.find((row) => row.id === id);
    if (known === undefined) {
      lead.contacts.push({ id, isMain: lead.contacts.length === 0 });
      added.push(id);
    }
    if (isMain) for (const row of lead.contacts) row.isMain = row.id === id;
  }
  return added;
}

/** Returns whether it was linked; the next contact becomes the main one. */
export function detachContact(lead: Lead, contactId: number): boolean {
  const row = lead.contacts.find((candidate) => candidate.id === contactId);
  if (row === undefined) return false;
  lead.contacts = lead.contacts.filter((candidate) => candidate !== row);
  const [first] = lead.contacts;
  if (row.isMain && first !== undefined) first.isMain = true;
  return true;
}

function recordLink(
  change: Change,
  from: { kind: EntityKind; id: number },
  to: { kind: EntityKind; id: number },
  linked: boolean,
): void {
  const value = [{ link: { entity: refOf(to.kind, to) } }];
  const type = linked ? 'entity_linked' : 'entity_unlinked';
  recordEvent(change, type, refOf(from.kind, from), linked ? value : [], linked ? [] : value);
}

/** `update_contact` and `update_company` fire on link changes, `update_lead` only with extra updates (§5.6). */
function hookAfterLink(change: Change, kind: EntityKind, id: number): void {
  const { account } = change;
  if (kind === 'leads') {
    const lead = account.leads.get(id);
    if (lead !== undefined && account.settings.hooks.extraUpdate)
      change.items.push({ ...leadHook(account, 'update', lead), isApart: true });
  } else if (kind === 'contacts') {
    const contact = account.contacts.get(id);
    if (contact !== undefined) change.items.push(contactHook(account, 'update', contact));
  } else {
    const company = account.companies.get(id);
    if (company !== undefined) change.items.push(companyHook(account, 'update', company));
  }
}

export function announceContact(change: Change, lead: Lead, contactId: number, linked: boolean): void {
  recordLink(change, { kind: 'leads', id: lead.id }, { kind: 'contacts', id: contactId }, linked);
  hookAfterLink(change, 'contacts', contactId);
  hookAfterLink(change, 'leads', lead.id);
}

/** Tells how the company of a deal or contact differs from the one it had. */
export function announceCompany(
  change: Change,
  kind: 'leads' | 'contacts',
  holder: Lead | Contact,
  before: number | null,
): void {
  if (holder.companyId === before) return;
  for (const [id, linked] of [
    [before, false],
    [holder.companyId, true],
  ] as const) {
    if (id === null) continue;
    recordLink(change, { kind, id: holder.id }, { kind: 'companies', id }, linked);
    hookAfterLink(change, 'companies', id);
  }
  hookAfterLink(change, kind, holder.id);
}

export type LinkEnds = { kind: EntityKind; id: number; toKind: EntityKind; toId: number };

/** Deals hold their contacts; the company stands in deals and contacts, whichever end a call names first. */
function holderOf(change: Change, ends: LinkEnds): { lead?: Lead; contact?: Contact; companyId?: number } {
  const { account } = change;
  const idOf = (kind: EntityKind): number =>
    ends.kind === kind ? ends.id : ends.toKind === kind ? ends.toId : 0;
  const lead = account.leads.get(idOf('leads'));
  const contact = account.contacts.get(idOf('contacts'));
  const companyId = idOf('companies');
  return {
    ...(lead === undefined ? {} : { lead }),
    ...(contact === undefined ? {} : { contact }),
    ...(companyId === 0 ? {} : { companyId }),
  };
}

function touchEnds(change: Change, ends: LinkEnds, by: number | undefined): void {
  for (const [kind, id] of [
    [ends.kind, ends.id],
    [ends.toKind, ends.toId],
  ] as const) {
    const entity = change.account[kind].get(id);
    if (entity !== undefined) Object.assign(entity, { updatedAt: change.at, updatedBy: by ?? change.by });
  }
}

function setCompany(
  change: Change,
  kind: 'leads' | 'contacts',
  holder: Lead | Contact,
  id: number | null,
): void {
  const before = holder.companyId;
  holder.companyId = id;
  announceCompany(change, kind, holder, before);
}

export function link(
  change: Change,
  ends: LinkEnds,
  options: { isMain: boolean; by?: number | undefined },
): void {
  const { lead, contact, companyId } = holderOf(change, ends);
  touchEnds(change, ends, options.by);
  if (companyId === undefined) {
    if (lead === undefined || contact === undefined) return;
    const [added] = attachContacts(lead, [{ id: contact.id, isMain: options.isMain }]);
    if (added !== undefined) announceContact(change, lead, added, true);
  } else if (lead !== undefined) setCompany(change, 'leads', lead, companyId);
  else if (contact !== undefined) setCompany(change, 'contacts', contact, companyId);
}

/** What is not linked stays as it is. */
export function unlink(change: Change, ends: LinkEnds): void {
  const { lead, contact, companyId } = holderOf(change, ends);
  if (companyId === undefined) {
    if (lead === undefined || contact === undefined || !detachContact(lead, contact.id)) return;
    touchEnds(change, ends, undefined);
    announceContact(change, lead, contact.id, false);
    return;
  }
  const [kind, holder] = lead === undefined ? (['contacts', contact] as const) : (['leads', lead] as const);
  if (holder === undefined || holder.companyId !== companyId) return;
  touchEnds(change, ends, undefined);
  setCompany(change, kind, holder, null);
}
