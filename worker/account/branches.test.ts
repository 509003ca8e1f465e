import { expect, test } from 'vitest';
import type { Interval } from '../archimed/intervals.ts';
import { defaultSettings } from '../settings/defaults.ts';
import type { AccountSettings, BranchRow } from '../settings/settings.repository.ts';
import type { StatusRow } from '../settings/statuses.schemas.ts';
import { branchOfBuilding, buildingAt, liveSources, meanings, needsBuildings } from './branches.ts';

function branch(id: number, over: Partial<BranchRow> = {}): BranchRow {
  return {
    accountId: 32100500,
    id,
    sourceId: 1,
    title: `Филиал ${id}`,
    timeZone: 'Europe/Moscow',
    buildingId: null,
    main: false,
    enabled: true,
    createDeals: false,
    callbackTokenHash: '',
    callbackTokenSealed: '',
    removedAt: null,
    ...over,
  };
}

function settings(branches: BranchRow[], rows: StatusRow[] = []): AccountSettings {
  const body = <T>(value: T) => ({ version: 1, body: value });
  return {
    account: {
      id: 32100500,
      domain: 'clinic.amocrm.ru',
      name: 'Клиника',
      timeZone: 'Europe/Moscow',
      status: 'active',
      hookTokenHash: '',
      hookTokenSealed: '',
      dpTokenHash: null,
      dpTokenSealed: null,
      revision: 1,
      installedAt: 0,
    },
    sources: [],
    branches,
    fields: body(defaultSettings.fields),
    users: body(defaultSettings.users),
    automation: body(defaultSettings.automation),
    matching: body(defaultSettings.matching),
    statuses: new Map([[1, body({ ...defaultSettings.statuses, rows })]]),
    branchVersions: new Map(),
  };
}

const two = [branch(1, { buildingId: 10 }), branch(2, { buildingId: 20, main: true })];

test.each<[string, BranchRow[], number | null, number | null]>([
  ['the branch of the building', two, 10, 1],
  ['the branch of the building, main or not', two, 20, 2],
  ['a building of no branch: the main one', two, 30, 2],
  ['no building told: the main one', two, null, 2],
  ['a main branch of the whole source', [branch(1, { buildingId: 10 }), branch(2, { main: true })], null, 2],
  [
    'a switched-off branch keeps its visits',
    [branch(1, { buildingId: 10, enabled: false }), two[1] ?? branch(2)],
    10,
    1,
  ],
  [
    'the same building in another source is another building',
    [branch(3, { sourceId: 2, buildingId: 10 }), branch(4, { main: true })],
    10,
    4,
  ],
  ['a source without branches', [branch(3, { sourceId: 2 })], 10, null],
])('whose visit: %s', (_, branches, building, id) => {
  expect(branchOfBuilding(settings(branches), 1, building)?.id ?? null).toBe(id);
});

test('the schedule is needed only where there is a choice', () => {
  expect(needsBuildings(settings(two), 1)).toBe(true);
  expect(needsBuildings(settings([branch(1), branch(2, { sourceId: 2 })]), 1)).toBe(false);
  expect(needsBuildings(settings([]), 1)).toBe(false);
});

const interval = (over: Partial<Interval> = {}): Interval => ({
  doctorId: 8,
  date: '2026-11-27',
  buildingId: 10,
  buildingName: 'Корпус 1',
  room: 'Кабинет № 2',
  start: '14:30',
  end: '15:00',
  free: false,
  ...over,
});

test.each<[string, Interval[], string, number | null]>([
  ['that begins with the visit', [interval()], '14:30', 10],
  ['that the visit begins within', [interval()], '14:45', 10],
  ['that ends where the visit begins', [interval()], '15:00', null],
  ['of another doctor', [interval({ doctorId: 9 })], '14:30', null],
  ['of another day', [interval({ date: '2026-11-28' })], '14:30', null],
  ['without a building', [interval({ buildingId: null })], '14:30', null],
  ['among others', [interval({ start: '14:00', end: '14:30', buildingId: 20 }), interval()], '14:30', 10],
])('the building of the interval %s', (_, intervals, begin, building) => {
  expect(buildingAt(intervals, { doctorId: 8, date: '2026-11-27', begin })).toBe(building);
});

test('the administrator’s meaning, also «none», comes before the name’s suggestion', () => {
  const row = (statusId: number, meaning: StatusRow['meaning']): StatusRow => ({
    statusId,
    meaning,
    pipelineId: null,
    stageId: null,
    moveClosed: false,
  });
  const directory = [
    { id: 1, name: 'Запись' },
    { id: 2, name: 'Подтверждён' },
    { id: 3, name: 'Пришёл' },
    { id: 9, name: 'Перерыв' },
  ];
  const meaningOf = meanings(settings([branch(1)], [row(2, 'booked'), row(3, null)]), 1, directory);
  expect([1, 2, 3, 9, 77].map(meaningOf)).toEqual(['booked', 'booked', null, null, null]);
});

test('another branch’s table says nothing here', () => {
  const row: StatusRow = {
    statusId: 1,
    meaning: 'arrived',
    pipelineId: null,
    stageId: null,
    moveClosed: false,
  };
  expect(meanings(settings([branch(1)], [row]), 2, [{ id: 1, name: 'Запись' }])(1)).toBe('booked');
});

test('sources with a branch switched on, once each, by the clock of their main branch', () => {
  const branches = [
    branch(1, { timeZone: 'Asia/Kamchatka' }),
    branch(2, { main: true, enabled: false, timeZone: 'Asia/Omsk' }),
    branch(3, { sourceId: 2, main: true, enabled: false }),
    branch(4, { sourceId: 3, main: true }),
    branch(5, { sourceId: 3 }),
  ];
  expect(liveSources(settings(branches))).toEqual([
    { sourceId: 1, timeZone: 'Asia/Omsk' },
    { sourceId: 3, timeZone: 'Europe/Moscow' },
  ]);
});

test('a disconnected account is not read any more', () => {
  const connected = settings([branch(1, { main: true })]);
  expect(liveSources(connected)).toHaveLength(1);
  expect(liveSources({ ...connected, account: { ...connected.account, status: 'disconnected' } })).toEqual(
    [],
  );
});
