import type { MiddlewareHandler } from 'hono';
import { refuse } from '../admin/body.ts';
import type { Account, User } from '../core/model.ts';
import { visibleTo } from '../core/visible.ts';
import type { World } from '../core/world.ts';
import type { ApiEnv } from '../http/env.ts';
import { unauthorized } from '../http/problem.ts';
import { currentSession } from './session.ts';

/** Whose page asks; `seen` is the account without what this user may not see. */
export type PageEnv = { Variables: { account: Account; seen: Account; user: User } };

function who(
  world: World,
  session: { accountId: number; userId: number } | undefined,
): { account: Account; user: User } | null {
  const account = session === undefined ? undefined : world.accounts.get(session.accountId);
  const user = account?.users.find((candidate) => candidate.id === session?.userId);
  return account === undefined || user === undefined ? null : { account, user };
}

export function requireSession(world: World): MiddlewareHandler<PageEnv> {
  return async (c, next) => {
    const caller = who(world, currentSession(world, c));
    if (caller === null) return refuse(c, 401, 'no session');
    c.set('account', caller.account);
    c.set('user', caller.user);
    c.set('seen', visibleTo(caller.account, caller.user));
    return next();
  };
}

/** What a person does in the pages obeys the API's rules, but neither its limits and faults nor its request log. */
export function pageGate(world: World): MiddlewareHandler<ApiEnv> {
  return async (c, next) => {
    const caller = who(world, currentSession(world, c));
    if (caller === null) return unauthorized();
    c.set('account', visibleTo(caller.account, caller.user));
    c.set('actor', caller.user);
    return next();
  };
}

export const administratorsOnly: MiddlewareHandler<PageEnv> = async (c, next) =>
  c.var.user.isAdmin ? next() : refuse(c, 403, 'administrators only');
