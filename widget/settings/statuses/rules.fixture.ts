import type { StatusesReply, StatusRow } from '../../../worker/settings/statuses.schemas.ts';
import type { Pipeline } from '../store.ts';
import type { NameOf } from './catalog.ts';

/** A small clinic for the tests of rules and of the two-way map. */
export const pipelines: Pipeline[] = [
  {
    id: 10,
    name: 'Первичные',
    isMain: true,
    stages: [
      { id: 100, name: 'Записан', color: '#ffdc7f', kind: 'open' },
      { id: 101, name: 'Подтвердил', color: '#deff81', kind: 'open' },
      { id: 142, name: 'Успешно', color: '#ccff66', kind: 'won' },
    ],
  },
  {
    id: 20,
    name: 'Операции',
    isMain: false,
    stages: [{ id: 200, name: 'Записан', color: '#ffdc7f', kind: 'open' }],
  },
];

export const row = (statusId: StatusRow['statusId'], stage: readonly [number, number] | null): StatusRow => ({
  statusId,
  meaning: null,
  pipelineId: stage?.[0] ?? null,
  stageId: stage?.[1] ?? null,
  moveClosed: false,
});

export const reply: StatusesReply = {
  version: 3,
  mode: 'filtered',
  rows: [row(1, [10, 100]), row(2, [10, 101]), row('deleted', null)],
  rules: [
    { when: { doctors: [8] }, rows: [row(1, [20, 200])] },
    { when: { pipelines: [20] }, rows: [] },
  ],
  twoWay: { rows: [{ pipelineId: 10, stageId: 101, statusId: 2 }], conflict: 'archimed' },
  directory: [
    { statusId: 1, name: 'Запись', suggestedMeaning: 'booked' },
    { statusId: 2, name: 'Подтверждён', suggestedMeaning: 'confirmed' },
    { statusId: 'deleted', name: 'Удалена', suggestedMeaning: null },
  ],
};

const names: Record<string, Record<number, string | null>> = {
  branches: { 1: 'Центр' },
  doctors: { 8: 'Громов Андрей Викторович', 11: 'Орлова Ольга Петровна', 99: null },
  specialities: { 34: 'Хирург' },
  services: { 102: 'ЭКГ', 103: 'УЗИ почек' },
  serviceGroups: { 5: 'Анализы' },
  pipelines: { 10: 'Первичные', 20: 'Операции' },
};
export const nameOf: NameOf = (condition, id) => names[condition]?.[id];

export const world = {
  reply,
  pipelines,
  branch: { id: 1, title: 'Центр' },
  branches: [{ id: 1, title: 'Центр' }],
  everyBranch: true,
};
