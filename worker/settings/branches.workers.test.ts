import { beforeEach, expect, test } from 'vitest';
import { ACCOUNT, MANAGER } from '../http/api.fixture.ts';
import { defaultSettings } from './defaults.ts';
import { branch, createSettingsHarness, type SettingsHarness, stage } from './settings.fixture.ts';

let harness: SettingsHarness;
let send: SettingsHarness['send'];
beforeEach(async () => {
  harness = await createSettingsHarness();
  send = harness.send;
});
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
    apiId: branch.apiId,
    timeZone: 'Europe/Moscow',
    buildingId: null,
    main: true,
    enabled: false,
    createDeals: false,
    version: 1,
    callbackUrl: expect.stringMatching(
      /^https:\/\/hub\.example\.dev\/hooks\/archimed\/32100500-1\/[\w-]{43}$/,
    ),
    health: { keyValid: null, lastSuccessAt: null, lastError: null },
  });
  const listed = await get('/api/branches');
  expect(listed.body).toEqual({ branches: [added.body] });
  expect(JSON.stringify(listed.body)).not.toContain(branch.apiSecret);
  const stored = await harness.repository.load(ACCOUNT);
  expect(JSON.stringify(stored)).not.toContain(branch.apiSecret);
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

test('branches that are added at the same moment get ids of their own', async () => {
  const added = await Promise.all(
    ['a', 'b', 'c'].map((letter) => send('POST', '/api/branches', { ...branch, apiId: letter.repeat(32) })),
  );
  expect(added.map(({ status }) => status)).toEqual([201, 201, 201]);
  const { branches } = (await get('/api/branches')).body as { branches: { id: number; sourceId: number }[] };
  expect(branches.map(({ id, sourceId }) => [id, sourceId])).toEqual([
    [1, 1],
    [2, 2],
    [3, 3],
  ]);
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
  expect(await send('PATCH', '/api/branches/1', { apiId: branch.apiId })).toMatchObject({ status: 400 });
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

test('a new key pair is saved when ArchiMed+ takes it and shows the same database', async () => {
  await send('POST', '/api/branches', branch);
  const pair = { apiId: 'e'.repeat(32), apiSecret: 'another secret' };
  const before = (await harness.repository.load(ACCOUNT))?.sources;
  for (const code of ['branches.key_refused', 'branches.other_database']) {
    harness.account.proveKeys = async () => ({ ok: false, error: { status: 422, code, message: '' } });
    expect(await send('PATCH', '/api/branches/1', pair)).toMatchObject({ status: 422, code });
  }
  harness.account.proveKeys = () => Promise.reject(new Error('reset'));
  expect(await send('PATCH', '/api/branches/1', pair)).toMatchObject({ code: 'branches.not_tested' });
  expect((await harness.repository.load(ACCOUNT))?.sources).toEqual(before);
  harness.account.proveKeys = async () => ({ ok: true, value: null });
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
  expect(await by('GET', '/api/support')).toMatchObject({ status: 200, body: { contact: null } });
  for (const path of ['/api/links', '/api/settings/versions', '/api/settings/export', '/api/automation']) {
    expect(await by('GET', path), path).toMatchObject({ status: 403, code: 'access.forbidden' });
  }
  expect(await by('PUT', '/api/users', { version: 1, rows: [] })).toMatchObject({
    status: 403,
    code: 'access.forbidden',
  });
});

test('what becomes of a branch is kept: who, when, what; the second of two administrators is told', async () => {
  await send('POST', '/api/branches', branch);
  expect(await send('PATCH', '/api/branches/1', { title: 'Север', version: 1 })).toMatchObject({
    body: { title: 'Север', version: 2 },
  });
  expect(await send('PATCH', '/api/branches/1', { title: 'Юг', version: 1 })).toMatchObject({
    status: 409,
    code: 'settings.conflict',
  });
  // The same again is no change.
  expect(await send('PATCH', '/api/branches/1', { title: 'Север' })).toMatchObject({ body: { version: 2 } });
  harness.account.proveKeys = async () => ({ ok: true, value: null });
  const pair = { apiId: 'e'.repeat(32), apiSecret: 'another secret' };
  await send('PATCH', '/api/branches/1', pair);
  const list = await get('/api/settings/versions?section=branches&branch=1');
  expect(list.body).toMatchObject({
    versions: [
      { section: 'branches', branchId: 1, version: 3, current: true, changedBy: { name: 'Марк' } },
      { version: 2, current: false },
      { version: 1 },
    ],
  });
  const { versions } = list.body as { versions: { n: number }[] };
  const [newest, renamed, first] = versions.map(({ n }) => n);
  const kept = await get(`/api/settings/versions/${newest}`);
  expect(kept.body).toMatchObject({
    body: { apiId: pair.apiId, keyChanges: 1 },
    previous: { apiId: branch.apiId, keyChanges: 0 },
  });
  expect(JSON.stringify(kept.body)).not.toContain(pair.apiSecret);
  expect((await get(`/api/settings/versions/${first}`)).body).toMatchObject({ previous: { title: '' } });

  const restore = (n: number | undefined, version: number) =>
    send('POST', `/api/settings/versions/${n}/restore`, { version });
  expect(await restore(first, 2)).toMatchObject({ status: 409 });
  expect(await restore(first, 3)).toMatchObject({ status: 200, body: { version: 4 } });
  expect((await get('/api/branches')).body).toMatchObject({
    branches: [{ title: 'Центр', apiId: pair.apiId, version: 4 }],
  });
  await send('DELETE', '/api/branches/1');
  expect(await restore(renamed, 0)).toMatchObject({ status: 404, code: 'branches.not_found' });
});

test('a saved change is saved, though the object does not answer', async () => {
  harness.account.settingsChanged = () => Promise.reject(new Error('reset'));
  expect((await send('POST', '/api/branches', branch)).status).toBe(201);
});
