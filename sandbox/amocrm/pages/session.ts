import type { Context } from 'hono';
import { getCookie, setCookie } from 'hono/cookie';
import { type PageSession, SESSION_COOKIE } from '../core/sessions.ts';
import type { World } from '../core/world.ts';

export function currentSession(world: World, c: Context): PageSession | undefined {
  const session = world.sessions.get(getCookie(c, SESSION_COOKIE));
  return session !== undefined && world.accounts.has(session.accountId) ? session : undefined;
}

export function openSession(world: World, c: Context, session: PageSession): void {
  setCookie(c, SESSION_COOKIE, world.sessions.open(session), { path: '/', httpOnly: true, sameSite: 'Lax' });
}

/** A visitor without a cookie becomes the administrator of the first account: there is no password in a double. */
export function ensureSession(world: World, c: Context): PageSession | null {
  const known = currentSession(world, c);
  if (known !== undefined) return known;
  const [account] = world.accounts.values();
  const admin = account?.users.find((user) => user.isAdmin && user.isActive);
  if (account === undefined || admin === undefined) return null;
  const session = { accountId: account.id, userId: admin.id };
  openSession(world, c, session);
  return session;
}
