import { expect, test } from 'vitest';
import type { Pipeline } from '../amocrm/pipelines.ts';
import type { AutomationSettings } from './automation.schemas.ts';
import { automationProblem, matchingProblem } from './automation-rules.ts';
import { defaultSettings } from './defaults.ts';
import type { BranchRow } from './settings.repository.ts';

const pipelines: Pipeline[] = [
  {
    id: 10,
    name: 'Первичные',
    sort: 1,
    isMain: true,
    isArchive: false,
    stages: [
      { id: 99, name: 'Неразобранное', sort: 0, color: '', kind: 'unsorted' },
      { id: 100, name: 'Записан', sort: 1, color: '', kind: 'open' },
    ],
  },
];
const taskTypes = [{ id: 1, name: 'Связаться', code: null }];
const stage = { pipelineId: 10, stageId: 100 };
const elsewhere = { pipelineId: 10, stageId: 101 };
const incoming = { pipelineId: 10, stageId: 99 };

const automation = (change: Partial<AutomationSettings>): AutomationSettings => ({
  ...defaultSettings.automation,
  ...change,
});
const task = (change: Partial<AutomationSettings['task']>) => ({
  ...defaultSettings.automation.task,
  ...change,
});

test.each([
  ['what holds at first', automation({}), undefined],
  [
    'known stages and pipelines',
    automation({ newDealStage: stage, protectedStages: [stage], journalPipelines: [10] }),
    undefined,
  ],
  ['hidden on incoming leads', automation({ hideOnStages: [incoming] }), undefined],
  ['new deals on a stage that is gone', automation({ newDealStage: elsewhere }), 'automation.unknown_stage'],
  ['new deals among incoming leads', automation({ newDealStage: incoming }), 'automation.unknown_stage'],
  [
    'a protected stage that is gone',
    automation({ protectedStages: [stage, elsewhere] }),
    'automation.unknown_stage',
  ],
  [
    'a journal in a pipeline that is gone: nothing offers it, so nothing could take it away',
    automation({ journalPipelines: [11] }),
    undefined,
  ],
  [
    'synchronised pipelines that are gone',
    automation({ syncPipelines: [11] }),
    'automation.unknown_pipeline',
  ],
  [
    'a task type that is gone',
    automation({ task: task({ enabled: true, typeId: 5 }) }),
    'automation.unknown_task_type',
  ],
  ['a task type that nobody uses', automation({ task: task({ enabled: false, typeId: 5 }) }), undefined],
])('%s', (_name, settings, code) => {
  expect(automationProblem(settings, [], { pipelines, taskTypes })?.code).toBe(code);
});

test('the stage of new deals stays while a branch creates deals', () => {
  const branch = { id: 1, title: 'Центр', createDeals: true } as BranchRow;
  const check = (settings: AutomationSettings, rows: BranchRow[]) =>
    automationProblem(settings, rows, { pipelines, taskTypes })?.code;
  expect(check(automation({}), [branch])).toBe('automation.stage_needed');
  expect(check(automation({ newDealStage: stage }), [branch])).toBeUndefined();
  expect(check(automation({}), [{ ...branch, createDeals: false }])).toBeUndefined();
});

test.each([
  [null, undefined],
  [[stage, incoming], undefined],
  [[elsewhere], 'matching.unknown_stage'],
])('searched stages %o', (stages, code) => {
  expect(matchingProblem({ ...defaultSettings.matching, stages }, pipelines)?.code).toBe(code);
});
