import type { Context } from '../framework/case.ts';
import { status, textAt } from '../framework/check.ts';
import type { Reply, Request } from '../framework/http.ts';
import { accountId, clientId, clientSecret, description, domain, redirectUri } from './account.ts';

export const client = { client_id: clientId, client_secret: clientSecret, redirect_uri: redirectUri };

export type Tokens = { access: string; refresh: string };

export type Amo = Context & {
  tokens: Tokens;
  /** A path below `/api/v4`, with the administrator's token unless the request brings its own. */
  api(method: string, path: string, body?: unknown, request?: Request): Promise<Reply>;
  /** `/_sandbox/accounts/{id}{path}`. */
  strings(method: string, path: string, body?: unknown): Promise<Reply>;
  /** `PATCH …/settings`. */
  set(settings: Record<string, unknown>): Promise<void>;
  token(body: Record<string, unknown>): Promise<Reply>;
  /** An authorization code granted by this user (the administrator at first). */
  code(userId?: number): Promise<string>;
  /** A token pair granted by this user. */
  connect(userId?: number): Promise<Tokens>;
};

/** The described account (with changes), connected, without a rate limit. */
export async function seed(context: Context, change: Record<string, unknown> = {}): Promise<Amo> {
  await context.amocrm.admin('POST', '/accounts', { ...description, ...change });
  const amo: Amo = {
    ...context,
    tokens: { access: '', refresh: '' },
    api: (method, path, body, request = {}) =>
      context.amocrm.call(method, `/api/v4${path}`, {
        token: amo.tokens.access,
        ...(body === undefined ? {} : { body }),
        ...request,
      }),
    strings: (method, path, body) => context.amocrm.admin(method, `/accounts/${accountId}${path}`, body),
    async set(settings) {
      await amo.strings('PATCH', '/settings', settings);
    },
    token: (body) => context.amocrm.call('POST', '/oauth2/access_token', { body }),
    async code(userId) {
      const reply = await amo.strings('POST', '/install', {
        deliver: false,
        ...(userId === undefined ? {} : { userId }),
      });
      return textAt(reply.json, 'code');
    },
    async connect(userId) {
      const code = await amo.code(userId);
      const reply = await amo.token({ ...client, grant_type: 'authorization_code', code });
      return { access: textAt(reply.json, 'access_token'), refresh: textAt(reply.json, 'refresh_token') };
    },
  };
  await amo.set({ rps: 0 });
  amo.tokens = await amo.connect();
  return amo;
}

export const href = (path: string) => ({ self: { href: `https://${domain}/api/v4${path}` } });

/** What is there: anything but 200 fails the case. */
export async function read(amo: Amo, path: string): Promise<unknown> {
  const reply = await amo.api('GET', path);
  status(reply, 200, path);
  return reply.json;
}

/** A case that begins with the seeded account. */
export function onAccount(
  id: string,
  facts: readonly string[],
  title: string,
  run: (amo: Amo) => Promise<void>,
): { id: string; facts: readonly string[]; title: string; run(context: Context): Promise<void> } {
  return { id, facts, title, run: async (context) => run(await seed(context)) };
}
