import { env } from 'cloudflare:workers';
import { sign } from 'hono/jwt';
import type { AccountApi } from '../account/account.api.ts';
import { hookPlace } from '../account/subscription.ts';
import { createApp } from '../app.ts';
import type { Bindings } from '../bindings.ts';
import { createSettingsRepository, type SettingsRepository } from '../settings/settings.repository.ts';
import { importKeyring, seal, sha256 } from '../shared/envelope.ts';

declare global {
  interface ImportMeta {
    glob(pattern: string, options: { query: '?raw'; import: 'default'; eager: true }): Record<string, string>;
  }
}

const migrations = import.meta.glob('../../migrations/*.sql', {
  query: '?raw',
  import: 'default',
  eager: true,
});

export const ACCOUNT = 32100500;
export const OTHER_ACCOUNT = 32100600;
export const HOOK_TOKEN = 'hook-token-of-the-first-account';
export const ADMIN = 11402217;
export const MANAGER = 11402240;

export const variables = {
  PUBLIC_URL: 'https://hub.example.dev',
  AMOCRM_CLIENT_ID: '5b0c7a52-3d0e-4f0a-9a55-1f2f6f0f7c11',
  AMOCRM_CLIENT_SECRET: 'a secret of the integration',
  AMOCRM_CLIENT_SECRET_PREVIOUS: 'the secret before it',
  SECRETS_KEY: btoa('k'.repeat(32)),
};

type Fake = Partial<{ [K in keyof AccountApi]: (...args: Parameters<AccountApi[K]>) => unknown }>;
type Request = { method?: string; token?: string; body?: unknown; headers?: Record<string, string> };
export type Answer = { status: number; body: unknown; code: string | null; headers: Headers };

export type Harness = {
  repository: SettingsRepository;
  /** What the account's object answers; everything else that is asked of it fails the request. */
  account: Fake;
  /** Names of the objects that were asked, each with the method. */
  asked: string[];
  request(path: string, options?: Request): Promise<Answer>;
  disposable(claims?: Record<string, unknown>, secret?: string): Promise<string>;
  /** The bearer of a user of the first account, as `POST /api/session` gives it. */
  session(userId?: number, claims?: Record<string, unknown>): Promise<string>;
};

/** The Worker with a real D1 and an account object of the test's own. */
export async function createHarness(): Promise<Harness> {
  const { DB } = env as unknown as Bindings;
  await migrate(DB);
  const repository = createSettingsRepository(DB);
  const ring = await importKeyring(variables.SECRETS_KEY, null);
  for (const [id, domain] of [
    [ACCOUNT, 'zaryamed.amocrm.ru'],
    [OTHER_ACCOUNT, 'other.amocrm.ru'],
  ] as const) {
    const token = id === ACCOUNT ? HOOK_TOKEN : 'hook-token-of-the-other-account';
    await repository.saveAccount({
      id,
      domain,
      name: 'Клиника «Заря»',
      timeZone: 'Europe/Moscow',
      status: 'active',
      hookTokenHash: await sha256(token),
      hookTokenSealed: await seal(ring, hookPlace(id), token),
      installedAt: 0,
    });
  }

  const asked: string[] = [];
  const account: Fake = {
    settingsChanged: async () => {},
    findDomain: async () => {},
    userById: async (id) => ({
      ok: true,
      value: { id, name: 'Марк Жданов', isAdmin: false, isActive: true },
    }),
  };
  const objects = { getByName: (name: string) => objectOf(name, account, asked) };
  const app = createApp();
  const bindings = { ...variables, DB, ACCOUNTS: objects };

  const request: Harness['request'] = async (path, { method = 'GET', token, body, headers = {} } = {}) => {
    const given = new Headers(headers);
    if (token !== undefined) given.set('Authorization', `Bearer ${token}`);
    if (body !== undefined && !given.has('Content-Type')) given.set('Content-Type', 'application/json');
    const text = body === undefined ? null : typeof body === 'string' ? body : JSON.stringify(body);
    const response = await app.request(
      `${variables.PUBLIC_URL}${path}`,
      { method, headers: given, body: text },
      bindings,
    );
    return answerOf(response);
  };
  const disposable: Harness['disposable'] = (claims = {}, secret = variables.AMOCRM_CLIENT_SECRET) => {
    const now = Math.floor(Date.now() / 1000);
    const all = {
      iss: 'https://zaryamed.amocrm.ru',
      aud: 'https://hub.example.dev',
      jti: 'one',
      iat: now,
      nbf: now,
      exp: now + 1800,
      account_id: ACCOUNT,
      user_id: ADMIN,
      subdomain: 'zaryamed',
      client_uuid: variables.AMOCRM_CLIENT_ID,
      is_admin: true,
      ...claims,
    };
    return sign(all, secret, 'HS256');
  };
  return {
    repository,
    account,
    asked,
    request,
    disposable,
    async session(userId = ADMIN, claims = {}) {
      const token = await disposable({ user_id: userId, is_admin: userId === ADMIN, ...claims });
      const { body } = await request('/api/session', { method: 'POST', headers: { 'X-Auth-Token': token } });
      return (body as { token: string }).token;
    },
  };
}

function objectOf(name: string, account: Fake, asked: string[]): unknown {
  return new Proxy(account, {
    get(target, method) {
      // What is awaited is asked for `then`.
      if (typeof method !== 'string' || method === 'then') return undefined;
      asked.push(`${name} ${method}`);
      const answer = Reflect.get(target, method);
      if (answer === undefined) throw new Error(`The test gave no answer for ${method}`);
      return answer;
    },
  });
}

async function answerOf(response: Response): Promise<Answer> {
  const text = await response.text();
  const body: unknown = text === '' ? null : JSON.parse(text);
  const failed = body as { error?: { code?: string } } | null;
  return { status: response.status, body, code: failed?.error?.code ?? null, headers: response.headers };
}

async function migrate(db: D1Database): Promise<void> {
  for (const path of Object.keys(migrations).sort()) {
    const statements = (migrations[path] ?? '').split('--> statement-breakpoint');
    await db.batch(statements.map((statement) => db.prepare(statement)));
  }
}
