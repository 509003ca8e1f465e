import { expect, test } from 'vitest';
import { at, startKit } from '../testing/fixture.ts';

test('over seven requests in a second: 429 in HTML, and a second later it goes on', async () => {
  await using kit = await startKit();
  await kit.connect();
  await kit.admin('PATCH', '/accounts/32100500/settings', { rps: 7 });
  const replies = await Promise.all(Array.from({ length: 9 }, () => kit.api('GET', '/account')));
  expect(replies.filter((reply) => reply.status === 200)).toHaveLength(7);
  const refused = replies.find((reply) => reply.status === 429);
  expect(refused?.headers.get('content-type')).toBe('text/html');
  expect(refused?.headers.get('retry-after')).toBeNull();
  kit.advance(1000);
  expect((await kit.api('GET', '/account')).status).toBe(200);
});

test('blocked and unpaid accounts', async () => {
  await using kit = await startKit();
  await kit.connect();
  const set = (body: unknown) => kit.admin('PATCH', '/accounts/32100500/settings', body);
  await set({ unpaid: true });
  expect((await kit.api('GET', '/leads')).status).toBe(200);
  expect((await kit.api('POST', '/leads', [{}])).status).toBe(402);
  await set({ unpaid: 'all' });
  expect((await kit.api('GET', '/leads')).status).toBe(402);
  await set({ unpaid: false, blocked: true });
  const blocked = await kit.api('GET', '/leads');
  expect([blocked.status, blocked.headers.get('content-type')]).toEqual([403, 'text/html']);
});

test('faults strike what they name, as often as they say', async () => {
  await using kit = await startKit();
  await kit.connect();
  const leads = async () => at((await kit.api('GET', '/leads')).json, '_embedded', 'leads');
  await kit.admin('POST', '/faults', {
    method: 'GET',
    path: 'leads*',
    kind: 'html-error',
    status: 504,
    times: 1,
  });
  const first = await kit.api('GET', '/leads');
  expect([first.status, first.headers.get('content-type')]).toEqual([504, 'text/html']);
  expect((await kit.api('GET', '/leads')).status).toBe(200);
  await kit.admin('POST', '/faults', { path: 'contacts', kind: 'json-error', status: 500, times: 1 });
  expect((await kit.api('GET', '/contacts')).json).toMatchObject({ status: 500 });

  await kit.admin('POST', '/faults', { method: 'POST', path: 'leads', kind: 'reset-before', times: 1 });
  await expect(kit.api('POST', '/leads', [{ name: 'нет' }])).rejects.toThrow();
  expect(await leads()).toHaveLength(2);
  await kit.admin('POST', '/faults', { method: 'POST', path: 'leads', kind: 'reset-after', times: 1 });
  await expect(kit.api('POST', '/leads', [{ name: 'да' }])).rejects.toThrow();
  expect(await leads()).toHaveLength(3);
  await kit.admin('POST', '/faults', {
    method: 'POST',
    path: 'leads',
    kind: 'hang-after',
    delayMs: 20,
    times: 1,
  });
  await expect(kit.api('POST', '/leads', [{ name: 'тоже' }])).rejects.toThrow();
  expect(await leads()).toHaveLength(4);
});

test('down takes the token endpoint along; other accounts are not touched; it can be lifted', async () => {
  await using kit = await startKit();
  await kit.connect();
  await kit.admin('POST', '/faults', { accountId: 1, kind: 'down' });
  expect((await kit.api('GET', '/account')).status).toBe(200);
  const { json } = await kit.admin('POST', '/faults', { kind: 'down' });
  await expect(kit.api('GET', '/account')).rejects.toThrow();
  await expect(kit.token({})).rejects.toThrow();
  await kit.admin('DELETE', `/faults/${at(json, 'id')}`);
  expect((await kit.api('GET', '/account')).status).toBe(200);
});

test('the request log tells what came in, without secrets', async () => {
  await using kit = await startKit();
  await kit.connect();
  await kit.api('PATCH', '/leads/41203317', { price: 5 });
  const { json } = await kit.admin('GET', '/requests');
  const rows = at(json, 'requests');
  expect(rows).toMatchObject([
    { method: 'POST', path: '/oauth2/access_token', status: 200, accountId: 32100500, body: null },
    {
      method: 'PATCH',
      path: '/api/v4/leads/41203317',
      status: 200,
      accountId: 32100500,
      userId: 11402217,
      body: { price: 5 },
    },
  ]);
  const since = at((await kit.admin('GET', `/requests?since=${at(rows, 1, 'seq')}`)).json, 'requests');
  expect(since).toEqual([]);
});

test('one origin serves many accounts: a token sees its own account only', async () => {
  await using kit = await startKit();
  const { accessToken } = await kit.connect();
  const response = await fetch(`${kit.sandbox.url}/api/v4/leads/41203317`, {
    headers: { authorization: `Bearer ${accessToken}x` },
  });
  expect(response.status).toBe(401);
  const asManager = await kit.api('GET', '/account', undefined, { 'X-Context-User-ID': '11402240' });
  expect(at(asManager.json, 'current_user_id')).toBe(11402240);
  expect((await kit.api('GET', '/account', undefined, { 'X-Context-User-ID': '1' })).status).toBe(401);
});

test('a page calls the API with its own session', async () => {
  await using kit = await startKit();
  const { json } = await kit.admin('POST', '/accounts/32100500/login', { userId: 11402240 });
  const response = await fetch(`${kit.sandbox.url}/api/v4/account`, {
    headers: { cookie: `session_id=${at(json, 'value')}` },
  });
  expect(at(await response.json(), 'current_user_id')).toBe(11402240);
});
