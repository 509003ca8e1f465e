import { Hono } from 'hono';
import { z } from 'zod';
import type { Account, User } from '../core/model.ts';
import { managerRights } from '../core/people.ts';
import { patchRights } from '../core/people-factory.ts';
import { rightsOf } from '../core/rights.ts';
import type { World } from '../core/world.ts';
import type { ApiContext, ApiEnv } from '../http/env.ts';
import { countedPage, hal, noContent, selfLink, withOf } from '../http/hal.ts';
import { choiceProblem, type Problem, problem } from '../http/problem.ts';
import { adminOnly } from '../http/rights-gate.ts';
import { readItems } from '../http/validation.ts';
import { renderRights, rightsInput, rightsSchema } from './rights-model.ts';

const MAX_NEW = 10;
/** Above this the account's users are no longer created over the API (amocrm-api.md §3.2). */
const CLOSED_ABOVE = 100;

const createSchema = z.strictObject({
  name: z.string().min(1).max(100),
  email: z.email(),
  password: z.string().min(1),
  lang: z.enum(['ru', 'en', 'es', 'pt']).optional(),
  rights: rightsSchema
    .extend({
      is_admin: z.boolean().optional(),
      is_free: z.boolean().optional(),
      is_active: z.boolean().optional(),
      group_id: z.int().nullable().optional(),
      role_id: z.int().nullable().optional(),
    })
    .optional(),
  request_id: z.string().optional(),
});
type CreateInput = z.infer<typeof createSchema>;

export function renderUser(
  account: Account,
  user: User,
  withs: ReadonlySet<string>,
): Record<string, unknown> {
  const embedded: Record<string, unknown> = {};
  if (withs.has('role')) {
    embedded.roles = account.roles
      .filter((role) => role.id === user.roleId)
      .map(({ id, name }) => ({ id, name, ...selfLink(account, `/roles/${id}`) }));
  }
  if (withs.has('group')) {
    embedded.groups = account.userGroups
      .filter((group) => group.id === user.groupId)
      .map(({ id, name }) => ({ id, name }));
  }
  const asked = {
    uuid: user.uuid,
    amojo_id: user.amojoId,
    user_rank: 'newbie',
    phone_number: user.phoneNumber,
  };
  return {
    id: user.id,
    name: user.name,
    email: user.email,
    lang: user.lang,
    rights: {
      ...renderRights(rightsOf(account, user)),
      is_admin: user.isAdmin,
      is_free: user.isFree,
      is_active: user.isActive,
      group_id: user.groupId === 0 ? null : user.groupId,
      role_id: user.isAdmin ? null : user.roleId,
    },
    ...Object.fromEntries(Object.entries(asked).filter(([key]) => withs.has(key))),
    ...selfLink(account, `/users/${user.id}`),
    _embedded: embedded,
  };
}

function createProblems(account: Account, input: CreateInput): Problem[] {
  const { group_id, role_id } = input.rights ?? {};
  const problems: Problem[] = [];
  if (account.users.some((user) => user.email === input.email)) problems.push(choiceProblem('email'));
  if (typeof group_id === 'number' && !account.userGroups.some(({ id }) => id === group_id))
    problems.push(choiceProblem('rights.group_id'));
  if (typeof role_id === 'number' && !account.roles.some(({ id }) => id === role_id))
    problems.push(choiceProblem('rights.role_id'));
  return problems;
}

function newUser(world: World, input: CreateInput): User {
  const { is_admin, is_free, is_active, group_id, role_id, ...rights } = input.rights ?? {};
  const own = Object.keys(rights).length > 0;
  return {
    id: world.ids.next('user'),
    name: input.name,
    email: input.email,
    lang: input.lang ?? 'ru',
    isAdmin: is_admin ?? false,
    isActive: is_active ?? true,
    isFree: is_free ?? false,
    groupId: group_id ?? 0,
    roleId: role_id ?? null,
    rights: own ? patchRights(managerRights(), rightsInput(rights)) : null,
    uuid: null,
    amojoId: null,
    phoneNumber: null,
  };
}

async function createUsers(world: World, c: ApiContext): Promise<Response> {
  const { account } = c.var;
  if (account.users.length > CLOSED_ABOVE) return problem(403, 'Users limit exceeded');
  const read = await readItems(c, createSchema, (input) => createProblems(account, input), MAX_NEW);
  if (!read.ok) return read.response;
  const rows = read.value.map(({ value, requestId }) => {
    const user = newUser(world, value);
    account.users.push(user);
    return { ...renderUser(account, user, withOf(c)), request_id: requestId };
  });
  return hal({ _total_items: rows.length, _embedded: { users: rows } }, 201);
}

/** For administrators only; external integrations never have it (amocrm-api.md §4.10). */
export function usersRoutes(world: World): Hono<ApiEnv> {
  const app = new Hono<ApiEnv>();

  app.on(['GET', 'POST'], '/users/*', adminOnly());

  app.get('/users', (c) => {
    const rows = c.var.account.users.map((user) => renderUser(c.var.account, user, withOf(c)));
    return countedPage(c, '/users', 'users', rows);
  });

  app.get('/users/:id{[0-9]+}', (c) => {
    const user = c.var.account.users.find((candidate) => candidate.id === Number(c.req.param('id')));
    return user === undefined ? noContent() : hal(renderUser(c.var.account, user, withOf(c)));
  });

  app.post('/users', (c) => createUsers(world, c));

  return app;
}
