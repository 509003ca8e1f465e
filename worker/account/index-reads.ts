import type { Contact } from '../amocrm/contacts.ts';
import type { AmocrmFailure } from '../amocrm/failure.ts';
import { ok, type Result } from '../shared/result.ts';
import { carriesRecord } from '../sync/match-deals.ts';
import type { ContactView, LeadView, PersonFacts } from '../sync/model.ts';
import { isClearly } from '../sync/person.ts';
import { normalizePhone, samePhone } from '../sync/phone.ts';
import { contactView, leadView } from './amocrm-views.ts';
import { knowsAllRecords } from './index-fill.ts';
import {
  contactsOfPhones,
  dealsOfRecord,
  forgetContact,
  lookedUpAt,
  noteDealRecord,
  noteLookup,
  noteReadContact,
  noteReadDeal,
  phoneHash,
} from './local-index.ts';
import { sourceBranchIds, type Work } from './visit-work.ts';

/** Contacts and deals by way of the local index: its candidates are read by id, and what it does not know is looked up once. */

type Reader = Pick<Work, 'ctx' | 'settings' | 'amocrm' | 'row' | 'priority' | 'seen'>;

/** A phone has few contacts and a record few deals; a search that finds more than this is looked at no further. */
const MAX_PAGES = 3;

/**
 * So long an answer of the search holds for a phone: longer than a burst of visits and than the search lags behind, short
 * enough that a contact whose hook was lost is not missed for long. What we write, and what hooks tell, stands in the index at once.
 */
const LOOKUP_LIFE_MS = 10 * 60_000;

/** Null for one that is gone. */
export async function readContacts(
  reader: Reader,
  ids: readonly number[],
): Promise<Result<Map<number, Contact | null>, AmocrmFailure>> {
  const { ctx, amocrm, priority, seen } = reader;
  const missing = ids.filter((id) => !seen.contacts.has(id));
  const read = await amocrm.contacts.byIds(priority, missing);
  if (!read.ok) {
    return read;
  }
  const hash = await ctx.hasher();
  const byId = new Map(read.value.map((contact) => [contact.id, contact]));
  for (const id of missing) {
    const contact = byId.get(id);
    if (contact && !contact.isDeleted) {
      noteReadContact(ctx.store, contact, hash);
      seen.contacts.set(id, contact);
    } else {
      forgetContact(ctx.store, id);
      seen.contacts.set(id, null);
    }
  }
  return ok(new Map(ids.map((id) => [id, seen.contacts.get(id) ?? null])));
}

export async function readContact(
  reader: Reader,
  contactId: number,
): Promise<Result<ContactView | null, AmocrmFailure>> {
  const read = await readContacts(reader, [contactId]);
  const contact = read.ok ? read.value.get(contactId) : null;
  return read.ok ? ok(contact ? viewOf(reader, contact) : null) : read;
}

/** Everybody who has one of these phones; only the person himself where the index knows him beyond doubt. */
export async function contactsOnPhones(
  reader: Reader,
  phones: readonly string[],
  person: PersonFacts,
): Promise<Result<ContactView[], AmocrmFailure>> {
  const { ctx, amocrm, priority, seen } = reader;
  const hash = await ctx.hasher();
  const byHash = new Map(
    phones.flatMap((phone) => {
      const hashed = phoneHash(phone, hash);
      return hashed === null ? [] : [[hashed, normalizePhone(phone) ?? phone] as const];
    }),
  );
  const candidates = await readContacts(reader, contactsOfPhones(ctx.store, [...byHash.keys()]));
  if (!candidates.ok) {
    return candidates;
  }
  const found = new Map<number, ContactView>();
  const hasOne = (contact: Contact) =>
    contact.phones.some(({ value }) => [...byHash.values()].some((phone) => samePhone(value, phone)));
  const add = (contact: Contact | null) => {
    if (contact && !contact.isDeleted && hasOne(contact)) {
      found.set(contact.id, viewOf(reader, contact));
    }
  };
  [...candidates.value.values()].forEach(add);
  const clear = [...found.values()].filter((contact) => isClearly(person, contact));
  if (clear.length === 1) {
    return ok([...found.values()]);
  }
  for (const [hashed, phone] of byHash) {
    const askedAt = lookedUpAt(ctx.store, hashed);
    if (askedAt !== null && ctx.clock.now() - askedAt < LOOKUP_LIFE_MS) {
      continue;
    }
    const now = ctx.clock.now();
    const search = await amocrm.contacts.findByPhone(priority, phone, {
      matches: (typed) => samePhone(typed, phone),
      maxPages: MAX_PAGES,
    });
    if (!search.ok) {
      return search;
    }
    for (const contact of search.value.rows) {
      noteReadContact(ctx.store, contact, hash);
      seen.contacts.set(contact.id, contact.isDeleted ? null : contact);
      add(contact);
    }
    noteLookup(ctx.store, hashed, now);
  }
  return ok([...found.values()]);
}

/** Deals that carry this visit's record ID, as far as the index or, until it knows everything, one search tells. */
export async function dealsWithRecord(reader: Reader): Promise<Result<LeadView[], AmocrmFailure>> {
  const { ctx, settings, amocrm, row, priority } = reader;
  const talonId = row.talonId ?? 0;
  const branchIds = sourceBranchIds(settings, row.sourceId);
  const known = dealsOfRecord(ctx.store, talonId, branchIds);
  const read = await amocrm.leads.byIds(priority, known);
  if (!read.ok) {
    return read;
  }
  for (const id of known) {
    const lead = read.value.find((one) => one.id === id);
    if (lead) {
      noteReadDeal(ctx.store, lead, settings.fields.body.lead);
    } else {
      noteDealRecord(ctx.store, id, null);
    }
  }
  const alive = read.value.filter(({ isDeleted }) => !isDeleted).map(leadView);
  const { recordId, branchId } = settings.fields.body.lead;
  const record = { talonId, branchIds, recordIdField: recordId ?? 0, branchIdField: branchId ?? 0 };
  if (alive.some((lead) => carriesRecord(record, lead)) || knowsAllRecords(ctx, settings)) {
    return ok(alive);
  }
  const search = await amocrm.leads.listByQuery(priority, String(talonId), { maxPages: MAX_PAGES });
  if (!search.ok) {
    return search;
  }
  const live = search.value.rows.filter(({ isDeleted }) => !isDeleted);
  for (const lead of live) {
    noteReadDeal(ctx.store, lead, settings.fields.body.lead);
  }
  return ok(live.map(leadView));
}

function viewOf({ settings }: Reader, contact: Contact): ContactView {
  return contactView(contact, settings.fields.body.contact.birthDate, settings.account.timeZone);
}
