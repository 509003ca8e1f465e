import { Hono } from 'hono';
import { z } from 'zod';
import { readBody, refuse } from '../admin/body.ts';
import { patchRights, rightsPatch } from '../core/people-factory.ts';
import { rightsOf } from '../core/rights.ts';
import { administratorsOnly, type PageEnv } from './page-env.ts';
import type { UserRow } from './view-types.ts';

const userEdit = z.strictObject({
  isAdmin: z.boolean().optional(),
  isActive: z.boolean().optional(),
  rights: rightsPatch.optional(),
});

/** The list of users in the settings; the API creates users but changes none (amocrm-api.md §4.10). */
export function userPages(): Hono<PageEnv> {
  const app = new Hono<PageEnv>();
  app.use('*', administratorsOnly);

  app.get('/', (c) => {
    const { account } = c.var;
    const users = account.users.map((user): UserRow => {
      const { leads, contacts, companies } = rightsOf(account, user);
      return {
        id: user.id,
        name: user.name,
        email: user.email,
        isAdmin: user.isAdmin,
        isActive: user.isActive,
        group: account.userGroups.find((group) => group.id === user.groupId)?.name ?? '',
        role: account.roles.find((role) => role.id === user.roleId)?.name ?? '',
        rights: { leads, contacts, companies },
      };
    });
    return c.json({ users });
  });

  app.patch('/:id{[0-9]+}', async (c) => {
    const { account } = c.var;
    const user = account.users.find((candidate) => candidate.id === Number(c.req.param('id')));
    if (user === undefined) return refuse(c, 404, 'unknown user');
    const body = await readBody(c, userEdit);
    if (!body.ok) return body.response;
    const { isAdmin = user.isAdmin, isActive = user.isActive, rights } = body.value;
    const others = account.users.filter((other) => other !== user && other.isAdmin && other.isActive);
    if (!(isAdmin && isActive) && others.length === 0) return refuse(c, 409, 'the last administrator');
    if (rights !== undefined) user.rights = patchRights(rightsOf(account, user), rights);
    Object.assign(user, { isAdmin, isActive });
    return c.json({ id: user.id });
  });

  return app;
}
