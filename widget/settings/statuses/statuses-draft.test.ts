import { expect, test } from 'vitest';
import type { StatusesReply } from '../../../worker/settings/statuses.schemas.ts';
import { meaningOf, withMeaning, withStage } from './status-rows.ts';
import { statusesDraft, toStatusesPut, withSuggestions } from './statuses-draft.ts';

const reply: StatusesReply = {
  version: 4,
  mode: 'all',
  rows: [
    { statusId: 1, meaning: 'booked', pipelineId: 10, stageId: 100, moveClosed: true },
    { statusId: 99, meaning: 'cancelled', pipelineId: 10, stageId: 101, moveClosed: false },
  ],
  rules: [],
  twoWay: { rows: [{ pipelineId: 10, stageId: 102, statusId: 1 }], conflict: 'latest' },
  directory: [
    { statusId: 1, name: 'Запись', suggestedMeaning: 'booked' },
    { statusId: 2, name: 'Подтверждён', suggestedMeaning: 'confirmed' },
    { statusId: 7, name: 'Ждёт', suggestedMeaning: null },
    { statusId: 'deleted', name: 'удалена', suggestedMeaning: null },
  ],
};
const row = (draft: ReturnType<typeof statusesDraft>, id: number | 'deleted') => {
  const found = draft.rows.find(({ statusId }) => statusId === id);
  if (!found) throw new Error(`no row ${id}`);
  return found;
};

test('every status has a row; a meaning by name is only proposed', () => {
  const draft = statusesDraft(reply);
  expect(draft.rows.map(({ statusId }) => statusId)).toEqual([1, 2, 7, 'deleted', 99]);
  expect(row(draft, 1)).toMatchObject({ meaning: 'booked', suggestedMeaning: null });
  expect(row(draft, 2)).toMatchObject({ meaning: null, suggestedMeaning: 'confirmed' });
  expect(meaningOf(row(draft, 2))).toBe('confirmed');
});

test('saving confirms what is proposed and what is left empty, and leaves out what the clinic no longer has', () => {
  expect(toStatusesPut(statusesDraft(reply), reply)).toEqual({
    version: 4,
    mode: 'all',
    rules: [],
    twoWay: reply.twoWay,
    rows: [
      { statusId: 1, meaning: 'booked', pipelineId: 10, stageId: 100, moveClosed: true },
      { statusId: 2, meaning: 'confirmed', pipelineId: null, stageId: null, moveClosed: false },
      { statusId: 7, meaning: null, pipelineId: null, stageId: null, moveClosed: false },
      { statusId: 'deleted', meaning: null, pipelineId: null, stageId: null, moveClosed: false },
    ],
  });
});

test('«no meaning» chosen by hand stays none, also after it was saved', () => {
  expect(meaningOf(withMeaning(row(statusesDraft(reply), 2), null))).toBe(null);
  const none = { statusId: 2, meaning: null, pipelineId: null, stageId: null, moveClosed: false };
  expect(meaningOf(row(statusesDraft({ ...reply, rows: [none] }), 2))).toBe(null);
});

test('a suggestion fills empty rows and never replaces a choice', () => {
  const stages = new Map([
    [1, { pipelineId: 20, stageId: 200 }],
    [2, { pipelineId: 20, stageId: 201 }],
  ]);
  const draft = withSuggestions(statusesDraft(reply), stages);
  expect(row(draft, 1)).toMatchObject({ pipelineId: 10, stageId: 100, stageSuggested: false });
  expect(row(draft, 2)).toMatchObject({ pipelineId: 20, stageId: 201, stageSuggested: true });
  expect(withStage(row(draft, 2), { pipelineId: 20, stageId: 202 }).stageSuggested).toBe(false);
});

test('a row without a stage moves nothing, closed deals least of all', () => {
  expect(withStage(row(statusesDraft(reply), 1), null)).toMatchObject({
    pipelineId: null,
    stageId: null,
    moveClosed: false,
  });
});
