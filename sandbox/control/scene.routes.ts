import { Hono } from 'hono';
import { z } from 'zod';
import { scenes } from './scenes/index.ts';

const kept = z.strictObject({
  steps: z.array(
    z.strictObject({
      double: z.enum(['amocrm', 'archimed']),
      method: z.enum(['GET', 'POST', 'PATCH', 'PUT', 'DELETE']),
      path: z.string().startsWith('/'),
      body: z.unknown().optional(),
    }),
  ),
});

/** The list of scenes, and for those that are on what takes them back: kept here, so that another page can do it. */
export function sceneRoutes(): Hono {
  const routes = new Hono({ strict: false });
  const on = new Map<string, z.infer<typeof kept>['steps']>();

  routes.get('/scenes', (c) =>
    c.json({
      scenes: scenes.map(({ id, title, happens, see }) => ({
        id,
        title,
        happens,
        see,
        steps: on.get(id) ?? [],
      })),
    }),
  );

  routes.put('/scenes/:id', async (c) => {
    const body = kept.safeParse(await c.req.json().catch(() => undefined));
    if (!body.success) return c.json({ error: z.prettifyError(body.error) }, 400);
    on.set(c.req.param('id'), body.data.steps);
    return c.json({ ok: true });
  });

  routes.delete('/scenes/:id', (c) => {
    on.delete(c.req.param('id'));
    return c.json({ ok: true });
  });

  return routes;
}
