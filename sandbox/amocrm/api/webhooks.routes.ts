import { Hono } from 'hono';
import { z } from 'zod';
import type { Account, Webhook } from '../core/model.ts';
import type { World } from '../core/world.ts';
import type { ApiEnv } from '../http/env.ts';
import { hal, noContent, selfLink } from '../http/hal.ts';
import { choiceProblem, notFound, problem } from '../http/problem.ts';
import { readObject } from '../http/validation.ts';

const MAX_HOOKS = 100;

const actions: Record<string, readonly string[]> = {
  responsible: ['lead', 'contact', 'company', 'customer', 'task'],
  restore: ['lead', 'contact', 'company'],
  add: [
    'lead',
    'contact',
    'company',
    'customer',
    'talk',
    'task',
    'message',
    'unsorted',
    'chat_template_review',
  ],
  update: ['lead', 'contact', 'company', 'customer', 'talk', 'task', 'unsorted'],
  delete: ['lead', 'contact', 'company', 'customer', 'task', 'unsorted'],
  status: ['lead'],
  note: ['lead', 'contact', 'company', 'customer'],
};
const allowed = new Set(
  Object.entries(actions).flatMap(([action, whom]) => whom.map((name) => `${action}_${name}`)),
);

const hookSchema = z.strictObject({
  // Cyrillic domains are refused (§5.1); parsing would hide them behind punycode.
  destination: z.url({ protocol: /^https?$/ }).regex(/^https?:\/\/[!-.0-~]+(\/|$)/),
  settings: z.array(z.string()).min(1),
  sort: z.int().optional(),
});

function render(account: Account, hook: Webhook): Record<string, unknown> {
  return {
    id: hook.id,
    destination: hook.destination,
    created_at: hook.createdAt,
    updated_at: hook.updatedAt,
    account_id: account.id,
    created_by: hook.createdBy,
    sort: hook.sort,
    disabled: hook.disabled,
    settings: hook.settings,
  };
}

/** Subscriptions (amocrm-api.md §5.1): POST is an upsert by destination and wakes a hook that was switched off. */
export function webhooksRoutes(world: World): Hono<ApiEnv> {
  const app = new Hono<ApiEnv>();

  app.use('/webhooks', async (c, next) => {
    if (!c.var.actor.isAdmin) return problem(403, 'Доступ запрещён');
    return c.var.account.settings.webhooksInPlan
      ? next()
      : problem(403, 'Функция недоступна на вашем тарифе');
  });

  app.get('/webhooks', (c) => {
    const { account } = c.var;
    const destination = c.req.query('filter[destination]');
    const rows = account.webhooks
      .filter((hook) => destination === undefined || hook.destination === destination)
      .map((hook) => render(account, hook));
    if (rows.length === 0) return noContent();
    return hal({
      _total_items: rows.length,
      ...selfLink(account, '/webhooks'),
      _embedded: { webhooks: rows },
    });
  });

  app.post('/webhooks', async (c) => {
    const { account, actor } = c.var;
    const read = await readObject(c, hookSchema, (input) =>
      input.settings.flatMap((name, i) => (allowed.has(name) ? [] : [choiceProblem(`settings.${i}`)])),
    );
    if (!read.ok) return read.response;
    const at = Math.floor(world.nowMs() / 1000);
    const { destination, settings, sort } = read.value;
    const known = account.webhooks.find((hook) => hook.destination === destination);
    if (known !== undefined) {
      Object.assign(known, {
        settings,
        sort: sort ?? known.sort,
        disabled: false,
        updatedAt: at,
        badAnswersMs: [],
      });
      return hal(render(account, known), 201);
    }
    if (account.webhooks.length >= MAX_HOOKS) return problem(422, 'Webhooks limit exceeded');
    const hook: Webhook = {
      id: world.ids.next('webhook'),
      destination,
      settings,
      sort: sort ?? account.webhooks.length + 1,
      disabled: false,
      createdBy: actor.id,
      createdAt: at,
      updatedAt: at,
      badAnswersMs: [],
    };
    account.webhooks.push(hook);
    return hal(render(account, hook), 201);
  });

  app.delete('/webhooks', async (c) => {
    const { account } = c.var;
    const read = await readObject(c, z.looseObject({ destination: z.string() }));
    if (!read.ok) return read.response;
    const rest = account.webhooks.filter((hook) => hook.destination !== read.value.destination);
    if (rest.length === account.webhooks.length) return notFound();
    account.webhooks = rest;
    return noContent();
  });

  return app;
}
