import { createHmac } from 'node:crypto';
import { expect, test } from 'vitest';
import {
  at,
  clientId,
  clientSecret,
  redirectUri,
  smallAccount,
  startKit,
  startReceiver,
} from '../testing/fixture.ts';

const exchange = { client_id: clientId, client_secret: clientSecret, redirect_uri: redirectUri };

async function freshCode(kit: Awaited<ReturnType<typeof startKit>>): Promise<string> {
  const { json } = await kit.admin('POST', '/accounts/32100500/install', { deliver: false });
  return String(at(json, 'code'));
}

test('a code gives a pair once, with the claims of an access token', async () => {
  await using kit = await startKit();
  const code = await freshCode(kit);
  const body = { ...exchange, grant_type: 'authorization_code', code };
  const first = await kit.token(body);
  expect(first.status).toBe(200);
  expect(first.json).toMatchObject({ token_type: 'Bearer', expires_in: 86400 });
  const claims = JSON.parse(
    Buffer.from(String(at(first.json, 'access_token')).split('.')[1] ?? '', 'base64url').toString(),
  );
  expect(claims).toMatchObject({
    account_id: 32100500,
    aud: clientId,
    base_domain: 'amocrm.ru',
    api_domain: 'api-b.amocrm.ru',
  });
  const second = await kit.token(body);
  expect(second.status).toBe(400);
  expect(second.json).toMatchObject({ hint: 'Authorization code has been revoked', status: 400 });
});

test('the error table of the token endpoint', async () => {
  await using kit = await startKit();
  const code = await freshCode(kit);
  const grant = { grant_type: 'authorization_code', code };
  const table = [
    [{ ...exchange, ...grant, client_id: undefined }, 400, 'Check the `client_id` parameter'],
    [{ ...exchange, ...grant, client_id: 'not-a-uuid' }, 400, 'Check the `client_id` parameter'],
    [{ ...exchange, ...grant, client_secret: undefined }, 400, 'Check the `client_secret` parameter'],
    [{ ...exchange, ...grant, client_secret: 'wrong' }, 401, undefined],
    [{ ...exchange, ...grant, client_id: '00000000-0000-4000-8000-000000000000' }, 401, undefined],
    [
      { ...exchange, ...grant, redirect_uri: `${redirectUri}/` },
      400,
      'Redirect URI is not associated with client',
    ],
    [{ ...exchange, ...grant, code: 'def50200' }, 400, 'Cannot decrypt the authorization code'],
    [
      { ...exchange, grant_type: 'refresh_token', refresh_token: 'def50200' },
      401,
      'Cannot decrypt the refresh token',
    ],
  ] as const;
  for (const [body, status, hint] of table) {
    const reply = await kit.token(body);
    expect([reply.status, at(reply.json, 'hint')]).toEqual([status, hint]);
    expect(at(reply.json, 'type')).toBe('https://developers.amocrm.ru/v3/errors/OAuthProblemJson');
  }
  kit.advance(20 * 60_000 + 1);
  expect(at((await kit.token({ ...exchange, ...grant })).json, 'hint')).toBe(
    'Authorization code has expired',
  );
});

test('a refresh token works once, also when two come at the same moment', async () => {
  await using kit = await startKit();
  const { accessToken, refreshToken } = await kit.connect();
  const body = { ...exchange, grant_type: 'refresh_token', refresh_token: refreshToken };
  const replies = await Promise.all([kit.token(body), kit.token(body)]);
  expect(replies.map((reply) => reply.status).sort()).toEqual([200, 401]);
  expect(at(replies.find((reply) => reply.status === 401)?.json, 'hint')).toBe('Token has been revoked');
  const winner = replies.find((reply) => reply.status === 200);
  expect(at(winner?.json, 'refresh_token')).not.toBe(refreshToken);
  expect(at(winner?.json, 'access_token')).not.toBe(accessToken);
});

test('an access token lives 24 hours', async () => {
  await using kit = await startKit();
  await kit.connect();
  expect((await kit.api('GET', '/account')).status).toBe(200);
  kit.advance(86_400_000);
  const late = await kit.api('GET', '/account');
  expect(late.status).toBe(401);
  expect(late.json).toMatchObject({ title: 'Unauthorized', detail: 'Неверный логин или пароль' });
});

test('enabling the widget calls the redirect address once and says who it is', async () => {
  await using receiver = await startReceiver();
  const integration = { clientId, clientSecret, redirectUri: `${receiver.url}/oauth/callback` };
  await using kit = await startKit({ ...smallAccount, integration });
  receiver.answer = 500;
  const { json } = await kit.admin('POST', '/accounts/32100500/install');
  expect(at(json, 'reply')).toMatchObject({ kind: 'answered', status: 500 });
  expect(receiver.received).toHaveLength(1);
  const url = new URL(receiver.received[0]?.url ?? '', receiver.url);
  expect(Object.fromEntries(url.searchParams)).toEqual({
    code: at(json, 'code'),
    referer: 'zaryamed.amocrm.ru',
    platform: '1',
    client_id: clientId,
    from_widget: '1',
  });
  expect(receiver.received[0]?.headers.accept).toBe('application/json, text/plain, */*');
});

test('disabling sends the signed notice and kills every token', async () => {
  await using receiver = await startReceiver();
  const integration = {
    clientId,
    clientSecret,
    redirectUri,
    disconnectUrl: `${receiver.url}/hooks/uninstall`,
  };
  await using kit = await startKit({ ...smallAccount, integration });
  const { refreshToken } = await kit.connect();
  await kit.admin('POST', '/accounts/32100500/disconnect');
  const url = new URL(receiver.received[0]?.url ?? '', receiver.url);
  const signature = createHmac('sha256', clientSecret).update(`${clientId}|32100500`).digest('hex');
  expect(Object.fromEntries(url.searchParams)).toEqual({
    account_id: '32100500',
    client_uuid: clientId,
    signature,
  });
  expect((await kit.api('GET', '/account')).status).toBe(401);
  const refresh = await kit.token({ ...exchange, grant_type: 'refresh_token', refresh_token: refreshToken });
  expect([refresh.status, at(refresh.json, 'hint')]).toEqual([401, 'Token has been revoked']);
});

test('a renamed account is found again by its refresh token', async () => {
  await using kit = await startKit();
  const { refreshToken } = await kit.connect();
  await kit.admin('PATCH', '/accounts/32100500/settings', { subdomain: 'zarya2' });
  const ask = (token: string) =>
    fetch(`${kit.sandbox.url}/oauth2/account/current/subdomain`, { headers: { 'X-Refresh-Token': token } });
  expect(await (await ask(refreshToken)).json()).toEqual({
    id: 32100500,
    subdomain: 'zarya2',
    domain: 'zarya2.amocrm.ru',
    top_level_domain: 'ru',
  });
  expect((await ask('def50200')).status).toBe(401);
});

test('disposable tokens: as documented, and bent on demand', async () => {
  await using kit = await startKit();
  const ask = async (body: unknown) =>
    String(at((await kit.admin('POST', '/accounts/32100500/disposable-token', body)).json, 'token')).split(
      '.',
    );
  const [head = '', body = '', signature] = await ask({ userId: 11402240 });
  const read = (part: string) => JSON.parse(Buffer.from(part, 'base64url').toString());
  expect(read(head)).toEqual({ typ: 'JWT', alg: 'HS256' });
  expect(read(body)).toMatchObject({
    iss: 'https://zaryamed.amocrm.ru',
    aud: 'https://hub.example.dev',
    iat: 1785310000,
    nbf: 1785310000,
    exp: 1785311800,
    account_id: 32100500,
    user_id: 11402240,
    subdomain: 'zaryamed',
    client_uuid: clientId,
    is_admin: false,
  });
  expect(signature).toBe(createHmac('sha256', clientSecret).update(`${head}.${body}`).digest('base64url'));
  const [bentHead = '', bentBody = '', none] = await ask({
    userId: 11402240,
    overrides: { alg: 'none', isAdmin: null, aud: 'https://evil.example' },
  });
  expect(read(bentHead).alg).toBe('none');
  expect(none).toBe('');
  expect(read(bentBody)).not.toHaveProperty('is_admin');
  expect(read(bentBody).aud).toBe('https://evil.example');
});

test('the page gets a disposable token with its cookie, nobody else does', async () => {
  await using kit = await startKit();
  await kit.connect();
  const login = await kit.admin('POST', '/accounts/32100500/login', { userId: 11402240 });
  const path = `${kit.sandbox.url}/ajax/v2/integrations/${clientId}/disposable_token`;
  const withCookie = await fetch(path, { headers: { cookie: `session_id=${at(login.json, 'value')}` } });
  expect(withCookie.status).toBe(200);
  expect(await withCookie.json()).toHaveProperty('token');
  expect((await fetch(path)).status).toBe(401);
});

test('the consent page grants or refuses', async () => {
  await using kit = await startKit();
  const cookie = `session_id=${at((await kit.admin('POST', '/accounts/32100500/login', {})).json, 'value')}`;
  const shown = await fetch(`${kit.sandbox.url}/oauth?client_id=${clientId}&state=abc&mode=popup`, {
    headers: { cookie },
  });
  expect(await shown.text()).toContain('Разрешить');
  const post = async (answer: string) => {
    const response = await fetch(`${kit.sandbox.url}/oauth`, {
      method: 'POST',
      headers: { cookie },
      body: new URLSearchParams({ client_id: clientId, state: 'abc', answer }),
      redirect: 'manual',
    });
    return new URL(response.headers.get('location') ?? '');
  };
  const refused = await post('deny');
  expect(Object.fromEntries(refused.searchParams)).toEqual({ error: 'access_denied', state: 'abc' });
  const granted = await post('allow');
  expect(granted.origin + granted.pathname).toBe(redirectUri);
  expect([...granted.searchParams.keys()].sort()).toEqual([
    'client_id',
    'code',
    'platform',
    'referer',
    'state',
  ]);
});
