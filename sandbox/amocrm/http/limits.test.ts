import { request } from 'node:http';
import { expect, test } from 'vitest';
import { at, clientId, clientSecret, redirectUri, smallAccount, startKit } from '../testing/fixture.ts';

const settings = '/accounts/32100500/settings';

test('the account shares its requests with the widgets of others', async () => {
  await using kit = await startKit();
  await kit.connect();
  await kit.admin('PATCH', settings, { rps: 7, sharedRps: 50 });
  expect((await kit.admin('POST', '/accounts/32100500/noise', { rps: 47 })).json).toEqual({
    noiseRps: 47,
    left: 3,
  });
  const replies = [];
  for (let i = 0; i < 5; i += 1) replies.push((await kit.api('GET', '/account')).status);
  expect(replies).toEqual([200, 200, 200, 429, 429]);
  await kit.admin('POST', '/accounts/32100500/noise', { rps: 0 });
  kit.advance(1000);
  expect((await kit.api('GET', '/account')).status).toBe(200);
});

test('429 as JSON on demand; going on in spite of it blocks the account until that is lifted', async () => {
  await using kit = await startKit();
  await kit.connect();
  await kit.admin('PATCH', settings, { rps: 1, rateLimitBody: 'json', blockAfter429: 3 });
  await kit.api('GET', '/account');
  const refused = await kit.api('GET', '/account');
  expect([refused.status, refused.json]).toMatchObject([429, { status: 429, title: 'Too Many Requests' }]);
  await kit.api('GET', '/account');
  await kit.api('GET', '/account');
  kit.advance(5000);
  const blocked = await kit.api('GET', '/account');
  expect([blocked.status, blocked.headers.get('content-type')]).toEqual([403, 'text/html']);
  await kit.admin('PATCH', settings, { blocked: false });
  expect((await kit.api('GET', '/account')).status).toBe(200);
});

test('a refusal a minute ago is forgotten', async () => {
  await using kit = await startKit();
  await kit.connect();
  await kit.admin('PATCH', settings, { rps: 1, blockAfter429: 2 });
  for (let i = 0; i < 3; i += 1) {
    await kit.api('GET', '/account');
    expect((await kit.api('GET', '/account')).status).toBe(429);
    kit.advance(60_000);
  }
  expect((await kit.api('GET', '/account')).status).toBe(200);
});

test('batches: 504 above what the account bears, 400 above what the API takes', async () => {
  await using kit = await startKit();
  await kit.connect();
  const contacts = (n: number) => Array.from({ length: n }, (_, i) => ({ name: `Контакт ${i}` }));
  await kit.admin('PATCH', settings, { maxBatch: 50 });
  expect((await kit.api('POST', '/contacts', contacts(50))).status).toBe(200);
  const heavy = await kit.api('POST', '/contacts', contacts(51));
  expect([heavy.status, heavy.headers.get('content-type')]).toEqual([504, 'text/html']);
  await kit.admin('PATCH', settings, { maxBatch: null });
  expect((await kit.api('POST', '/contacts', contacts(251))).status).toBe(400);
  // A larger `limit` is cut.
  const page = await kit.api('GET', '/contacts?limit=500');
  expect(at(page.json, '_links', 'self', 'href')).toContain('limit=250');
});

test('an address that is not on the list, and a scope that was not granted', async () => {
  await using kit = await startKit();
  await kit.connect();
  await kit.admin('PATCH', settings, { ipRefused: true });
  expect((await kit.api('GET', '/account')).json).toMatchObject({
    status: 403,
    title: 'Forbidden',
    code: 113,
  });
  await kit.admin('PATCH', settings, { ipRefused: false, scopes: ['notifications'] });
  expect((await kit.api('GET', '/account')).json).toEqual({
    title: 'Forbidden',
    type: 'https://httpstatus.es/403',
    status: 403,
    detail: "Client doesn't have the required scope",
  });
});

test('what is not JSON, not a route, not a method', async () => {
  await using kit = await startKit();
  const { accessToken } = await kit.connect();
  const send = (type: string, body: string) =>
    fetch(`${kit.sandbox.url}/api/v4/leads`, {
      method: 'POST',
      headers: { authorization: `Bearer ${accessToken}`, 'content-type': type },
      body,
    });
  const form = await send('application/x-www-form-urlencoded', 'name=x');
  expect([form.status, form.headers.get('content-type')]).toEqual([415, 'application/problem+json']);
  expect((await send('application/json', '{')).status).toBe(400);
  expect((await send('application/json', '{}')).status).toBe(400);
  expect((await kit.api('DELETE', '/leads/41203317')).json).toMatchObject({ status: 405 });
  const unknown = await kit.api('GET', '/nothing');
  expect([unknown.status, unknown.headers.get('x-request-id')]).toEqual([
    404,
    expect.stringMatching(/^[0-9a-f-]{36}$/),
  ]);
});

test('a renamed account: the old host knows neither tokens nor codes, nothing is spent there', async () => {
  await using kit = await startKit();
  const { accessToken, refreshToken } = await kit.connect();
  await kit.admin('PATCH', settings, { subdomain: 'zarya2' });
  // `localhost` serves everybody; a name under it stands for the host of the account.
  const port = new URL(kit.sandbox.url).port;
  const call = (host: string, path: string, body?: unknown) =>
    new Promise<number>((resolve, reject) => {
      const headers = { host, authorization: `Bearer ${accessToken}`, 'content-type': 'application/json' };
      const method = body === undefined ? 'GET' : 'POST';
      const outgoing = request({ host: 'localhost', port, path, method, headers }, (incoming) => {
        incoming.resume();
        resolve(incoming.statusCode ?? 0);
      });
      outgoing.on('error', reject);
      outgoing.end(body === undefined ? undefined : JSON.stringify(body));
    });
  const refresh = {
    client_id: clientId,
    client_secret: clientSecret,
    redirect_uri: redirectUri,
    grant_type: 'refresh_token',
    refresh_token: refreshToken,
  };
  expect(await call('zaryamed.amocrm.ru', '/api/v4/account')).toBe(401);
  expect(await call('zaryamed.amocrm.ru', '/oauth2/access_token', refresh)).toBe(404);
  await kit.admin('POST', '/accounts', {
    ...smallAccount,
    id: 32100501,
    subdomain: 'other',
    domain: 'other.amocrm.ru',
    leads: [],
    contacts: [],
    tasks: [],
  });
  expect(await call('other.amocrm.ru', '/oauth2/access_token', refresh)).toBe(400);
  expect(await call('zarya2.amocrm.ru', '/api/v4/account')).toBe(200);
  const self = at((await kit.api('GET', '/leads/41203317')).json, '_links', 'self', 'href');
  expect(self).toBe('https://zarya2.amocrm.ru/api/v4/leads/41203317');
  expect(await call('zarya2.amocrm.ru', '/oauth2/access_token', refresh)).toBe(200);
});
