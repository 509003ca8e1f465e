import { setTimeout as delay } from 'node:timers/promises';
import { RESPONSE_ALREADY_SENT } from '@hono/node-server/utils/response';
import type { Context, MiddlewareHandler } from 'hono';
import { replyHead } from '../../control/reply-head.ts';
import { claimedSource } from '../api/auth.ts';
import type { ApiEnv } from '../api/env.ts';
import type { Source } from '../clinic/source.ts';
import type { Store } from '../clinic/store.ts';
import type { Fault, Faults } from './faults.ts';
import { flipTypes } from './flip-types.ts';
import { replyInstead } from './instead.ts';
import type { RequestLog } from './request-log.ts';

const hangMs = 60_000;

/** Applies the faults in front of everything else, as a gateway would, and keeps the log. */
export function faultsAndLog(
  store: Store,
  faults: Faults,
  log: RequestLog,
  closing: AbortSignal,
): MiddlewareHandler<ApiEnv> {
  return async (c, next) => {
    const path = apiPath(c);
    const url = new URL(c.req.url);
    const source = sourceOf(store, c.req.header('authorization'), url)?.description.id ?? null;
    const startedAt = performance.now();
    const entry = log.begin({
      at: new Date(store.now()).toISOString(),
      realMs: store.real(),
      method: c.req.method,
      path,
      query: url.search,
      body: ['GET', 'HEAD'].includes(c.req.method) ? '' : await c.req.text(),
      source,
    });
    const { latency, fault } = faults.take({
      method: c.req.method,
      path,
      sourceId: source,
      page: Number(url.searchParams.get('page') ?? 1),
      query: [...url.searchParams].map(([name, value]) => `${name}=${value}`).join('&'),
    });
    entry.fault = fault?.kind ?? latency[0]?.kind ?? null;
    for (const { delayMs = 1000 } of latency) await pause(delayMs, closing);
    const replaced = fault === undefined ? undefined : await instead(c, fault, closing);
    const ended = (): void => {
      entry.durationMs = Math.round(performance.now() - startedAt);
    };
    if (replaced !== undefined) {
      entry.status = replaced === RESPONSE_ALREADY_SENT ? null : replaced.status;
      if (replaced !== RESPONSE_ALREADY_SENT) entry.reply = await replyHead(replaced);
      ended();
      return replaced;
    }
    if (fault?.kind === 'empty-list' || fault?.kind === 'short-list' || fault?.kind === 'no-schedule') {
      c.set('distortion', fault.kind);
    }
    await next();
    if (fault?.kind === 'reset-after' || fault?.kind === 'hang-after') {
      if (fault.kind === 'hang-after') await pause(fault.delayMs ?? hangMs, closing);
      c.res = undefined;
      c.res = hangUp(c);
      ended();
      return;
    }
    if (fault?.kind === 'flip-types') c.res = await withFlippedTypes(c.res);
    entry.reply = await replyHead(c.res);
    entry.status = c.res.status;
    ended();
  };
}

/** Faults after which nothing is done. */
async function instead(
  c: Context<ApiEnv>,
  fault: Fault,
  closing: AbortSignal,
): Promise<Response | undefined> {
  if (fault.kind === 'hang-before') await pause(fault.delayMs ?? hangMs, closing);
  return fault.kind === 'reset-before' || fault.kind === 'hang-before' ? hangUp(c) : replyInstead(fault);
}

async function withFlippedTypes(reply: Response): Promise<Response> {
  if (reply.headers.get('content-type')?.includes('json') !== true) return reply;
  return Response.json(flipTypes(await reply.json()), { status: reply.status });
}

function hangUp(c: Context<ApiEnv>): Response {
  c.env.incoming.socket.destroy();
  return RESPONSE_ALREADY_SENT;
}

/** A pause that does not keep a closing server waiting. */
async function pause(ms: number, closing: AbortSignal): Promise<void> {
  await delay(ms, undefined, { signal: closing }).catch(() => undefined);
}

/** Below `/api/v5/`; the second door keeps its name in front: `docdoc/talons`. */
function apiPath(c: Context): string {
  return c.req.path
    .replace(/^\/api\/[^/]*\/?/, '')
    .replace(/^\/docdoc\/[^/]*/, 'docdoc')
    .replace(/\/+$/, '');
}

function sourceOf(store: Store, header: string | undefined, url: URL): Source | undefined {
  const token = url.searchParams.get('access_token');
  return token === null ? claimedSource(store, header) : store.byDocdocToken(token);
}
