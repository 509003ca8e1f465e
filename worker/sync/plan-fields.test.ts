import { expect, test } from 'vitest';
import { defaultSettings } from '../settings/defaults.ts';
import type { FieldValue } from './model.ts';
import { type PlanInput, planDeal } from './plan.ts';
import { contact, FIELD, fieldValue, lead, leadFields, planInput, STAGES, visit } from './testing.ts';
import { later, planned } from './testing-plan.ts';

const services = ['Приём кардиолога', 'ЭКГ'].map((name, index) => ({
  id: index,
  code: String(index),
  name,
  price: 2400.4,
  durationMinutes: 30,
  groupIds: [],
}));

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
    services: [{ id: 9, code: '9', name: 'МРТ', price: 1, durationMinutes: 1, groupIds: [] }],
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

test('the list of services stays within its limit: the field is left, the reason says what to do', () => {
  const full = (count: number) =>
    new Map(leadFields).set(FIELD.services, {
      id: FIELD.services,
      name: 'Услуги',
      type: 'multiselect',
      enums: Array.from({ length: count }, (_, index) => ({ id: 9100 + index, value: `Услуга ${index}` })),
    });
  const of = (count: number) => planDeal(planInput({ own: visit({ services }), leadFields: full(count) }));
  expect(of(198)).toMatchObject({ kind: 'need-options', additions: [{ fieldId: FIELD.services }] });
  const plan = planned(of(199));
  expect(plan.lead.fields.map((field) => field.fieldId)).not.toContain(FIELD.services);
  expect(plan.memory.written).not.toHaveProperty('services');
  expect(plan.lead.price).toBe(4801);
  expect(plan.reasons).toContainEqual({
    code: 'fields.too_many_options',
    text: 'В поле «Услуги» уже 200 вариантов: выберите для услуг текстовое поле',
  });
});
