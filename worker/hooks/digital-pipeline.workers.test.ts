import { beforeAll, beforeEach, expect, test } from 'vitest';
import { ACCOUNT, ADMIN, createHarness, type Harness, MANAGER, OTHER_ACCOUNT } from '../http/api.fixture.ts';

/** `POST /hooks/amocrm/digital-pipeline`: who is believed, and what reaches the account's object. */
let harness: Harness;
let token: string;
let otherToken: string;
const tokenOf = async (session: string) => {
  const { body } = await harness.request('/api/me', { token: session });
  return (body as { dp_token?: string }).dp_token;
};
const OF_OTHER = { account_id: OTHER_ACCOUNT, iss: 'https://other.amocrm.ru', subdomain: 'other' };

beforeAll(async () => {
  harness = await createHarness();
  const rows = [
    { userId: MANAGER, role: 'book', branches: 'all', defaultBranch: null },
    { userId: 8, role: 'administer', branches: 'all', defaultBranch: null },
    { userId: 9, role: 'administer', branches: [2], defaultBranch: null },
  ];
  const sections = [{ section: 'users', readAt: 0, body: { rows } }] as const;
  await harness.repository.saveSections({ accountId: ACCOUNT, sections, by: ADMIN, at: 0 });
  const asked = await Promise.all([tokenOf(await harness.session()), tokenOf(await harness.session(8))]);
  token = asked[0] ?? '';
  otherToken = (await tokenOf(await harness.session(ADMIN, OF_OTHER))) ?? '';
  expect(asked[1]).toBe(token);
});
beforeEach(() => {
  harness.asked.length = 0;
});

const bodyOf = (settings: Record<string, string>, change: Record<string, unknown> = {}) => ({
  event: {
    type: 14,
    type_code: 'lead_status_changed',
    data: {
      id: 77,
      element_type: 2,
      status_id: 142,
      pipeline_id: 9,
      direction_of_movement: 'went_in_trigger',
    },
    time: 1_795_000_000,
  },
  action: { settings: { widget: { settings } } },
  subdomain: 'zaryamed',
  account_id: ACCOUNT,
  ...change,
});
const send = (body: unknown, type = 'application/json') =>
  harness.request('/hooks/amocrm/digital-pipeline', {
    method: 'POST',
    body,
    headers: { 'Content-Type': type },
  });

test('the token is random, long, of each account its own, stays as it is and is told to administrators of the whole account only', async () => {
  expect(token.length).toBeGreaterThan(40);
  expect(otherToken).not.toBe(token);
  expect(await tokenOf(await harness.session())).toBe(token);
  expect(await tokenOf(await harness.session(MANAGER))).toBeUndefined();
  expect(await tokenOf(await harness.session(9))).toBeUndefined();
  const row = await harness.repository.account(ACCOUNT);
  expect(JSON.stringify(row)).not.toContain(token);
});

test('a right hook is answered when it is kept, without its token; 503 when it is not', async () => {
  const kept: unknown[] = [];
  harness.account.acceptAction = async (...given) => kept.push(given);
  const settings = { dp_token: token, dp_action: '{"do":"cancel","reasons":{}}' };
  expect(await send(bodyOf(settings))).toMatchObject({ status: 200, body: {} });
  const form = `account_id=${ACCOUNT}&event[data][id]=77&event[data][status_id]=142&event[data][pipeline_id]=9&event[time]=1795000000&action[settings][widget][settings][dp_token]=${token}`;
  expect((await send(form, 'application/x-www-form-urlencoded')).status).toBe(200);
  const event = { dealId: 77, pipelineId: 9, stageId: 142, hasLeft: false, time: 1_795_000_000 };
  expect(kept).toEqual([
    [event, { dp_action: settings.dp_action }],
    [event, {}],
  ]);
  harness.account.acceptAction = () => Promise.reject(new Error('storage'));
  expect(await send(bodyOf(settings))).toMatchObject({ status: 503, code: 'hook.unavailable' });
});

test.each<[string, () => unknown, number, string]>([
  ['a wrong token', () => bodyOf({ dp_token: 'wrong' }), 404, 'not_found'],
  ['no token', () => bodyOf({}), 404, 'not_found'],
  ['the token of another account', () => bodyOf({ dp_token: otherToken }), 404, 'not_found'],
  [
    'another account’s number',
    () => bodyOf({ dp_token: token }, { account_id: OTHER_ACCOUNT }),
    404,
    'not_found',
  ],
  ['an unknown account', () => bodyOf({ dp_token: token }, { account_id: 5 }), 404, 'not_found'],
  ['no account', () => bodyOf({ dp_token: token }, { account_id: null }), 404, 'not_found'],
  ['no event', () => bodyOf({ dp_token: token }, { event: null }), 400, 'hook.malformed'],
  ['a body that is no JSON', () => '{', 400, 'hook.malformed'],
  ['a huge body', () => bodyOf({ dp_token: token, more: 'x'.repeat(1024 * 1024) }), 413, 'request.too_large'],
])('a hook with %s is refused', async (_what, body, status, code) => {
  expect(await send(body())).toMatchObject({ status, code });
  expect(harness.asked).toEqual([]);
});

test('a disconnected account: 200 and nothing more, its token lives on for a reinstall', async () => {
  const account = await harness.repository.account(OTHER_ACCOUNT);
  if (!account) throw new Error('no account');
  const { revision: _revision, ...saved } = account;
  const settings = { dp_token: otherToken };
  await harness.repository.saveAccount({ ...saved, status: 'disconnected' });
  expect((await send(bodyOf(settings, { account_id: OTHER_ACCOUNT }))).status).toBe(200);
  expect(harness.asked).toEqual([]);
  await harness.repository.saveAccount({ ...saved, status: 'active' });
  harness.account.acceptAction = async () => true;
  expect((await send(bodyOf(settings, { account_id: OTHER_ACCOUNT }))).status).toBe(200);
  expect(harness.asked).toEqual([`${OTHER_ACCOUNT} acceptAction`]);
});
