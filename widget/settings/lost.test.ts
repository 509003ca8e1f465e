import { beforeEach, expect, test } from 'vitest';
import type { AutomationReply, MatchingPut } from '../../worker/settings/automation.schemas.ts';
import type { FieldsReply } from '../../worker/settings/fields.schemas.ts';
import type { StatusRow, StatusSettings } from '../../worker/settings/statuses.schemas.ts';
import { lostIn } from './lost.ts';
import { dotOf, type Known } from './overview.ts';
import { gone } from './shared/gone.ts';

const here = { pipelineId: 10, stageId: 100 };
const deleted = { pipelineId: 10, stageId: 101 };
const row = (statusId: number, stage: typeof here): StatusRow => ({
  statusId,
  meaning: null,
  moveClosed: false,
  ...stage,
});
const statuses: StatusSettings = {
  mode: 'all',
  rows: [row(1, here), row(2, deleted), row(3, deleted)],
  rules: [{ when: { pipelines: [20] }, rows: [] }],
  twoWay: { rows: [], conflict: 'archimed' },
};
const fields = {
  version: 1,
  lead: {
    ...{ recordId: null, branchId: null, dateTime: null, date: null, time: null, doctor: 7, services: null },
    ...{ branch: null, room: null, status: null, comment: null, budget: false },
  },
  contact: { patientId: null, cardNumber: null, birthDate: null },
  available: { lead: [], contact: [] },
  fitting: {},
} as unknown as FieldsReply;
const automation = {
  newDealStage: here,
  hideOnStages: [deleted],
  protectedStages: [],
  journalPipelines: [30],
  syncPipelines: [20],
  defaultResponsible: 7,
  alert: { userId: 8, minutes: 15 },
} as unknown as AutomationReply;
const known: Known = {
  branches: [],
  fields,
  statuses: new Map([[1, statuses]]),
  pipelines: [{ id: 10, name: 'П', isMain: true, stages: [{ id: 100, name: 'З', color: '', kind: 'open' }] }],
  automation,
  matching: { stages: [deleted] } as unknown as MatchingPut,
  users: [{ id: 7, name: 'Елена Ким', isAdmin: false, isActive: false }],
  failedEvents: null,
};

beforeEach(() => {
  gone.value = {
    fields: [{ of: 'lead', id: 7, name: 'Лечащий врач' }],
    pipelines: [],
    stages: [{ ...deleted, name: 'Подтвердил' }],
  };
});

test('what is chosen and gone from amoCRM is named once for each place', () => {
  expect(lostIn(known)).toEqual([
    { section: 'fields', branchId: null, what: 'значение «Врач» — удалённое поле «Лечащий врач»' },
    { section: 'statuses', branchId: 1, what: 'удалённый этап «Подтвердил»' },
    { section: 'automation', branchId: null, what: 'удалённая воронка 20' },
    { section: 'automation', branchId: null, what: 'удалённая воронка 30' },
    { section: 'automation', branchId: null, what: 'удалённый этап «Подтвердил»' },
    { section: 'automation', branchId: null, what: 'пользователь «Елена Ким», отключённый в amoCRM' },
    { section: 'automation', branchId: null, what: 'удалённый пользователь 8' },
    { section: 'matching', branchId: null, what: 'удалённый этап «Подтвердил»' },
  ]);
  expect(dotOf('automation', known)).toBe('trouble');
  expect(dotOf('automation', { ...known, automation: null })).toBe('off');
});

test('rules count while they apply, and nothing counts before it was read', () => {
  const of = (settings: StatusSettings) =>
    lostIn({ ...known, fields: null, automation: null, matching: null, statuses: new Map([[1, settings]]) });
  expect(of({ ...statuses, mode: 'off' })).toEqual([]);
  expect(of({ ...statuses, mode: 'filtered', rows: [] }).map(({ what }) => what)).toEqual([
    'удалённая воронка 20',
  ]);
  expect(lostIn({ ...known, fields: null, pipelines: null, users: null })).toEqual([]);
});

test('a user who works is not missed, nor is anybody while the users are not known', () => {
  const works = [7, 8].map((id) => ({ id, name: 'Анна', isAdmin: false, isActive: true }));
  const whats = (users: Known['users']) =>
    lostIn({ ...known, users }).filter(({ what }) => what.includes('пользовател'));
  expect(whats(works)).toEqual([]);
  expect(whats(null)).toEqual([]);
  // A reply without users was saved while amoCRM was down.
  expect(whats([])).toEqual([]);
});
