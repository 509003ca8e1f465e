import { and, eq } from 'drizzle-orm';
import type { AmocrmFailure } from '../amocrm/failure.ts';
import type { ArchimedFailure } from '../archimed/failure.ts';
import type { Medcard } from '../archimed/medcards.ts';
import { ok, type Result } from '../shared/result.ts';
import type { MatchNeed, MatchReads } from '../sync/match.ts';
import type { LeadView, PersonFacts } from '../sync/model.ts';
import { splitName } from '../sync/person.ts';
import { leadView } from './amocrm-views.ts';
import type { AccountContext } from './context.ts';
import { contactsOnPhones, dealsWithRecord, readContact, readContacts } from './index-reads.ts';
import type { VisitRow } from './mirror.ts';
import { patients } from './schema.ts';
import type { Work } from './visit-work.ts';

/** Reads what the choice of a deal asked for. */
export type MatchReader = Pick<
  Work,
  'ctx' | 'settings' | 'amocrm' | 'archimed' | 'row' | 'priority' | 'seen'
>;

/** A contact has few deals; of more than this only the newest are looked at. */
const MAX_DEALS = 50;

export async function readForMatch(
  reader: MatchReader,
  need: MatchNeed,
  reads: MatchReads,
): Promise<Result<MatchReads, AmocrmFailure | ArchimedFailure>> {
  const { amocrm, priority } = reader;
  switch (need.read) {
    case 'linkedLead': {
      const lead = await amocrm.leads.byId(priority, need.dealId);
      return lead.ok
        ? ok({ ...reads, linkedLead: lead.value && !lead.value.isDeleted ? leadView(lead.value) : null })
        : lead;
    }
    case 'leadsByRecordId': {
      const found = await dealsWithRecord(reader);
      return found.ok ? ok({ ...reads, leadsByRecordId: found.value }) : found;
    }
    case 'patientContact':
      return ok({ ...reads, patientContactId: contactOfPatient(reader.ctx, reader.row) });
    case 'contact': {
      const contact = await readContact(reader, need.contactId);
      return contact.ok
        ? ok({ ...reads, contacts: new Map([...reads.contacts, [need.contactId, contact.value]]) })
        : contact;
    }
    case 'person': {
      const person = await readPerson(reader);
      return person.ok ? ok({ ...reads, person: person.value }) : person;
    }
    case 'contactsByPhone': {
      const contacts = await contactsOnPhones(reader, need.phones, reads.person ?? nobody);
      return contacts.ok ? ok({ ...reads, contactsByPhone: contacts.value }) : contacts;
    }
    case 'leadsOfContact': {
      const leads = await leadsOf(reader, need.contactId);
      return leads.ok
        ? ok({ ...reads, leadsOfContact: new Map([...reads.leadsOfContact, [need.contactId, leads.value]]) })
        : leads;
    }
  }
}

const nobody: PersonFacts = { lastName: '', firstName: '', middleName: '', birthDate: null, phones: [] };

async function leadsOf(reader: MatchReader, contactId: number): Promise<Result<LeadView[], AmocrmFailure>> {
  const contact = await readContacts(reader, [contactId]);
  if (!contact.ok) {
    return contact;
  }
  const ids = contact.value.get(contactId)?.leadIds ?? [];
  const newest = ids.toSorted((left, right) => right - left).slice(0, MAX_DEALS);
  const leads = await reader.amocrm.leads.byIds(reader.priority, newest);
  return leads.ok ? ok(leads.value.filter(({ isDeleted }) => !isDeleted).map(leadView)) : leads;
}

/** null: the visit has no patient, or there is no such card. */
export async function readCard(
  reader: Pick<Work, 'archimed' | 'row' | 'priority' | 'seen'>,
): Promise<Result<Medcard | null, ArchimedFailure>> {
  const { archimed, row, priority, seen } = reader;
  if (row.patientId === null) {
    return ok(null);
  }
  if (seen.card !== undefined) {
    return ok(seen.card);
  }
  const card = await archimed.medcards.byId(priority, row.patientId);
  if (card.ok) {
    seen.card = card.value;
  }
  return card;
}

/** The medcard tells name, birth date and every phone; without one the talon itself tells name and phone. */
export async function readPerson(
  reader: Pick<Work, 'archimed' | 'row' | 'priority' | 'seen'>,
): Promise<Result<PersonFacts | null, ArchimedFailure>> {
  const { archimed, row, priority } = reader;
  const card = await readCard(reader);
  if (!card.ok) {
    return card;
  }
  if (card.value) {
    const { lastName, firstName, middleName, birthDate, phones } = card.value;
    return ok({ lastName, firstName, middleName, birthDate, phones });
  }
  const talon =
    row.talonId === null
      ? ok(null)
      : await archimed.talons.byId(priority, row.talonId, { withDeleted: true });
  if (!talon.ok) {
    return talon;
  }
  if (!talon.value) {
    return ok(null);
  }
  const { patientName: name, patientPhone } = talon.value;
  return ok({
    ...splitName({ name, firstName: '', lastName: '' }),
    birthDate: null,
    phones: patientPhone === '' ? [] : [patientPhone],
  });
}

export function contactOfPatient(ctx: AccountContext, row: VisitRow): number | null {
  if (row.patientId === null) {
    return null;
  }
  return (
    ctx.store
      .select({ contactId: patients.contactId })
      .from(patients)
      .where(and(eq(patients.sourceId, row.sourceId), eq(patients.patientId, row.patientId)))
      .get()?.contactId ?? null
  );
}

/** The patient is this contact: known from now on, whatever becomes of the visit's deal. */
export function learnContact(
  ctx: AccountContext,
  { sourceId, patientId }: Pick<VisitRow, 'sourceId' | 'patientId'>,
  contactId: number,
  written: Readonly<Record<string, string>> = {},
): void {
  if (patientId === null) {
    return;
  }
  const values = { sourceId, patientId, contactId, written: JSON.stringify(written) };
  ctx.store
    .insert(patients)
    .values(values)
    .onConflictDoUpdate({ target: [patients.sourceId, patients.patientId], set: values })
    .run();
}
