import { signal } from '@preact/signals';
import { expect, test } from 'vitest';
import type { Branch, BranchBody } from '../../../worker/settings/branches.schemas.ts';
import type { StatusesReply, StatusRow, StatusSettings } from '../../../worker/settings/statuses.schemas.ts';
import type { UserRow, UsersReply } from '../../../worker/settings/users.schemas.ts';
import type { NameOf } from '../statuses/catalog.ts';
import type { Pipeline } from '../store.ts';
import { branchWords, matchingWords, statusWords, userWords } from './wording.ts';

const pipelines: Pipeline[] = [
  {
    id: 10,
    name: 'Продажи',
    isMain: true,
    stages: [{ id: 100, name: 'Записан', color: '#fff', kind: 'open' }],
  },
];
const row = (statusId: StatusRow['statusId'], stageId: number | null): StatusRow => ({
  statusId,
  meaning: statusId === 'deleted' ? null : 'booked',
  pipelineId: stageId === null ? null : 10,
  stageId,
  moveClosed: false,
});
const body = (rows: StatusRow[]): StatusSettings => ({
  mode: 'all',
  rows,
  rules: [],
  twoWay: { rows: [], conflict: 'archimed' },
});
const reply: StatusesReply = {
  version: 4,
  ...body([row(1, 100)]),
  directory: [
    { statusId: 1, name: 'Запись', suggestedMeaning: 'booked' },
    { statusId: 2, name: 'Не явился', suggestedMeaning: 'no-show' },
  ],
};

const catalog = {
  nameOf: signal<NameOf>((condition, id) => (condition === 'doctors' && id === 5 ? 'Соколова А. И.' : null)),
  nameServices: () => undefined,
};

test('two bodies of the statuses differ by what was saved; what is only suggested is no difference', () => {
  const { changes, current, version } = statusWords(reply, pipelines, catalog);
  expect([version, current]).toEqual([4, body([row(1, 100)])]);
  expect(changes(body([row(1, null)]), body([row(1, 100)]))).toEqual([
    { label: 'Запись, этап', from: 'Не переносить', to: 'Продажи: Записан' },
  ]);
  expect(changes(current, body([row(1, 100)]))).toEqual([]);
});

test('a status that left the directory is still a row of an old version', () => {
  const { changes } = statusWords(reply, pipelines, catalog);
  const [meaning, stage] = changes(body([row(7, 100)]), body([]));
  expect(meaning?.label).toBe('статус 7, значение');
  expect(stage).toEqual({ label: 'статус 7, этап', from: 'Продажи: Записан', to: 'Не переносить' });
});

test('a branch is told without its secret; going back brings no keys with it', () => {
  const body: BranchBody = {
    ...{ title: 'Центр', apiId: 'a'.repeat(8), timeZone: 'Europe/Moscow', buildingId: null, main: true },
    ...{ enabled: true, createDeals: false, keyChanges: 0, removed: false },
  };
  const branch: Branch = {
    ...{ id: 1, sourceId: 1, title: 'Центр', apiId: 'b'.repeat(8), timeZone: 'Europe/Moscow', version: 3 },
    ...{ buildingId: null, main: true, enabled: false, createDeals: false, callbackUrl: '' },
    health: { keyValid: null, lastSuccessAt: null, lastError: null },
  };
  const { changes, current, restored, version } = branchWords(branch);
  expect(version).toBe(3);
  expect(changes(body, { ...body, keyChanges: 1, enabled: false })).toEqual([
    { label: 'API Secret', from: 'сохранён', to: 'новый' },
    { label: 'Синхронизировать филиал', from: 'включено', to: 'выключено' },
  ]);
  const back = restored?.({ ...body, main: false });
  expect(changes(current, back ?? body)).toEqual([
    { label: 'Синхронизировать филиал', from: 'выключено', to: 'включено' },
  ]);
});

test('rules and the two-way map are told, too', () => {
  const { changes } = statusWords(reply, pipelines, catalog);
  const after: StatusSettings = {
    ...body([]),
    mode: 'filtered',
    rules: [{ when: { doctors: [5] }, rows: [row(1, 100)] }],
    twoWay: { rows: [{ pipelineId: 10, stageId: 100, statusId: 2 }], conflict: 'archimed' },
  };
  const told = changes(body([]), after).map(({ label, to }) => `${label}: ${to}`);
  expect(told).toHaveLength(3);
  expect(told[1]).toContain('Соколова');
  expect(told[2]).toContain('Не явился');
});

test('an old version is worded with the names of today', () => {
  const users: UsersReply = {
    version: 2,
    rows: [],
    users: [{ id: 7, name: 'Марк Орлов', isAdmin: false, isActive: true }],
  };
  const own: UserRow = { userId: 7, role: 'book', branches: [1], defaultBranch: null };
  const { changes } = userWords(users, [{ id: 1, title: 'Центр' }]);
  expect(changes({ rows: [own] }, { rows: [{ ...own, branches: 'all' }] })).toEqual([
    { label: 'Марк Орлов, филиалы', from: 'Центр', to: 'все' },
  ]);
});

test('a deleted stage is named as such', () => {
  const matching = {
    version: 1,
    search: true,
    stages: null,
    idIsEnough: false,
    keepTitle: true,
    priority: 'earliest',
  } as const;
  const { changes, current } = matchingWords(matching, pipelines);
  expect(changes(current, { ...current, stages: [{ pipelineId: 10, stageId: 9 }] })).toEqual([
    { label: 'Искать на этапах', from: 'На всех открытых этапах', to: 'удалённый этап 9' },
  ]);
});
