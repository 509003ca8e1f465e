import { type MatchReads, nothingRead } from './match.ts';
import type { ContactView, LeadView, PersonFacts } from './model.ts';

/** What the engine learned when it looked for a visit's deal, told by the codes of its reasons. */
export type Recorded = {
  /** The deal it came to. */
  dealId: number | null;
  /** null: the event was never decided. */
  codes: ReadonlySet<string> | null;
};

type Looking = {
  isSameSearch: boolean;
  visit: { talonId: number; branchId: number };
  recordIdField: number;
  branchIdField: number;
};

const PATIENT = 1;
const ON_PHONE = 2;
const PHONE = '+79050000000';

/**
 * The answers of amoCRM as far as they are remembered; what is missing makes the choice ask, and then nobody knows. Who a
 * contact is does not matter, only that it was recognised.
 */
export function readsOf({ codes }: Recorded, lead: LeadView | null, looking: Looking): MatchReads {
  if (!codes) {
    return nothingRead;
  }
  const has = (code: string) => codes.has(code);
  const leadsOfContact = new Map<number, readonly LeadView[]>();
  const remember = (contactId: number, found: string, none: string) => {
    // Among other deals another one might have been found.
    if (has(found) && lead && looking.isSameSearch) {
      leadsOfContact.set(contactId, [lead]);
    } else if (has(none) && looking.isSameSearch) {
      leadsOfContact.set(contactId, []);
    }
  };
  remember(PATIENT, 'match.patient', 'match.patient_no_deal');
  remember(ON_PHONE, 'match.phone', 'match.phone_no_deal');
  return {
    contacts: new Map([[PATIENT, has('match.contact_gone') ? null : contact(PATIENT)]]),
    leadsOfContact,
    ...recordOf(has, lead, looking),
    ...patientOf(has),
    ...phoneOf(has),
  };
}

type Has = (code: string) => boolean;

function recordOf(has: Has, lead: LeadView | null, looking: Looking): Pick<MatchReads, 'leadsByRecordId'> {
  if (has('match.record_id') && lead) {
    const value = (number: number) => [{ value: number, enumId: null }];
    const { recordIdField, branchIdField, visit } = looking;
    const fields = new Map([
      [recordIdField, value(visit.talonId)],
      [branchIdField, value(visit.branchId)],
    ]);
    return { leadsByRecordId: [{ ...lead, fields }] };
  }
  const isNone = has('match.no_record_id') && !has('match.record_id_stage');
  return isNone || looking.isSameSearch ? { leadsByRecordId: [] } : {};
}

function patientOf(has: Has): Pick<MatchReads, 'patientContactId'> {
  if (has('match.patient') || has('match.patient_no_deal') || has('match.contact_gone')) {
    return { patientContactId: PATIENT };
  }
  return has('match.patient_unknown') ? { patientContactId: null } : {};
}

function phoneOf(has: Has): Pick<MatchReads, 'person' | 'contactsByPhone'> {
  if (has('match.no_phone')) {
    return { person: { ...person, phones: [] } };
  }
  if (has('match.phone_unknown')) {
    return { person, contactsByPhone: [] };
  }
  if (has('match.other_people')) {
    return { person, contactsByPhone: [{ ...contact(ON_PHONE), name: 'Другой Человек' }] };
  }
  if (has('match.doubt') || has('match.phone_unclear')) {
    const unnamed = (id: number) => ({ ...contact(id), name: '' });
    return { person, contactsByPhone: [unnamed(ON_PHONE), unnamed(ON_PHONE + 1)] };
  }
  if (has('match.contact')) {
    return { person, contactsByPhone: [contact(ON_PHONE)] };
  }
  return {};
}

const person: PersonFacts = {
  lastName: 'Пациентова',
  firstName: 'Анна',
  middleName: '',
  birthDate: null,
  phones: [PHONE],
};

function contact(id: number): ContactView {
  return {
    id,
    name: 'Пациентова Анна',
    firstName: '',
    lastName: '',
    responsibleId: 0,
    phones: [PHONE],
    birthDate: null,
    fields: new Map(),
  };
}
