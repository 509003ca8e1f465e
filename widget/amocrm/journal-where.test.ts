import { expect, test } from 'vitest';
import { isPipelineArea, offersJournal, pipelineOf } from './journal-where.ts';

const branch = { id: 1, title: 'Центр', timeZone: 'Europe/Moscow', main: true, enabled: true };
const me = (journalPipelines: number[]) => ({ journalPipelines, branches: [branch] });

test('the board of a pipeline and nothing else', () => {
  expect(isPipelineArea({ getWidgetsArea: () => 'leads-pipeline' })).toBe(true);
  expect(isPipelineArea({ getWidgetsArea: () => 'leads' })).toBe(false);
  expect(isPipelineArea(undefined)).toBe(false);
});

test('the address names the pipeline, else amoCRM’s own view', () => {
  const app = (view: unknown) => ({ data: { current_view: view } });
  expect(pipelineOf(app({ pipeline_id: 5 }), '/leads/pipeline/9011442/?filter=1')).toBe(9011442);
  expect(pipelineOf(app({ pipeline_id: 9011450 }), '/leads/')).toBe(9011450);
  expect(pipelineOf(app({ pipeline_id: '9011450' }), '/leads/pipeline/')).toBe(9011450);
  for (const nothing of [undefined, {}, app(false), app({ pipeline_id: false })]) {
    expect(pipelineOf(nothing, '/leads/')).toBeNull();
  }
});

test('only in the chosen pipelines; nothing chosen: in all', () => {
  expect(offersJournal(me([]), 7)).toBe(true);
  expect(offersJournal(me([7]), 7)).toBe(true);
  expect(offersJournal(me([8]), 7)).toBe(false);
  expect(offersJournal(me([]), null)).toBe(true);
  // Not known which it is: what is limited is not shown on a guess.
  expect(offersJournal(me([8]), null)).toBe(false);
  expect(offersJournal({ ...me([]), branches: [] }, 7)).toBe(false);
});
