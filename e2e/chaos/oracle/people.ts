import { phoneDigits } from '../persons.ts';
import { type Evidence, visitsIn } from './evidence.ts';
import type { Say } from './verdict.ts';

/** «Two visits of one person do not make two contacts»; whoever was made belongs to a deal. */
export function judgePeople(evidence: Evidence, say: Say): void {
  const { account, crm, before, ledger, links } = evidence;
  const live = crm.contacts.filter(({ isDeleted }) => !isDeleted);
  for (const person of account.persons) {
    const same = live.filter(
      ({ lastName, firstName }) =>
        lastName === person.lastName && firstName.split(' ')[0] === person.firstName,
    );
    const where = { person: person.index };
    const atFirst = person.contactIds.length;
    if (same.length > Math.max(1, atFirst)) {
      const ids = same.map(({ id }) => id).join(', ');
      say('doubled', 'contact', `${person.lastName}: contacts ${ids}`, where);
    }
    const visits = [...ledger.visits.values()].filter(
      (visit) => visit.person === person.index && links.has(visit.talonId),
    );
    if (visits.length > 0 && same.length === 0) {
      say('lost', 'contact', `${person.lastName} has visits in deals and no contact`, where);
    }
    for (const contact of same) judgeContact(evidence, person, contact, visits.length > 0, say);
  }
  const old = new Set(before.contacts.map(({ id }) => id));
  const linked = new Set(crm.leads.flatMap(({ contacts }) => contacts.map(({ id }) => id)));
  for (const { id, name } of live) {
    if (!old.has(id) && !linked.has(id))
      say('doubled', 'contact', `contact ${id} (${name}) belongs to no deal`);
  }
}

type Contact = Evidence['crm']['contacts'][number];
type Person = Evidence['account']['persons'][number];

function judgeContact(
  evidence: Evidence,
  person: Person,
  contact: Contact,
  hasVisits: boolean,
  say: Say,
): void {
  const { crm } = evidence;
  const told = (name: string) => {
    const field = crm.fields.contacts.find((candidate) => candidate.name === name);
    return String(contact.fields[String(field?.id)]?.[0]?.value ?? '');
  };
  const where = { person: person.index };
  const phone = crm.fields.contacts.find(({ code }) => code === 'PHONE');
  const phones = (contact.fields[String(phone?.id)] ?? []).map(({ value }) => phoneDigits(String(value)));
  if (!phones.includes(phoneDigits(person.phone))) {
    say(
      'wrong',
      'field',
      `contact ${contact.id} of ${person.lastName} has phones ${phones.join(', ')}`,
      where,
    );
  }
  const patientId = told('ID пациента ArchiMed+');
  if (patientId !== '' && patientId !== String(person.patientId)) {
    say('wrong', 'field', `contact ${contact.id}: patient ${patientId}, not ${person.patientId}`, where);
  }
  const deals = crm.leads.filter(
    (lead) =>
      !lead.isDeleted &&
      lead.contacts.some(({ id }) => id === contact.id) &&
      visitsIn(evidence, lead.id).length > 0,
  );
  if (hasVisits && patientId === '' && deals.length > 0 && !person.isTwin) {
    say('lost', 'field', `contact ${contact.id} of ${person.lastName} has no patient ID`, where);
  }
}
