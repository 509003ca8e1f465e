import type { HttpBindings } from '@hono/node-server';
import { RESPONSE_ALREADY_SENT } from '@hono/node-server/utils/response';
import type { Context, MiddlewareHandler } from 'hono';
import { replyHead } from '../../control/reply-head.ts';
import type { Fault } from '../core/faults.ts';
import type { Account, User } from '../core/model.ts';
import type { World } from '../core/world.ts';
import { currentSession } from '../pages/session.ts';
import type { ApiEnv } from './env.ts';
import { refuseAccount } from './limits.ts';
import { htmlError, problem, unauthorized } from './problem.ts';

/** Only the connection and the request matter here, whatever a route keeps in its variables. */
type AnyContext = Pick<Context<{ Bindings: HttpBindings }>, 'env' | 'req'>;

const sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

function cut(c: AnyContext): Response {
  c.env.incoming.socket.destroy();
  return RESPONSE_ALREADY_SENT;
}

async function strikeBefore(c: AnyContext, faults: readonly Fault[]): Promise<Response | null> {
  for (const fault of faults) {
    switch (fault.kind) {
      case 'latency':
        await sleep(fault.delayMs ?? 1000);
        break;
      case 'down':
      case 'reset-before':
        return cut(c);
      case 'rate-limit':
        return htmlError(429);
      case 'html-error':
        return htmlError(fault.status ?? 502);
      case 'json-error':
        return problem(fault.status ?? 500, 'Внутренняя ошибка');
      default:
    }
  }
  return null;
}

async function strikeAfter(c: AnyContext, faults: readonly Fault[]): Promise<boolean> {
  const fault = faults.find(({ kind }) => kind === 'reset-after' || kind === 'hang-after');
  if (fault === undefined) return false;
  if (fault.kind === 'hang-after') await sleep(fault.delayMs ?? 15_000);
  c.env.incoming.socket.destroy();
  return true;
}

/** Hono keeps the text, so that the route reads the same body again. Secrets stay out of the log. */
async function loggableBody(c: AnyContext): Promise<unknown> {
  const text = await c.req.text();
  try {
    return c.req.path.startsWith('/oauth2/') ? null : JSON.parse(text);
  } catch {
    return null;
  }
}

export type Caller = { account: Account; user: User };

/** Faults and the request log around one call; `run` does it and says who called. */
export async function guarded(
  world: World,
  c: AnyContext,
  caller: Caller | null,
  run: () => Promise<Response>,
): Promise<Response> {
  const url = new URL(c.req.url);
  const path = url.pathname.replace(/^\/(api\/v4\/)?/, '');
  const faults = world.faults.strike({
    method: c.req.method,
    path,
    accountId: caller?.account.id ?? null,
  });
  const body = c.req.method === 'GET' ? null : await loggableBody(c);
  const startedAt = performance.now();
  const realMs = world.realMs();
  const log = (status: number, reply = ''): void =>
    world.requests.add({
      atMs: world.nowMs(),
      realMs,
      durationMs: Math.round(performance.now() - startedAt),
      method: c.req.method,
      path: url.pathname,
      query: url.search,
      status,
      accountId: caller?.account.id ?? null,
      userId: caller?.user.id ?? null,
      faults: faults.map(({ kind }) => kind),
      body,
      reply,
    });
  const early = await strikeBefore(c, faults);
  if (early !== null) {
    if (early === RESPONSE_ALREADY_SENT) log(0);
    else log(early.status, await replyHead(early));
    return early;
  }
  const response = await run();
  if (await strikeAfter(c, faults)) {
    log(0);
    return RESPONSE_ALREADY_SENT;
  }
  // Tokens stay out of the log, as secrets do.
  log(response.status, path.startsWith('oauth2/') ? '' : await replyHead(response));
  return response;
}

const contextUser = 'X-Context-User-ID';

/** An administrator's grant outlives his deactivation (§1.2); nobody else's does, and free users have no API. */
function mayWork(user: User): boolean {
  return (user.isActive && !user.isFree) || user.isAdmin;
}

/** The pages share their origin with the API: a widget there calls it with the user's own session (§6.6). */
function sessionCaller(world: World, c: Context<ApiEnv>): Caller | null {
  const session = currentSession(world, c);
  const account = session === undefined ? undefined : world.accounts.get(session.accountId);
  const user = account?.users.find((candidate) => candidate.id === session?.userId);
  return account === undefined || user === undefined || !mayWork(user) ? null : { account, user };
}

function findCaller(world: World, c: Context<ApiEnv>): Caller | null {
  if (c.req.header('authorization') === undefined) return sessionCaller(world, c);
  const token = /^Bearer (.+)$/.exec(c.req.header('authorization') ?? '')?.[1];
  const grant = token === undefined ? undefined : world.tokens.findAccess(token);
  const account = grant === undefined ? undefined : world.accounts.get(grant.accountId);
  const granted = account?.users.find((user) => user.id === grant?.userId);
  if (account === undefined || granted === undefined || !hostFits(account, c.req.header('host'))) return null;
  if (!mayWork(granted)) return null;
  const contextId = c.req.header(contextUser);
  if (contextId === undefined) return { account, user: granted };
  // Only with an administrator's token; unknown and free users are refused (amocrm-api.md §1.9).
  const user = account.users.find((candidate) => candidate.id === Number(contextId));
  if (!granted.isAdmin || user === undefined || user.isFree || !user.isActive) return null;
  return { account, user };
}

/** A request that names an amoCRM host must name the token's own (§1.5, §1.6); localhost serves everybody. */
export function hostFits(account: Account, host: string | undefined): boolean {
  const named = /^([a-z0-9-]+\.(?:amocrm\.ru|amocrm\.com|kommo\.com))(?:\.localhost)?(?::\d+)?$/.exec(
    host ?? '',
  )?.[1];
  return (
    named === undefined || named === account.domain || named.startsWith('api-') || named.startsWith('www.')
  );
}

/** In front of every route of `/api/v4`: identity, faults, what the account refuses. */
export function apiGate(world: World): MiddlewareHandler<ApiEnv> {
  return async (c, next) => {
    const caller = findCaller(world, c);
    const requestId = crypto.randomUUID();
    c.res = await guarded(world, c, caller, async () => {
      if (caller === null) return unauthorized();
      const isPage = c.req.header('authorization') === undefined;
      const refused = await refuseAccount(world, c, caller.account, isPage);
      if (refused !== null) return refused;
      c.set('account', caller.account);
      c.set('actor', caller.user);
      await next();
      return c.res;
    });
    if (c.res !== RESPONSE_ALREADY_SENT) c.res.headers.set('X-Request-Id', requestId);
  };
}
