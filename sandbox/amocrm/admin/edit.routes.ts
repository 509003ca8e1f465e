import { type Context, Hono } from 'hono';
import { z } from 'zod';
import type { Change } from '../core/change.ts';
import type { Account } from '../core/model.ts';
import { perform, type World } from '../core/world.ts';
import { adminOf, readBody, refuse } from './body.ts';

export const byUser = { userId: z.int().optional() };
const userBody = z.strictObject(byUser);

type Edited = { id: number; updatedAt: number; isDeleted: boolean };
type ByUser = { userId?: number | undefined };

/** How one kind of entity is added, changed, thrown into the recycle bin and taken out again. */
export type EditedKind<E extends Edited, P extends ByUser> = {
  what: string;
  body: z.ZodType<P>;
  all(account: Account): Map<number, E>;
  add(change: Change, input: P): E;
  /** Why a change cannot be made, if so. */
  refusal?(account: Account, entity: E, input: P): string | null;
  update(change: Change, entity: E, input: P): void;
  delete(change: Change, entity: E): void;
  restore(change: Change, entity: E): void;
};

export function editRoutes<E extends Edited, P extends ByUser>(
  world: World,
  accountOf: (c: Context) => Account | undefined,
  edited: EditedKind<E, P>,
): Hono {
  const app = new Hono();
  const unknown = `unknown ${edited.what}`;

  app.post('/', async (c) => {
    const account = accountOf(c);
    if (account === undefined) return refuse(c, 404, 'unknown account');
    const body = await readBody(c, edited.body);
    if (!body.ok) return body.response;
    const by = body.value.userId ?? adminOf(account);
    const { id } = perform(world, account, by, (change) => edited.add(change, body.value));
    return c.json({ id }, 201);
  });

  app.post('/:id{[0-9]+}', async (c) => {
    const account = accountOf(c);
    const entity = account === undefined ? undefined : edited.all(account).get(Number(c.req.param('id')));
    if (account === undefined || entity === undefined) return refuse(c, 404, unknown);
    const body = await readBody(c, edited.body);
    if (!body.ok) return body.response;
    const error = edited.refusal?.(account, entity, body.value) ?? null;
    if (error !== null) return refuse(c, 400, error);
    const by = body.value.userId ?? adminOf(account);
    perform(world, account, by, (change) => edited.update(change, entity, body.value));
    return c.json({ id: entity.id, updatedAt: entity.updatedAt });
  });

  for (const action of ['delete', 'restore'] as const) {
    app.post(`/:id{[0-9]+}/${action}`, async (c) => {
      const account = accountOf(c);
      const entity = account === undefined ? undefined : edited.all(account).get(Number(c.req.param('id')));
      if (account === undefined || entity === undefined) return refuse(c, 404, unknown);
      const body = await readBody(c, userBody);
      if (!body.ok) return body.response;
      const by = body.value.userId ?? adminOf(account);
      perform(world, account, by, (change) => edited[action](change, entity));
      return c.json({ id: entity.id, isDeleted: entity.isDeleted });
    });
  }

  return app;
}
