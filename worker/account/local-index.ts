import { and, eq, inArray } from 'drizzle-orm';
import { type FieldValue, findField, readNumeric } from '../amocrm/field-values.ts';
import { normalizePhone } from '../sync/phone.ts';
import { dealRecords, phoneContacts, phoneLookups } from './schema.ts';
import type { Store } from './store.ts';

/**
 * «Which contact, which deal»: what was linked or seen (product.md §4). Candidates only: whoever uses one reads it again.
 * Phones stand here as keyed hashes of their full international form. All of it is synchronous.
 */

type ReadContact = {
  readonly id: number;
  readonly isDeleted: boolean;
  readonly phones: ReadonlyArray<{ readonly value: string }>;
};

/** What amoCRM just told of a contact. */
export function noteReadContact(store: Store, contact: ReadContact, hash: (text: string) => string): void {
  const phones = contact.isDeleted ? [] : contact.phones;
  noteContact(
    store,
    contact.id,
    phones.flatMap(({ value }) => phoneHash(value, hash) ?? []),
  );
}

/** null: not a phone. */
export function phoneHash(phone: string, hash: (text: string) => string): string | null {
  const normal = normalizePhone(phone);
  return normal === null ? null : hash(`phone:${normal}`);
}

/** The contact has these phones and no others. */
export function noteContact(store: Store, contactId: number, phoneHashes: readonly string[]): void {
  const wanted = new Set(phoneHashes);
  const known = store
    .select({ phoneHash: phoneContacts.phoneHash })
    .from(phoneContacts)
    .where(eq(phoneContacts.contactId, contactId))
    .all()
    .map((row) => row.phoneHash);
  for (const gone of known.filter((hash) => !wanted.has(hash))) {
    store
      .delete(phoneContacts)
      .where(and(eq(phoneContacts.phoneHash, gone), eq(phoneContacts.contactId, contactId)))
      .run();
  }
  for (const fresh of wanted) {
    if (!known.includes(fresh)) {
      store.insert(phoneContacts).values({ phoneHash: fresh, contactId }).onConflictDoNothing().run();
    }
  }
}

export function forgetContact(store: Store, contactId: number): void {
  noteContact(store, contactId, []);
}

export function contactsOfPhones(store: Store, phoneHashes: readonly string[]): number[] {
  const rows = store
    .select({ contactId: phoneContacts.contactId })
    .from(phoneContacts)
    .where(inArray(phoneContacts.phoneHash, [...phoneHashes]))
    .all();
  return [...new Set(rows.map((row) => row.contactId))].sort((left, right) => left - right);
}

/** amoCRM's search was asked for this phone at `at`. */
export function noteLookup(store: Store, phone: string, at: number): void {
  store
    .insert(phoneLookups)
    .values({ phoneHash: phone, at })
    .onConflictDoUpdate({ target: phoneLookups.phoneHash, set: { at } })
    .run();
}

export function lookedUpAt(store: Store, phone: string): number | null {
  return (
    store.select({ at: phoneLookups.at }).from(phoneLookups).where(eq(phoneLookups.phoneHash, phone)).get()
      ?.at ?? null
  );
}

/** The two fields by which a deal is recognised (product.md §3.6). */
export type RecordFields = { recordId: number | null; branchId: number | null };

/** What amoCRM just told of a deal. */
export function noteReadDeal(
  store: Store,
  lead: { readonly id: number; readonly isDeleted: boolean; readonly fields: readonly FieldValue[] },
  { recordId, branchId }: RecordFields,
): void {
  const idIn = (fieldId: number | null) => {
    const number = fieldId === null ? null : readNumeric(findField(lead.fields, fieldId));
    return number !== null && Number.isSafeInteger(number) ? number : null;
  };
  const talonId = idIn(recordId);
  const ofBranch = idIn(branchId);
  const isRecord = !lead.isDeleted && talonId !== null && ofBranch !== null;
  noteDealRecord(store, lead.id, isRecord ? { talonId, branchId: ofBranch } : null);
}

/** What the deal's two system fields say; null: they are empty or the deal is gone. */
export function noteDealRecord(
  store: Store,
  dealId: number,
  record: { branchId: number; talonId: number } | null,
): void {
  if (record === null) {
    store.delete(dealRecords).where(eq(dealRecords.dealId, dealId)).run();
    return;
  }
  const values = { dealId, ...record };
  store
    .insert(dealRecords)
    .values(values)
    .onConflictDoUpdate({ target: dealRecords.dealId, set: values })
    .run();
}

export function dealsOfRecord(store: Store, talonId: number, branchIds: readonly number[]): number[] {
  return store
    .select({ dealId: dealRecords.dealId })
    .from(dealRecords)
    .where(and(eq(dealRecords.talonId, talonId), inArray(dealRecords.branchId, [...branchIds])))
    .orderBy(dealRecords.dealId)
    .all()
    .map((row) => row.dealId);
}
