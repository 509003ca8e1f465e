import type { MiddlewareHandler } from 'hono';
import { isClosed } from '../clinic/behaviour.ts';
import type { Source } from '../clinic/source.ts';
import type { Store } from '../clinic/store.ts';
import type { ApiEnv } from './env.ts';
import { failed } from './env.ts';

export type Access = { ok: true; source: Source } | { ok: false; status: 401 | 403; message: string };

/**
 * Who asks comes before everything else, unknown paths too. Then the clinic has to be reachable: the cloud host is
 * always there, the clinic's own server may be off at night (archimed-api.md §9, 8).
 */
export function gate(
  store: Store,
  accessOf: (header: string | undefined, url: URL) => Promise<Access> | Access,
): MiddlewareHandler<ApiEnv> {
  return async (c, next) => {
    const access = await accessOf(c.req.header('authorization'), new URL(c.req.url));
    if (!access.ok) return failed(c, access.status, access.message);
    const wall = store.wall(access.source);
    if (isClosed(access.source.behaviour, wall)) return failed(c, 503, 'База данных клиники недоступна');
    c.set('source', access.source);
    c.set('wall', wall);
    return next();
  };
}
