import { expect, test } from 'vitest';
import type { Pipeline } from '../store.ts';
import { stageKey, stageLabel, stageOfKey, textOn, togglePipeline, toggleStage } from './stages.ts';

const pipeline: Pipeline = {
  id: 10,
  name: 'Первичные',
  isMain: true,
  stages: [
    { id: 100, name: 'Записан', color: '#fffeb2', kind: 'open' },
    { id: 142, name: 'Успешно', color: '#ccff66', kind: 'won' },
  ],
};
const booked = { pipelineId: 10, stageId: 100 };
const won = { pipelineId: 10, stageId: 142 };
const wonElsewhere = { pipelineId: 20, stageId: 142 };

test('a stage is its pipeline and its id', () => {
  expect(stageOfKey(stageKey(won))).toEqual(won);
  expect(stageOfKey('')).toBe(null);
  expect(toggleStage([won], wonElsewhere)).toEqual([won, wonElsewhere]);
  expect(toggleStage([won, wonElsewhere], won)).toEqual([wonElsewhere]);
});

test('a whole pipeline is ticked and unticked at once, others stay', () => {
  expect(togglePipeline([wonElsewhere, booked], pipeline)).toEqual([wonElsewhere, booked, won]);
  expect(togglePipeline([booked, wonElsewhere, won], pipeline)).toEqual([wonElsewhere]);
});

test('a deleted stage is named as such', () => {
  expect(stageLabel([pipeline], booked)).toBe('Первичные: Записан');
  expect(stageLabel([pipeline], wonElsewhere)).toBe('удалённый этап 142');
});

test('text on a stage colour can be read', () => {
  expect(textOn('#fffeb2')).toBe('#20242b');
  expect(textOn('#4c5b8f')).toBe('#ffffff');
  expect(textOn('')).toBe('inherit');
});
