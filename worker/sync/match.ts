import type { AutomationSettings, MatchingSettings } from '../settings/automation.schemas.ts';
import { byRecordId, ofContact } from './match-deals.ts';
import type { ContactView, LeadView, PersonFacts, Reason } from './model.ts';
import { type Candidate, choosePerson } from './person.ts';

/**
 * Which deal belongs to a visit: the steps of product.md §3.3 in order. Pure: when it needs something that was
 * not read yet it asks for it and is run again with the answer.
 */
export type MatchInput = {
  talonId: number;
  link: { dealId: number; suspended: boolean } | null;
  /** What a human answered in the review queue: this contact, or somebody new. */
  decided: { contactId: number } | 'new' | null;
  /** The branch takes part in deal creation, or a manager booked or asked for it. */
  create: { allowed: boolean; stageChosen: boolean };
  /** The visit is no longer in ArchiMed+: an existing deal hears of it, a new one would be about nothing. */
  gone: boolean;
  settings: MatchingSettings;
  policy: AutomationSettings['policy'];
  /** Branches of the visit's source. */
  branchIds: readonly number[];
  recordIdField: number;
  branchIdField: number;
  /** What we know of a deal's visits: those linked, and the one whose record ID it carries. `unwritten`: one was linked, and its record ID is still to be written. */
  dealVisits(
    dealId: number,
    record: { talonId: number; branchId: number } | null,
  ): { open: boolean; finalOnly: boolean; unwritten: boolean };
  /** A human undid the link of this visit with that deal. */
  isRefused(dealId: number): boolean;
  reads: MatchReads;
};

/** `undefined` = not read yet; `null` = read, nothing there. */
export type MatchReads = {
  linkedLead?: LeadView | null;
  leadsByRecordId?: readonly LeadView[];
  /** The contact our links hold for this patient. */
  patientContactId?: number | null;
  person?: PersonFacts | null;
  contactsByPhone?: readonly ContactView[];
  contacts: ReadonlyMap<number, ContactView | null>;
  leadsOfContact: ReadonlyMap<number, readonly LeadView[]>;
};

export const nothingRead: MatchReads = { contacts: new Map(), leadsOfContact: new Map() };

export type MatchNeed =
  | { read: 'linkedLead'; dealId: number }
  | { read: 'leadsByRecordId' }
  | { read: 'patientContact' }
  | { read: 'contact'; contactId: number }
  | { read: 'person' }
  | { read: 'contactsByPhone'; phones: readonly string[] }
  | { read: 'leadsOfContact'; contactId: number };

export type MatchResult =
  | { kind: 'need'; need: MatchNeed }
  | { kind: 'deal'; lead: LeadView; found: boolean; reasons: Reason[] }
  | { kind: 'suspend'; dealId: number; reasons: Reason[] }
  | { kind: 'create'; contact: ContactView | null; reasons: Reason[] }
  | { kind: 'doubt'; candidates: Candidate[]; reasons: Reason[] }
  | { kind: 'none'; reasons: Reason[] };

/** A step's end: it decided (or asks), or it hands the contact it knows of to the next. */
type Step = { result: MatchResult } | { contact: ContactView | null };

export function matchDeal(input: MatchInput): MatchResult {
  if (input.link) {
    return linkedDeal(input.link, input.reads);
  }
  const reasons: Reason[] = [why('match.no_link', 'Запись ещё не связана со сделкой')];
  if (input.decided === 'new') {
    reasons.push(why('match.decided_new', 'В очереди проверки решено: это новый человек'));
    return finish(input, null, reasons);
  }
  const record = input.decided ? null : recordStep(input, reasons);
  if (record) {
    return record;
  }
  const { search } = input.settings;
  if (!search) {
    reasons.push(why('match.search_off', 'Поиск существующих сделок выключен'));
  }
  if (!search && !(input.create.allowed && input.create.stageChosen)) {
    return finish(input, null, reasons);
  }
  const patient = patientStep(input, reasons);
  if ('result' in patient) {
    return patient.result;
  }
  if (!search && patient.contact) {
    return finish(input, patient.contact, reasons);
  }
  const phone = phoneStep(input, patient.contact, reasons);
  return 'result' in phone ? phone.result : finish(input, patient.contact ?? phone.contact, reasons);
}

/** Step 1: the visit's link. */
function linkedDeal(link: NonNullable<MatchInput['link']>, reads: MatchReads): MatchResult {
  const { dealId } = link;
  if (link.suspended) {
    const text = `Связь со сделкой ${dealId} приостановлена: сделка удалена`;
    return { kind: 'none', reasons: [why('match.suspended', text)] };
  }
  if (reads.linkedLead === undefined) {
    return { kind: 'need', need: { read: 'linkedLead', dealId } };
  }
  if (reads.linkedLead === null) {
    const text = `Связанная сделка ${dealId} удалена: связь приостановлена`;
    return { kind: 'suspend', dealId, reasons: [why('match.deal_deleted', text)] };
  }
  const reasons = [why('match.link', `Сделка ${dealId} уже связана с этой записью`)];
  return { kind: 'deal', lead: reads.linkedLead, found: false, reasons };
}

/** Step 2: the record ID. null: no such deal. */
function recordStep(input: MatchInput, reasons: Reason[]): MatchResult | null {
  if (input.reads.leadsByRecordId === undefined) {
    return { kind: 'need', need: { read: 'leadsByRecordId' } };
  }
  const choice = byRecordId(input, input.reads.leadsByRecordId);
  reasons.push(...choice.reasons);
  if (!choice.lead) {
    reasons.push(why('match.no_record_id', 'Сделки с ID этой записи нет'));
    return null;
  }
  reasons.push(
    why('match.record_id', `Найдена сделка ${choice.lead.id} с ID этой записи (подходило: ${choice.count})`),
  );
  return { kind: 'deal', lead: choice.lead, found: true, reasons };
}

/** Step 3: the patient's contact and its deals. */
function patientStep(input: MatchInput, reasons: Reason[]): Step {
  const { reads, decided } = input;
  if (!decided && reads.patientContactId === undefined) {
    return need({ read: 'patientContact' });
  }
  const contactId = decided && decided !== 'new' ? decided.contactId : (reads.patientContactId ?? null);
  if (contactId === null) {
    reasons.push(why('match.patient_unknown', 'Контакт этого пациента ещё не известен'));
    return { contact: null };
  }
  const contact = reads.contacts.get(contactId);
  if (contact === undefined) {
    return need({ read: 'contact', contactId });
  }
  if (contact === null) {
    reasons.push(why('match.contact_gone', `Контакта ${contactId}, связанного с пациентом, больше нет`));
    return { contact: null };
  }
  if (decided) {
    reasons.push(why('match.decided', `В очереди проверки решено: это контакт ${contactId}`));
  }
  const result = input.settings.search
    ? dealOfContact(input, contactId, 'match.patient', 'по ID пациента', reasons)
    : null;
  return result ? { result } : { contact };
}

/** Step 4. `known`: the patient's contact. Who the person is stands then; only deals are looked for. */
function phoneStep(input: MatchInput, known: ContactView | null, reasons: Reason[]): Step {
  const { reads } = input;
  const nobody: Step = { contact: null };
  if (reads.person === undefined) {
    return need({ read: 'person' });
  }
  if (reads.person === null || reads.person.phones.length === 0) {
    reasons.push(why('match.no_phone', 'У пациента нет телефона: искать контакт не по чему'));
    return nobody;
  }
  if (reads.contactsByPhone === undefined) {
    return need({ read: 'contactsByPhone', phones: reads.person.phones });
  }
  if (reads.contactsByPhone.length === 0) {
    reasons.push(why('match.phone_unknown', 'Контактов с телефоном пациента нет'));
    return nobody;
  }
  const choice = choosePerson(reads.person, reads.contactsByPhone);
  if (choice.kind === 'other-people') {
    reasons.push(why('match.other_people', 'На телефоне пациента — контакты других людей'));
    return nobody;
  }
  if (choice.kind === 'doubt') {
    const ids = choice.candidates.map(({ contactId }) => contactId).join(', ');
    if (known) {
      const text = `На телефоне пациента похожие контакты ${ids}: сделка не выбрана`;
      reasons.push(why('match.phone_unclear', text));
      return nobody;
    }
    const text = `Непонятно, кто это: на телефоне пациента похожие контакты ${ids}. Ничего не создано, ждёт решения в очереди проверки`;
    reasons.push(why('match.doubt', text));
    return { result: { kind: 'doubt', candidates: choice.candidates, reasons } };
  }
  const { contactId } = choice;
  reasons.push(why('match.contact', `Пациент узнан по телефону и имени: контакт ${contactId}`));
  if (input.settings.search && contactId !== known?.id) {
    const result = dealOfContact(input, contactId, 'match.phone', 'по телефону', reasons);
    if (result) {
      return { result };
    }
  }
  return { contact: reads.contactsByPhone.find(({ id }) => id === contactId) ?? null };
}

function dealOfContact(
  input: MatchInput,
  contactId: number,
  code: string,
  how: string,
  reasons: Reason[],
): MatchResult | null {
  const leads = input.reads.leadsOfContact.get(contactId);
  if (!leads) {
    return { kind: 'need', need: { read: 'leadsOfContact', contactId } };
  }
  const choice = ofContact(input, leads);
  reasons.push(...choice.reasons);
  if (!choice.lead) {
    reasons.push(
      why(`${code}_no_deal`, `У контакта ${contactId} (${how}) нет подходящей сделки из ${leads.length}`),
    );
    return null;
  }
  reasons.push(why(code, `Сделка ${choice.lead.id} найдена ${how} (подходило: ${choice.count})`));
  return { kind: 'deal', lead: choice.lead, found: true, reasons };
}

/** Step 5. */
function finish(input: MatchInput, contact: ContactView | null, reasons: Reason[]): MatchResult {
  if (input.gone) {
    reasons.push(why('match.gone', 'Запись уже удалена из ArchiMed+: сделка для неё не создаётся'));
    return { kind: 'none', reasons };
  }
  if (!input.create.allowed) {
    reasons.push(why('match.creation_off', 'Создание сделок из ArchiMed+ для этого филиала выключено'));
    return { kind: 'none', reasons };
  }
  if (!input.create.stageChosen) {
    reasons.push(why('match.no_stage', 'Сделка не создана: не выбран этап для новых сделок'));
    return { kind: 'none', reasons };
  }
  if (contact === null && input.reads.person === undefined) {
    return { kind: 'need', need: { read: 'person' } };
  }
  const text = contact === null ? 'Созданы контакт и сделка' : `Создана сделка для контакта ${contact.id}`;
  reasons.push(why('match.create', text));
  return { kind: 'create', contact, reasons };
}

function need(what: MatchNeed): Step {
  return { result: { kind: 'need', need: what } };
}

function why(code: string, text: string): Reason {
  return { code, text };
}
