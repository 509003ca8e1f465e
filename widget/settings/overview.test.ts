import { expect, test } from 'vitest';
import type { Branch } from '../../worker/settings/branches.schemas.ts';
import type { FieldsReply } from '../../worker/settings/fields.schemas.ts';
import type { StatusSettings } from '../../worker/settings/statuses.schemas.ts';
import { dotOf, guideOf, healthOf, type Known, nextStep } from './overview.ts';

const health = { keyValid: true, lastSuccessAt: '2026-11-22T12:00:00+03:00', lastError: null };
const branch: Branch = {
  id: 1,
  sourceId: 1,
  title: 'На Лесной',
  apiId: 'a'.repeat(32),
  timeZone: 'Europe/Moscow',
  buildingId: null,
  main: true,
  enabled: true,
  createDeals: false,
  version: 1,
  callbackUrl: 'https://hub.example.dev/hooks/archimed/32100500-1/t',
  health,
};
const lead = {
  recordId: 1,
  branchId: 2,
  dateTime: null,
  date: null,
  time: null,
  doctor: null,
  services: null,
  branch: null,
  room: null,
  status: null,
  comment: null,
  budget: false,
};
const contact = { patientId: null, cardNumber: null, birthDate: null };
const fields: FieldsReply = {
  version: 1,
  lead,
  contact,
  available: {
    lead: [
      { id: 1, name: 'ID записи', type: 'numeric' },
      { id: 2, name: 'ID филиала', type: 'numeric' },
    ],
    contact: [],
  },
  fitting: { 'lead.recordId': ['numeric'], 'lead.branchId': ['numeric'] } as FieldsReply['fitting'],
};
const row = { statusId: 1, meaning: 'booked', pipelineId: 10, stageId: 100, moveClosed: false } as const;
const twoWay: StatusSettings['twoWay'] = { rows: [], conflict: 'archimed' };
const everything: Known = {
  branches: [branch],
  fields,
  statuses: new Map([[1, { mode: 'all', rows: [row], rules: [], twoWay }]]),
  pipelines: [
    {
      id: 10,
      name: 'Первичные',
      isMain: true,
      stages: [{ id: 100, name: 'Записан', color: '#fff', kind: 'open' }],
    },
  ],
  automation: null,
  matching: null,
  users: null,
  failedEvents: false,
};
const nothing: Known = {
  branches: null,
  fields: null,
  statuses: new Map(),
  pipelines: null,
  automation: null,
  matching: null,
  users: null,
  failedEvents: null,
};

test('everything set: all dots are calm', () => {
  for (const section of ['branches', 'fields', 'statuses', 'history'] as const) {
    expect(dotOf(section, everything), section).toBe('ok');
  }
});

test('before a branch was switched on nothing works yet, so nothing is praised', () => {
  for (const section of ['history', 'state'] as const) {
    expect(dotOf(section, { ...everything, branches: [] }), section).toBe('off');
    expect(dotOf(section, { ...everything, branches: [{ ...branch, enabled: false }] }), section).toBe('off');
  }
  expect(dotOf('history', { ...everything, branches: [], failedEvents: true })).toBe('trouble');
});

test('nothing read yet is unknown, not wrong', () => {
  for (const section of ['branches', 'fields', 'statuses', 'history'] as const) {
    expect(dotOf(section, nothing), section).toBe('unknown');
  }
});

test('a refused key or an error after the last success is trouble, an older error is not', () => {
  const error = { code: 'x', message: 'нет связи', at: '2026-11-22T13:00:00+03:00' };
  expect(healthOf({ ...health, keyValid: false })).toBe('bad-key');
  expect(healthOf({ ...health, lastError: error })).toBe('trouble');
  expect(healthOf({ ...health, lastError: { ...error, at: '2026-11-22T08:59:00Z' } })).toBe('fine');
  const broken = { ...branch, health: { ...health, lastError: error } };
  expect(dotOf('branches', { ...everything, branches: [broken] })).toBe('trouble');
  expect(dotOf('branches', { ...everything, branches: [{ ...broken, enabled: false }] })).toBe('todo');
});

test('a field that was deleted in amoCRM is trouble', () => {
  const without = { ...fields, available: { lead: fields.available.lead.slice(1), contact: [] } };
  expect(dotOf('fields', { ...everything, fields: without })).toBe('trouble');
  const unset = { ...fields, lead: { ...lead, recordId: null } };
  expect(dotOf('fields', { ...everything, fields: unset })).toBe('todo');
});

test('a mode switched off needs no stages, a table without stages is unfinished', () => {
  const off = { mode: 'off', rows: [], rules: [], twoWay } as const;
  const empty = {
    mode: 'all',
    rows: [{ ...row, pipelineId: null, stageId: null }],
    rules: [],
    twoWay,
  } as const;
  expect(
    dotOf('statuses', { ...everything, statuses: new Map([[1, { ...off, rows: [], rules: [], twoWay }]]) }),
  ).toBe('ok');
  expect(
    dotOf('statuses', {
      ...everything,
      statuses: new Map([[1, { ...empty, rows: [...empty.rows], rules: [], twoWay }]]),
    }),
  ).toBe('todo');
});

test('the guide knows what is done and where to go on', () => {
  const all = { keys: true, directories: true, statuses: true, fields: true, check: true, enable: true };
  expect(guideOf(everything)).toEqual(all);
  expect(nextStep(all)).toBe('enable');
  const empty: Known = { ...nothing, branches: [] };
  expect(nextStep(guideOf(empty))).toBe('keys');
  const fresh = {
    ...branch,
    enabled: false,
    health: { keyValid: null, lastSuccessAt: null, lastError: null },
  };
  const refused: Known = { ...empty, branches: [fresh] };
  expect(nextStep(guideOf(refused))).toBe('keys');
  const proven: Known = {
    ...refused,
    statuses: new Map([[1, { mode: 'all', rows: [], rules: [], twoWay }]]),
  };
  expect(nextStep(guideOf(proven))).toBe('statuses');
  expect(nextStep(guideOf({ ...everything, branches: [fresh], fields: null }))).toBe('fields');
  expect(nextStep(guideOf({ ...everything, branches: [fresh] }))).toBe('check');
});

test('who left the stages out of the first run and switched the branch on is not sent back', () => {
  const done = guideOf({ ...everything, statuses: new Map() });
  expect(done.statuses).toBe(false);
  expect(nextStep(done)).toBe('enable');
});
