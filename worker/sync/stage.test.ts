import { expect, test } from 'vitest';
import { decideStage, type StageRules } from './stage.ts';
import { lead, PIPELINE, row, STAGES, STATUS, stageRules, statusTable, visit } from './testing.ts';

const OTHER_PIPELINE = 9011999;
const never = { visitId: null, status: null };
const stage = (stageId: number, pipelineId = PIPELINE) => ({ pipelineId, stageId });
const withRows = (...rows: StageRules['statuses']['rows']) => stageRules({ statuses: statusTable({ rows }) });

test('a mapped status moves the deal, and the reason names both', () => {
  const decision = decideStage(visit(), lead(), never, stageRules());
  expect(decision).toEqual({
    move: stage(STAGES.booked),
    lastStatus: '1',
    ruleReasons: [],
    reason: { code: 'stage.moved', text: 'Статус визита «Запись» → сделка перенесена в «этап 102»' },
  });
});

test.each<[string, Parameters<typeof decideStage>, string]>([
  [
    'mode off',
    [
      visit(),
      lead(),
      never,
      stageRules({ statuses: statusTable({ mode: 'off', rows: [row(1, STAGES.booked)] }) }),
    ],
    'stage.off',
  ],
  [
    'the last pair again',
    [visit(), lead(), { visitId: 'visit-1', status: '1' }, stageRules()],
    'stage.same_status',
  ],
  [
    'a status without a row',
    [visit({ statusId: STATUS.noShow }), lead(), never, stageRules()],
    'stage.unmapped',
  ],
  ['a row without a stage', [visit(), lead(), never, withRows(row(1, null))], 'stage.unmapped'],
  ['no table at all', [visit(), lead(), never, withRows()], 'stage.unmapped'],
  ['there already', [visit(), lead({ statusId: STAGES.booked }), never, stageRules()], 'stage.already'],
  [
    'a protected stage',
    [visit(), lead(), never, stageRules({ protectedStages: [stage(STAGES.first)] })],
    'stage.protected',
  ],
  [
    'a protected stage, though the row moves closed deals',
    [
      visit(),
      lead({ statusId: 143 }),
      never,
      { ...withRows(row(1, STAGES.booked, true)), protectedStages: [stage(143)] },
    ],
    'stage.protected',
  ],
  ['won', [visit(), lead({ statusId: 142 }), never, stageRules()], 'stage.closed'],
  ['lost', [visit(), lead({ statusId: 143 }), never, stageRules()], 'stage.closed'],
  [
    'another pipeline than the synchronised ones',
    [visit(), lead({ pipelineId: OTHER_PIPELINE }), never, stageRules({ syncPipelines: [PIPELINE] })],
    'stage.pipeline',
  ],
  [
    'no pipeline is synchronised',
    [visit(), lead(), never, stageRules({ syncPipelines: [] })],
    'stage.pipeline',
  ],
])('not moved: %s; the status counts as seen all the same', (_, args, code) => {
  const decision = decideStage(...args);
  expect(decision.move).toBeNull();
  expect(decision.reason.code).toBe(code);
  expect(decision.lastStatus).toBe(String(args[0].statusId));
});

test.each<[string, Parameters<typeof decideStage>, number]>([
  [
    'the same status of another visit',
    [visit(), lead(), { visitId: 'visit-9', status: '1' }, stageRules()],
    STAGES.booked,
  ],
  [
    'another status of the same visit',
    [visit(), lead(), { visitId: 'visit-1', status: '2' }, stageRules()],
    STAGES.booked,
  ],
  ['backwards', [visit(), lead({ statusId: STAGES.arrived }), never, stageRules()], STAGES.booked],
  [
    'out of a closed stage, when the row says so',
    [visit(), lead({ statusId: 143 }), never, withRows(row(1, STAGES.booked, true))],
    STAGES.booked,
  ],
  ['into a closed stage', [visit({ statusId: STATUS.completed }), lead(), never, stageRules()], 142],
  ['across pipelines', [visit(), lead({ pipelineId: OTHER_PIPELINE }), never, stageRules()], STAGES.booked],
  [
    'the same stage id in another pipeline is another stage',
    [
      visit({ statusId: STATUS.completed }),
      lead({ pipelineId: OTHER_PIPELINE, statusId: 142 }),
      never,
      withRows(row(STATUS.completed, 142, true)),
    ],
    142,
  ],
  [
    'a protected stage of another pipeline protects nothing here',
    [visit(), lead(), never, stageRules({ protectedStages: [stage(STAGES.first, OTHER_PIPELINE)] })],
    STAGES.booked,
  ],
])('moved: %s', (_, args, stageId) => {
  expect(decideStage(...args).move).toEqual(stage(stageId));
});

test('deleted is a status of its own, whatever the clinic’s says', () => {
  const gone = visit({ deleted: true, statusId: STATUS.cancelled, statusName: 'Отменён' });
  const decision = decideStage(
    gone,
    lead({ statusId: STAGES.booked }),
    { visitId: 'visit-1', status: '4' },
    stageRules(),
  );
  expect(decision.move).toEqual(stage(STAGES.first));
  expect(decision.lastStatus).toBe('deleted');
  expect(decision.reason.text).toContain('запись удалена');
  expect(decideStage(gone, lead(), { visitId: 'visit-1', status: 'deleted' }, stageRules()).reason.code).toBe(
    'stage.same_status',
  );
});
