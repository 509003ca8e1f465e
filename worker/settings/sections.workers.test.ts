import { beforeEach, expect, test } from 'vitest';
import { MANAGER } from '../http/api.fixture.ts';
import { defaultSettings } from './defaults.ts';
import { branch, createSettingsHarness, type SettingsHarness } from './settings.fixture.ts';

let harness: SettingsHarness;
let send: SettingsHarness['send'];
beforeEach(async () => {
  harness = await createSettingsHarness();
  send = harness.send;
});
const get = (path: string) => send('GET', path);

test('an old version changes nothing', async () => {
  const matching = defaultSettings.matching;
  expect((await send('PUT', '/api/matching', { version: 0, ...matching, search: false })).body).toMatchObject(
    { version: 1 },
  );
  const late = await send('PUT', '/api/matching', { version: 0, ...matching });
  expect([late.status, late.body]).toEqual([
    409,
    { error: { code: 'settings.conflict', message: expect.any(String), details: { version: 1 } } },
  ]);
  expect((await get('/api/matching')).body).toEqual({ version: 1, ...matching, search: false });
});

test('statuses of the clinic, with suggestions, mapped to stages that exist', async () => {
  await send('POST', '/api/branches', branch);
  expect((await get('/api/branches/1/statuses')).body).toEqual({
    version: 0,
    mode: 'all',
    rows: [],
    rules: [],
    twoWay: { rows: [], conflict: 'archimed' },
    directory: [
      { statusId: 1, name: 'Запись', suggestedMeaning: 'booked' },
      { statusId: 'deleted', name: 'Удалена', suggestedMeaning: null },
    ],
  });
  const put = (stageId: number, version = 0) =>
    send('PUT', '/api/branches/1/statuses', {
      version,
      mode: 'all',
      rows: [{ statusId: 1, meaning: 'booked', pipelineId: 10, stageId, moveClosed: false }],
      rules: [],
    });
  expect(await put(5)).toMatchObject({ status: 422, code: 'statuses.unknown_stage' });
  expect(await put(100)).toMatchObject({ status: 200, body: { version: 1, rows: [{ stageId: 100 }] } });
  expect(await put(100)).toMatchObject({ status: 409, code: 'settings.conflict' });
});

test('fields that are created are mapped', async () => {
  harness.account.createFields = async (names) => ({
    ok: true,
    value: Object.fromEntries(names.map((name, index) => [name, index + 1])),
  });
  const created = await send('POST', '/api/fields/create', {
    version: 0,
    fields: ['lead.recordId', 'lead.branchId'],
  });
  expect(created).toMatchObject({
    status: 200,
    body: { version: 1, lead: { recordId: 1, branchId: 2 }, fitting: { 'lead.recordId': ['numeric'] } },
  });
  expect((await get('/api/fields')).body).toEqual(created.body);
  const unfit = { version: 1, lead: { doctor: 1 }, contact: {} };
  expect(await send('PUT', '/api/fields', unfit)).toMatchObject({ status: 422, code: 'fields.type_unfit' });
});

test('nobody changes his own row, and access can be taken away while amoCRM is down', async () => {
  const rows = [{ userId: MANAGER, role: 'administer', branches: 'all', defaultBranch: null }];
  expect(await send('PUT', '/api/users', { version: 0, rows })).toMatchObject({
    status: 200,
    body: { version: 1, rows },
  });
  const manager = await harness.session(MANAGER);
  const own = { version: 1, rows: [{ ...rows[0], role: 'book' }] };
  expect(await send('PUT', '/api/users', own, manager)).toMatchObject({ status: 403, code: 'users.own_row' });
  harness.account.users = async () => ({
    ok: false,
    error: { status: 502, code: 'amocrm.unavailable', message: '' },
  });
  expect(await send('PUT', '/api/users', { version: 1, rows: [] })).toMatchObject({
    status: 200,
    body: { rows: [], users: [] },
  });
  expect(await send('GET', '/api/me', undefined, manager)).toMatchObject({
    status: 403,
    code: 'access.none',
  });
});

test('what a section answers can be sent back as a whole', async () => {
  await send('POST', '/api/branches', branch);
  for (const path of [
    '/api/fields',
    '/api/users',
    '/api/automation',
    '/api/matching',
    '/api/branches/1/statuses',
  ]) {
    const { body } = await get(path);
    expect(await send('PUT', path, body), path).toMatchObject({ status: 200, body: { version: 1 } });
    expect(await send('PUT', path, { ...(body as object), version: 1, more: 1 }), path).toMatchObject({
      status: 400,
    });
    expect((await get(path)).body, path).toEqual({ ...(body as object), version: 1 });
  }
});

test('automation takes the names of the contract alone and keeps the rest', async () => {
  const { automation } = defaultSettings;
  await send('PUT', '/api/automation', {
    version: 0,
    ...automation,
    newDealTitle: 'Приём',
    defaultResponsible: 9,
  });
  const { enabled, typeId, when } = automation.task;
  const put = await send('PUT', '/api/automation', {
    version: 1,
    task: { enabled, text: 'Позвонить', typeId, when },
    journalPipelines: [],
    hideOnStages: [],
    newDealStage: null,
    protectedStages: [],
    policy: 'one',
  });
  expect(put).toMatchObject({
    status: 200,
    body: {
      version: 2,
      task: { text: 'Позвонить', forReception: false },
      newDealTitle: 'Приём',
      defaultResponsible: 9,
      policy: 'one',
    },
  });
});

test('a body that is no JSON is the sender’s mistake', async () => {
  const administrator = await harness.session();
  const headers = { 'Content-Type': 'text/plain' };
  const put = await harness.request('/api/matching', {
    method: 'PUT',
    token: administrator,
    body: '{}',
    headers,
  });
  expect(put).toMatchObject({ status: 400, code: 'request.malformed' });
});
