import { Hono } from 'hono';
import { z } from 'zod';
import { clockRoutes } from './clock.routes.ts';
import type { ControlledDouble } from './double.ts';
import { localOriginsOnly } from './local-origin.ts';
import { pageRoutes } from './page.routes.ts';
import { ratesOf } from './rates.ts';
import { sceneRoutes } from './scene.routes.ts';
import { seedNames } from './seed-names.ts';

const WINDOW_MS = 60_000;
const LONGEST_WINDOW_MS = 3_600_000;
const windowQuery = z.coerce.number().int().min(1000).max(LONGEST_WINDOW_MS).default(WINDOW_MS);
const logQuery = z.object({
  after: z.coerce.number().int().min(0).default(0),
  limit: z.coerce.number().int().min(1).max(2000).default(500),
});
const seedBody = z.strictObject({ seed: z.enum(seedNames) });

/** Mounted by both doubles at `/_sandbox`: the page for people and what it needs beside the double's own strings. */
export function controlRoutes(double: ControlledDouble): Hono {
  const routes = new Hono({ strict: false });
  routes.use('*', localOriginsOnly());
  routes.route('/', pageRoutes());
  routes.route('/', clockRoutes(double.clock));
  routes.route('/', sceneRoutes());

  routes.get('/control', (c) =>
    c.json({ kind: double.kind, peerUrl: double.peerUrl, faultKinds: double.faultKinds }),
  );

  routes.get('/state', (c) => c.json({ kind: double.kind, owners: double.owners() }));

  routes.get('/rates', (c) => {
    const window = windowQuery.safeParse(c.req.query('window'));
    if (!window.success) return c.json({ error: 'window: milliseconds, 1,000 to 3,600,000' }, 400);
    const nowMs = double.clock.real();
    return c.json(ratesOf(double.calls(nowMs - window.data), nowMs, window.data));
  });

  routes.get('/log', (c) => {
    const query = logQuery.safeParse(c.req.query());
    if (!query.success) return c.json({ error: z.prettifyError(query.error) }, 400);
    return c.json({ rows: double.log(query.data.after).slice(-query.data.limit) });
  });

  routes.post('/seed', async (c) => {
    const body = seedBody.safeParse(await c.req.json().catch(() => undefined));
    if (!body.success) return c.json({ error: z.prettifyError(body.error) }, 400);
    const loaded = double.seed(body.data.seed);
    return loaded.ok ? c.json({ ok: true }) : c.json({ error: loaded.message }, 409);
  });

  return routes;
}
