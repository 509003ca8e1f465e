import type { Account, EntityKind } from './model.ts';

/** One link as one of its ends sees it; `isMain` only between a deal and a contact (amocrm-api.md §4.5). */
export type LinkRow = {
  entityId: number;
  entityType: EntityKind;
  toId: number;
  toType: EntityKind;
  isMain: boolean | null;
};

type End = { toId: number; toType: EntityKind; isMain: boolean | null };

function ofLead(account: Account, id: number): End[] {
  const lead = account.leads.get(id);
  if (lead === undefined) return [];
  const contacts = lead.contacts.map(
    (row): End => ({ toId: row.id, toType: 'contacts', isMain: row.isMain }),
  );
  if (lead.companyId === null) return contacts;
  return [...contacts, { toId: lead.companyId, toType: 'companies', isMain: null }];
}

function ofContact(account: Account, id: number): End[] {
  const contact = account.contacts.get(id);
  if (contact === undefined) return [];
  const leads = [...account.leads.values()].flatMap((lead) =>
    lead.contacts
      .filter((row) => row.id === id)
      .map((row): End => ({ toId: lead.id, toType: 'leads', isMain: row.isMain })),
  );
  if (contact.companyId === null) return leads;
  return [...leads, { toId: contact.companyId, toType: 'companies', isMain: null }];
}

function ofCompany(account: Account, id: number): End[] {
  const of = (toType: 'leads' | 'contacts'): End[] =>
    [...account[toType].values()]
      .filter((entity) => entity.companyId === id)
      .map((entity) => ({ toId: entity.id, toType, isMain: null }));
  return [...of('contacts'), ...of('leads')];
}

const endsOf = { leads: ofLead, contacts: ofContact, companies: ofCompany } as const;

/** What is in the recycle bin does not show. */
export function linkRows(account: Account, kind: EntityKind, id: number): LinkRow[] {
  return endsOf[kind](account, id)
    .filter((end) => account[end.toType].get(end.toId)?.isDeleted === false)
    .map((end) => ({ entityId: id, entityType: kind, ...end }));
}
