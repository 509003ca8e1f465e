import { beforeAll, expect, test } from 'vitest';
import { ACCOUNT, ADMIN, createHarness, type Harness, MANAGER, OTHER_ACCOUNT } from '../http/api.fixture.ts';
import type { UserRow } from '../settings/users.schemas.ts';

let harness: Harness;
beforeAll(async () => {
  harness = await createHarness();
  for (const building of [1, 2]) {
    await harness.repository.addBranch(
      {
        branch: {
          accountId: ACCOUNT,
          title: `Филиал ${building}`,
          timeZone: 'Europe/Moscow',
          buildingId: building,
          main: false,
          enabled: true,
          createDeals: false,
          callbackTokenHash: '',
          callbackTokenSealed: '',
        },
        apiId: 'a'.repeat(32),
        apiSecretSealed: '',
      },
      { by: 1, at: 0 },
    );
  }
});

const signIn = (token: string, headers: Record<string, string> = {}) =>
  harness.request('/api/session', { method: 'POST', headers: { 'X-Auth-Token': token, ...headers } });

async function setRows(rows: UserRow[]): Promise<void> {
  const settings = await harness.repository.load(ACCOUNT);
  const readAt = settings?.users.version ?? 0;
  const sections = [{ section: 'users', readAt, body: { rows } }] as const;
  expect(await harness.repository.saveSections({ accountId: ACCOUNT, sections, by: ADMIN, at: 0 })).toBe(
    true,
  );
}
const row = (userId: UserRow['userId'], role: UserRow['role'], rest: Partial<UserRow> = {}): UserRow => ({
  userId,
  role,
  branches: 'all',
  defaultBranch: null,
  ...rest,
});

test('an administrator signs in and sees every branch', async () => {
  const { status, body, headers } = await signIn(await harness.disposable(), {
    Origin: 'https://zaryamed.amocrm.ru',
  });
  expect(status).toBe(200);
  expect(body).toEqual({
    token: expect.any(String),
    expiresAt: expect.any(String),
    user: {
      id: ADMIN,
      name: 'Марк Жданов',
      role: 'administer',
      isAdmin: true,
      branches: [1, 2],
      defaultBranch: null,
    },
  });
  expect(headers.get('cache-control')).toBe('no-store');
  expect(headers.get('access-control-allow-origin')).toBe('https://zaryamed.amocrm.ru');
});

test('the same token works again, and so does one of the previous secret', async () => {
  const token = await harness.disposable();
  expect([(await signIn(token)).status, (await signIn(token)).status]).toEqual([200, 200]);
  expect((await signIn(await harness.disposable({}, 'the secret before it'))).status).toBe(200);
});

test.each([
  ['another secret', {}, 'not our secret', 401, 'session.invalid'],
  ['another audience', { aud: 'https://evil.example' }, undefined, 401, 'session.invalid'],
  ['another integration', { client_uuid: 'other' }, undefined, 401, 'session.invalid'],
  ['the domain of another account', { iss: 'https://other.amocrm.ru' }, undefined, 401, 'session.invalid'],
  ['another account behind its domain', { account_id: OTHER_ACCOUNT }, undefined, 401, 'session.invalid'],
  ['an expired one', { exp: 1_700_000_000 }, undefined, 401, 'session.invalid'],
  ['an account that is not installed', { account_id: 5 }, undefined, 409, 'account.not_installed'],
  ['a user without a row', { user_id: 5, is_admin: false }, undefined, 403, 'access.none'],
] as const)('refused: %s', async (_name, claims, secret, status, code) => {
  const answer = await signIn(await harness.disposable(claims, secret));
  expect([answer.status, answer.code]).toEqual([status, code]);
});

test('a token of a new subdomain: amoCRM is asked where the account lives, and only its word counts', async () => {
  const token = await harness.disposable({ iss: 'https://novaya.amocrm.ru' });
  expect(await signIn(token)).toMatchObject({ status: 401, code: 'session.invalid' });
  const findDomain = harness.account.findDomain;
  harness.account.findDomain = () => harness.repository.moveAccount(ACCOUNT, 'novaya.amocrm.ru');
  const Origin = 'https://novaya.amocrm.ru';
  const answer = await signIn(token, { Origin });
  expect([answer.status, answer.headers.get('access-control-allow-origin')]).toEqual([200, Origin]);
  // A host that is none of amoCRM's is not asked about.
  const asked = harness.asked.length;
  expect((await signIn(await harness.disposable({ iss: 'https://evil.example' }))).status).toBe(401);
  expect(harness.asked.slice(asked)).toEqual([]);
  harness.account.findDomain = findDomain;
  await harness.repository.moveAccount(ACCOUNT, 'zaryamed.amocrm.ru');
});

test('a page of another account may neither sign in nor ask', async () => {
  const Origin = 'https://other.amocrm.ru';
  expect(await signIn(await harness.disposable(), { Origin })).toMatchObject({
    status: 403,
    code: 'session.origin',
  });
  const token = await harness.session();
  expect(await harness.request('/api/me', { token, headers: { Origin } })).toMatchObject({
    code: 'session.origin',
  });
  expect(
    (await harness.request('/api/me', { token, headers: { Origin: 'https://hub.example.dev' } })).status,
  ).toBe(200);
});

test('rights are read anew on every request', async () => {
  await setRows([row(MANAGER, 'book', { branches: [2] })]);
  const token = await harness.session(MANAGER);
  const { body } = await harness.request('/api/me', { token });
  expect(body).toMatchObject({
    user: { role: 'book', isAdmin: false, branches: [2], defaultBranch: 2 },
    account: { id: ACCOUNT, domain: 'zaryamed.amocrm.ru', origin: 'https://zaryamed.amocrm.ru' },
    branches: [{ id: 2, title: 'Филиал 2' }],
  });
  await setRows([row(MANAGER, 'none')]);
  expect(await harness.request('/api/me', { token })).toMatchObject({ status: 403, code: 'access.none' });
  const refresh = await harness.request('/api/session/refresh', { method: 'POST', token });
  expect(refresh).toMatchObject({ status: 403, code: 'access.none' });
  await setRows([row('others', 'view')]);
  expect((await harness.request('/api/session/refresh', { method: 'POST', token })).status).toBe(200);
});

test('guards: view, book, administer, the whole account', async () => {
  await setRows([
    row(1, 'view'),
    row(2, 'book'),
    row(3, 'administer', { branches: [1] }),
    row(4, 'administer'),
  ]);
  const codes = async (userId: number) => {
    const token = await harness.session(userId);
    const ask = async (path: string, method = 'GET') =>
      (await harness.request(path, { method, token })).code ?? 'ok';
    return Promise.all([
      ask('/api/me'),
      ask('/api/visits/x/cancel', 'POST'),
      ask('/api/branches'),
      ask('/api/matching'),
      ask('/api/branches/1', 'DELETE').then((code) => (code === 'ok' ? 'removed' : code)),
    ]);
  };
  harness.account.branchHealth = async () => ({});
  const no = 'access.forbidden';
  expect(await codes(1)).toEqual(['ok', no, no, no, no]);
  expect(await codes(2)).toEqual(['ok', 'request.invalid', no, no, no]);
  expect(await codes(3)).toEqual(['ok', 'request.invalid', 'ok', no, no]);
  const token = await harness.session(4);
  expect((await harness.request('/api/matching', { token })).status).toBe(200);
});

test('without is_admin amoCRM is asked; silent, only administrators have to wait', async () => {
  await setRows([row('others', 'view')]);
  const known = harness.account.userById;
  harness.account.userById = async (id) => ({
    ok: true,
    value: { id, name: 'Анна', isAdmin: id === 71, isActive: true },
  });
  const admin = await harness.session(71, { is_admin: undefined });
  expect((await harness.request('/api/matching', { token: admin })).status).toBe(200);

  harness.account.userById = async () => ({
    ok: false,
    error: { status: 502, code: 'amocrm.unavailable', message: '' },
  });
  const unknown = await harness.session(72, { is_admin: undefined });
  expect((await harness.request('/api/me', { token: unknown })).body).toMatchObject({
    user: { name: '', role: 'view', isAdmin: false },
  });
  expect(await harness.request('/api/matching', { token: unknown })).toMatchObject({
    status: 503,
    code: 'access.unknown',
  });
  harness.account.userById = known;
});

test('a session is handed to a tab once', async () => {
  const token = await harness.session();
  const { body } = await harness.request('/api/session/handoff', { method: 'POST', token });
  const { url } = body as { url: string };
  expect(url).toMatch(/^https:\/\/hub\.example\.dev\/settings\/#code=[\w-]{43}$/);
  const code = url.split('=')[1];
  const trade = () => harness.request('/api/session', { method: 'POST', body: { code } });
  const traded = await trade();
  expect(traded).toMatchObject({
    status: 200,
    body: { user: { id: ADMIN, name: 'Марк Жданов', isAdmin: true } },
  });
  expect(await trade()).toMatchObject({ status: 401, code: 'session.invalid' });
});

test('an account never sees another, and its end ends its sessions', async () => {
  const token = await harness.session();
  const other = await harness.session(ADMIN, { account_id: OTHER_ACCOUNT, iss: 'https://other.amocrm.ru' });
  expect((await harness.request('/api/me', { token: other })).body).toMatchObject({
    account: { id: OTHER_ACCOUNT },
    branches: [],
  });
  const account = await harness.repository.account(ACCOUNT);
  if (!account) throw new Error('no account');
  const { revision: _revision, ...saved } = account;
  await harness.repository.saveAccount({ ...saved, status: 'disconnected' });
  expect(await harness.request('/api/me', { token })).toMatchObject({ status: 401, code: 'session.invalid' });
  expect(await signIn(await harness.disposable())).toMatchObject({
    status: 409,
    code: 'account.not_installed',
  });
  await harness.repository.saveAccount({ ...saved, status: 'active' });
  expect((await harness.request('/api/me', { token })).status).toBe(200);
});
