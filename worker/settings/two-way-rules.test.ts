import { expect, test } from 'vitest';
import type { Pipeline } from '../amocrm/pipelines.ts';
import { defaultSettings } from './defaults.ts';
import type { StatusRow, StatusSettings, TwoWay } from './statuses.schemas.ts';
import { twoWayProblem } from './two-way-rules.ts';

const statuses = [
  { id: 1, name: 'Запись' },
  { id: 2, name: 'Подтверждён' },
];
const stage = (id: number, name: string) => ({ id, name, sort: id, color: '', kind: 'open' as const });
const pipelines: Pipeline[] = [
  {
    id: 10,
    name: 'Первичные',
    sort: 1,
    isMain: true,
    isArchive: false,
    stages: [stage(100, 'Записан'), stage(101, 'Подтвердил')],
  },
  { id: 11, name: 'Повторные', sort: 2, isMain: false, isArchive: false, stages: [stage(110, 'Записан')] },
];
const row = (statusId: StatusRow['statusId'], to: [number, number] | null): StatusRow => ({
  statusId,
  meaning: null,
  pipelineId: to?.[0] ?? null,
  stageId: to?.[1] ?? null,
  moveClosed: false,
});
const back = (pipelineId: number, stageId: number, statusId: number): TwoWay['rows'][number] => ({
  pipelineId,
  stageId,
  statusId,
});
const settings = (twoWay: TwoWay['rows'], over: Partial<StatusSettings> = {}): StatusSettings => ({
  ...defaultSettings.statuses,
  ...over,
  twoWay: { rows: twoWay, conflict: 'archimed' },
});
const there = [row(1, [10, 100]), row(2, [10, 101])];
const rule = (rows: StatusRow[]) => ({ when: {}, rows });

test.each<[string, StatusSettings, string | undefined]>([
  ['one way only', settings([], { rows: there }), undefined],
  ['back to the same stage', settings([back(10, 101, 2)], { rows: there }), undefined],
  ['the status moves nothing', settings([back(10, 101, 2)], { rows: [row(2, null)] }), undefined],
  ['the status is not in the table', settings([back(10, 101, 2)]), undefined],
  ['a table that is switched off', settings([back(10, 100, 2)], { mode: 'off', rows: there }), undefined],
  ['a circle', settings([back(10, 100, 2)], { rows: there }), 'statuses.two_way_loop'],
  [
    'another pipeline has another stage of the same name',
    settings([back(11, 110, 1)], { rows: there }),
    'statuses.two_way_loop',
  ],
  [
    'a circle through a rule',
    settings([back(10, 100, 2)], { mode: 'filtered', rules: [rule([]), rule(there)] }),
    'statuses.two_way_loop',
  ],
  [
    'a circle through the row «иначе»',
    settings([back(10, 100, 2)], { mode: 'filtered', rows: there, rules: [rule([])] }),
    'statuses.two_way_loop',
  ],
  [
    'rules that are not in force',
    settings([back(10, 100, 2)], { mode: 'all', rules: [rule(there)] }),
    undefined,
  ],
  ['a status of another clinic', settings([back(10, 101, 9)]), 'statuses.unknown_status'],
  ['a stage of no pipeline', settings([back(10, 110, 2)]), 'statuses.unknown_stage'],
  ['a stage twice', settings([back(10, 101, 2), back(10, 101, 1)]), 'statuses.repeated_stage'],
])('%s', (_name, body, code) => {
  expect(twoWayProblem(body, statuses, pipelines)?.code).toBe(code);
});

test('a circle is named by its stage and status', () => {
  const refused = twoWayProblem(settings([back(10, 100, 2)], { rows: there }), statuses, pipelines);
  expect(refused?.message).toContain('«Записан»');
  expect(refused?.message).toContain('«Подтверждён»');
  expect(refused?.details).toMatchObject({
    stageId: 100,
    statusId: 2,
    movesTo: { pipelineId: 10, stageId: 101 },
  });
});
