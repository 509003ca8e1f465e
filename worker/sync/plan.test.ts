import { expect, test } from 'vitest';
import { defaultSettings } from '../settings/defaults.ts';
import type { FieldValue } from './model.ts';
import { type PlanInput, planDeal } from './plan.ts';
import {
  applied,
  contact,
  FIELD,
  fieldValue,
  lead,
  leadFields,
  planInput,
  planned,
  row,
  STAGES,
  STATUS,
  stageRules,
  visit,
} from './testing.ts';

const codes = (input: PlanInput) => planned(planDeal(input)).reasons.map((reason) => reason.code);
const services = ['Приём кардиолога', 'ЭКГ'].map((name, index) => ({
  code: String(index),
  name,
  price: 2400.4,
  durationMinutes: 30,
}));

/** The state after the visit's first event, and the next event of it. */
function later(first: PlanInput, over: Partial<PlanInput> = {}): PlanInput {
  const state = applied(first, planned(planDeal(first)));
  const own = over.own ?? state.own;
  return {
    ...state,
    event: { ...state.event, kind: 'visit.changed' },
    visits: state.visits.map((ref) => (ref.id === own.id ? own : ref)),
    ...over,
  };
}

test('a new visit: stage, fields, contact, task and note in one pass', () => {
  const plan = planned(planDeal(planInput({ own: visit({ services, comment: 'звонить вечером' }) })));
  expect(plan.lead.stage).toEqual({ pipelineId: lead().pipelineId, stageId: STAGES.booked });
  expect(plan.lead.price).toBe(4801);
  expect(plan.lead.name).toBeNull();
  expect(plan.lead.fields.map((field) => field.fieldId)).toEqual([501, 502, 503, 504, 505, 506, 507, 508]);
  expect(plan.contact.fields.map((field) => field.fieldId)).toEqual([601, 602, 603]);
  expect(plan.actions.map((action) => action.kind)).toEqual([
    'lead.stage',
    'lead.fields',
    'lead.budget',
    'contact.fields',
    'task.create',
    'note',
  ]);
});

test('services and comment that ArchiMed+ does not tell clear nothing', () => {
  const filled = new Map<number, readonly FieldValue[]>([
    [FIELD.services, [{ value: 'ЭКГ', enumId: 9002 }]],
    [FIELD.comment, fieldValue('написано менеджером')],
  ]);
  const plan = planned(planDeal(planInput({ lead: lead({ price: 4800, fields: filled }) })));
  const touched = plan.lead.fields.map((field) => field.fieldId);
  expect(touched).not.toContain(FIELD.services);
  expect(touched).not.toContain(FIELD.comment);
  expect(plan.lead.price).toBeNull();
  expect(plan.memory.written).not.toHaveProperty('services');
  expect(plan.memory.written).not.toHaveProperty('budget');
});

test('services that become unknown leave the written ones alone, and known again they are compared with them', () => {
  const known = planInput({ own: visit({ services }) });
  const unknown = later(known, { own: visit({ services: null }) });
  expect(planned(planDeal(unknown)).actions).toEqual([]);
  const again = later(unknown, { own: visit({ services }) });
  expect(planned(planDeal(again)).actions).toEqual([]);
});

test('what amoCRM holds already is not written, only remembered', () => {
  const fields = new Map([[FIELD.doctor, fieldValue('Орлова Анна Сергеевна')]]);
  const plan = planned(planDeal(planInput({ lead: lead({ fields }) })));
  expect(plan.lead.fields.map((field) => field.fieldId)).not.toContain(FIELD.doctor);
  expect(plan.memory.written).toHaveProperty('doctor');
});

test('a manager’s edit stands until that value changes in ArchiMed+', () => {
  const first = planInput();
  const edited = later(first);
  const changed = {
    ...edited,
    lead: {
      ...edited.lead,
      fields: new Map([...edited.lead.fields, [FIELD.room, fieldValue('у окна')]]),
    },
  };
  expect(planned(planDeal(changed)).lead.fields).toEqual([]);
  const doctorChanged = { ...changed, own: visit({ doctorName: 'Громов Олег' }) };
  expect(planned(planDeal(doctorChanged)).lead.fields.map((field) => field.fieldId)).toEqual([FIELD.doctor]);
  const roomChanged = { ...changed, own: visit({ room: 'Кабинет № 5' }) };
  expect(planned(planDeal(roomChanged)).lead.fields).toEqual([
    { fieldId: FIELD.room, values: [{ value: 'Кабинет № 5' }] },
  ]);
});

test('a budget that is right already is not written, only remembered', () => {
  const plan = planned(planDeal(planInput({ own: visit({ services }), lead: lead({ price: 4801 }) })));
  expect(plan.lead.price).toBeNull();
  expect(plan.memory.written).toHaveProperty('budget');
});

test('a manager’s budget stands until the sum changes in ArchiMed+', () => {
  const first = planInput({ own: visit({ services }) });
  const edited = later(first);
  const discount = { ...edited, lead: { ...edited.lead, price: 4000 } };
  expect(planned(planDeal(discount)).lead.price).toBeNull();
  expect(planned(planDeal({ ...discount, own: visit({ services: services.slice(0, 1) }) })).lead.price).toBe(
    2400,
  );
});

test('a field that is mapped anew is written, though its value is old', () => {
  const first = planInput();
  const next = later(first);
  const { fields } = next.settings;
  const remapped = {
    ...next,
    leadFields: new Map([...leadFields, [777, { id: 777, name: 'Кабинет 2', type: 'text', enums: [] }]]),
    settings: { ...next.settings, fields: { ...fields, lead: { ...fields.lead, room: 777 } } },
  };
  expect(planned(planDeal(remapped)).lead.fields.map((field) => field.fieldId)).toEqual([777]);
});

test('nothing is mapped: the stage alone', () => {
  const settings = { ...planInput().settings, fields: defaultSettings.fields };
  const plan = planned(planDeal(planInput({ settings, own: visit({ services }) })));
  expect(plan.actions.map((action) => action.kind)).toEqual(['lead.stage', 'task.create', 'note']);
});

test('options that a field lacks are asked for before anything is decided', () => {
  const own = visit({
    statusName: 'Ждём вас',
    services: [{ code: '9', name: 'МРТ', price: 1, durationMinutes: 1 }],
  });
  expect(planDeal(planInput({ own }))).toEqual({
    kind: 'need-options',
    additions: [
      { entity: 'leads', fieldId: FIELD.services, options: ['МРТ'] },
      { entity: 'leads', fieldId: FIELD.status, options: ['Ждём вас'] },
    ],
  });
});

test('a field deleted in amoCRM is named, of the deal and of the contact, and the others are written', () => {
  const without = (fields: PlanInput['leadFields'], id: number) =>
    new Map([...fields].filter(([key]) => key !== id));
  const { leadFields: ofLead, contactFields: ofContact } = planInput();
  const input = planInput({
    leadFields: without(ofLead, FIELD.doctor),
    contactFields: without(ofContact, FIELD.patientId),
  });
  const plan = planned(planDeal(input));
  const gone = plan.reasons.filter((reason) => reason.code === 'fields.gone').map((reason) => reason.text);
  expect(gone).toHaveLength(2);
  expect(gone.join()).toContain(String(FIELD.doctor));
  expect(gone.join()).toContain(String(FIELD.patientId));
  expect(plan.lead.fields.length).toBeGreaterThan(3);
});

test('a card number with letters is left out of a numeric field and told', () => {
  const input = planInput({ patient: { id: 721, cardNumber: 'А-17', birthDate: null } });
  const numeric = { id: FIELD.cardNumber, name: 'Номер карты', type: 'numeric', enums: [] };
  const plan = planned(
    planDeal({ ...input, contactFields: new Map([...input.contactFields, [numeric.id, numeric]]) }),
  );
  expect(plan.contact.fields.map((field) => field.fieldId)).toEqual([FIELD.patientId]);
  expect(plan.reasons.map((reason) => reason.code)).toContain('fields.unfit');
});

test('the contact’s card number that a manager changed stands', () => {
  const next = later(planInput());
  const edited = contact({ fields: new Map([[FIELD.cardNumber, fieldValue('новая')]]) });
  expect(planned(planDeal({ ...next, contact: edited })).contact.fields).toEqual([]);
});

test('no contact or no patient card: the deal alone', () => {
  expect(planned(planDeal(planInput({ contact: null }))).contact.fields).toEqual([]);
  expect(planned(planDeal(planInput({ patient: null }))).contact.fields).toEqual([]);
});

test('the driving visit sets stage and fields, also after an event of another', () => {
  const own = visit({ id: 'visit-2', talonId: 3001, date: '2026-12-10', statusId: STATUS.confirmed });
  const driving = visit({ doctorName: 'Громов Олег' });
  const input = planInput({ own, visits: [own, driving] });
  expect(planDeal(input)).toEqual({ kind: 'need-visit', visitId: 'visit-1' });

  const plan = planned(planDeal({ ...input, facts: new Map([[driving.id, driving]]) }));
  expect(plan.lead.fields).toContainEqual({ fieldId: FIELD.recordId, values: [{ value: '2283' }] });
  expect(plan.lead.fields).toContainEqual({ fieldId: FIELD.doctor, values: [{ value: 'Громов Олег' }] });
  expect(plan.memory).toMatchObject({ lastVisitId: 'visit-1', lastStatus: '1' });
  expect(plan.reasons[0]?.code).toBe('plan.other_visit');
  // Task and note belong to the event's own visit.
  expect(plan.note).toContain('10 декабря');
  expect(plan.task?.do).toBe('create');
});

test('the contact shows the driving visit’s patient, not the one of another source', () => {
  const own = visit({ id: 'visit-2', sourceId: 2, patientId: 15, date: '2026-12-10' });
  const driving = visit();
  const facts = new Map([[driving.id, driving]]);
  const patient = { id: 15, cardNumber: '9', birthDate: null };
  expect(
    planned(planDeal(planInput({ own, visits: [own, driving], facts, patient }))).contact.fields,
  ).toEqual([]);
  const samePatient = { ...own, sourceId: 1, patientId: 721 };
  const second = planInput({ own: samePatient, visits: [samePatient, driving], facts });
  expect(planned(planDeal(second)).contact.fields.map((field) => field.fieldId)).toContain(FIELD.patientId);
});

test('a completed visit of the last pair is shown, though another is open', () => {
  const first = planInput();
  const other = visit({ id: 'visit-2', talonId: 3001, date: '2026-12-10' });
  const own = visit({ statusId: STATUS.completed, statusName: 'Приём состоялся', meaning: 'completed' });
  const plan = planned(
    planDeal(later(first, { own, visits: [own, other], event: { kind: 'visit.status_changed', at: 0 } })),
  );
  expect(plan.lead.stage?.stageId).toBe(142);
  expect(plan.memory).toMatchObject({ lastVisitId: 'visit-1', lastStatus: '3' });
});

test('a cancelled visit of the last pair hands the deal to the open one', () => {
  const first = planInput();
  const other = visit({
    id: 'visit-2',
    talonId: 3001,
    date: '2026-12-10',
    statusId: STATUS.confirmed,
    statusName: 'Подтверждён',
    meaning: 'confirmed',
  });
  const own = visit({ statusId: STATUS.cancelled, statusName: 'Отменён', meaning: 'cancelled' });
  const plan = planned(
    planDeal(
      later(first, {
        own,
        visits: [own, other],
        facts: new Map([[other.id, other]]),
        event: { kind: 'visit.cancelled', at: 0 },
      }),
    ),
  );
  expect(plan.lead.stage?.stageId).toBe(STAGES.confirmed);
  expect(plan.lead.fields).toContainEqual({ fieldId: FIELD.recordId, values: [{ value: '3001' }] });
  expect(plan.memory).toMatchObject({ lastVisitId: 'visit-2', lastStatus: '2' });
  expect(plan.note).toContain('отменена');
});

test('a manager’s move stands until the status changes', () => {
  const moved = later(planInput());
  const byHand = { ...moved, lead: { ...moved.lead, statusId: STAGES.arrived } };
  expect(planned(planDeal(byHand)).lead.stage).toBeNull();
  expect(codes(byHand)).toContain('stage.same_status');
  const confirmed = visit({ statusId: STATUS.confirmed, statusName: 'Подтверждён', meaning: 'confirmed' });
  expect(planned(planDeal({ ...byHand, own: confirmed, visits: [confirmed] })).lead.stage?.stageId).toBe(
    STAGES.confirmed,
  );
});

test('a status that moved nothing is not made good when the obstacle goes', () => {
  const rules = stageRules({ protectedStages: [{ pipelineId: lead().pipelineId, stageId: STAGES.first }] });
  const held = planInput({ stageRulesOf: () => rules });
  expect(planned(planDeal(held)).lead.stage).toBeNull();
  expect(planned(planDeal(later(held, { stageRulesOf: () => stageRules() }))).lead.stage).toBeNull();
});

test('the branch of the applied visit gives the stage table', () => {
  const own = visit({ branchId: 2 });
  const off = stageRules({ statuses: { mode: 'off', rows: [row(1, STAGES.booked)], rules: [] } });
  const input = planInput({ own, stageRulesOf: (branchId) => (branchId === 2 ? off : stageRules()) });
  const plan = planned(planDeal(input));
  expect(plan.lead.stage).toBeNull();
  expect(plan.lead.fields.length).toBeGreaterThan(0);
});

test.each<[string, boolean, boolean, string | null]>([
  ['found, titles kept', true, true, null],
  ['found, titles not kept', true, false, 'Запись: Орлова Анна Сергеевна, 27 ноября, пт'],
  ['linked before, titles not kept', false, false, null],
])('the title of a deal that was %s', (_, newlyFound, keepTitle, name) => {
  const { settings } = planInput();
  const input = planInput({
    newlyFound,
    settings: { ...settings, matching: { ...settings.matching, keepTitle } },
  });
  expect(planned(planDeal(input)).lead.name).toBe(name);
});

test('when nothing is to be done the reasons say so', () => {
  const plan = planned(planDeal(later(planInput())));
  expect(plan.actions).toEqual([]);
  expect(plan.reasons.map((reason) => reason.code)).toEqual(['stage.same_status', 'plan.nothing']);
});
