import { createHash } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { post, sessionToken } from '../sandbox/demo/connect.ts';
import { demoAccount, demoCrm } from '../sandbox/demo/crm.ts';
import { demoIntegration } from '../scripts/stack.ts';
import { bookingOf, freeSlot, sendBooking } from './support/booking.ts';
import { eventually } from './support/eventually.ts';
import { type Product, startProduct } from './support/product.ts';

/** Whoever may not: a 4xx with a code, and nothing changed. */
let product: Product;
let hookUrl: string;

const OTHER_ACCOUNT = 32100999;

beforeAll(async () => {
  product = await startProduct();
  const state = (await (
    await fetch(`${product.stack.amocrmUrl}/_sandbox/accounts/${demoCrm.accountId}`)
  ).json()) as {
    webhooks: { destination: string }[];
  };
  hookUrl = state.webhooks[0]?.destination ?? '';
});

afterAll(() => product?.stop());

type Reply = { status: number; code: string | undefined };

async function ask(
  method: string,
  path: string,
  headers: Record<string, string> = {},
  body?: string,
): Promise<Reply> {
  const url = path.startsWith('http') ? path : `${product.stack.workerUrl}${path}`;
  const reply = await fetch(url, {
    method,
    headers,
    redirect: 'manual',
    ...(body === undefined ? {} : { body }),
  });
  const text = await reply.text();
  const parsed = text.startsWith('{')
    ? z.looseObject({ error: z.looseObject({ code: z.string() }).optional() }).parse(JSON.parse(text))
    : {};
  return { status: reply.status, code: parsed.error?.code };
}

/** Everything that an intruder could have changed. */
async function fingerprint(): Promise<string> {
  const [crm, clinic, settings, events] = await Promise.all([
    product.amocrm.state(),
    product.archimed.state(),
    Promise.all(
      ['/api/branches', '/api/users', '/api/fields', '/api/automation', '/api/matching'].map(async (path) => {
        const value = await product.admin.call('GET', path, z.looseObject({}));
        return JSON.stringify(value, (key, inner) => (key === 'health' ? undefined : inner));
      }),
    ),
    product.admin.call('GET', '/api/events', z.object({ events: z.array(z.object({ id: z.string() })) })),
  ]);
  return createHash('sha256')
    .update(JSON.stringify([crm, clinic.talons, settings, events]))
    .digest('hex');
}

async function unchanged(attack: () => Promise<Reply>): Promise<Reply> {
  // What a test did before as somebody who may is finished first.
  await eventually(
    () =>
      product.admin.call(
        'GET',
        '/api/events?outcome=pending',
        z.object({ events: z.array(z.object({ id: z.string() })) }),
      ),
    (list) => list.events.length === 0,
  );
  const before = await fingerprint();
  const reply = await attack();
  expect(await fingerprint()).toBe(before);
  return reply;
}

const form = { 'Content-Type': 'application/x-www-form-urlencoded' };
const hookBody = (account: number) =>
  `account%5Bid%5D=${account}&account%5Bsubdomain%5D=zaryamed&leads%5Bdelete%5D%5B0%5D%5Bid%5D=${demoCrm.firstLead}`;

test('hooks: wrong token, unknown account, foreign account, too large, unreadable', async () => {
  expect(hookUrl).toContain(`/hooks/amocrm/${demoCrm.accountId}/`);
  const own = `account%5Bid%5D=${demoCrm.accountId}`;
  expect(
    await unchanged(() =>
      ask('POST', `/hooks/amocrm/${demoCrm.accountId}/wrong-token`, form, hookBody(demoCrm.accountId)),
    ),
  ).toMatchObject({ status: 404 });
  expect(
    await unchanged(() =>
      ask('POST', `/hooks/amocrm/${OTHER_ACCOUNT}/wrong-token`, form, hookBody(OTHER_ACCOUNT)),
    ),
  ).toMatchObject({ status: 404 });
  expect(await unchanged(() => ask('POST', hookUrl, form, hookBody(OTHER_ACCOUNT)))).toMatchObject({
    status: 400,
  });
  expect(
    await unchanged(() => ask('POST', hookUrl, form, `${own}&x=${'y'.repeat(1024 * 1024)}`)),
  ).toMatchObject({ status: 413 });
  expect(await unchanged(() => ask('POST', hookUrl, form, 'nonsense'))).toMatchObject({ status: 400 });
  expect(await ask('POST', hookUrl, form, own)).toMatchObject({ status: 200 });
  expect(
    await unchanged(() => ask('POST', `/hooks/archimed/${demoCrm.accountId}-1/wrong`, {}, '{}')),
  ).toMatchObject({ status: 404 });
});

test.each([
  ['signed with another secret', { secret: 'another-secret-another-secret-another-secret' }, 401],
  ['without a signature', { alg: 'none' }, 401],
  ['with another algorithm', { alg: 'HS512' }, 401],
  ['for another receiver', { aud: 'https://evil.example' }, 401],
  ['of another integration', { clientUuid: '00000000-0000-0000-0000-000000000000' }, 401],
  ['from another domain', { iss: 'https://other.amocrm.ru' }, 401],
  ['expired', { exp: 1_700_000_000 }, 401],
  ['not valid yet', { nbf: 4_000_000_000 }, 401],
  ['of an account that has no widget', { accountId: OTHER_ACCOUNT }, 409],
])('a disposable token %s', async (_name, overrides, status) => {
  const token = await product.amocrm.token(demoCrm.admin, overrides);
  const reply = await unchanged(() => ask('POST', '/api/session', { 'X-Auth-Token': token }));
  expect(reply.status).toBe(status);
  expect(reply.code).toBe(status === 409 ? 'account.not_installed' : 'session.invalid');
});

test('a token on a page of somebody else, no access, no session, a forged session', async () => {
  const token = await product.amocrm.token(demoCrm.admin);
  const foreign = await unchanged(() =>
    ask('POST', '/api/session', { 'X-Auth-Token': token, Origin: 'https://other.amocrm.ru' }),
  );
  expect(foreign).toEqual({ status: 403, code: 'session.origin' });
  const stranger = await product.amocrm.token(demoCrm.formerManager);
  expect(await unchanged(() => ask('POST', '/api/session', { 'X-Auth-Token': stranger }))).toEqual({
    status: 403,
    code: 'access.none',
  });
  expect(await unchanged(() => ask('GET', '/api/me'))).toMatchObject({ status: 401 });
  const [head, , signature] = product.manager.token.split('.');
  const claims = Buffer.from(
    JSON.stringify({ acc: demoCrm.accountId, usr: 1, adm: true, name: '', start: 1, exp: 4e9 }),
  ).toString('base64url');
  const forged = { Authorization: `Bearer ${head}.${claims}.${signature}` };
  expect(await unchanged(() => ask('GET', '/api/branches', forged))).toMatchObject({ status: 401 });
});

test('bodies: unknown keys, broken JSON, no idempotency key, wrong types', async () => {
  const slot = await freeSlot(product, 1);
  const manager = {
    Authorization: `Bearer ${product.manager.token}`,
    'Content-Type': 'application/json',
    'Idempotency-Key': 'k-1',
  };
  const body = bookingOf(product, 0, slot);
  const post = (value: string, headers = manager) =>
    unchanged(() => ask('POST', '/api/visits', headers, value));
  expect(await post(JSON.stringify({ ...body, surprise: 1 }))).toMatchObject({
    status: 400,
    code: 'request.invalid',
  });
  expect(await post('{"dealId":')).toMatchObject({ status: 400 });
  expect(await post(JSON.stringify({ ...body, start: 'завтра' }))).toMatchObject({ status: 400 });
  expect(await post(JSON.stringify({ ...body, dealId: 99 }))).toEqual({
    status: 404,
    code: 'deals.not_found',
  });
  expect(await post(JSON.stringify({ ...body, doctorId: 99 }))).toEqual({
    status: 422,
    code: 'visits.unknown_doctor',
  });
  const { 'Idempotency-Key': _key, ...withoutKey } = manager;
  expect(await unchanged(() => ask('POST', '/api/visits', withoutKey, JSON.stringify(body)))).toMatchObject({
    status: 400,
    code: 'idempotency.missing',
  });
});

test('a branch the user may not use; settings for administrators only; a visit of nobody', async () => {
  const north = await sessionToken(product.stack, demoCrm.otherManager);
  const bearer = {
    Authorization: `Bearer ${north}`,
    'Content-Type': 'application/json',
    'Idempotency-Key': 'k-2',
  };
  const slot = await freeSlot(product, 1);
  const body = JSON.stringify(bookingOf(product, 0, slot));
  expect(await unchanged(() => ask('POST', '/api/visits', bearer, body))).toEqual({
    status: 403,
    code: 'access.branch',
  });
  expect(await unchanged(() => ask('GET', `/api/doctors?branch=${product.branches.center}`, bearer))).toEqual(
    { status: 403, code: 'access.branch' },
  );
  expect(await unchanged(() => ask('GET', '/api/branches', bearer))).toMatchObject({ status: 403 });
  expect(await unchanged(() => ask('PUT', '/api/users', bearer, '{"version":1,"rows":[]}'))).toMatchObject({
    status: 403,
  });
  expect(await unchanged(() => ask('GET', '/api/events', bearer))).toMatchObject({ status: 403 });

  const booked = await sendBooking(product, bookingOf(product, 1, slot));
  const id = booked.body.visit?.id ?? '';
  expect(booked.status).toBe(201);
  expect(await ask('GET', `/api/visits/${id}`, bearer)).toMatchObject({ status: 404 });
  const cancelled = await ask('POST', `/api/visits/${id}/cancel`, bearer, '{"reasonId":null}');
  expect([403, 404]).toContain(cancelled.status);
  const talons = await product.archimed.talons();
  expect(talons.find((talon) => talon.id === booked.body.visit?.talonId)?.statusId).toBe(1);
  expect(await ask('GET', '/api/visits/00000000-0000-0000-0000-000000000000', bearer)).toMatchObject({
    status: 404,
  });
});

test("another account's visit is unknown here, and its session opens nothing of ours", async () => {
  // A second clinic in the same Worker, with an administrator of its own.
  const slot = await freeSlot(product, 2);
  const booked = await sendBooking(product, bookingOf(product, 2, slot));
  const id = booked.body.visit?.id ?? '';
  const other = await installSecondAccount();
  const bearer = {
    Authorization: `Bearer ${other}`,
    'Content-Type': 'application/json',
    'Idempotency-Key': 'k-3',
  };
  expect(await unchanged(() => ask('GET', `/api/visits/${id}`, bearer))).toMatchObject({ status: 404 });
  expect(await unchanged(() => ask('PATCH', `/api/visits/${id}`, bearer, '{"statusId":2}'))).toMatchObject({
    status: 404,
  });
  expect(
    await unchanged(() => ask('POST', `/api/visits/${id}/cancel`, bearer, '{"reasonId":null}')),
  ).toMatchObject({ status: 404 });
  expect(
    await unchanged(() =>
      ask('PATCH', `/api/branches/${product.branches.center}`, bearer, '{"enabled":false}'),
    ),
  ).toMatchObject({ status: 404 });
});

test('secrets are in no reply', async () => {
  for (const path of [
    '/api/me',
    '/api/branches',
    '/api/fields',
    '/api/users',
    '/api/automation',
    '/api/events',
  ]) {
    const reply = await fetch(`${product.stack.workerUrl}${path}`, {
      headers: { Authorization: `Bearer ${product.admin.token}` },
    });
    expect(await reply.text()).not.toContain('c81d4e7f20a95b63d8f1e0a7429c5b8e');
  }
});

async function installSecondAccount(): Promise<string> {
  const first = demoAccount({
    ...demoIntegration,
    redirectUri: `${product.stack.workerUrl}/oauth/amocrm/callback`,
  });
  const [owner] = first.users;
  if (!owner) throw new Error('no users');
  const second = {
    ...first,
    id: OTHER_ACCOUNT + 1,
    subdomain: 'second',
    domain: 'second.amocrm.ru',
    users: [{ ...owner, id: 990001 }],
    leads: [],
    contacts: [],
    tasks: [],
  };
  await post(`${product.stack.amocrmUrl}/_sandbox/accounts`, second);
  await post(`${product.stack.amocrmUrl}/_sandbox/accounts/${second.id}/install`, {});
  return sessionToken(product.stack, 990001, second.id);
}
