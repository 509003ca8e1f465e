import type { AutomationSettings, MatchingSettings } from '../settings/automation.schemas.ts';
import { type ContactView, isClosedStage, type LeadView, type PersonFacts, type Reason } from './model.ts';
import { choosePerson } from './person.ts';
import { sameStage } from './stage.ts';

/**
 * Which deal belongs to a visit: the steps of product.md §3.3 in order. Pure: when it needs something that was
 * not read yet it asks for it and is run again with the answer.
 */
export type MatchInput = {
  talonId: number;
  link: { dealId: number; suspended: boolean } | null;
  /** The branch takes part in deal creation, or a manager booked without a deal. */
  create: { allowed: boolean; stageChosen: boolean };
  settings: MatchingSettings;
  policy: AutomationSettings['policy'];
  /** Branches of the visit's source. */
  branchIds: readonly number[];
  recordIdField: number;
  branchIdField: number;
  /** What our links know of a deal's visits. */
  dealVisits(dealId: number): { open: boolean; finalOnly: boolean };
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
  leadsOfContact: ReadonlyMap<number, readonly LeadView[]>;
};

export type MatchNeed =
  | { read: 'linkedLead'; dealId: number }
  | { read: 'leadsByRecordId' }
  | { read: 'patientContact' }
  | { read: 'person' }
  | { read: 'contactsByPhone'; phones: readonly string[] }
  | { read: 'leadsOfContact'; contactId: number };

export type MatchResult =
  | { kind: 'need'; need: MatchNeed }
  | { kind: 'deal'; lead: LeadView; found: boolean; reasons: Reason[] }
  | { kind: 'suspend'; dealId: number; reasons: Reason[] }
  | { kind: 'create'; contactId: number | null; reasons: Reason[] }
  | { kind: 'doubt'; contactIds: number[]; reasons: Reason[] }
  | { kind: 'none'; reasons: Reason[] };

export function matchDeal(input: MatchInput): MatchResult {
  const reasons: Reason[] = [];
  const { reads, link } = input;

  if (link) {
    if (link.suspended) {
      reasons.push(why('match.suspended', `Связь со сделкой ${link.dealId} приостановлена: сделка удалена`));
      return { kind: 'none', reasons };
    }
    if (reads.linkedLead === undefined) {
      return { kind: 'need', need: { read: 'linkedLead', dealId: link.dealId } };
    }
    if (reads.linkedLead === null) {
      reasons.push(
        why('match.deal_deleted', `Связанная сделка ${link.dealId} удалена: связь приостановлена`),
      );
      return { kind: 'suspend', dealId: link.dealId, reasons };
    }
    reasons.push(why('match.link', `Сделка ${link.dealId} уже связана с этой записью`));
    return { kind: 'deal', lead: reads.linkedLead, found: false, reasons };
  }
  reasons.push(why('match.no_link', 'Запись ещё не связана со сделкой'));

  if (reads.leadsByRecordId === undefined) {
    return { kind: 'need', need: { read: 'leadsByRecordId' } };
  }
  const byRecord = reads.leadsByRecordId.filter(
    (lead) =>
      numberIn(lead, input.recordIdField) === input.talonId &&
      input.branchIds.includes(numberIn(lead, input.branchIdField) ?? -1) &&
      (input.settings.idIsEnough || inSearchedStages(lead, input.settings)),
  );
  const recordPick = pick(byRecord, input.settings.priority);
  if (recordPick) {
    reasons.push(why('match.record_id', `Найдена сделка ${recordPick.id} с ID этой записи`));
    return { kind: 'deal', lead: recordPick, found: true, reasons };
  }
  reasons.push(why('match.no_record_id', 'Сделки с ID этой записи нет'));

  if (reads.patientContactId === undefined) {
    return { kind: 'need', need: { read: 'patientContact' } };
  }
  const knownId = reads.patientContactId;
  if (input.settings.search && knownId !== null) {
    const step = dealOfContact(input, knownId, 'match.patient', 'по ID пациента', reasons);
    if (step) {
      return step;
    }
  } else if (!input.settings.search) {
    reasons.push(why('match.search_off', 'Поиск существующих сделок выключен'));
  }

  const forCreation = knownId === null && input.create.allowed && input.create.stageChosen;
  if (!input.settings.search && !forCreation) {
    return finish(input, knownId, reasons);
  }
  const byPhone = contactByPhone(input, knownId, reasons);
  if (byPhone.kind !== 'contact') {
    return byPhone.kind === 'nobody' ? finish(input, knownId, reasons) : byPhone.result;
  }
  if (input.settings.search) {
    const step = dealOfContact(input, byPhone.contactId, 'match.phone', 'по телефону', reasons);
    if (step) {
      return step;
    }
  }
  return finish(input, knownId ?? byPhone.contactId, reasons);
}

type PhoneStep =
  | { kind: 'contact'; contactId: number }
  | { kind: 'nobody' }
  | { kind: 'result'; result: MatchResult };

/** `knownId`: the contact that the patient is linked with. Who the person is stands then; only deals are looked for. */
function contactByPhone(input: MatchInput, knownId: number | null, reasons: Reason[]): PhoneStep {
  const { reads } = input;
  if (reads.person === undefined) {
    return { kind: 'result', result: { kind: 'need', need: { read: 'person' } } };
  }
  if (reads.person === null || reads.person.phones.length === 0) {
    reasons.push(why('match.no_phone', 'У пациента нет телефона: искать контакт не по чему'));
    return { kind: 'nobody' };
  }
  if (reads.contactsByPhone === undefined) {
    return {
      kind: 'result',
      result: { kind: 'need', need: { read: 'contactsByPhone', phones: reads.person.phones } },
    };
  }
  if (reads.contactsByPhone.length === 0) {
    reasons.push(why('match.phone_unknown', 'Контактов с телефоном пациента нет'));
    return { kind: 'nobody' };
  }
  const choice = choosePerson(reads.person, reads.contactsByPhone);
  if (choice.kind === 'doubt') {
    const candidates = choice.contactIds.join(', ');
    if (knownId !== null) {
      reasons.push(
        why('match.phone_unclear', `На телефоне пациента похожие контакты ${candidates}: сделка не выбрана`),
      );
      return { kind: 'nobody' };
    }
    reasons.push(
      why(
        'match.doubt',
        `Непонятно, кто это: на телефоне пациента похожие контакты ${candidates}. Ничего не создано`,
      ),
    );
    return { kind: 'result', result: { kind: 'doubt', contactIds: choice.contactIds, reasons } };
  }
  if (choice.kind === 'other-people') {
    reasons.push(why('match.other_people', 'На телефоне пациента — контакты других людей'));
    return { kind: 'nobody' };
  }
  reasons.push(why('match.contact', `Пациент узнан по телефону и имени: контакт ${choice.contactId}`));
  return choice;
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
  const free = leads.filter((lead) => inSearchedStages(lead, input.settings) && mayTake(input, lead));
  const chosen = pick(free, input.settings.priority);
  if (!chosen) {
    reasons.push(
      why(`${code}_no_deal`, `У контакта ${contactId} (${how}) нет подходящей сделки из ${leads.length}`),
    );
    return null;
  }
  reasons.push(why(code, `Сделка ${chosen.id} найдена ${how} (подходило: ${free.length})`));
  return { kind: 'deal', lead: chosen, found: true, reasons };
}

function finish(input: MatchInput, contactId: number | null, reasons: Reason[]): MatchResult {
  if (!input.create.allowed) {
    reasons.push(why('match.creation_off', 'Создание сделок из ArchiMed+ для этого филиала выключено'));
    return { kind: 'none', reasons };
  }
  if (!input.create.stageChosen) {
    reasons.push(why('match.no_stage', 'Сделка не создана: не выбран этап для новых сделок'));
    return { kind: 'none', reasons };
  }
  if (input.reads.person === undefined) {
    return { kind: 'need', need: { read: 'person' } };
  }
  reasons.push(
    why(
      'match.create',
      contactId === null ? 'Созданы контакт и сделка' : `Создана сделка для контакта ${contactId}`,
    ),
  );
  return { kind: 'create', contactId, reasons };
}

/** Steps 3 and 4 take a deal with an empty record ID, or as the policy on visits per deal allows (product.md §3.1). */
function mayTake(input: MatchInput, lead: LeadView): boolean {
  if (numberIn(lead, input.recordIdField) === null) {
    return true;
  }
  const visits = input.dealVisits(lead.id);
  return input.policy === 'many' ? !visits.open : visits.finalOnly;
}

function inSearchedStages(lead: LeadView, settings: MatchingSettings): boolean {
  return settings.stages
    ? settings.stages.some((stage) =>
        sameStage(stage, { pipelineId: lead.pipelineId, stageId: lead.statusId }),
      )
    : !isClosedStage(lead.statusId);
}

function pick(leads: readonly LeadView[], priority: MatchingSettings['priority']): LeadView | null {
  const order = {
    earliest: (left: LeadView, right: LeadView) => left.createdAt - right.createdAt,
    latest: (left: LeadView, right: LeadView) => right.createdAt - left.createdAt,
    updated: (left: LeadView, right: LeadView) => right.updatedAt - left.updatedAt,
  }[priority];
  return leads.toSorted((left, right) => order(left, right) || left.id - right.id)[0] ?? null;
}

function numberIn(lead: LeadView, fieldId: number): number | null {
  const value = lead.fields.get(fieldId)?.[0]?.value;
  const number = Number(value);
  return value === undefined || value === null || value === '' || !Number.isFinite(number) ? null : number;
}

function why(code: string, text: string): Reason {
  return { code, text };
}
