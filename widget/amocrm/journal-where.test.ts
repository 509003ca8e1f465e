import { expect, test } from 'vitest';
import { isPipelineArea, offersJournal, pipelineIn } from './journal-where.ts';

const branch = { id: 1, title: 'Центр', timeZone: 'Europe/Moscow', main: true, enabled: true };
const me = (journalPipelines: number[]) => ({ journalPipelines, branches: [branch] });

test('the board of a pipeline and nothing else', () => {
  expect(isPipelineArea({ getWidgetsArea: () => 'leads-pipeline' })).toBe(true);
  expect(isPipelineArea({ getWidgetsArea: () => 'leads' })).toBe(false);
  expect(isPipelineArea(undefined)).toBe(false);
});

test('the address names the pipeline', () => {
  expect(pipelineIn('/leads/pipeline/9011442/?filter=1')).toBe(9011442);
  expect(pipelineIn('/leads/')).toBeNull();
});

test('only in the chosen pipelines; nothing chosen, or not known which it is: everywhere', () => {
  expect(offersJournal(me([]), 7)).toBe(true);
  expect(offersJournal(me([7]), 7)).toBe(true);
  expect(offersJournal(me([8]), 7)).toBe(false);
  expect(offersJournal(me([8]), null)).toBe(true);
  expect(offersJournal({ ...me([]), branches: [] }, 7)).toBe(false);
});
