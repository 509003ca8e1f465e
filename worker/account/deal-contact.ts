import type { Contact } from '../amocrm/contacts.ts';
import { type AmocrmFailure, outcomeUnknown } from '../amocrm/failure.ts';
import { findField, readNumeric } from '../amocrm/field-values.ts';
import { ok, type Result } from '../shared/result.ts';
import type { LeadView, PersonFacts, Reason } from '../sync/model.ts';
import { choosePerson } from '../sync/person.ts';
import { samePhone } from '../sync/phone.ts';
import { planNewContact, rememberNewContact } from './contact-creation.ts';
import type { Decision } from './decision.ts';
import { contactsOnPhones, readContact } from './index-reads.ts';
import { noteReadContact } from './local-index.ts';
import { CLOCKS_DIFFER_S, completeMark, leaveMark, readMark, withdrawMark } from './marks.ts';
import { contactOfPatient, learnContact, readPerson } from './match-reads.ts';
import { claimPerson, releasePerson } from './person-claims.ts';
import { type Failed, personKeys, type Work } from './visit-work.ts';

/** A deal that a human chose and that has no contact gets the patient's: found like step 4 of product.md §3.3, else made. */
type WithContact = { lead: LeadView; actions: Decision['actions']; reasons: Reason[] };
type Found = { ok: true; value: { contactId: number | null; reasons: Reason[] } } | Failed;

const STEP = 'contact';
const NEWEST = 50;

export async function contactForDeal(
  work: Work,
  lead: LeadView,
): Promise<{ ok: true; value: WithContact } | Failed> {
  const { amocrm, priority, row } = work;
  const same: WithContact = { lead, actions: [], reasons: [] };
  const isAsked = row.bookedByUs && work.kind === 'visit.created';
  if (lead.contactId !== null || row.patientId === null || !isAsked) {
    return { ok: true, value: same };
  }
  const recalled = await recallContact(work);
  if (!recalled.ok) {
    return { ok: false, side: 'amocrm', error: recalled.error };
  }
  const patient = recalled.value === null ? await findOrMake(work, lead) : found(recalled.value);
  if (!patient.ok) {
    return patient;
  }
  const { contactId, reasons } = patient.value;
  if (contactId === null) {
    return { ok: true, value: { ...same, reasons } };
  }
  const linked = await amocrm.links.linkContact(priority, lead.id, contactId, { isMain: true });
  if (!linked.ok) {
    return { ok: false, side: 'amocrm', error: linked.error };
  }
  const actions = [{ kind: 'contact.link', text: `Контакт ${contactId} связан со сделкой` }];
  return { ok: true, value: { lead: { ...lead, contactId }, actions, reasons } };
}

/** Under the person's lock (visit-events.ts): two bookings of one patient must not make two contacts. */
async function findOrMake(work: Work, lead: LeadView): Promise<Found> {
  const { ctx, row } = work;
  const known = contactOfPatient(ctx, row);
  const contact = known === null ? ok(null) : await readContact(work, known);
  if (!contact.ok) {
    return { ok: false, side: 'amocrm', error: contact.error };
  }
  if (contact.value) {
    return found(contact.value.id);
  }
  const person = await readPerson(work);
  if (!person.ok) {
    return { ok: false, side: 'archimed', error: person.error };
  }
  if (!person.value) {
    return found(null);
  }
  const onPhone = await contactsOnPhones(work, person.value.phones, person.value);
  if (!onPhone.ok) {
    return { ok: false, side: 'amocrm', error: onPhone.error };
  }
  const choice = choosePerson(person.value, onPhone.value);
  if (choice.kind === 'contact') {
    return found(choice.contactId);
  }
  if (choice.kind === 'doubt') {
    const ids = choice.candidates.map(({ contactId }) => contactId).join(', ');
    const text = `В сделке нет контакта, а на телефоне пациента похожие контакты ${ids}: ни один не выбран`;
    return found(null, [{ code: 'contact.doubt', text }]);
  }
  const made = await makeContact(work, person.value, lead.responsibleId);
  return made.ok ? found(made.value) : { ok: false, side: 'amocrm', error: made.error };
}

function found(contactId: number | null, reasons: Reason[] = []): Found {
  return { ok: true, value: { contactId, reasons } };
}

/** The contact that an earlier attempt at this event created; null: it created none. */
async function recallContact(work: Work): Promise<Result<number | null, AmocrmFailure>> {
  const { ctx, event, amocrm, priority } = work;
  const mark = readMark(ctx.store, event.id, STEP);
  if (!mark || mark.result) {
    return ok(mark ? Number(mark.result) : null);
  }
  const newest = await amocrm.contacts.listNewest(priority, { limit: NEWEST });
  if (!newest.ok) {
    return newest;
  }
  const since = Math.floor(mark.at / 1000) - CLOCKS_DIFFER_S;
  const isRecent = (contact: Contact) => !contact.isDeleted && contact.updatedAt >= since;
  const hash = await ctx.hasher();
  const made = newest.value.find((contact) => isRecent(contact) && isOfPatient(work, contact));
  if (made) {
    ctx.store.transaction(() => {
      noteReadContact(ctx.store, made, hash);
      keep(work, made.id);
    });
  }
  return ok(made?.id ?? null);
}

/** By the mapped patient ID, else by name and phone: the contact was made with all of them. */
function isOfPatient({ settings, row, seen }: Work, contact: Contact): boolean {
  const { patientId } = settings.fields.body.contact;
  if (patientId !== null) {
    return readNumeric(findField(contact.fields, patientId)) === row.patientId;
  }
  const { card } = seen;
  return (
    !!card &&
    contact.lastName === card.lastName &&
    card.phones.every((phone) => contact.phones.some(({ value }) => samePhone(value, phone)))
  );
}

async function makeContact(
  work: Work,
  person: PersonFacts,
  responsibleId: number,
): Promise<Result<number, AmocrmFailure>> {
  const { ctx, event, amocrm, priority, row } = work;
  const plan = await planNewContact(work, person, responsibleId);
  if (!plan.ok) {
    return plan;
  }
  const hash = await ctx.hasher();
  ctx.store.transaction(() => {
    leaveMark(ctx.store, event.id, STEP, ctx.clock.now());
    claimPerson(ctx, event, personKeys(row, person).map(hash));
  });
  const made = await amocrm.contacts.create(priority, plan.value.contact);
  if (made.ok) {
    ctx.store.transaction(() => {
      rememberNewContact(work, made.value.id, plan.value, [], hash);
      keep(work, made.value.id);
    });
    return ok(made.value.id);
  }
  if (!outcomeUnknown(made.error)) {
    ctx.store.transaction(() => {
      withdrawMark(ctx.store, event.id, STEP);
      releasePerson(ctx, event);
    });
  }
  return made;
}

function keep({ ctx, event, row }: Work, contactId: number): void {
  completeMark(ctx.store, event.id, STEP, String(contactId));
  releasePerson(ctx, event);
  if (contactOfPatient(ctx, row) !== contactId) {
    learnContact(ctx, row, contactId);
  }
}
