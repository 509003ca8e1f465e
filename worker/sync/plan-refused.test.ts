import { expect, test } from 'vitest';
import { planDeal } from './plan.ts';
import { withoutGoneStage, withoutRefused } from './plan-refused.ts';
import { contactFields, FIELD, leadFields, planInput, visit } from './testing.ts';
import { applied, planned } from './testing-plan.ts';

const services = [{ id: 1, code: '1', name: 'ЭКГ', price: 900, durationMinutes: 15, groupIds: [] }];
const input = planInput({ own: visit({ services }) });
const plan = planned(planDeal(input));
const known = { settings: input.settings.fields, fields: leadFields, written: {} };
const complaint = (path: string, code = 'NotSupportedChoice') => ({ code, path });
const indexOf = (fieldId: number) => plan.lead.fields.findIndex((field) => field.fieldId === fieldId);

test('a refused field is left out and named; stage, budget, note, task and the other fields stay', () => {
  const rest = withoutRefused(
    plan,
    'lead',
    [complaint(`custom_fields_values.${indexOf(FIELD.room)}.field_id`)],
    known,
  );
  expect(rest?.lead.fields).toEqual(plan.lead.fields.filter(({ fieldId }) => fieldId !== FIELD.room));
  expect(rest).toMatchObject({ task: plan.task, note: plan.note, contact: plan.contact });
  expect(rest?.lead).toMatchObject({ stage: plan.lead.stage, price: 900 });
  expect(rest?.reasons.at(-1)).toEqual({
    code: 'fields.refused',
    text: 'Поле «Кабинет» не записано: amoCRM его не принял (NotSupportedChoice). Проверьте его в настройках «Поля»',
  });
  const told = rest?.actions.find(({ kind }) => kind === 'lead.fields')?.text;
  expect(told).toContain('Врач');
  expect(told).not.toContain('Кабинет');
});

test('what was left out is written by the next event, what was written before stays known', () => {
  const rest = withoutRefused(
    plan,
    'lead',
    [complaint(`custom_fields_values.${indexOf(FIELD.room)}.field_id`), complaint('price', 'InvalidType')],
    { ...known, written: { budget: 'an earlier sum' } },
  );
  expect(rest?.memory.written).not.toHaveProperty('room');
  expect(rest?.memory.written.budget).toBe('an earlier sum');
  const again =
    rest && planned(planDeal({ ...applied(input, rest), event: { ...input.event, kind: 'visit.changed' } }));
  expect(again?.lead.fields.map(({ fieldId }) => fieldId)).toEqual([FIELD.room]);
  expect(again?.lead.price).toBe(900);
});

test('several complaints count the fields of the request that was refused', () => {
  const complaints = plan.lead.fields.map((_, index) =>
    complaint(`custom_fields_values.${index}.values.0.enum_id`),
  );
  const rest = withoutRefused(plan, 'lead', complaints, known);
  expect(rest?.lead.fields).toEqual([]);
  expect(rest?.actions.map(({ kind }) => kind)).not.toContain('lead.fields');
  expect(rest?.reasons.filter(({ code }) => code === 'fields.refused')).toHaveLength(complaints.length);
});

test('a refused field of the contact leaves the deal alone', () => {
  const complaints = plan.contact.fields.map((_, index) =>
    complaint(`custom_fields_values.${index}.field_id`),
  );
  const rest = withoutRefused(plan, 'contact', complaints, { ...known, fields: contactFields });
  expect(rest?.contact.fields).toEqual([]);
  expect(rest?.memory.contactWritten).toEqual({});
  expect(rest?.actions.map(({ kind }) => kind)).not.toContain('contact.fields');
  expect(rest?.lead).toEqual(plan.lead);
});

test.each(['status_id', 'pipeline_id'])(
  'a refused stage (%s) moves nothing, the fields are written',
  (path) => {
    const rest = withoutRefused(plan, 'lead', [complaint(path)], known);
    expect(rest?.lead).toEqual({ ...plan.lead, stage: null });
    const codes = rest?.reasons.map(({ code }) => code);
    expect(codes).toContain('stage.refused');
    expect(codes).not.toContain('stage.moved');
    expect(rest?.memory).toEqual(plan.memory);
  },
);

test('a stage that was deleted in amoCRM moves nothing and says so; one that exists stays', () => {
  expect(withoutGoneStage(plan, () => true)).toBe(plan);
  const rest = withoutGoneStage(plan, () => false);
  expect(rest.lead).toEqual({ ...plan.lead, stage: null });
  expect(rest.reasons.at(-1)?.text).toContain('этапа больше нет');
  expect(rest.actions.map(({ kind }) => kind)).not.toContain('lead.stage');
});

test.each([[[]], [[complaint('_embedded.contacts.0.id')]], [[complaint('')]]])(
  'what cannot be left out is not (%j)',
  (complaints) => expect(withoutRefused(plan, 'lead', complaints, known)).toBeNull(),
);
