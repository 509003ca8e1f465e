import { expect, test } from 'vitest';
import { type PlanInput, planDeal } from './plan.ts';
import { FIELD, lead, planInput, row, STAGES, STATUS, stageRules, statusTable, visit } from './testing.ts';
import { later, planned } from './testing-plan.ts';

const codes = (input: PlanInput) => planned(planDeal(input)).reasons.map((reason) => reason.code);

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
  const off = stageRules({ statuses: statusTable({ mode: 'off', rows: [row(1, STAGES.booked)] }) });
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
