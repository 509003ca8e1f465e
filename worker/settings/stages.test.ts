import { expect, test } from 'vitest';
import type { Pipeline } from '../amocrm/pipelines.ts';
import { pipelinesReply, unknownStages } from './stages.ts';

const stage = (id: number, sort: number, kind: Pipeline['stages'][number]['kind']) => ({
  id,
  name: `Этап ${id}`,
  sort,
  color: '#fff000',
  kind,
});
const pipelines: Pipeline[] = [
  { id: 2, name: 'Вторая', sort: 20, isMain: false, isArchive: false, stages: [stage(142, 10_000, 'won')] },
  {
    id: 1,
    name: 'Первая',
    sort: 10,
    isMain: true,
    isArchive: false,
    stages: [stage(12, 20, 'open'), stage(11, 10, 'unsorted')],
  },
  { id: 3, name: 'Старая', sort: 1, isMain: false, isArchive: true, stages: [] },
];

test.each([
  ['an open stage', { pipelineId: 1, stageId: 12 }, true],
  ['won, in its own pipeline', { pipelineId: 2, stageId: 142 }, true],
  ['won, where the pipeline has none', { pipelineId: 1, stageId: 142 }, false],
  ['the stage of incoming leads', { pipelineId: 1, stageId: 11 }, false],
  ['an unknown pipeline', { pipelineId: 9, stageId: 12 }, false],
])('a deal can be moved to %s: %o %s', (_name, wanted, known) => {
  expect(unknownStages(pipelines, [wanted], { movable: true })).toEqual(known ? [] : [wanted]);
});

test('the stage of incoming leads can be searched and hidden on', () => {
  expect(unknownStages(pipelines, [{ pipelineId: 1, stageId: 11 }], { movable: false })).toEqual([]);
});

test('pipelines come in their order, without archived ones', () => {
  const reply = pipelinesReply(pipelines);
  expect(reply.pipelines.map((pipeline) => [pipeline.id, pipeline.stages.map(({ id }) => id)])).toEqual([
    [1, [11, 12]],
    [2, [142]],
  ]);
});
