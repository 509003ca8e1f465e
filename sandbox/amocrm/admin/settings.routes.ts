import { type Context, Hono } from 'hono';
import { z } from 'zod';
import type { Account } from '../core/model.ts';
import { managerRights } from '../core/people.ts';
import { patchRights, rightsPatch, roleDescription } from '../core/people-factory.ts';
import { rightsOf } from '../core/rights.ts';
import type { World } from '../core/world.ts';
import { unblock } from '../http/limits.ts';
import { adminOf, readBody, refuse } from './body.ts';

/** Switches, limits, people and tokens of an account. */

export const settingsPatch = z.strictObject({
  filtersEnabled: z.boolean().optional(),
  unpaid: z.union([z.boolean(), z.literal('all')]).optional(),
  blocked: z.boolean().optional(),
  webhooksInPlan: z.boolean().optional(),
  duplicateControl: z.boolean().optional(),
  indexDelayMs: z.int().nonnegative().optional(),
  falsePositives: z.boolean().optional(),
  rps: z.int().nonnegative().optional(),
  sharedRps: z.int().nonnegative().optional(),
  noiseRps: z.int().nonnegative().optional(),
  rateLimitBody: z.enum(['html', 'json']).optional(),
  blockAfter429: z.int().positive().nullable().optional(),
  maxBatch: z.int().positive().nullable().optional(),
  ipRefused: z.boolean().optional(),
  lossReasonsEnabled: z.boolean().optional(),
  disconnectParam: z.enum(['client_uuid', 'client_id']).optional(),
  scopes: z.array(z.enum(['crm', 'notifications', 'files', 'files_delete'])).optional(),
  subdomain: z.string().optional(),
  integration: z.strictObject({ kind: z.enum(['public', 'private']) }).optional(),
  digitalPipelineFormat: z.enum(['json', 'form']).optional(),
  hooks: z
    .strictObject({
      double: z.boolean().optional(),
      shuffle: z.boolean().optional(),
      together: z.boolean().optional(),
      paused: z.boolean().optional(),
      timeScale: z.number().positive().optional(),
      delayMs: z.int().nonnegative().optional(),
      extraUpdate: z.boolean().optional(),
      accountOrder: z.enum(['first', 'self-first', 'last']).optional(),
      closeFromList: z.boolean().optional(),
      collidingKeys: z.boolean().optional(),
    })
    .optional(),
});

const userPatch = z.strictObject({
  isAdmin: z.boolean().optional(),
  isActive: z.boolean().optional(),
  isFree: z.boolean().optional(),
  groupId: z.int().optional(),
  roleId: z.int().nullable().optional(),
  lang: z.string().optional(),
  rights: rightsPatch.nullable().optional(),
});

const longLived = z.strictObject({
  userId: z.int().optional(),
  days: z
    .int()
    .min(1)
    .max(5 * 366)
    .default(365),
});

function present<T extends object>(patch: T): Partial<T> {
  const given = Object.entries(patch).filter(([, value]) => value !== undefined);
  return Object.fromEntries(given) as Partial<T>;
}

function applySettings(world: World, account: Account, patch: z.infer<typeof settingsPatch>): void {
  const { hooks, subdomain, scopes, integration, ...flat } = patch;
  Object.assign(account.settings, present(flat));
  if (flat.blocked === false) unblock(world, account);
  if (scopes !== undefined) account.integration.scopes = scopes;
  if (integration !== undefined) account.integration.kind = integration.kind;
  if (subdomain !== undefined) {
    account.domain = account.domain.replace(/^[^.]+/, subdomain);
    account.subdomain = subdomain;
  }
  if (hooks === undefined) return;
  const wasPaused = account.settings.hooks.paused;
  Object.assign(account.settings.hooks, present(hooks));
  if (wasPaused && !account.settings.hooks.paused) world.hooks.resume(account);
}

export function settingsRoutes(world: World, accountOf: (c: Context) => Account | undefined): Hono {
  const app = new Hono();

  app.patch('/settings', async (c) => {
    const account = accountOf(c);
    if (account === undefined) return refuse(c, 404, 'unknown account');
    const body = await readBody(c, settingsPatch);
    if (!body.ok) return body.response;
    applySettings(world, account, body.value);
    return c.json(account.settings);
  });

  app.post('/noise', async (c) => {
    const account = accountOf(c);
    if (account === undefined) return refuse(c, 404, 'unknown account');
    const body = await readBody(c, z.strictObject({ rps: z.int().nonnegative() }));
    if (!body.ok) return body.response;
    account.settings.noiseRps = body.value.rps;
    return c.json({
      noiseRps: body.value.rps,
      left: Math.max(0, account.settings.sharedRps - body.value.rps),
    });
  });

  app.patch('/users/:user{[0-9]+}', async (c) => {
    const account = accountOf(c);
    const user = account?.users.find((candidate) => candidate.id === Number(c.req.param('user')));
    if (account === undefined || user === undefined) return refuse(c, 404, 'unknown user');
    const body = await readBody(c, userPatch);
    if (!body.ok) return body.response;
    const { rights, ...flat } = body.value;
    Object.assign(user, present(flat));
    if (rights === null) user.rights = null;
    else if (rights !== undefined) user.rights = patchRights(rightsOf(account, user), rights);
    return c.json(user);
  });

  app.post('/roles', async (c) => {
    const account = accountOf(c);
    if (account === undefined) return refuse(c, 404, 'unknown account');
    const body = await readBody(c, roleDescription);
    if (!body.ok) return body.response;
    const id = body.value.id ?? world.ids.next('role');
    world.ids.seen('role', id);
    account.roles.push({
      id,
      name: body.value.name,
      rights: patchRights(managerRights(), body.value.rights ?? {}),
    });
    return c.json({ id }, 201);
  });

  app.post('/long-lived-token', async (c) => {
    const account = accountOf(c);
    if (account === undefined) return refuse(c, 404, 'unknown account');
    const body = await readBody(c, longLived);
    if (!body.ok) return body.response;
    const { userId = adminOf(account), days } = body.value;
    const grant = { accountId: account.id, clientId: account.integration.clientId, userId };
    return c.json({ token: world.tokens.issueLongLived(account, grant, days) }, 201);
  });

  app.delete('/long-lived-token', (c) => {
    const account = accountOf(c);
    if (account === undefined) return refuse(c, 404, 'unknown account');
    return c.json({ revoked: world.tokens.revokeLongLived(account.id) });
  });

  return app;
}
