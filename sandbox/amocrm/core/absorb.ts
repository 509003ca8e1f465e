import type { Change } from './change.ts';
import { createCompany, updateCompany } from './companies.ts';
import { type ContactPatch, createContact, updateContact } from './contacts.ts';
import type { EntityPatch } from './entity.ts';
import { type LeadPatch, updateLead } from './leads.ts';
import { type Conflict, mergedValues } from './merged-values.ts';
import type { EntityKind, FieldValues, Lead } from './model.ts';

/** Either an entity that exists or the contents of a new one. */
export type Part<P> = { id: number } | { patch: P } | null;

/** A deal with its contact and company as `POST /leads/complex` takes them. */
export type ComplexPatch = { lead: LeadPatch; contact: Part<ContactPatch>; company: Part<EntityPatch> };

type Known = { name: string; values: FieldValues };

/** What the stored entity takes of the incoming one; tags only ever add up. */
function taken<P extends EntityPatch>(
  change: Change,
  kind: EntityKind,
  known: Known,
  incoming: P,
  conflict: Conflict,
): P {
  const { replace = [], add = [] } = incoming.tags ?? {};
  const values = mergedValues(change.account, kind, known.values, incoming.values ?? new Map(), conflict);
  const patch = { ...incoming, values, tags: { add: [...replace, ...add] } };
  if (conflict === 'overwrite') return patch;
  return { ...patch, name: known.name === '' ? incoming.name : undefined, responsibleUserId: undefined };
}

function absorbContact(change: Change, lead: Lead, part: Part<ContactPatch>, conflict: Conflict): void {
  const main = change.account.contacts.get(lead.contacts.find((row) => row.isMain)?.id ?? 0);
  if (part === null || ('id' in part && part.id === main?.id)) return;
  if ('id' in part || main === undefined) {
    const id = 'id' in part ? part.id : createContact(change, part.patch).id;
    updateLead(change, lead, { contacts: [{ id, isMain: main === undefined }] });
    return;
  }
  const patch = taken(change, 'contacts', main, part.patch, conflict);
  const names = conflict === 'keep' ? { firstName: undefined, lastName: undefined } : {};
  updateContact(change, main, { ...patch, ...names });
}

function absorbCompany(change: Change, lead: Lead, part: Part<EntityPatch>, conflict: Conflict): void {
  const own = lead.companyId === null ? undefined : change.account.companies.get(lead.companyId);
  if (part === null) return;
  if (own === undefined || ('id' in part && conflict === 'overwrite')) {
    const companyId = 'id' in part ? part.id : createCompany(change, part.patch).id;
    updateLead(change, lead, { companyId });
  } else if ('patch' in part) {
    updateCompany(change, own, taken(change, 'companies', own, part.patch, conflict));
  }
}

/** Puts an incoming deal into the one it is a duplicate of (amocrm-api.md §4.2). */
export function absorb(change: Change, lead: Lead, incoming: ComplexPatch, conflict: Conflict): void {
  const patch = taken(change, 'leads', lead, incoming.lead, conflict);
  const kept: LeadPatch = {
    price: lead.price === 0 ? incoming.lead.price : undefined,
    pipelineId: undefined,
    statusId: undefined,
    lossReasonId: undefined,
    closedAt: undefined,
  };
  updateLead(change, lead, { ...patch, ...(conflict === 'keep' ? kept : {}), createdAt: undefined });
  absorbContact(change, lead, incoming.contact, conflict);
  absorbCompany(change, lead, incoming.company, conflict);
}
