import { defaultSettings } from '../settings/defaults.ts';
import {
  type MatchInput,
  type MatchNeed,
  type MatchReads,
  type MatchResult,
  matchDeal,
  nothingRead,
} from './match.ts';
import type { ContactView, LeadView, PersonFacts } from './model.ts';
import { contact, FIELD, fieldValue, lead, PIPELINE, person } from './testing.ts';

/** Test support only: answers the questions of `matchDeal` from an invented world. */

/** What the two systems would answer; `undefined` in a test means that nobody may ask. */
export type MatchWorld = {
  linkedLead?: LeadView | null;
  byRecordId?: readonly LeadView[];
  patientContact?: number | null;
  person?: PersonFacts | null;
  byPhone?: readonly ContactView[];
  /** Contacts that are no longer there. */
  gone?: readonly number[];
  leadsOf?: Readonly<Record<number, readonly LeadView[]>>;
};

export function matchInput(over: Partial<MatchInput> = {}): Omit<MatchInput, 'reads'> {
  return {
    talonId: 2283,
    link: null,
    decided: null,
    create: { allowed: true, stageChosen: true },
    gone: false,
    settings: defaultSettings.matching,
    policy: 'many',
    branchIds: [1, 2],
    recordIdField: FIELD.recordId,
    branchIdField: FIELD.branchId,
    dealVisits: () => ({ open: false, finalOnly: false, unwritten: false }),
    isRefused: () => false,
    ...over,
  };
}

/** Answers what is asked until a decision; a second question for the same thing is an error. */
export function runMatch(
  input: Omit<MatchInput, 'reads'>,
  world: MatchWorld,
): { result: Exclude<MatchResult, { kind: 'need' }>; asked: string[]; reads: MatchReads } {
  const asked: string[] = [];
  let reads: MatchReads = nothingRead;
  for (;;) {
    const result = matchDeal({ ...input, reads });
    if (result.kind !== 'need') {
      return { result, asked, reads };
    }
    const { need } = result;
    const question = 'contactId' in need ? `${need.read} ${need.contactId}` : need.read;
    if (asked.includes(question)) {
      throw new Error(`asked twice: ${question}`);
    }
    asked.push(question);
    reads = answer(reads, need, world);
  }
}

function answer(reads: MatchReads, need: MatchNeed, world: MatchWorld): MatchReads {
  const given = <T>(value: T | undefined): T => {
    if (value === undefined) {
      throw new Error(`not foreseen: ${JSON.stringify(need)}`);
    }
    return value;
  };
  switch (need.read) {
    case 'linkedLead':
      return { ...reads, linkedLead: given(world.linkedLead) };
    case 'leadsByRecordId':
      return { ...reads, leadsByRecordId: given(world.byRecordId) };
    case 'patientContact':
      return { ...reads, patientContactId: given(world.patientContact) };
    case 'contact': {
      const known = world.byPhone?.find(({ id }) => id === need.contactId) ?? contact({ id: need.contactId });
      const view = world.gone?.includes(need.contactId) ? null : known;
      return { ...reads, contacts: new Map([...reads.contacts, [need.contactId, view]]) };
    }
    case 'person':
      return { ...reads, person: given(world.person) };
    case 'contactsByPhone':
      return { ...reads, contactsByPhone: given(world.byPhone) };
    case 'leadsOfContact': {
      const leads = given(world.leadsOf?.[need.contactId]);
      return { ...reads, leadsOfContact: new Map([...reads.leadsOfContact, [need.contactId, leads]]) };
    }
  }
}

export const matching = (over: Partial<MatchInput['settings']>) => ({ ...defaultSettings.matching, ...over });
export const leadOfVisit = (
  recordId: number | string,
  branchId: number | string,
  over: Partial<LeadView> = {},
) =>
  lead({
    ...over,
    fields: new Map([
      [FIELD.recordId, fieldValue(recordId)],
      [FIELD.branchId, fieldValue(branchId)],
    ]),
  });
export const onlyStage = (stageId: number) => [{ pipelineId: PIPELINE, stageId }];

/** Nobody knows the patient, the phone or the visit. */
export const stranger: MatchWorld = { byRecordId: [], patientContact: null, person: person(), byPhone: [] };

export function decide(input: Partial<MatchInput>, world: MatchWorld) {
  const { result, asked } = runMatch(matchInput(input), world);
  return {
    kind: result.kind,
    dealId: result.kind === 'deal' ? result.lead.id : null,
    found: result.kind === 'deal' ? result.found : null,
    contactId: result.kind === 'create' ? (result.contact?.id ?? null) : null,
    codes: result.reasons.map((reason) => reason.code),
    asked,
  };
}
