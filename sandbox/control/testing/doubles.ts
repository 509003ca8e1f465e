import { SignJWT } from 'jose';
import { z } from 'zod';
import { startAmocrmSandbox } from '../../amocrm/server.ts';
import { startArchimedSandbox } from '../../archimed/server.ts';
import { demoKey } from '../../demo/clinic.ts';
import { demoCrm } from '../../demo/crm.ts';
import type { Theatre } from '../scenes/stage.ts';

/** Monday, nine in Moscow. */
export const mondayNine = Date.parse('2026-11-23T06:00:00Z');

export type Answer = { status: number; headers: Headers; json: unknown };

/** Both doubles with the demo's data, and a client of each that is connected. */
export type Doubles = AsyncDisposable & {
  amocrmUrl: string;
  archimedUrl: string;
  theatre: Theatre;
  said: string[];
  /** A string of one of them. */
  amocrm(method: string, path: string, body?: unknown): Promise<Answer>;
  archimed(method: string, path: string, body?: unknown): Promise<Answer>;
  /** `/api/v4` with an access token. Rejects when the connection is cut. */
  crm(method: string, path: string, body?: unknown): Promise<Answer>;
  refresh(): Promise<Answer>;
  /** `/api/v5` with a signed token, the demo's key when none is named. */
  clinic(path: string, key?: { apiId: string; apiSecret: string }): Promise<Answer>;
};

export async function call(
  url: string,
  method: string,
  headers: Record<string, string>,
  body?: unknown,
): Promise<Answer> {
  const reply = await fetch(url, {
    method,
    headers: { ...(body === undefined ? {} : { 'content-type': 'application/json' }), ...headers },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await reply.text();
  const isJson = reply.headers.get('content-type')?.includes('json') === true;
  return {
    status: reply.status,
    headers: reply.headers,
    json: isJson && text !== '' ? JSON.parse(text) : text,
  };
}

const pair = z.object({ access_token: z.string(), refresh_token: z.string() });

export async function startDoubles(now: () => number = () => mondayNine): Promise<Doubles> {
  const archimed = await startArchimedSandbox({ port: 0, now, random: () => 0.999 });
  const amocrm = await startAmocrmSandbox({ port: 0, now, peerUrl: archimed.url });
  const strings =
    (url: string) =>
    (method: string, path: string, body?: unknown): Promise<Answer> =>
      call(`${url}/_sandbox${path}`, method, {}, body);
  const [crmStrings, clinicStrings] = [strings(amocrm.url), strings(archimed.url)];
  for (const pull of [crmStrings, clinicStrings]) await pull('POST', '/seed', { seed: 'demo' });
  const account = `/accounts/${demoCrm.accountId}`;
  await crmStrings('PATCH', `${account}/settings`, { rps: 0 });
  const { json: installed } = await crmStrings('POST', `${account}/install`, { deliver: false });
  const { integration } = z
    .object({
      integration: z.object({ clientId: z.string(), clientSecret: z.string(), redirectUri: z.string() }),
    })
    .parse((await crmStrings('GET', account)).json);
  const grant = (body: Record<string, unknown>): Promise<Answer> =>
    call(
      `${amocrm.url}/oauth2/access_token`,
      'POST',
      {},
      {
        client_id: integration.clientId,
        client_secret: integration.clientSecret,
        redirect_uri: integration.redirectUri,
        ...body,
      },
    );
  const { code } = z.object({ code: z.string() }).parse(installed);
  let tokens = pair.parse((await grant({ grant_type: 'authorization_code', code })).json);
  const said: string[] = [];
  return {
    amocrmUrl: amocrm.url,
    archimedUrl: archimed.url,
    said,
    theatre: {
      urls: { amocrm: amocrm.url, archimed: archimed.url },
      say: (text) => void said.push(text),
      pause: async () => undefined,
    },
    amocrm: crmStrings,
    archimed: clinicStrings,
    crm: (method, path, body) =>
      call(`${amocrm.url}/api/v4${path}`, method, { authorization: `Bearer ${tokens.access_token}` }, body),
    async refresh() {
      const reply = await grant({ grant_type: 'refresh_token', refresh_token: tokens.refresh_token });
      if (reply.status === 200) tokens = pair.parse(reply.json);
      return reply;
    },
    async clinic(path, key = demoKey) {
      const token = await new SignJWT({ iss: key.apiId, exp: Math.floor(now() / 1000) + 60 })
        .setProtectedHeader({ alg: 'HS256', typ: 'JWT' })
        .sign(new TextEncoder().encode(key.apiSecret));
      return call(`${archimed.url}/api/v5/${path}`, 'GET', { authorization: `Bearer ${token}` });
    },
    async [Symbol.asyncDispose]() {
      await Promise.all([amocrm.close(), archimed.close()]);
    },
  };
}
