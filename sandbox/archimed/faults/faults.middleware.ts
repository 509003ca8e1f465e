import { setTimeout as delay } from 'node:timers/promises';
import { RESPONSE_ALREADY_SENT } from '@hono/node-server/utils/response';
import type { Context, MiddlewareHandler } from 'hono';
import { replyHead } from '../../control/reply-head.ts';
import { claimedSource } from '../api/auth.ts';
import type { ApiEnv } from '../api/env.ts';
import type { Store } from '../clinic/store.ts';
import type { Fault, Faults } from './faults.ts';
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
    const source = claimedSource(store, c.req.header('authorization'))?.description.id ?? null;
    const startedAt = performance.now();
    const entry = log.begin({
      at: new Date(store.now()).toISOString(),
      realMs: store.real(),
      method: c.req.method,
      path,
      query: new URL(c.req.url).search,
      body: ['GET', 'HEAD'].includes(c.req.method) ? '' : await c.req.text(),
      source,
    });
    const { latency, fault } = faults.take({ method: c.req.method, path, sourceId: source });
    entry.fault = fault?.kind ?? latency[0]?.kind ?? null;
    for (const { delayMs = 1000 } of latency) await pause(delayMs, closing);
    const replaced = fault === undefined ? undefined : instead(c, fault);
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
    entry.reply = await replyHead(c.res);
    entry.status = c.res.status;
    ended();
  };
}

/** Faults after which nothing is done. */
function instead(c: Context<ApiEnv>, fault: Fault): Response | undefined {
  switch (fault.kind) {
    case 'json-error':
      return Response.json(
        { status: 'Error', message: fault.message ?? 'Внутренняя ошибка сервера' },
        { status: fault.status ?? 500 },
      );
    case 'html-error':
      return new Response(gatewayPage(fault.status ?? 502), {
        status: fault.status ?? 502,
        headers: { 'content-type': 'text/html; charset=utf-8' },
      });
    case 'rate-limit':
      return Response.json(
        { status: 'Error', message: 'Слишком много запросов' },
        {
          status: fault.status ?? 429,
          headers: fault.retryAfter === undefined ? {} : { 'retry-after': String(fault.retryAfter) },
        },
      );
    case 'reset-before':
      return hangUp(c);
    default:
      return undefined;
  }
}

function hangUp(c: Context<ApiEnv>): Response {
  c.env.incoming.socket.destroy();
  return RESPONSE_ALREADY_SENT;
}

/** A pause that does not keep a closing server waiting. */
async function pause(ms: number, closing: AbortSignal): Promise<void> {
  await delay(ms, undefined, { signal: closing }).catch(() => undefined);
}

function apiPath(c: Context): string {
  return c.req.path.replace(/^\/api\/[^/]*\/?/, '').replace(/\/+$/, '');
}

function gatewayPage(status: number): string {
  const title = status === 504 ? '504 Gateway Time-out' : `${status} Bad Gateway`;
  return `<html>\r\n<head><title>${title}</title></head>\r\n<body>\r\n<center><h1>${title}</h1></center>\r\n<hr><center>nginx</center>\r\n</body>\r\n</html>\r\n`;
}
