import { Hono } from 'hono';
import { z } from 'zod';
import type { Clock } from './clock.ts';

const instant = z.iso.datetime({ offset: true }).transform((text) => Date.parse(text));

const change = z
  .strictObject({
    /** From the real time. */
    offsetMs: z.number().optional(),
    at: instant.optional(),
    speed: z.number().min(0).max(100_000).optional(),
  })
  .refine((body) => body.offsetMs === undefined || body.at === undefined, 'offsetMs or at, not both');

export function clockRoutes(clock: Clock): Hono {
  const routes = new Hono({ strict: false });

  routes.get('/clock', (c) => c.json(clock.view()));

  routes.patch('/clock', async (c) => {
    const body = change.safeParse(await c.req.json().catch(() => undefined));
    if (!body.success) return c.json({ error: z.prettifyError(body.error) }, 400);
    const { offsetMs, at, speed } = body.data;
    clock.change({ offsetMs, atMs: at, speed });
    return c.json(clock.view());
  });

  return routes;
}
