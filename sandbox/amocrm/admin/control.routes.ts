import { Hono } from 'hono';
import { z } from 'zod';
import type { World } from '../core/world.ts';
import { readBody, refuse } from './body.ts';

/** Strings that only scenes and the control page pull. */
export function controlStrings(world: World): Hono {
  const app = new Hono();

  app.patch('/accounts/:account{[0-9]+}/refresh-tokens', async (c) => {
    const account = world.accounts.get(Number(c.req.param('account')));
    if (account === undefined) return refuse(c, 404, 'unknown account');
    const body = await readBody(c, z.strictObject({ spent: z.boolean() }));
    if (!body.ok) return body.response;
    world.tokens.setSpent(account.id, body.value.spent);
    return c.json(world.tokens.count(account.id));
  });

  return app;
}
