import { beforeEach, expect, test } from 'vitest';
import { ADMIN, MANAGER } from '../http/api.fixture.ts';
import type { MatchingSettings } from './automation.schemas.ts';
import { defaultSettings } from './defaults.ts';
import { branch, createSettingsHarness, type SettingsHarness, stage } from './settings.fixture.ts';

let harness: SettingsHarness;
let send: SettingsHarness['send'];
beforeEach(async () => {
  harness = await createSettingsHarness();
  send = harness.send;
});

const { matching } = defaultSettings;
const save = (version: number, over: Partial<MatchingSettings>) =>
  send('PUT', '/api/matching', { version, ...matching, ...over });
type Listed = { versions: { n: number; section: string; version: number; current: boolean }[] };
const versions = async () => (await send('GET', '/api/settings/versions')).body as Listed;

test('every save is kept with who and when, and an earlier one can be put back as a new version', async () => {
  await save(0, { search: false });
  await save(1, { idIsEnough: true });
  const list = await versions();
  expect(list.versions).toMatchObject([
    { section: 'matching', version: 2, current: true, changedBy: { id: ADMIN, name: 'Марк' } },
    { section: 'matching', version: 1, current: false },
  ]);
  const first = list.versions[1]?.n;
  expect((await send('GET', `/api/settings/versions/${list.versions[0]?.n}`)).body).toMatchObject({
    body: { idIsEnough: true, search: true },
    previous: { idIsEnough: false, search: false },
  });
  expect((await send('POST', `/api/settings/versions/${first}/restore`)).body).toEqual({ version: 3 });
  expect((await send('GET', '/api/matching')).body).toMatchObject({ version: 3, search: false });
  expect((await versions()).versions).toHaveLength(3);
});

test('a version that no longer fits is not put back, and one of nobody is unknown', async () => {
  await save(0, { stages: [stage] });
  await save(1, { stages: null });
  harness.account.pipelines = async () => ({ ok: true, value: [] });
  const first = (await versions()).versions[1]?.n;
  expect(await send('POST', `/api/settings/versions/${first}/restore`)).toMatchObject({
    status: 422,
    code: 'matching.unknown_stage',
  });
  expect(await send('POST', '/api/settings/versions/99/restore')).toMatchObject({
    status: 404,
    code: 'settings.version_unknown',
  });
});

test('out as a file and in again: checked first, all or nothing, only what differs', async () => {
  await send('POST', '/api/branches', branch);
  await save(0, { idIsEnough: true });
  const file = (await send('GET', '/api/settings/export')).body as Record<string, unknown>;
  expect(JSON.stringify(file)).not.toContain(branch.apiSecret);
  expect((await send('POST', '/api/settings/import', { file })).body).toEqual({
    changed: [],
    applied: false,
  });

  await save(1, { idIsEnough: false });
  const dry = await send('POST', '/api/settings/import', { file, dryRun: true });
  expect(dry.body).toEqual({ changed: [{ section: 'matching', branchId: null }], applied: false });
  expect((await send('POST', '/api/settings/import', { file })).body).toMatchObject({ applied: true });
  expect((await send('GET', '/api/matching')).body).toMatchObject({ version: 3, idIsEnough: true });

  const rows = [{ statusId: 77, meaning: null, pipelineId: null, stageId: null, moveClosed: false }];
  const bad = {
    ...file,
    matching: { ...matching, keepTitle: false },
    statuses: [{ branchId: 1, title: 'Центр', settings: { ...defaultSettings.statuses, rows } }],
  };
  expect(await send('POST', '/api/settings/import', { file: bad })).toMatchObject({
    status: 422,
    code: 'statuses.unknown_status',
    body: { error: { details: { section: 'statuses:1' } } },
  });
  expect((await send('GET', '/api/matching')).body).toMatchObject({ version: 3, keepTitle: true });
  const foreign = { ...file, accountId: 5 };
  expect(await send('POST', '/api/settings/import', { file: foreign })).toMatchObject({
    status: 422,
    code: 'settings.other_account',
  });
});

test('the whole history is for administrators of the account only', async () => {
  await send('POST', '/api/branches', branch);
  const rows = [{ userId: MANAGER, role: 'administer', branches: [1], defaultBranch: null }];
  await send('PUT', '/api/users', { version: 0, rows });
  const manager = await harness.session(MANAGER);
  for (const path of ['/api/settings/versions', '/api/settings/export']) {
    expect((await send('GET', path, undefined, manager)).status).toBe(403);
  }
});
