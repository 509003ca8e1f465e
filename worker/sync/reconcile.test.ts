import { expect, test } from 'vitest';
import type { LeadView, VisitFacts } from './model.ts';
import { planDeal } from './plan.ts';
import { compareDeal, type DealMemory } from './reconcile.ts';
import { FIELD, fieldValue, leadFields, PIPELINE, planInput, STAGES, STATUS, visit } from './testing.ts';
import { applied, planned } from './testing-plan.ts';

/** A deal as it is after its visit's first event, with the stage that was written. */
const services = [{ id: 1, code: '1', name: 'ЭКГ', price: 1500, durationMinutes: 15, groupIds: [] }];
const input = planInput({ own: visit({ services, comment: 'до обеда' }) });
const after = applied(input, planned(planDeal(input)));
const memory: DealMemory = { ...after.memory, stage: { pipelineId: PIPELINE, stageId: STAGES.booked } };

const compare = (
  over: { visit?: Partial<VisitFacts>; lead?: Partial<LeadView>; memory?: Partial<DealMemory> } = {},
) =>
  compareDeal(
    { ...after.own, ...over.visit },
    { ...after.lead, ...over.lead },
    { ...memory, ...over.memory },
    after.settings.fields.lead,
    leadFields,
    after.hash,
  );
const withField = (fieldId: number, value: string | number) => ({
  fields: new Map(after.lead.fields).set(fieldId, fieldValue(value)),
});

test('after its own event a deal agrees on everything', () => {
  expect(compare()).toEqual({ unwritten: [], edited: [] });
});

test.each<[string, Partial<VisitFacts>, string[]]>([
  ['another doctor', { doctorName: 'Петров' }, ['Врач']],
  ['another room and time', { room: '7', begin: '15:00' }, ['Дата и время', 'Кабинет']],
  [
    'a status that no event told',
    { statusId: STATUS.confirmed, statusName: 'Подтверждён' },
    ['статус', 'Статус записи'],
  ],
  ['deleted without a word', { deleted: true }, ['статус', 'Статус записи']],
  ['a status whose name is no option yet', { statusName: 'Новое имя' }, ['Статус записи']],
  ['another sum', { services: services.map((service) => ({ ...service, price: 1700 })) }, ['бюджет']],
  ['what ArchiMed+ does not tell is not missing', { services: null, comment: null }, []],
])('never written: %s', (_, change, names) => {
  expect(compare({ visit: change })).toEqual({ unwritten: names, edited: [] });
});

test('a deal of which nothing is remembered was never written', () => {
  const nothing = { lastVisitId: null, lastStatus: null, stage: null, written: {} };
  const { unwritten, edited } = compare({ memory: nothing });
  expect(unwritten).toHaveLength(10);
  expect(edited).toEqual([]);
});

test.each<[string, Partial<LeadView>, string[]]>([
  ['a field', withField(FIELD.room, 'у окна'), ['Кабинет']],
  ['a field emptied', { fields: new Map(after.lead.fields).set(FIELD.comment, []) }, ['Комментарий']],
  ['the budget', { price: 1 }, ['бюджет']],
  ['the stage', { statusId: STAGES.arrived }, ['этап']],
])('edited by a manager: %s', (_, change, names) => {
  expect(compare({ lead: change })).toEqual({ unwritten: [], edited: names });
});

test('a manager’s edit of one field does not hide that another was never written', () => {
  expect(compare({ visit: { doctorName: 'Петров' }, lead: withField(FIELD.room, 'у окна') })).toEqual({
    unwritten: ['Врач'],
    edited: ['Кабинет'],
  });
});
