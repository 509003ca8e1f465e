import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { RuleConditions, StatusRule } from '../settings/statuses.schemas.ts';
import type { ServiceFact, VisitFacts } from './model.ts';
import { decideStage } from './stage.ts';
import { chooseTable } from './stage-table.ts';
import { lead, PIPELINE, row, STAGES, STATUS, stageRules, statusTable, visit } from './testing.ts';

const never = { visitId: null, status: null };
const ecg: ServiceFact = {
  id: 50,
  code: '1012',
  name: 'ЭКГ',
  price: 900,
  durationMinutes: 20,
  groupIds: [7, 3],
};
const rule = (when: RuleConditions, stageId: number): StatusRule => ({
  when,
  rows: [row(STATUS.booked, stageId)],
});
const filtered = (...rules: StatusRule[]) =>
  statusTable({ mode: 'filtered', rules, rows: [row(STATUS.booked, STAGES.first)] });
/** Where a booked visit goes, and the codes of the reasons of the choice. */
function stageFor(over: Partial<VisitFacts>, ...rules: StatusRule[]) {
  const table = chooseTable(filtered(...rules), visit(over), lead());
  return { stageId: table.rows[0]?.stageId, codes: table.reasons.map(({ code }) => code) };
}
const { confirmed, arrived, first } = STAGES;

test.each<[string, RuleConditions, Partial<VisitFacts>, boolean]>([
  ['its branch', { branches: [1, 2] }, {}, true],
  ['another branch', { branches: [2] }, {}, false],
  ['its doctor', { doctors: [8, 9] }, {}, true],
  ['another doctor', { doctors: [9] }, {}, false],
  ['no doctor told', { doctors: [8] }, { doctorId: null }, false],
  ['its speciality', { specialities: [34] }, {}, true],
  ['one of its specialities', { specialities: [32] }, { specialityIds: [34, 32] }, true],
  ['another speciality', { specialities: [32] }, {}, false],
  ['its service', { services: [50] }, { services: [ecg] }, true],
  ['another service', { services: [51] }, { services: [ecg] }, false],
  ['the group of its service', { serviceGroups: [7] }, { services: [ecg] }, true],
  ['the group around that', { serviceGroups: [3] }, { services: [ecg] }, true],
  ['service or group', { services: [51], serviceGroups: [7] }, { services: [ecg] }, true],
  ['services nobody tells', { services: [50] }, { services: null }, false],
  ['a visit known to have no services', { services: [50] }, { services: [] }, false],
  ['the pipeline', { pipelines: [PIPELINE] }, {}, true],
  ['another pipeline', { pipelines: [1] }, {}, false],
  ['all of them', { branches: [1], doctors: [8], pipelines: [PIPELINE] }, {}, true],
  ['all but one', { branches: [1], doctors: [8], pipelines: [1] }, {}, false],
  ['no condition at all', {}, {}, true],
])('a rule by %s', (_name, when, over, matches) => {
  expect(stageFor(over, rule(when, confirmed)).stageId).toBe(matches ? confirmed : first);
});

test('the first that matches wins, the last row is «иначе», and the reasons say so', () => {
  const [byDoctor, byBranch] = [rule({ doctors: [8] }, confirmed), rule({ branches: [1] }, arrived)];
  expect(stageFor({}, byDoctor, byBranch)).toEqual({ stageId: confirmed, codes: ['stage.rule'] });
  expect(stageFor({ doctorId: 9 }, byDoctor, byBranch).stageId).toBe(arrived);
  expect(stageFor({ doctorId: 9, branchId: 2 }, byDoctor, byBranch)).toEqual({
    stageId: first,
    codes: ['stage.rule_else'],
  });
});

test('a reception booking tells no services: the rule does not match, and the reason says why', () => {
  const decision = decideStage(visit(), lead(), never, {
    ...stageRules(),
    statuses: filtered(rule({ doctors: [8], services: [50] }, confirmed)),
  });
  expect(decision.ruleReasons.map(({ text }) => text)).toEqual([
    'Правило 1 не подошло: у записи неизвестно — услуга',
    'Ни одно правило не подошло: действует строка «иначе»',
  ]);
  // What is known rules it out already: nothing is said of the services.
  expect(stageFor({}, rule({ doctors: [9], services: [50] }, confirmed)).codes).toEqual(['stage.rule_else']);
});

test('a matching rule whose table leaves the status out moves nothing', () => {
  const statuses = filtered({ when: { doctors: [8] }, rows: [row(STATUS.arrived, arrived)] });
  const decision = decideStage(visit(), lead(), never, { ...stageRules(), statuses });
  expect(decision).toMatchObject({ move: null, reason: { code: 'stage.unmapped' } });
});

test('rules kept for later do nothing in the other modes', () => {
  const rules = [rule({}, confirmed)];
  const all = statusTable({ mode: 'all', rules, rows: [row(STATUS.booked, first)] });
  expect(chooseTable(all, visit(), lead()).rows[0]?.stageId).toBe(first);
});

test('one more condition never makes a rule match that did not match before', () => {
  const some = fc.option(fc.uniqueArray(fc.integer({ min: 1, max: 4 }), { minLength: 1 }), {
    nil: undefined,
  });
  const conditions = fc
    .record({
      branches: some,
      doctors: some,
      specialities: some,
      services: some,
      serviceGroups: some,
      pipelines: some,
    })
    .map((when) => Object.fromEntries(Object.entries(when).filter(([, ids]) => ids)) as RuleConditions);
  fc.assert(
    fc.property(
      conditions,
      fc.integer({ min: 1, max: 4 }),
      fc.integer({ min: 1, max: 4 }),
      (when, id, other) => {
        const facts = { branchId: id, doctorId: id, specialityIds: [id], services: [{ ...ecg, id }] };
        const matches = (tested: RuleConditions) =>
          stageFor(facts, rule(tested, confirmed)).stageId === confirmed;
        const { doctors: _free, ...without } = when;
        if (matches({ ...without, doctors: [other] })) {
          expect(matches(without)).toBe(true);
        }
      },
    ),
  );
});
