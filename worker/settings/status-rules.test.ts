import { expect, test } from 'vitest';
import type { Pipeline } from '../amocrm/pipelines.ts';
import { directoryOf, statusesProblem } from './status-rules.ts';
import type { StatusRow, StatusRule } from './statuses.schemas.ts';

const statuses = [
  { id: 1, name: 'Запись' },
  { id: 6, name: 'Не явился' },
];
const pipelines: Pipeline[] = [
  {
    id: 10,
    name: 'Первичные',
    sort: 1,
    isMain: true,
    isArchive: false,
    stages: [{ id: 100, name: 'Записан', sort: 1, color: '', kind: 'open' }],
  },
];
const row = (statusId: StatusRow['statusId'], stage: [number, number] | null = null): StatusRow => ({
  statusId,
  meaning: null,
  pipelineId: stage?.[0] ?? null,
  stageId: stage?.[1] ?? null,
  moveClosed: false,
});

test('the directory ends with «deleted» and suggests by name', () => {
  expect(directoryOf(statuses)).toEqual([
    { statusId: 1, name: 'Запись', suggestedMeaning: 'booked' },
    { statusId: 6, name: 'Не явился', suggestedMeaning: 'no-show' },
    { statusId: 'deleted', name: 'Удалена', suggestedMeaning: null },
  ]);
});

test.each([
  ['no rows', [], undefined],
  ['known statuses and stages', [row(1, [10, 100]), row('deleted', [10, 100]), row(6)], undefined],
  ['a status of another clinic', [row(9)], 'statuses.unknown_status'],
  ['a status twice', [row(1), row(1, [10, 100])], 'statuses.repeated'],
  ['«deleted» twice', [row('deleted'), row('deleted')], 'statuses.repeated'],
  ['a stage of no pipeline', [row(1, [10, 101])], 'statuses.unknown_stage'],
  ['a stage of another pipeline', [row(1, [11, 100])], 'statuses.unknown_stage'],
])('%s', (_name, rows, code) => {
  expect(statusesProblem({ rows, rules: [] }, statuses, pipelines, [1])?.code).toBe(code);
});

test.each<[string, StatusRule, string | undefined]>([
  ['what is known', { when: { pipelines: [10], branches: [1] }, rows: [row(1, [10, 100])] }, undefined],
  ['an unknown pipeline', { when: { pipelines: [11] }, rows: [] }, 'statuses.unknown_pipeline'],
  ['an unknown branch', { when: { branches: [1, 2] }, rows: [] }, 'statuses.unknown_branch'],
  ['a status of another clinic', { when: {}, rows: [row(9)] }, 'statuses.unknown_status'],
  ['a stage of no pipeline', { when: {}, rows: [row(1, [10, 101])] }, 'statuses.unknown_stage'],
])('a rule with %s', (_name, rule, code) => {
  const first = { when: {}, rows: [] };
  const refused = statusesProblem({ rows: [], rules: [first, rule] }, statuses, pipelines, [1]);
  expect(refused?.code).toBe(code);
  expect(refused?.message.startsWith('Правило 2: ') ?? true).toBe(true);
  // The page shows the refusal at the rule's card.
  if (refused) expect(refused.details).toMatchObject({ rule: 2 });
});
