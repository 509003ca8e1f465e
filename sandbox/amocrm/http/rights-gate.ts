import type { MiddlewareHandler } from 'hono';
import { type EntityKind, entityKinds } from '../core/model.ts';
import { may, mayAdd, mayEditTask } from '../core/rights.ts';
import { visibleTo } from '../core/visible.ts';
import type { ApiContext, ApiEnv } from './env.ts';
import { problem } from './problem.ts';

export function forbidden(): Response {
  return problem(403, 'Доступ запрещён');
}

/** The ids that a write names: in the path, or in every item of the body. */
async function idsOf(c: ApiContext, inPath: string | undefined, key: string): Promise<number[]> {
  if (inPath !== undefined) return [Number(inPath)];
  const body: unknown = await c.req.json().catch(() => null);
  const items: unknown[] = Array.isArray(body) ? body : [body];
  return items.flatMap((item) => {
    const id: unknown = typeof item === 'object' && item !== null ? Reflect.get(item, key) : undefined;
    return typeof id === 'number' ? [id] : [];
  });
}

async function mayEditAll(
  c: ApiContext,
  kind: EntityKind,
  inPath: string | undefined,
  key: string,
): Promise<boolean> {
  const { account, actor } = c.var;
  const ids = await idsOf(c, inPath, key);
  return ids.every((id) => {
    const entity = account[kind].get(id);
    return entity === undefined || may(account, actor, kind, 'edit', entity);
  });
}

async function allowed(c: ApiContext): Promise<boolean> {
  const { account, actor } = c.var;
  const path = c.req.path.replace(/^\/(?:api|ajax)\/v4/, '');
  const [, first = '', id, verb] = /^\/(\w+)(?:\/(\d+))?(?:\/([\w/]+))?$/.exec(path) ?? [];
  if (first === 'tasks' && c.req.method === 'PATCH') {
    const ids = await idsOf(c, id, 'id');
    return ids.every((taskId) => {
      const task = account.tasks.get(taskId);
      return task === undefined || mayEditTask(account, actor, task);
    });
  }
  const kind = entityKinds.find((candidate) => candidate === first);
  if (kind === undefined) return true;
  if (c.req.method === 'PATCH' && verb === undefined) return mayEditAll(c, kind, id, 'id');
  if (c.req.method !== 'POST') return true;
  if (verb === 'link' || verb === 'unlink') return mayEditAll(c, kind, id, 'entity_id');
  const adds = verb === undefined || verb === 'complex' || verb.startsWith('unsorted');
  return !adds || id !== undefined || mayAdd(account, actor, kind);
}

/** Rights to add and to edit are refused here; behind it the routes have the account as the user sees it. */
export function rightsGate(): MiddlewareHandler<ApiEnv> {
  return async (c, next) => {
    const { account, actor } = c.var;
    if (actor.isAdmin) return next();
    c.set('account', visibleTo(account, actor));
    return c.req.method === 'GET' || (await allowed(c)) ? next() : forbidden();
  };
}

/** Routes for administrators only. */
export function adminOnly(): MiddlewareHandler<ApiEnv> {
  return async (c, next) => (c.var.actor.isAdmin ? next() : forbidden());
}
