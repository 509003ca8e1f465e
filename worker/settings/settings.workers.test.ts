import { beforeEach, expect, test } from 'vitest';
import type { Pipeline } from '../amocrm/pipelines.ts';
import { ACCOUNT, ADMIN, createHarness, type Harness, MANAGER } from '../http/api.fixture.ts';
import { defaultSettings } from './defaults.ts';

let harness: Harness;
let token: string;
beforeEach(async () => {
  const { reset } = await import('cloudflare:test');
  await reset();
  harness = await createHarness();
  token = await harness.session();
  harness.account.branchHealth = async () => ({});
  harness.account.pipelines = async () => ({ ok: true, value: pipelines });
  harness.account.taskTypes = async () => ({
    ok: true,
    value: [{ id: 1, name: 'Связаться', code: 'FOLLOW_UP' }],
  });
  harness.account.statuses = async () => ({ ok: true, value: [{ id: 1, name: 'Запись' }] });
  harness.account.users = async () => ({
    ok: true,
    value: [{ id: ADMIN, name: 'Марк', isAdmin: true, isActive: true }],
  });
  harness.account.customFields = async () => ({ ok: true, value: amocrmFields });
});

const pipelines: Pipeline[] = [
  {
    id: 10,
    name: 'Первичные',
    sort: 1,
    isMain: true,
    isArchive: false,
    stages: [{ id: 100, name: 'Записан', sort: 1, color: '#fff', kind: 'open' }],
  },
];
const field = (id: number, type: string) => ({ id, name: `Поле ${id}`, type, enums: [] });
const amocrmFields = {
  lead: [field(1, 'numeric'), field(2, 'numeric'), field(3, 'text')],
  contact: [field(9, 'numeric')],
};
const stage = { pipelineId: 10, stageId: 100 };

const KEY = 'f'.repeat(32);
const SECRET = '0123456789abcdef0123456789abcdef';
const branch = {
  title: 'Центр',
  apiId: KEY,
  apiSecret: SECRET,
  timeZone: 'Europe/Moscow',
  buildingId: null,
  main: false,
  createDeals: false,
};
const send = (method: string, path: string, body?: unknown, by = token) =>
  harness.request(path, { method, token: by, ...(body === undefined ? {} : { body }) });
const get = (path: string) => send('GET', path);
const mapSystemFields = () =>
  send('PUT', '/api/fields', {
    version: 0,
    lead: { ...defaultSettings.fields.lead, recordId: 1, branchId: 2 },
    contact: defaultSettings.fields.contact,
  });

test('a branch begins switched off and shows everything but its secret', async () => {
  const added = await send('POST', '/api/branches', branch);
  expect(added.status).toBe(201);
  expect(added.body).toEqual({
    id: 1,
    sourceId: 1,
    title: 'Центр',
    apiId: KEY,
    timeZone: 'Europe/Moscow',
    buildingId: null,
    main: true,
    enabled: false,
    createDeals: false,
    callbackUrl: expect.stringMatching(
      /^https:\/\/hub\.example\.dev\/hooks\/archimed\/32100500-1\/[\w-]{43}$/,
    ),
    health: { keyValid: null, lastSuccessAt: null, lastError: null },
  });
  const listed = await get('/api/branches');
  expect(listed.body).toEqual({ branches: [added.body] });
  expect(JSON.stringify(listed.body)).not.toContain(SECRET);
  const stored = await harness.repository.load(ACCOUNT);
  expect(JSON.stringify(stored)).not.toContain(SECRET);
  expect(harness.asked).toContain(`${ACCOUNT} settingsChanged`);
});

test('a key and a building make one branch', async () => {
  await send('POST', '/api/branches', branch);
  expect(await send('POST', '/api/branches', branch)).toMatchObject({
    status: 409,
    code: 'branches.duplicate',
  });
  expect(await send('POST', '/api/branches', { ...branch, buildingId: 2 })).toMatchObject({
    status: 201,
    body: { id: 2, sourceId: 1, main: false },
  });
  const wrong = { ...branch, buildingId: 3, apiSecret: 'a slip of the pen' };
  expect(await send('POST', '/api/branches', wrong)).toMatchObject({
    status: 422,
    code: 'branches.key_refused',
  });
  expect(await send('PATCH', '/api/branches/2', { buildingId: null })).toMatchObject({
    code: 'branches.duplicate',
  });
});

test('unknown keys, bad zones and half a key pair are refused', async () => {
  expect(await send('POST', '/api/branches', { ...branch, more: 1 })).toMatchObject({
    status: 400,
    code: 'request.invalid',
  });
  const zone = await send('POST', '/api/branches', { ...branch, timeZone: 'Mars/Olympus' });
  expect(zone.body).toMatchObject({
    error: { details: [{ path: 'timeZone', message: 'unknown time zone' }] },
  });
  await send('POST', '/api/branches', branch);
  expect(await send('PATCH', '/api/branches/1', { apiId: KEY })).toMatchObject({ status: 400 });
  expect(await send('PATCH', '/api/branches/7', { title: 'Нет' })).toMatchObject({
    status: 404,
    code: 'branches.not_found',
  });
});

test('a branch is switched on when both system fields are mapped, and keeps them', async () => {
  await send('POST', '/api/branches', branch);
  expect(await send('PATCH', '/api/branches/1', { enabled: true })).toMatchObject({
    status: 422,
    code: 'branches.fields_unmapped',
  });
  expect((await mapSystemFields()).status).toBe(200);
  expect(await send('PATCH', '/api/branches/1', { enabled: true })).toMatchObject({
    status: 200,
    body: { enabled: true },
  });
  const unmapped = await send('PUT', '/api/fields', { version: 1, ...defaultSettings.fields });
  expect(unmapped).toMatchObject({ status: 422, code: 'fields.system_required' });
});

test('a new key pair counts when ArchiMed+ takes it', async () => {
  await send('POST', '/api/branches', branch);
  const pair = { apiId: 'e'.repeat(32), apiSecret: 'another secret' };
  const before = (await harness.repository.load(ACCOUNT))?.sources;
  harness.account.testBranch = async () => ({
    ok: false,
    error: { status: 422, code: 'branches.key_refused', message: '' },
  });
  expect(await send('PATCH', '/api/branches/1', pair)).toMatchObject({
    status: 422,
    code: 'branches.key_refused',
  });
  expect((await harness.repository.load(ACCOUNT))?.sources).toEqual(before);
  harness.account.testBranch = async () => ({
    ok: true,
    value: { doctors: 1, buildings: [], statuses: [], schedulePublished: true },
  });
  expect(await send('PATCH', '/api/branches/1', pair)).toMatchObject({
    status: 200,
    body: { apiId: pair.apiId, sourceId: 1 },
  });
});

test('there is always one main branch, and an id is never used again', async () => {
  for (const buildingId of [1, 2, 3]) await send('POST', '/api/branches', { ...branch, buildingId });
  const mains = async () => {
    const { branches } = (await get('/api/branches')).body as { branches: { id: number; main: boolean }[] };
    return branches.map(({ id, main }) => (main ? `*${id}` : `${id}`));
  };
  expect(await send('PATCH', '/api/branches/1', { main: false })).toMatchObject({
    status: 422,
    code: 'branches.main_required',
  });
  await send('PATCH', '/api/branches/3', { main: true });
  expect(await mains()).toEqual(['1', '2', '*3']);
  expect((await send('DELETE', '/api/branches/3')).status).toBe(204);
  expect(await mains()).toEqual(['*1', '2']);
  expect(await send('POST', '/api/branches', { ...branch, buildingId: 4 })).toMatchObject({
    body: { id: 4 },
  });
});

test('creation of deals and its stage hold each other', async () => {
  expect(await send('POST', '/api/branches', { ...branch, createDeals: true })).toMatchObject({
    status: 422,
    code: 'branches.no_stage',
  });
  const put = (version: number, newDealStage: typeof stage | null) =>
    send('PUT', '/api/automation', { version, ...defaultSettings.automation, newDealStage });
  expect(await put(0, stage)).toMatchObject({
    status: 200,
    body: { version: 1, newDealStage: stage, taskTypes: [{ id: 1, name: 'Связаться' }] },
  });
  expect((await send('POST', '/api/branches', { ...branch, createDeals: true })).status).toBe(201);
  expect(await put(1, null)).toMatchObject({ status: 422, code: 'automation.stage_needed' });
  expect(await put(1, { pipelineId: 10, stageId: 5 })).toMatchObject({
    status: 422,
    code: 'automation.unknown_stage',
  });
});

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

test('a branch administrator reaches his branch and no other', async () => {
  for (const buildingId of [1, 2]) await send('POST', '/api/branches', { ...branch, buildingId });
  await send('PUT', '/api/users', {
    version: 0,
    rows: [{ userId: MANAGER, role: 'administer', branches: [2], defaultBranch: null }],
  });
  const manager = await harness.session(MANAGER);
  const by = (method: string, path: string, body?: unknown) => send(method, path, body, manager);
  expect((await by('GET', '/api/branches')).body).toMatchObject({ branches: [{ id: 2 }] });
  expect(await by('PATCH', '/api/branches/2', { title: 'Север' })).toMatchObject({
    status: 200,
    body: { title: 'Север' },
  });
  expect(await by('PATCH', '/api/branches/1', { title: 'Юг' })).toMatchObject({
    status: 403,
    code: 'access.branch',
  });
  expect(await by('GET', '/api/branches/1/statuses')).toMatchObject({ status: 403, code: 'access.branch' });
  expect(await by('PATCH', '/api/branches/2', { main: true })).toMatchObject({
    status: 403,
    code: 'access.branch',
  });
  expect(await by('PUT', '/api/users', { version: 1, rows: [] })).toMatchObject({
    status: 403,
    code: 'access.forbidden',
  });
});

test('a saved change is saved, though the object does not answer', async () => {
  harness.account.settingsChanged = () => Promise.reject(new Error('reset'));
  expect((await send('POST', '/api/branches', branch)).status).toBe(201);
});
