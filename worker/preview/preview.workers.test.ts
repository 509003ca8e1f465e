import { beforeAll, beforeEach, expect, test } from 'vitest';
import { ACCOUNT, ADMIN, MANAGER } from '../http/api.fixture.ts';
import { defaultSettings } from '../settings/defaults.ts';
import { branch, createSettingsHarness, type SettingsHarness } from '../settings/settings.fixture.ts';
import type { Drafts, Simulate } from './preview.schemas.ts';

/** Who may try settings out, and what is taken from the page. */
const OF_ONE_BRANCH = 9;
let harness: SettingsHarness;
let seen: { request: Simulate; branchIds: number[] }[];
let replayed: Drafts[];

beforeAll(async () => {
  harness = await createSettingsHarness();
  for (const title of ['Центр', 'Север']) {
    await harness.send('POST', '/api/branches', {
      ...branch,
      title,
      apiId: title === 'Центр' ? 'a'.repeat(32) : 'b'.repeat(32),
    });
  }
  const row = { defaultBranch: null };
  await harness.repository.saveSections({
    accountId: ACCOUNT,
    sections: [
      {
        section: 'users',
        readAt: 0,
        body: {
          rows: [
            { ...row, userId: MANAGER, role: 'book', branches: 'all' },
            { ...row, userId: OF_ONE_BRANCH, role: 'administer', branches: [2] },
          ],
        },
      },
    ],
    by: ADMIN,
    at: 0,
  });
});

const nothing = {
  ...{ deal: null, contact: null, stage: { from: null, to: null }, fields: [], title: null, task: null },
  ...{ note: null, reasons: [{ code: 'match.creation_off', text: 'Создание выключено' }] },
};
const counts = { created: 0, moved: 0, left: 0, unknown: 0, reasons: [] };
const replay = {
  ...{ from: '2026-11-16T00:00:00Z', to: '2026-11-23T00:00:00Z', events: 0, complete: true },
  ...{ saved: counts, screen: counts, differences: [], moreDifferences: 0 },
};

beforeEach(() => {
  seen = [];
  replayed = [];
  harness.account.simulate = async (request, branchIds) => {
    seen.push({ request, branchIds });
    return { ok: true, value: { saved: nothing, screen: nothing } };
  };
  harness.account.replay = async (drafts) => {
    replayed.push(drafts);
    return { ok: true, value: replay };
  };
  harness.account.pickVisits = async () => ({ ok: true, value: { visits: [] } });
});

const visit = { id: 'v1' };
const statuses = (branchId: number) => [{ branchId, settings: defaultSettings.statuses }];
const simulate = (body: unknown, by?: string) => harness.send('POST', '/api/simulate', body, by);

test('an administrator of the account tries every section, in all branches', async () => {
  const settings = {
    fields: defaultSettings.fields,
    matching: defaultSettings.matching,
    statuses: statuses(1),
  };
  expect(await simulate({ visit, settings })).toMatchObject({
    status: 200,
    body: { saved: nothing, screen: nothing },
  });
  expect(seen).toEqual([
    { request: { visit: { ...visit, searchAnew: false }, settings }, branchIds: [1, 2] },
  ]);
  expect(await harness.send('POST', '/api/replay', { settings })).toMatchObject({
    status: 200,
    body: replay,
  });
  expect(replayed).toEqual([settings]);
  expect(await harness.send('GET', '/api/simulate/visits?query=Иванова')).toMatchObject({
    body: { visits: [] },
  });
});

test.each<[string, unknown, number, string]>([
  ['his own branch', { statuses: statuses(2) }, 200, ''],
  ['nothing of his own', {}, 200, ''],
  ['a foreign branch', { statuses: statuses(1) }, 403, 'access.branch'],
  ['a foreign branch’s switch', { branches: [{ branchId: 1, createDeals: true }] }, 403, 'access.branch'],
  ['no branch', { statuses: statuses(7) }, 404, 'branches.not_found'],
  ['what holds for the whole account', { matching: defaultSettings.matching }, 403, 'access.forbidden'],
])('an administrator of one branch tries %s', async (_name, settings, status, code) => {
  const token = await harness.session(OF_ONE_BRANCH);
  for (const answer of [
    await simulate({ visit, settings }, token),
    await harness.send('POST', '/api/replay', { settings }, token),
  ]) {
    expect(answer).toMatchObject(status === 200 ? { status } : { status, code });
  }
  expect(seen.map(({ branchIds }) => branchIds)).toEqual(status === 200 ? [[2]] : []);
});

test('managers and strangers do not', async () => {
  const manager = await harness.session(MANAGER);
  for (const [method, path, body] of [
    ['POST', '/api/simulate', { visit, settings: {} }],
    ['POST', '/api/replay', { settings: {} }],
    ['GET', '/api/simulate/visits', undefined],
  ] as const) {
    expect(await harness.send(method, path, body, manager)).toMatchObject({
      status: 403,
      code: 'access.forbidden',
    });
    expect(await harness.send(method, path, body, 'no session')).toMatchObject({ status: 401 });
  }
});

const sample = {
  branchId: 1,
  statusId: 1,
  doctorId: null,
  serviceIds: null,
  bookedByUs: false,
  dealStage: null,
};
test.each<[string, unknown]>([
  ['no visit', { settings: {} }],
  ['no settings', { visit }],
  ['an unknown section', { visit, settings: { users: { rows: [] } } }],
  ['a section that is not whole', { visit, settings: { matching: { search: true } } }],
  ['a strange time zone', { visit, settings: { branches: [{ branchId: 1, timeZone: 'Луна' }] } }],
  ['a status that is no number', { visit: { ...visit, statusId: 'пришёл' }, settings: {} }],
  ['half a sample', { visit: { sample: { branchId: 1 } }, settings: {} }],
  ['both', { visit: { ...visit, sample }, settings: {} }],
])('%s is malformed', async (_name, body) => {
  expect(await simulate(body)).toMatchObject({ status: 400, code: 'request.invalid' });
});

test('a sample stands in a branch of one’s own', async () => {
  expect(await simulate({ visit: { sample }, settings: {} })).toMatchObject({ status: 200 });
  const token = await harness.session(OF_ONE_BRANCH);
  expect(await simulate({ visit: { sample }, settings: {} }, token)).toMatchObject({
    status: 403,
    code: 'access.branch',
  });
});
