import type { Account } from '../core/model.ts';
import type { World } from '../core/world.ts';
import type { ApiContext } from './env.ts';
import { htmlError, problem } from './problem.ts';

/** What amoCRM refuses before it looks at the request itself (amocrm-api.md §1.9, §3.1, §3.3). */

function tooMany(account: Account): Response {
  return account.settings.rateLimitBody === 'json' ? problem(429, 'Too many requests') : htmlError(429);
}

/** Abuse goes to the whole account: it is blocked until support, here the administration, lifts it (§3.1). */
export function unblock(world: World, account: Account): void {
  account.settings.blocked = false;
  world.rates.forgive(String(account.id));
}

function overLimit(world: World, account: Account): Response | null {
  const { rps, sharedRps, noiseRps, blockAfter429 } = account.settings;
  if (rps === 0) return null;
  const now = world.realMs();
  const own = world.rates.allow(`${account.id}:${account.integration.clientId}`, rps, now);
  const left = sharedRps - noiseRps;
  const shared = sharedRps === 0 || (left > 0 && world.rates.allow(`${account.id}:all`, left, now));
  if (own && shared) return null;
  const refusals = world.rates.refused(String(account.id), now);
  if (blockAfter429 !== null && refusals >= blockAfter429) account.settings.blocked = true;
  return tooMany(account);
}

async function tooHeavy(c: ApiContext, account: Account): Promise<boolean> {
  const { maxBatch } = account.settings;
  if (maxBatch === null || c.req.method === 'GET') return false;
  const body: unknown = await c.req.json().catch(() => null);
  return Array.isArray(body) && body.length > maxBatch;
}

export async function refuseAccount(
  world: World,
  c: ApiContext,
  account: Account,
  isPage: boolean,
): Promise<Response | null> {
  const { settings, integration } = account;
  if (settings.blocked) return htmlError(403);
  const over = overLimit(world, account);
  if (over !== null) return over;
  if (settings.ipRefused) {
    return problem(403, 'Доступ к данным аккаунта запрещён для этого IP-адреса', { code: 113 });
  }
  if (settings.unpaid === 'all' || (settings.unpaid && c.req.method !== 'GET'))
    return problem(402, 'Аккаунт не оплачен');
  // A page works with the user's session: there is no integration that would need a scope.
  if (!isPage && !integration.scopes.includes('crm')) {
    return problem(403, "Client doesn't have the required scope");
  }
  return (await tooHeavy(c, account)) ? htmlError(504) : null;
}
