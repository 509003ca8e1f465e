import { expect, test } from 'vitest';
import type { MatchInput } from './match.ts';
import type { LeadView } from './model.ts';
import { contact, lead, person, STAGES } from './testing.ts';
import {
  decide,
  leadOfVisit,
  type MatchWorld,
  matchInput,
  matching,
  onlyStage,
  runMatch,
  stranger,
} from './testing-match.ts';

// Step 3: the patient's contact.

test('the deal of the patient’s contact is found without asking ArchiMed+', () => {
  const world = { byRecordId: [], patientContact: 77, leadsOf: { 77: [lead({ id: 8 })] } };
  expect(decide({}, world)).toMatchObject({
    kind: 'deal',
    dealId: 8,
    found: true,
    asked: ['leadsByRecordId', 'patientContact', 'contact 77', 'leadsOfContact 77'],
  });
});

test.each<[string, LeadView, Partial<MatchInput>, boolean]>([
  ['open', lead(), {}, true],
  ['won', lead({ statusId: 142 }), {}, false],
  ['lost', lead({ statusId: 143 }), {}, false],
  [
    'lost, and lost is searched',
    lead({ statusId: 143 }),
    { settings: matching({ stages: onlyStage(143) }) },
    true,
  ],
  [
    'lost in another pipeline',
    lead({ statusId: 143, pipelineId: 1 }),
    { settings: matching({ stages: onlyStage(143) }) },
    false,
  ],
  [
    'in a stage that is not searched',
    lead(),
    { settings: matching({ stages: onlyStage(STAGES.booked) }) },
    false,
  ],
  ['no stage is searched', lead(), { settings: matching({ stages: [] }) }, false],
  [
    'in any stage, ID enough: counts for the record ID only',
    lead({ statusId: 142 }),
    { settings: matching({ idIsEnough: true }) },
    false,
  ],
])('a deal of the contact: %s', (_, candidate, over, taken) => {
  const world = { ...stranger, patientContact: 77, byPhone: [contact()], leadsOf: { 77: [candidate] } };
  expect(decide(over, world).kind).toBe(taken ? 'deal' : 'create');
});

const visits = (over: Partial<ReturnType<MatchInput['dealVisits']>> = {}) => ({
  ...{ open: false, finalOnly: false, unwritten: false },
  ...over,
});

test.each<[string, MatchInput['policy'], boolean, ReturnType<MatchInput['dealVisits']>, boolean]>([
  ['many, empty record ID', 'many', true, visits({ open: true }), true],
  ['many, none open', 'many', false, visits(), true],
  ['many, one open', 'many', false, visits({ open: true }), false],
  ['many, one just linked', 'many', true, visits({ open: true, unwritten: true }), false],
  ['one, empty record ID', 'one', true, visits({ open: true }), true],
  ['one, all cancelled or deleted', 'one', false, visits({ finalOnly: true }), true],
  ['one, a completed visit', 'one', false, visits(), false],
  ['one, an open visit', 'one', false, visits({ open: true }), false],
  ['one, one just linked', 'one', true, visits({ open: true, unwritten: true }), false],
  ['new after completed, empty record ID', 'new-after-completed', true, visits({ open: true }), true],
  ['new after completed, all undone', 'new-after-completed', false, visits({ finalOnly: true }), true],
  ['new after completed, a completed visit', 'new-after-completed', false, visits(), false],
  ['new after completed, an open visit', 'new-after-completed', false, visits({ open: true }), false],
])('visits per deal: %s', (_, policy, empty, of, taken) => {
  const candidate = empty ? lead() : leadOfVisit(999, 1);
  const world = { ...stranger, patientContact: 77, byPhone: [contact()], leadsOf: { 77: [candidate] } };
  expect(decide({ policy, dealVisits: () => of }, world).kind).toBe(taken ? 'deal' : 'create');
});

test('the patient’s contact was deleted: the phone tells who it is', () => {
  const world = { ...stranger, patientContact: 70, gone: [70], byPhone: [contact()], leadsOf: { 77: [] } };
  const decision = decide({}, world);
  expect(decision).toMatchObject({ kind: 'create', contactId: 77 });
  expect(decision.codes).toContain('match.contact_gone');
  expect(decide({ settings: matching({ search: false }) }, world)).toMatchObject({ contactId: 77 });
});

test('a patient’s contact without a deal to take: the phone may lead to another contact’s deal', () => {
  const world: MatchWorld = {
    ...stranger,
    patientContact: 77,
    byPhone: [contact({ id: 78 })],
    leadsOf: { 77: [lead({ statusId: 143 })], 78: [lead({ id: 8 })] },
  };
  const decision = decide({}, world);
  expect(decision).toMatchObject({ kind: 'deal', dealId: 8, found: true });
  expect(decision.codes).toEqual([
    'match.no_link',
    'match.no_record_id',
    'match.patient_no_deal',
    'match.contact',
    'match.phone',
  ]);
});

test.each<[string, MatchWorld['byPhone']]>([
  ['nobody', []],
  ['the same contact', [contact()]],
  ['the same contact and a namesake', [contact(), contact({ id: 78 })]],
  ['two namesakes', [contact({ id: 78 }), contact({ id: 79 })]],
  ['somebody else', [contact({ id: 78, name: 'Громов Олег' })]],
  ['another contact without a deal', [contact({ id: 78 })]],
])(
  'who a linked patient is stays clear; on the phone %s: the deal is created for the linked contact',
  (_, byPhone) => {
    const world = { ...stranger, patientContact: 77, byPhone, leadsOf: { 77: [], 78: [] } };
    expect(decide({}, world)).toMatchObject({ kind: 'create', contactId: 77 });
  },
);

test('on the phone the name decides, also where the linked contact is called otherwise', () => {
  const byPhone = [contact({ name: 'Мама' }), contact({ id: 78 })];
  const world = { ...stranger, patientContact: 77, byPhone, leadsOf: { 77: [], 78: [lead({ id: 8 })] } };
  expect(decide({}, world)).toMatchObject({ kind: 'deal', dealId: 8 });
});

// Step 4: the phone.

test('the phone leads to the contact, the contact to the deal', () => {
  const world = { ...stranger, byPhone: [contact()], leadsOf: { 77: [lead({ id: 8 })] } };
  const decision = decide({}, world);
  expect(decision).toMatchObject({ kind: 'deal', dealId: 8, found: true });
  expect(decision.asked).toEqual([
    'leadsByRecordId',
    'patientContact',
    'person',
    'contactsByPhone',
    'leadsOfContact 77',
  ]);
});

test('two relatives on one phone: the one who is the patient', () => {
  const byPhone = [contact({ id: 76, name: 'Лебедева Ольга' }), contact()];
  const world = { ...stranger, byPhone, leadsOf: { 77: [lead({ id: 8 })] } };
  expect(decide({}, world)).toMatchObject({ kind: 'deal', dealId: 8 });
});

test.each<[string, Partial<MatchInput>]>([
  ['creation on', {}],
  ['creation off', { create: { allowed: false, stageChosen: false } }],
  ['search off', { settings: matching({ search: false }) }],
])('doubt about the person creates nothing and takes nothing: %s', (_, over) => {
  const world = { ...stranger, byPhone: [contact(), contact({ id: 78 })] };
  const { result } = runMatch(matchInput(over), world);
  expect(result).toMatchObject({ kind: 'doubt', candidates: [{ contactId: 77 }, { contactId: 78 }] });
  expect(result.reasons.at(-1)?.text).toContain('77, 78');
});

test('one contact with another person’s name is nobody: a new contact', () => {
  const decision = decide({}, { ...stranger, byPhone: [contact({ name: 'Громов Олег' })] });
  expect(decision).toMatchObject({ kind: 'create', contactId: null });
  expect(decision.codes).toContain('match.other_people');
});

test.each<[string, MatchWorld['person'], string]>([
  ['without a phone', person({ phones: [] }), 'match.no_phone'],
  ['whose card is gone', null, 'match.no_phone'],
])('a patient %s is looked for by no phone', (_, of, code) => {
  const decision = decide({}, { byRecordId: [], patientContact: null, person: of });
  expect(decision).toMatchObject({ kind: 'create', contactId: null });
  expect(decision.codes).toContain(code);
});

// Step 5 and the switches.

test('nobody known: contact and deal are created', () => {
  expect(decide({}, stranger)).toMatchObject({ kind: 'create', contactId: null });
});

test('the contact is known, a deal is not: the deal is created for that contact', () => {
  const world = { ...stranger, byPhone: [contact()], leadsOf: { 77: [] } };
  expect(decide({}, world)).toMatchObject({ kind: 'create', contactId: 77 });
});

test.each<[string, MatchInput['create'], string]>([
  ['creation is off', { allowed: false, stageChosen: true }, 'match.creation_off'],
  ['no stage is chosen', { allowed: true, stageChosen: false }, 'match.no_stage'],
  ['neither', { allowed: false, stageChosen: false }, 'match.creation_off'],
])('%s: only a history line', (_, create, code) => {
  const decision = decide({ create }, stranger);
  expect(decision.kind).toBe('none');
  expect(decision.codes.at(-1)).toBe(code);
});

test('a deleted visit reaches the deal it can be found by, and is no reason for a new one', () => {
  const missed = decide({ gone: true }, stranger);
  expect(missed.kind).toBe('none');
  expect(missed.codes.at(-1)).toBe('match.gone');
  const world = { ...stranger, byPhone: [contact()], leadsOf: { 77: [lead({ id: 8 })] } };
  expect(decide({ gone: true }, world)).toMatchObject({ kind: 'deal', dealId: 8 });
});

test('search off: existing deals are not even read, the contact is', () => {
  const off = { settings: matching({ search: false }) };
  const byPatient = decide(off, { byRecordId: [], patientContact: 77, person: person() });
  expect(byPatient).toMatchObject({ kind: 'create', contactId: 77 });
  expect(byPatient.codes).toContain('match.search_off');
  const byPhone = decide(off, { ...stranger, byPhone: [contact()] });
  expect(byPhone).toMatchObject({ kind: 'create', contactId: 77 });
  expect(byPhone.asked).not.toContain('leadsOfContact 77');
});

test('search off and creation off: the patient’s card is not read', () => {
  const off = { settings: matching({ search: false }), create: { allowed: false, stageChosen: false } };
  expect(decide(off, { byRecordId: [] })).toMatchObject({ kind: 'none', asked: ['leadsByRecordId'] });
});

// What a human decided.

test('a decided contact: no doubt any more, the steps go on from the third', () => {
  const world: MatchWorld = {
    person: person(),
    byPhone: [contact(), contact({ id: 78 })],
    leadsOf: { 77: [], 78: [lead({ id: 8 })] },
  };
  expect(decide({ decided: { contactId: 78 } }, world)).toMatchObject({ kind: 'deal', dealId: 8 });
  const other = decide({ decided: { contactId: 77 } }, world);
  expect(other).toMatchObject({ kind: 'create', contactId: 77 });
  expect(other.asked).not.toContain('leadsByRecordId');
});

test.each<[string, Partial<MatchInput>]>([
  ['search on', {}],
  ['search off', { settings: matching({ search: false }) }],
])('decided to be somebody new: nobody is looked for, %s', (_, over) => {
  const decision = decide({ ...over, decided: 'new' }, { person: person() });
  expect(decision).toMatchObject({ kind: 'create', contactId: null, asked: ['person'] });
});

// Links that a human undid.

test.each<[string, MatchWorld]>([
  ['by the record ID', { byRecordId: [leadOfVisit(2283, 1, { id: 8 })] }],
  ['by the patient', { byRecordId: [], patientContact: 77, leadsOf: { 77: [lead({ id: 8 })] } }],
  ['by the phone', { ...stranger, byPhone: [contact()], leadsOf: { 77: [lead({ id: 8 })] } }],
])('a refused deal is not taken %s, another one is', (_, world) => {
  expect(decide({}, world).dealId).toBe(8);
  const refused = decide({ isRefused: (id) => id === 8 }, { ...stranger, leadsOf: { 77: [] }, ...world });
  expect(refused.dealId).toBeNull();
  expect(refused.codes).toContain('match.refused');
});
