import type { HttpBindings } from '@hono/node-server';
import { type Context, Hono } from 'hono';
import { z } from 'zod';
import type { Account } from '../core/model.ts';
import type { World } from '../core/world.ts';
import { type Caller, guarded, hostFits } from '../http/gate.ts';
import { htmlError, unauthorized } from '../http/problem.ts';
import type { Grant, Refused } from './token-store.ts';

type TokenContext = Context<{ Bindings: HttpBindings }>;

/** Errors of the token endpoint (amocrm-api.md §1.5). */
function oauthProblem(status: 400 | 401, hint: string): Response {
  const body = {
    hint,
    title: 'Некорректный запрос',
    type: 'https://developers.amocrm.ru/v3/errors/OAuthProblemJson',
    status,
    detail: 'В запросе отсутствует ряд параметров или параметры невалидны',
  };
  return Response.json(body, { status });
}

function badClient(): Response {
  const body = {
    title: 'Некорректный клиент',
    type: 'https://developers.amocrm.ru/v3/errors/OAuthProblemJson',
    status: 401,
    detail: 'Авторизация клиента не прошла',
  };
  return Response.json(body, { status: 401 });
}

const codeHints: Record<Refused, string> = {
  unknown: 'Cannot decrypt the authorization code',
  used: 'Authorization code has been revoked',
  expired: 'Authorization code has expired',
};
const refreshHints: Record<Refused, string> = {
  unknown: 'Cannot decrypt the refresh token',
  used: 'Token has been revoked',
  expired: 'Invalid refresh token',
};

const bodySchema = z.looseObject({
  client_id: z.uuid().optional().catch(undefined),
  client_secret: z.string().min(1).optional().catch(undefined),
  grant_type: z.string().optional().catch(undefined),
  code: z.string().optional().catch(undefined),
  refresh_token: z.string().optional().catch(undefined),
  redirect_uri: z.string().optional().catch(undefined),
});
type TokenRequest = z.infer<typeof bodySchema>;

async function readBody(c: TokenContext): Promise<TokenRequest> {
  // Only JSON is understood: a form looks like an empty request (§1.3).
  if (c.req.header('content-type')?.includes('application/json') !== true) return {};
  const json: unknown = await c.req.json().catch(() => null);
  const parsed = bodySchema.safeParse(json);
  return parsed.success ? parsed.data : {};
}

function integrationsOf(world: World, clientId: string): Account[] {
  return [...world.accounts.values()].filter((account) => account.integration.clientId === clientId);
}

function redeem(world: World, request: TokenRequest, clientId: string): Grant | Response {
  const matches = (grant: Grant): boolean => grant.clientId === clientId;
  if (request.grant_type === 'authorization_code') {
    const result = world.tokens.redeemCode(request.code ?? '', matches);
    if (typeof result !== 'string') return result;
    return oauthProblem(400, codeHints[result === 'mismatch' ? 'unknown' : result]);
  }
  const result = world.tokens.redeemRefresh(request.refresh_token ?? '', matches);
  if (typeof result !== 'string') return result;
  return oauthProblem(401, refreshHints[result === 'mismatch' ? 'unknown' : result]);
}

async function exchange(world: World, c: TokenContext): Promise<Response> {
  const request = await readBody(c);
  if (request.client_id === undefined) return oauthProblem(400, 'Check the `client_id` parameter');
  if (request.client_secret === undefined) return oauthProblem(400, 'Check the `client_secret` parameter');
  const candidates = integrationsOf(world, request.client_id);
  const known = candidates.find((account) => account.integration.clientSecret === request.client_secret);
  if (known === undefined) return badClient();
  if (request.grant_type !== 'authorization_code' && request.grant_type !== 'refresh_token') {
    return oauthProblem(400, 'Check the `grant_type` parameter');
  }
  if (request.redirect_uri !== known.integration.redirectUri) {
    return oauthProblem(400, 'Redirect URI is not associated with client');
  }
  const owner = ownerOf(world, request);
  if (owner?.settings.blocked === true) return htmlError(403);
  // Before the code or token is spent: another account's host is `Invalid account`, a host that no account has any
  // more (a renamed one's) is not found (§1.5, §1.6).
  const host = c.req.header('host');
  if (owner !== undefined && !hostFits(owner, host)) {
    const isKnown = [...world.accounts.values()].some((account) => hostFits(account, host));
    return isKnown ? oauthProblem(400, 'Invalid account') : htmlError(404);
  }
  const grant = redeem(world, request, request.client_id);
  if (grant instanceof Response) return grant;
  const account = world.accounts.get(grant.accountId);
  if (account === undefined) return oauthProblem(400, 'Invalid account');
  const pair = world.tokens.issuePair(account, grant);
  return Response.json({
    token_type: 'Bearer',
    expires_in: pair.expiresIn,
    access_token: pair.accessToken,
    refresh_token: pair.refreshToken,
    server_time: Math.floor(world.nowMs() / 1000),
  });
}

function ownerOf(world: World, request: TokenRequest): Account | undefined {
  const id = world.tokens.ownerOf(request.code ?? request.refresh_token ?? '');
  return id === undefined ? undefined : world.accounts.get(id);
}

/** Whose call it is, for the faults and the log: told by the code or token in the body. */
async function callerOf(world: World, c: TokenContext): Promise<Caller | null> {
  const account = ownerOf(world, await readBody(c));
  const user = account?.users.find((candidate) => candidate.isAdmin);
  return account === undefined || user === undefined ? null : { account, user };
}

export function tokenRoutes(world: World): Hono<{ Bindings: HttpBindings }> {
  const app = new Hono<{ Bindings: HttpBindings }>();

  app.post('/oauth2/access_token', async (c) =>
    guarded(world, c, await callerOf(world, c), () => exchange(world, c)),
  );

  app.get('/oauth2/account/current/subdomain', (c) =>
    guarded(world, c, null, async () => {
      const grant = world.tokens.findRefresh(c.req.header('x-refresh-token') ?? '');
      const account = grant === undefined ? undefined : world.accounts.get(grant.accountId);
      if (account === undefined) return unauthorized();
      return Response.json({
        id: account.id,
        subdomain: account.subdomain,
        domain: account.domain,
        top_level_domain: account.domain.split('.').at(-1),
      });
    }),
  );

  return app;
}
