import { and, eq, inArray } from 'drizzle-orm';
import type { Contact } from '../amocrm/contacts.ts';
import { findField, readNumeric } from '../amocrm/field-values.ts';
import type { AccountSettings } from '../settings/settings.repository.ts';
import type { AccountContext } from './context.ts';
import { contactsOfPhones } from './local-index.ts';
import { patients, phoneContacts } from './schema.ts';

/** Which patients a contact is, which phones the index knows of it, and who shares them. */

export function patientsOf(ctx: AccountContext, contactId: number) {
  return ctx.store.select().from(patients).where(eq(patients.contactId, contactId)).all();
}

/** Contacts that share a phone with this one: the winner of a merge has the phones of both. */
export function sharersOf(ctx: AccountContext, contactId: number): number[] {
  const phones = phonesOf(ctx, contactId);
  return phones.length === 0
    ? []
    : contactsOfPhones(ctx.store, phones).filter((candidate) => candidate !== contactId);
}

export function phonesOf(ctx: AccountContext, contactId: number): string[] {
  return ctx.store
    .select({ phoneHash: phoneContacts.phoneHash })
    .from(phoneContacts)
    .where(eq(phoneContacts.contactId, contactId))
    .all()
    .map((row) => row.phoneHash);
}

export function patientIn(settings: AccountSettings, contact: Contact): number | null {
  const { patientId } = settings.fields.body.contact;
  return patientId === null ? null : readNumeric(findField(contact.fields, patientId));
}

/** In whichever source: the field does not tell. */
export function rowsOf(ctx: AccountContext, settings: AccountSettings, patientId: number) {
  const sources = settings.sources.map(({ id }) => id);
  const mine = and(inArray(patients.sourceId, sources), eq(patients.patientId, patientId));
  return ctx.store.select().from(patients).where(mine).all();
}

export function mapTo(
  ctx: AccountContext,
  { sourceId, patientId, written }: { sourceId: number; patientId: number; written: string },
  contactId: number,
): void {
  const values = { sourceId, patientId, written, contactId };
  ctx.store
    .insert(patients)
    .values(values)
    .onConflictDoUpdate({ target: [patients.sourceId, patients.patientId], set: { contactId } })
    .run();
}
