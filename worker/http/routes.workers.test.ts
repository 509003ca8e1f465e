import { beforeAll, beforeEach, expect, test } from 'vitest';
import { sha256 } from '../shared/envelope.ts';
import {
  ACCOUNT,
  ADMIN,
  createHarness,
  type Harness,
  HOOK_TOKEN,
  MANAGER,
  OTHER_ACCOUNT,
} from './api.fixture.ts';

/** Hooks, visits, directories and history: what reaches the account's object, and what does not. */
let harness: Harness;
beforeAll(async () => {
  harness = await createHarness();
  const callbackTokenHash = await sha256('callback-token');
  for (const building of [1, 2]) {
    await harness.repository.addBranch(
      {
        branch: {
          accountId: ACCOUNT,
          title: `Филиал ${building}`,
          timeZone: 'Europe/Moscow',
          buildingId: building,
          main: false,
          enabled: building === 1,
          createDeals: false,
          callbackTokenHash,
          callbackTokenSealed: '',
        },
        apiId: 'a'.repeat(32),
        apiSecretSealed: '',
      },
      { by: 1, at: 0 },
    );
  }
  const rows = [{ userId: MANAGER, role: 'book', branches: [1], defaultBranch: null }];
  await harness.repository.saveSections({
    accountId: ACCOUNT,
    sections: [
      {
        section: 'users',
        readAt: 0,
        body: { rows: [...rows, { userId: 9, role: 'administer', branches: [2], defaultBranch: null }] },
      },
    ],
    by: ADMIN,
    at: 0,
  });
});
let manager: string;
let admin: string;
beforeEach(async () => {
  manager = await harness.session(MANAGER);
  admin = await harness.session();
  harness.asked.length = 0;
});

const hook = (accountId: number, token: string, body: string) =>
  harness.request(`/hooks/amocrm/${accountId}/${token}`, {
    method: 'POST',
    body,
    headers: { 'Content-Type': 'application/x-www-form-urlencoded' },
  });
const deletedLead = `leads[delete][0][id]=77&account[id]=${ACCOUNT}&account[subdomain]=zaryamed`;

test('a hook is answered when it is kept', async () => {
  const kept: unknown[] = [];
  harness.account.acceptHook = async (items) => kept.push(...items);
  expect(await hook(ACCOUNT, HOOK_TOKEN, deletedLead)).toMatchObject({ status: 200, body: {} });
  expect(kept).toMatchObject([{ entity: 'leads', action: 'delete', id: 77 }]);
  harness.account.acceptHook = () => Promise.reject(new Error('storage'));
  expect(await hook(ACCOUNT, HOOK_TOKEN, deletedLead)).toMatchObject({
    status: 503,
    code: 'hook.unavailable',
  });
});

test.each([
  ['a wrong token', ACCOUNT, 'wrong', deletedLead, 404, 'not_found'],
  ['the token of another account', OTHER_ACCOUNT, HOOK_TOKEN, deletedLead, 404, 'not_found'],
  ['an unknown account', 5, HOOK_TOKEN, deletedLead, 404, 'not_found'],
  ['a body of another account', ACCOUNT, HOOK_TOKEN, `account[id]=${OTHER_ACCOUNT}`, 400, 'hook.account'],
  ['a body without an account', ACCOUNT, HOOK_TOKEN, 'leads[add][0][id]=1', 400, 'hook.malformed'],
  ['a body that is too large', ACCOUNT, HOOK_TOKEN, 'x'.repeat(1024 * 1024 + 1), 413, 'request.too_large'],
])('a hook with %s is refused', async (_name, accountId, token, body, status, code) => {
  expect(await hook(accountId, token, body)).toMatchObject({ status, code });
  expect(harness.asked).toEqual([]);
});

test('hooks of a disconnected account are thanked for and dropped', async () => {
  // Not the first account: its address was right a moment ago, which is believed for five seconds.
  const token = 'hook-token-of-the-other-account';
  const body = deletedLead.replace(String(ACCOUNT), String(OTHER_ACCOUNT));
  const account = await harness.repository.account(OTHER_ACCOUNT);
  if (!account) throw new Error('no account');
  const { revision: _revision, ...saved } = account;
  await harness.repository.saveAccount({ ...saved, status: 'disconnected' });
  expect((await hook(OTHER_ACCOUNT, token, body)).status).toBe(200);
  expect((await hook(OTHER_ACCOUNT, 'wrong', body)).status).toBe(404);
  await harness.repository.saveAccount({ ...saved, status: 'active' });
  expect(harness.asked).toEqual([]);
});

test.each([
  ['1', 'callback-token', 200, [`${ACCOUNT} hintPoll`]],
  ['2', 'callback-token', 200, []],
  ['1', 'wrong', 404, []],
  ['3', 'callback-token', 404, []],
])('a callback of branch %s with %s: %s', async (branch, token, status, asked) => {
  harness.account.hintPoll = async () => {};
  const path = `/hooks/archimed/${ACCOUNT}-${branch}/${token}`;
  expect((await harness.request(path, { method: 'POST', body: 'anything' })).status).toBe(status);
  expect(harness.asked).toEqual(asked);
});

const booking = {
  dealId: 77,
  branchId: 1,
  doctorId: 5,
  start: '2026-11-27T14:30:00+03:00',
  end: '2026-11-27T15:00:00+03:00',
  patient: { id: 3 },
  serviceIds: [],
  comment: '',
  confirmed: false,
};
const book = (
  body: unknown,
  headers: Record<string, string> = { 'Idempotency-Key': 'one' },
  token = manager,
) => harness.request('/api/visits', { method: 'POST', token, body, headers });

test('a booking reaches the object with the user, his branches and the key', async () => {
  const seen: unknown[] = [];
  harness.account.book = async (...given) => {
    seen.push(given);
    return { ok: true, value: { status: 202, body: { visit: { id: 'v', state: 'checking' } } } };
  };
  expect(await book(booking)).toMatchObject({ status: 202, body: { visit: { id: 'v' } } });
  expect(seen).toEqual([[{ userId: MANAGER, branchIds: [1] }, 'one', booking]]);
});

test.each([
  ['no key', booking, {}, 400, 'idempotency.missing'],
  ['a key too long', booking, { 'Idempotency-Key': 'x'.repeat(201) }, 400, 'idempotency.invalid'],
  ['a branch of others', { ...booking, branchId: 2 }, undefined, 403, 'access.branch'],
  ['no such branch', { ...booking, branchId: 3 }, undefined, 404, 'branches.not_found'],
  ['a key too many', { ...booking, diagnosis: 'J06' }, undefined, 400, 'request.invalid'],
  ['no JSON', '{"dealId":', undefined, 400, 'request.malformed'],
  ['a time without offset', { ...booking, start: '2026-11-27T14:30:00' }, undefined, 400, 'request.invalid'],
])('a booking with %s is refused', async (_name, body, headers, status, code) => {
  expect(await book(body, headers)).toMatchObject({ status, code });
  expect(harness.asked).toEqual([]);
});

test("the object's refusal keeps its status, code and details", async () => {
  harness.account.book = async () => ({
    ok: false,
    error: { status: 409, code: 'visits.slot_taken', message: 'Занято.', details: { nearest: [] } },
  });
  expect((await book(booking)).body).toEqual({
    error: { code: 'visits.slot_taken', message: 'Занято.', details: { nearest: [] } },
  });
});

test('what nobody expected tells nothing', async () => {
  harness.account.book = () => Promise.reject(new Error('a secret thing'));
  const { status, body, headers } = await book(booking);
  expect([status, body]).toEqual([500, { error: { code: 'internal.error', message: expect.any(String) } }]);
  expect(headers.get('cache-control')).toBe('no-store');
});

test.each([
  ['2026-11-27', '2026-12-27', 200, null],
  ['2026-11-27', '2026-12-28', 400, 'request.invalid'],
  ['2026-11-27', '2026-11-26', 400, 'request.invalid'],
  ['2026-11-31', '2026-12-01', 400, 'request.invalid'],
])('slots from %s to %s: %s', async (from, to, status, code) => {
  harness.account.slots = async () => ({ ok: true, value: { slots: [], schedulePublished: true, asOf: '' } });
  const answer = await harness.request(`/api/slots?branch=1&from=${from}&to=${to}`, { token: manager });
  expect([answer.status, answer.code]).toEqual([status, code]);
});

test('patients are searched in the branches of the user', async () => {
  const asked: unknown[] = [];
  harness.account.searchPatients = async (query) => {
    asked.push(query);
    return { ok: true, value: { patients: [], contact: null } };
  };
  const search = (body: unknown) =>
    harness.request('/api/patients/search', { method: 'POST', token: manager, body });
  await search({ dealId: 77 });
  await search({ phone: '+79050001122', branchId: 1 });
  expect(asked).toEqual([
    { dealId: 77, phone: null, branchIds: [1] },
    { dealId: null, phone: '+79050001122', branchIds: [1] },
  ]);
  expect(await search({ phone: '+79050001122', branchId: 2 })).toMatchObject({
    status: 403,
    code: 'access.branch',
  });
});

test('history: the whole account, or the branches of the administrator', async () => {
  const asked: unknown[] = [];
  harness.account.events = async (_query, branchIds) => {
    asked.push(branchIds);
    return { events: [], next: null };
  };
  const branchAdmin = await harness.session(9);
  await harness.request('/api/events', { token: admin });
  await harness.request('/api/events', { token: branchAdmin });
  expect(asked).toEqual([null, [2]]);
  expect(await harness.request('/api/events?branch=1', { token: branchAdmin })).toMatchObject({
    code: 'access.branch',
  });
  expect(await harness.request('/api/events', { token: manager })).toMatchObject({
    code: 'access.forbidden',
  });
});

test('services by their ids, to name what rules have saved', async () => {
  const asked: unknown[] = [];
  harness.account.services = async (...args) => {
    asked.push(args);
    return { ok: true, value: { services: [], total: 0 } };
  };
  await harness.request('/api/services?branch=1&ids=102,103', { token: admin });
  await harness.request('/api/services?branch=1&query=экг', { token: admin });
  expect(asked).toEqual([
    [1, '', [102, 103]],
    [1, 'экг', null],
  ]);
  expect(await harness.request('/api/services?branch=1&ids=a', { token: admin })).toMatchObject({
    status: 400,
  });
});

test('before anything is set lists are empty and booking says why', async () => {
  const token = await harness.session(ADMIN, { account_id: OTHER_ACCOUNT, iss: 'https://other.amocrm.ru' });
  harness.asked.length = 0;
  const body = async (path: string) => (await harness.request(path, { token })).body;
  expect(await body('/api/doctors?branch=1')).toEqual({ doctors: [], asOf: expect.any(String) });
  expect(await body('/api/services?branch=1')).toEqual({ services: [], total: 0 });
  expect(await body('/api/services/groups?branch=1')).toEqual({ groups: [] });
  expect(await body('/api/specializations?branch=1')).toEqual({ specializations: [] });
  expect(await body('/api/cancel-reasons?branch=1')).toEqual({ reasons: [] });
  expect(await body('/api/visits?deal=77')).toEqual({ visits: [], asOf: null, problems: [] });
  expect(await body('/api/slots?branch=1&from=2026-11-27&to=2026-11-28')).toMatchObject({ slots: [] });
  expect(await book(booking, undefined, token)).toMatchObject({ status: 409, code: 'setup.no_branch' });
  expect(harness.asked).toEqual([]);
});

test('retry: administrators only, in their branches; the answer and the filter are described', async () => {
  const seen: unknown[] = [];
  const event = {
    id: 'e',
    kind: 'visit.moved',
    at: '2026-11-22T12:00:00+03:00',
    branchId: 2,
    visitId: 'v',
    dealId: 77,
    outcome: 'pending',
    held: false,
    attempts: 0,
    nextTryAt: null,
    decision: null,
  };
  harness.account.retryEvent = async (...asked) => {
    seen.push(asked);
    return { ok: true, value: event };
  };
  harness.account.retryEvents = async (...asked) => {
    seen.push(asked);
    return { retried: 3, skipped: 1, left: 0, ids: ['e'], next: null };
  };
  const branchAdmin = await harness.session(9);
  const post = (path: string, token: string, body?: unknown) =>
    harness.request(`/api/events/${path}`, { method: 'POST', token, ...(body ? { body } : {}) });
  expect(await post('e/retry', branchAdmin)).toMatchObject({ status: 200, body: { event } });
  expect(await post('e/retry', admin)).toMatchObject({ status: 200 });
  expect(await post('retry', branchAdmin, { branch: 2, kind: 'visit.moved' })).toMatchObject({
    status: 200,
    body: { retried: 3, skipped: 1, left: 0 },
  });
  expect(seen).toEqual([
    ['e', [2]],
    ['e', null],
    [{ branch: 2, kind: 'visit.moved' }, [2]],
  ]);
  expect(await post('retry', branchAdmin, { branch: 1 })).toMatchObject({ code: 'access.branch' });
  expect(await post('retry', branchAdmin, { outcome: 'done' })).toMatchObject({ code: 'request.invalid' });
  for (const path of ['e/retry', 'retry']) {
    expect(await post(path, manager, {})).toMatchObject({ status: 403, code: 'access.forbidden' });
  }
  const { body } = await harness.request('/api/openapi.json');
  expect(Object.keys((body as { paths: object }).paths)).toEqual(
    expect.arrayContaining(['/api/events/{id}/retry', '/api/events/retry']),
  );
});
