import { expect, test } from 'vitest';
import { createRemoteFetch } from '../http/remote-fetch.ts';
import { accessTokenHints, createAmocrmOauth, type OauthFailure, outcomeUnknown } from './oauth.ts';

const origin = 'https://zaryamed.amocrm.ru';
const json = (body: unknown, status = 200) => Response.json(body, { status });
const html = (status: number) => new Response('<html>403 Forbidden</html>', { status });

function oauthOf(answer: () => Response | Promise<Response>) {
  const seen: Array<{ url: string; body: unknown; headers: Headers }> = [];
  const remote = createRemoteFetch({
    timeoutMs: 50,
    fetch: async (url, init) => {
      const body = typeof init.body === 'string' ? JSON.parse(init.body) : null;
      seen.push({ url, body, headers: new Headers(init.headers) });
      return answer();
    },
  });
  const oauth = createAmocrmOauth({
    remote,
    clientId: '5b0c7a52-3d0e-4f0a-9a55-1f2f6f0f7c11',
    clientSecret: 'secret',
    redirectUri: 'https://hub.example.dev/oauth/amocrm/callback',
  });
  return { oauth, seen };
}

const pair = { token_type: 'Bearer', expires_in: 86400, access_token: 'access', refresh_token: 'refresh-2' };
const value = { accessToken: 'access', refreshToken: 'refresh-2', expiresInSeconds: 86400 };

test('a code and a refresh token are exchanged with JSON, redirect address included', async () => {
  const { oauth, seen } = oauthOf(() => json(pair));
  expect(await oauth.exchangeCode({ origin, code: 'def502' })).toEqual({ ok: true, value });
  expect(await oauth.refresh({ origin, refreshToken: 'refresh-1' })).toEqual({ ok: true, value });
  const shared = {
    client_id: '5b0c7a52-3d0e-4f0a-9a55-1f2f6f0f7c11',
    client_secret: 'secret',
    redirect_uri: 'https://hub.example.dev/oauth/amocrm/callback',
  };
  expect(seen.map(({ url, body }) => ({ url, body }))).toEqual([
    {
      url: `${origin}/oauth2/access_token`,
      body: { ...shared, grant_type: 'authorization_code', code: 'def502' },
    },
    {
      url: `${origin}/oauth2/access_token`,
      body: { ...shared, grant_type: 'refresh_token', refresh_token: 'refresh-1' },
    },
  ]);
  expect(seen[0]?.headers.get('content-type')).toBe('application/json');
});

const refusal = {
  hint: 'Token has been revoked',
  title: 'Некорректный запрос',
  type: 'https://developers.amocrm.ru/v3/errors/OAuthProblemJson',
  status: 401,
  detail: 'В запросе отсутствует ряд параметров или параметры невалидны',
};

const failures: ReadonlyArray<{
  answer: () => Response | Promise<Response>;
  failure: OauthFailure;
  unknown: boolean;
}> = [
  {
    answer: () => json(refusal, 401),
    failure: { kind: 'refused', status: 401, hint: refusal.hint, detail: refusal.detail },
    unknown: false,
  },
  {
    answer: () => json({ title: 'Некорректный клиент', status: 400 }, 400),
    failure: { kind: 'refused', status: 400, hint: '', detail: '' },
    unknown: false,
  },
  {
    answer: () => html(401),
    failure: { kind: 'bad_reply', detail: 'status 401 without JSON' },
    unknown: true,
  },
  {
    answer: () => html(400),
    failure: { kind: 'bad_reply', detail: 'status 400 without JSON' },
    unknown: true,
  },
  { answer: () => html(403), failure: { kind: 'blocked' }, unknown: false },
  { answer: () => json({ status: 403, detail: '' }, 403), failure: { kind: 'blocked' }, unknown: false },
  { answer: () => html(404), failure: { kind: 'not_found' }, unknown: false },
  { answer: () => html(429), failure: { kind: 'rate_limited', retryAfterMs: null }, unknown: false },
  { answer: () => html(502), failure: { kind: 'unavailable', status: 502 }, unknown: true },
  { answer: () => new Promise<Response>(() => {}), failure: { kind: 'timeout' }, unknown: true },
  {
    answer: () => Promise.reject(new TypeError('x')),
    failure: { kind: 'network', detail: 'TypeError' },
    unknown: true,
  },
  {
    answer: () => json({ access_token: 'a' }),
    failure: { kind: 'bad_reply', detail: 'an unknown shape' },
    unknown: true,
  },
];

test.each(failures)('a failure is $failure', async ({ answer, failure, unknown }) => {
  const { oauth } = oauthOf(answer);
  expect(await oauth.refresh({ origin, refreshToken: 'refresh-1' })).toEqual({ ok: false, error: failure });
  expect(outcomeUnknown(failure)).toBe(unknown);
});

test('where the account lives now is asked with the refresh token', async () => {
  const { oauth, seen } = oauthOf(() =>
    json({ id: 32100500, subdomain: 'zarya', domain: 'zarya.amocrm.ru', top_level_domain: 'ru' }),
  );
  const reply = await oauth.currentSubdomain({
    origin: 'https://api-b.amocrm.ru',
    refreshToken: 'refresh-1',
  });
  expect(reply).toEqual({
    ok: true,
    value: { accountId: 32100500, subdomain: 'zarya', domain: 'zarya.amocrm.ru' },
  });
  expect(seen[0]?.url).toBe('https://api-b.amocrm.ru/oauth2/account/current/subdomain');
  expect(seen[0]?.headers.get('x-refresh-token')).toBe('refresh-1');
});

const part = (value: unknown) => btoa(JSON.stringify(value)).replace(/=+$/, '');

test('an access token hints at account, user and its API domain', () => {
  const claims = { sub: '11402217', account_id: 32100500, api_domain: 'api-b.amocrm.ru' };
  expect(accessTokenHints(`${part({ alg: 'RS256' })}.${part(claims)}.x`)).toEqual({
    accountId: 32100500,
    userId: 11402217,
    apiDomain: 'api-b.amocrm.ru',
  });
});

test.each(['', 'opaque', 'a.%%%.c', `a.${part('text')}.c`, `a.${part({ account_id: 'x', sub: {} })}.c`])(
  'a token like %j hints at nothing',
  (token) => {
    expect(accessTokenHints(token)).toEqual({ accountId: null, userId: null, apiDomain: null });
  },
);
