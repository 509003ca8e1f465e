import type { NewContact } from '../amocrm/contact-body.ts';
import type { Contact } from '../amocrm/contacts.ts';
import type { AmocrmFailure } from '../amocrm/failure.ts';
import { ok, type Result } from '../shared/result.ts';
import type { ContactView, PersonFacts } from '../sync/model.ts';
import { normalizePhone } from '../sync/phone.ts';
import { planContactFields } from '../sync/plan-fields.ts';
import { toAmocrmWrite } from './amocrm-views.ts';
import { noteReadContact } from './local-index.ts';
import { learnContact } from './match-reads.ts';
import type { Work } from './visit-work.ts';

/** A contact for a patient who has none: name, phones and the mapped fields at once. */
export type NewContactPlan = {
  contact: NewContact;
  /** Keyed hashes of the mapped fields, as the field writer remembers them. */
  written: Record<string, string>;
};

export async function planNewContact(
  work: Work,
  person: PersonFacts | null,
  responsibleId: number | null,
): Promise<Result<NewContactPlan, AmocrmFailure>> {
  const { ctx, settings, amocrm, priority, facts, seen } = work;
  const known = await ctx.amocrmLists.fields(amocrm, 'contacts', priority);
  if (!known.ok) {
    return known;
  }
  const card = seen.card ?? null;
  const plan = planContactFields(
    {
      own: facts,
      contact: empty,
      patient: card && { id: card.id, cardNumber: card.number, birthDate: card.birthDate },
      contactFields: known.value,
      memory: { contactWritten: {} },
      settings: { fields: settings.fields.body },
      hash: await ctx.hasher(),
    },
    facts,
    [],
  );
  const phones = [...new Set((person?.phones ?? []).map((phone) => normalizePhone(phone) ?? phone))];
  return ok({
    contact: {
      ...namesOf(person),
      phones: phones.map((value) => ({ value, enumCode: 'WORK' })),
      ...(responsibleId === null ? {} : { responsibleUserId: responsibleId }),
      ...(plan.writes.length > 0 ? { fields: plan.writes.map(toAmocrmWrite) } : {}),
    },
    written: plan.written,
  });
}

/** It was made: known as this patient from now on, and what we sent need not be read back. Synchronous. */
export function rememberNewContact(
  { ctx, row, seen }: Work,
  contactId: number,
  { contact, written }: NewContactPlan,
  leadIds: readonly number[],
  hash: (text: string) => string,
): void {
  const { name, firstName = '', lastName = '' } = contact;
  const made: Contact = {
    id: contactId,
    name: name ?? `${firstName} ${lastName}`.trim(),
    firstName,
    lastName,
    responsibleUserId: contact.responsibleUserId ?? 0,
    updatedAt: Math.floor(ctx.clock.now() / 1000),
    isDeleted: false,
    // Their values are remembered by `written`.
    fields: [],
    phones: contact.phones ?? [],
    leadIds,
  };
  learnContact(ctx, row, contactId, written);
  noteReadContact(ctx.store, made, hash);
  seen.contacts.set(contactId, made);
}

const empty: ContactView = {
  id: 0,
  name: '',
  firstName: '',
  lastName: '',
  responsibleId: 0,
  phones: [],
  birthDate: null,
  fields: new Map(),
};

function namesOf(person: PersonFacts | null): Pick<NewContact, 'name' | 'firstName' | 'lastName'> {
  if (!person || (person.lastName === '' && person.firstName === '')) {
    return { name: 'Пациент' };
  }
  return {
    firstName: [person.firstName, person.middleName].filter(Boolean).join(' '),
    lastName: person.lastName,
  };
}
