import { Hono } from 'hono';
import { z } from 'zod';
import type { Account } from '../core/model.ts';
import { managerRights, type Role } from '../core/people.ts';
import { patchRights } from '../core/people-factory.ts';
import type { World } from '../core/world.ts';
import type { ApiContext, ApiEnv } from '../http/env.ts';
import { countedPage, hal, noContent, selfLink, withOf } from '../http/hal.ts';
import { notFound } from '../http/problem.ts';
import { adminOnly } from '../http/rights-gate.ts';
import { readItems, readObject } from '../http/validation.ts';
import { renderRights, rightsInput, rightsSchema } from './rights-model.ts';

const createSchema = z.strictObject({
  name: z.string().min(1).max(255),
  rights: rightsSchema.optional(),
  request_id: z.string().optional(),
});
const updateSchema = z.strictObject({
  name: z.string().min(1).max(255).optional(),
  rights: rightsSchema.optional(),
});

function render(account: Account, role: Role, withs: ReadonlySet<string>): Record<string, unknown> {
  const users = account.users
    .filter((user) => user.roleId === role.id)
    .map(({ id }) => ({ id, ...selfLink(account, `/users/${id}`) }));
  return {
    id: role.id,
    name: role.name,
    rights: renderRights(role.rights),
    ...selfLink(account, `/roles/${role.id}`),
    ...(withs.has('users') ? { _embedded: { users } } : {}),
  };
}

function roleOf(c: ApiContext): Role | undefined {
  return c.var.account.roles.find((role) => role.id === Number(c.req.param('id')));
}

/** For administrators only; a change is answered with 202 (amocrm-api.md §4.10). */
export function rolesRoutes(world: World): Hono<ApiEnv> {
  const app = new Hono<ApiEnv>();

  app.on(['GET', 'POST', 'PATCH', 'DELETE'], '/roles/*', adminOnly());

  app.get('/roles', (c) => {
    const { account } = c.var;
    const rows = account.roles.map((role) => render(account, role, withOf(c)));
    return countedPage(c, '/roles', 'roles', rows);
  });

  app.get('/roles/:id{[0-9]+}', (c) => {
    const role = roleOf(c);
    return role === undefined ? noContent() : hal(render(c.var.account, role, withOf(c)));
  });

  app.post('/roles', async (c) => {
    const { account } = c.var;
    const read = await readItems(c, createSchema, () => []);
    if (!read.ok) return read.response;
    const rows = read.value.map(({ value, requestId }) => {
      const rights = patchRights(managerRights(), rightsInput(value.rights ?? {}));
      const role = { id: world.ids.next('role'), name: value.name, rights };
      account.roles.push(role);
      return { ...render(account, role, withOf(c)), request_id: requestId };
    });
    return hal({ _total_items: rows.length, ...selfLink(account, '/roles'), _embedded: { roles: rows } });
  });

  app.patch('/roles/:id{[0-9]+}', async (c) => {
    const role = roleOf(c);
    if (role === undefined) return notFound();
    const read = await readObject(c, updateSchema);
    if (!read.ok) return read.response;
    role.name = read.value.name ?? role.name;
    role.rights = patchRights(role.rights, rightsInput(read.value.rights ?? {}));
    return hal(render(c.var.account, role, withOf(c)), 202);
  });

  app.delete('/roles/:id{[0-9]+}', (c) => {
    const { account } = c.var;
    const role = roleOf(c);
    if (role === undefined) return notFound();
    account.roles = account.roles.filter((candidate) => candidate !== role);
    // Whoever had it keeps what it allowed.
    for (const user of account.users.filter((candidate) => candidate.roleId === role.id)) {
      user.roleId = null;
      user.rights ??= structuredClone(role.rights);
    }
    return noContent();
  });

  return app;
}
