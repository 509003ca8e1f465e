import { and, eq } from 'drizzle-orm';
import type { ContactView, LeadView, PersonFacts, Reason } from '../sync/model.ts';
import { choosePerson } from '../sync/person.ts';
import { readContact } from './index-reads.ts';
import { contactOfPatient, readCard } from './match-reads.ts';
import { patients } from './schema.ts';
import type { Failed, Work } from './visit-work.ts';

export type PatientRead = {
  contact: ContactView | null;
  patient: { id: number; cardNumber: string; birthDate: string | null } | null;
  contactWritten: Record<string, string>;
  reasons: Reason[];
};

/** The deal's contact, if it is this patient: a visit for somebody else leaves the contact's fields alone. */
export async function readPatient(
  work: Work,
  lead: LeadView,
): Promise<{ ok: true; value: PatientRead } | Failed> {
  const { ctx, row, kind } = work;
  const nobody: PatientRead = { contact: null, patient: null, contactWritten: {}, reasons: [] };
  if (row.patientId === null || lead.contactId === null) {
    return { ok: true, value: nobody };
  }
  const kept = ctx.store
    .select()
    .from(patients)
    .where(and(eq(patients.sourceId, row.sourceId), eq(patients.patientId, row.patientId)))
    .get();
  if (kept && kind !== 'visit.created' && kind !== 'visit.changed') {
    return { ok: true, value: nobody };
  }
  const contact = await readContact(work, lead.contactId);
  if (!contact.ok) {
    return { ok: false, side: 'amocrm', error: contact.error };
  }
  const card = await readCard(work);
  if (!card.ok) {
    return { ok: false, side: 'archimed', error: card.error };
  }
  if (!contact.value || !card.value) {
    return { ok: true, value: nobody };
  }
  const person: PersonFacts = { ...card.value };
  const same =
    contactOfPatient(ctx, row) === contact.value.id ||
    choosePerson(person, [contact.value]).kind === 'contact';
  if (!same) {
    return {
      ok: true,
      value: {
        ...nobody,
        reasons: [
          { code: 'contact.other_person', text: 'Записан не сам контакт сделки: его поля не изменены' },
        ],
      },
    };
  }
  return {
    ok: true,
    value: {
      contact: contact.value,
      patient: { id: row.patientId, cardNumber: card.value.number, birthDate: card.value.birthDate },
      contactWritten: kept?.contactId === contact.value.id ? JSON.parse(kept.written) : {},
      reasons: [],
    },
  };
}
