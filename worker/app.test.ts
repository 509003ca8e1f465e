import { expect, test } from 'vitest';
import { createApp } from './app.ts';

/** What needs no storage, in plain node; the rest is tested in workerd. */
const variables = {
  PUBLIC_URL: 'https://hub.example.dev',
  AMOCRM_CLIENT_ID: '5b0c7a52-3d0e-4f0a-9a55-1f2f6f0f7c11',
  AMOCRM_CLIENT_SECRET: 'a secret of the integration',
  SECRETS_KEY: Buffer.alloc(32, 1).toString('base64'),
};

function setup(change: Record<string, unknown> = {}) {
  const codes: string[][] = [];
  const env = {
    ...variables,
    DB: {},
    ACCOUNTS: {
      getByName: (name: string) => ({
        acceptCode: async (referer: string, code: string) => void codes.push([name, referer, code]),
      }),
    },
    ASSETS: {
      fetch: async (request: URL | Request) => {
        const { pathname } = new URL(request instanceof URL ? request : request.url);
        const files: Record<string, [string, string]> = {
          '/settings/': ['<head><!--config--></head>', 'text/html'],
          '/widget/main-Bx3_d-9Z.js': ['export {};', 'text/javascript'],
        };
        const file = files[pathname];
        return file
          ? new Response(file[0], { headers: { 'Content-Type': file[1] } })
          : new Response(null, { status: 404 });
      },
    },
    ...change,
  };
  const app = createApp();
  return {
    codes,
    request: async (path: string, init: RequestInit = {}) =>
      app.request(new Request(`https://hub.example.dev${path}`, { redirect: 'manual', ...init }), {}, env),
  };
}

async function codeOf(response: Response): Promise<[number, string]> {
  const body = (await response.json()) as { error: { code: string } };
  return [response.status, body.error.code];
}

test('a bad variable answers every request with the sentence that names it', async () => {
  const { request } = setup({ SECRETS_KEY: 'short' });
  for (const path of ['/healthz', '/api/me', '/settings/', '/nowhere']) {
    const response = await request(path);
    const body = (await response.json()) as { error: { code: string; message: string } };
    expect([path, response.status, body.error.code]).toEqual([path, 500, 'config.invalid']);
    expect(body.error.message).toMatch(/^SECRETS_KEY /);
    expect(body.error.message).not.toContain('short');
  }
});

test('health and the front door', async () => {
  const { request } = setup();
  const health = await request('/healthz');
  expect(await health.json()).toEqual({ status: 'ok', version: expect.any(String) });
  expect((await request('/')).headers.get('location')).toBe('/settings/');
});

test('an unknown address has our shape and is framed by nobody', async () => {
  const response = await setup().request('/nowhere');
  expect(response.headers.get('cache-control')).toBe('no-store');
  expect(response.headers.get('content-security-policy')).toContain("frame-ancestors 'none'");
  expect(await codeOf(response)).toEqual([404, 'not_found']);
});

test.each([
  ['GET', '/api/me'],
  ['GET', '/api/branches'],
  ['PUT', '/api/users'],
  ['POST', '/api/visits'],
  ['GET', '/api/nowhere'],
  ['POST', '/api/session/refresh'],
])('%s %s needs a session', async (method, path) => {
  const response = await setup().request(path, { method });
  expect(response.headers.get('cache-control')).toBe('no-store');
  expect(await codeOf(response)).toEqual([401, 'session.none']);
});

test('signing in without anything, or with nonsense', async () => {
  const { request } = setup();
  const signIn = (init: RequestInit) => request('/api/session', { method: 'POST', ...init }).then(codeOf);
  expect(await signIn({})).toEqual([401, 'session.invalid']);
  expect(await signIn({ headers: { 'X-Auth-Token': 'a.b.c' } })).toEqual([401, 'session.invalid']);
  expect(await signIn({ body: '{"code"' })).toEqual([400, 'request.malformed']);
  expect(await signIn({ body: '{"code":"x","more":1}' })).toEqual([400, 'request.invalid']);
});

test('CORS reflects amoCRM and ourselves, and nobody else', async () => {
  const { request } = setup();
  const preflight = (origin: string) =>
    request('/api/visits', {
      method: 'OPTIONS',
      headers: { Origin: origin, 'Access-Control-Request-Method': 'POST' },
    });
  const allowed = await preflight('https://zaryamed.amocrm.ru');
  expect(allowed.headers.get('access-control-allow-origin')).toBe('https://zaryamed.amocrm.ru');
  expect(allowed.headers.get('access-control-allow-headers')).toBe(
    'Authorization,X-Auth-Token,Content-Type,Idempotency-Key',
  );
  expect(allowed.headers.get('access-control-allow-credentials')).toBeNull();
  expect(allowed.headers.get('vary')).toContain('Origin');
  expect((await preflight('https://evil.example')).headers.get('access-control-allow-origin')).toBeNull();
  const failed = await request('/api/me', { headers: { Origin: 'https://zaryamed.amocrm.ru' } });
  expect(failed.status).toBe(401);
  expect(failed.headers.get('access-control-allow-origin')).toBe('https://zaryamed.amocrm.ru');
});

test('bodies are limited', async () => {
  const { request } = setup();
  const post = (path: string, size: number) =>
    request(path, { method: 'POST', body: 'x'.repeat(size) }).then(codeOf);
  expect(await post('/hooks/amocrm/1/token', 1024 * 1024 + 1)).toEqual([413, 'request.too_large']);
  expect(await post('/api/session', 256 * 1024 + 1)).toEqual([413, 'request.too_large']);
});

test.each([
  ['over the limit', '/hooks/amocrm/1/token', 2 * 1024 * 1024, 413],
  ['of an unknown address', '/hooks/nobody', 200 * 1024, 404],
  ['without a session', '/api/visits', 200 * 1024, 401],
])(
  'a refused body %s is read to its end: whoever still sends would never see the answer',
  async (_name, path, size, status) => {
    const { request } = setup();
    let sent = 0;
    const body = new ReadableStream({
      pull(controller) {
        sent += 64 * 1024;
        controller.enqueue(new Uint8Array(64 * 1024));
        if (sent >= size) controller.close();
      },
    });
    const headers = { 'Content-Length': String(size) };
    const response = await request(path, { method: 'POST', body, headers, duplex: 'half' } as RequestInit);
    expect(response.status).toBe(status);
    expect(sent).toBeGreaterThanOrEqual(size);
  },
);

test('a refused body without an end is given up', async () => {
  const { request } = setup();
  let isGivenUp = false;
  const body = new ReadableStream({
    pull: (controller) => controller.enqueue(new Uint8Array(1024 * 1024)),
    cancel: () => {
      isGivenUp = true;
    },
  });
  const response = await request('/nowhere', { method: 'POST', body, duplex: 'half' } as RequestInit);
  expect(response.status).toBe(404);
  expect(isGivenUp).toBe(true);
});

test('the description names every address of the contract, and the session it needs', async () => {
  const response = await setup().request('/api/openapi.json');
  const document = (await response.json()) as {
    openapi: string;
    paths: Record<string, Record<string, { security?: unknown; requestBody?: unknown }>>;
  };
  expect(document.openapi).toBe('3.1.0');
  const addresses = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`),
  );
  expect(addresses.sort()).toMatchInlineSnapshot(`
    [
      "DELETE /api/branches/{id}",
      "GET /api/automation",
      "GET /api/branches",
      "GET /api/branches/{id}/statuses",
      "GET /api/cancel-reasons",
      "GET /api/doctors",
      "GET /api/events",
      "GET /api/events/{id}",
      "GET /api/fields",
      "GET /api/gone",
      "GET /api/journal",
      "GET /api/links",
      "GET /api/matching",
      "GET /api/me",
      "GET /api/pipelines",
      "GET /api/review",
      "GET /api/schedule",
      "GET /api/services",
      "GET /api/services/groups",
      "GET /api/settings/export",
      "GET /api/settings/versions",
      "GET /api/settings/versions/{n}",
      "GET /api/simulate/visits",
      "GET /api/slots",
      "GET /api/specializations",
      "GET /api/state",
      "GET /api/support",
      "GET /api/users",
      "GET /api/visits",
      "GET /api/visits/{id}",
      "GET /api/visits/{id}/details",
      "GET /api/visits/{id}/events",
      "PATCH /api/branches/{id}",
      "PATCH /api/visits/{id}",
      "POST /api/booking/opening",
      "POST /api/branches",
      "POST /api/branches/{id}/test",
      "POST /api/events/retry",
      "POST /api/events/{id}/retry",
      "POST /api/fields/create",
      "POST /api/patients/search",
      "POST /api/replay",
      "POST /api/review/{id}",
      "POST /api/session",
      "POST /api/session/handoff",
      "POST /api/session/refresh",
      "POST /api/settings/import",
      "POST /api/settings/versions/{n}/restore",
      "POST /api/simulate",
      "POST /api/state/branches/{id}/approve",
      "POST /api/state/branches/{id}/discard",
      "POST /api/state/branches/{id}/reconcile",
      "POST /api/visits",
      "POST /api/visits/{id}/cancel",
      "POST /api/visits/{id}/link",
      "POST /api/visits/{id}/unlink",
      "PUT /api/automation",
      "PUT /api/branches/{id}/statuses",
      "PUT /api/fields",
      "PUT /api/matching",
      "PUT /api/users",
    ]
  `);
  expect(document.paths['/api/visits']?.post?.security).toEqual([{ session: [] }]);
  expect(JSON.stringify(document.paths['/api/branches']?.post?.requestBody)).toContain('apiSecret');
});

test('a page says who may frame it and speak to it', async () => {
  const { request } = setup({ AMOCRM_ORIGIN: 'http://localhost:8788' });
  const page = await request('/settings/');
  expect(page.status).toBe(200);
  expect(page.headers.get('content-security-policy')).toContain(
    "frame-ancestors 'self' https://*.amocrm.ru https://*.amocrm.com https://*.kommo.com http://localhost:8788",
  );
  expect(page.headers.get('x-frame-options')).toBeNull();
  expect(page.headers.get('cache-control')).toBe('no-cache');
  expect(await page.text()).toContain('<meta name="amocrm-origins" content="https://*.amocrm.ru ');
  expect((await request('/settings?x=1')).headers.get('location')).toBe('/settings/?x=1');
  expect((await request('/booking/')).status).toBe(404);
});

test('files of the pages', async () => {
  const { request } = setup();
  const file = await request('/widget/main-Bx3_d-9Z.js');
  expect(file.headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
  expect(file.headers.get('cross-origin-resource-policy')).toBe('cross-origin');
  expect(file.headers.get('content-type')).toBe('text/javascript');
  expect(await codeOf(await request('/widget/none-Bx3_d-9Z.js'))).toEqual([404, 'not_found']);
});

const callback = (query: Record<string, string>) =>
  `/oauth/amocrm/callback?${new URLSearchParams({
    code: 'def50200',
    referer: 'zaryamed.amocrm.ru',
    client_id: variables.AMOCRM_CLIENT_ID,
    ...query,
  })}`;

test('the hook of an enabled widget is answered when its code is kept', async () => {
  const { request, codes } = setup();
  const response = await request(callback({ from_widget: '1' }));
  expect(response.status).toBe(200);
  expect(codes).toEqual([['install:zaryamed.amocrm.ru', 'zaryamed.amocrm.ru', 'def50200']]);
});

test('the consent page comes back with the state that we gave', async () => {
  const { request, codes } = setup();
  const start = await request('/oauth/amocrm/start');
  const consent = new URL(start.headers.get('location') ?? '');
  expect(consent.origin + consent.pathname).toBe('https://www.amocrm.ru/oauth');
  expect(consent.searchParams.get('client_id')).toBe(variables.AMOCRM_CLIENT_ID);
  expect(consent.searchParams.get('mode')).toBe('popup');
  const cookie = start.headers.get('set-cookie') ?? '';
  expect(cookie).toMatch(/Max-Age=600; Path=\/oauth\/amocrm; HttpOnly; Secure; SameSite=Lax/);
  const state = consent.searchParams.get('state') ?? '';
  const back = await request(callback({ state }), { headers: { Cookie: cookie.split(';')[0] ?? '' } });
  expect([back.status, back.headers.get('location')]).toEqual([302, '/installed']);
  expect(codes).toHaveLength(1);
  expect(await (await request('/installed')).text()).toContain('Виджет подключён');
  expect((await request(callback({ state }))).status).toBe(400);
  expect(codes).toHaveLength(1);
});

test('a refused installation is a page for people and JSON for programs', async () => {
  const { request, codes } = setup();
  const bad = callback({ referer: 'evil.example' });
  expect(await codeOf(await request(bad))).toEqual([400, 'install.referer']);
  const page = await request(bad, { headers: { Accept: 'text/html' } });
  expect([page.status, page.headers.get('content-type')]).toEqual([400, 'text/html; charset=UTF-8']);
  expect(codes).toEqual([]);
});

test('a code that cannot be kept is not thanked for', async () => {
  const broken = { getByName: () => ({ acceptCode: () => Promise.reject(new Error('storage')) }) };
  const response = await setup({ ACCOUNTS: broken }).request(callback({ from_widget: '1' }));
  expect(await codeOf(response)).toEqual([503, 'install.unavailable']);
});
