import { Hono } from 'hono';
import { z } from 'zod';
import { personDescription } from '../clinic/description.ts';
import { createMedcard } from '../clinic/source.ts';
import type { Store } from '../clinic/store.ts';
import { parsed, unknown } from './replies.ts';

/** Strings that only scenes and the control page pull. */
export function controlStrings(store: Store): Hono {
  const routes = new Hono({ strict: false });

  routes.post('/sources/:id/keys/restore', async (c) => {
    const body = await parsed(c, z.strictObject({ apiId: z.string() }));
    if (!body.ok) return body.response;
    const key = store.get(c.req.param('id'))?.keys.get(body.value.apiId);
    if (key === undefined) return unknown(c);
    key.revoked = false;
    key.refusedFrom = null;
    return c.json({ ok: true });
  });

  routes.delete('/sources/:id/keys/:apiId', (c) => {
    const removed = store.get(c.req.param('id'))?.keys.delete(c.req.param('apiId')) ?? false;
    return removed ? c.json({ ok: true }) : unknown(c);
  });

  routes.post('/sources/:id/medcards', async (c) => {
    const source = store.get(c.req.param('id'));
    if (source === undefined) return unknown(c);
    const body = await parsed(c, personDescription);
    if (!body.ok) return body.response;
    return c.json({ id: createMedcard(source, body.value, store.wall(source)).id }, 201);
  });

  return routes;
}
