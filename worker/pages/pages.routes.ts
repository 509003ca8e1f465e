import { type Context, Hono } from 'hono';
import type { AppEnv } from '../http/app-env.ts';
import { fail } from '../http/app-error.ts';
import { version } from '../http/version.ts';
import { pagePolicy, withConfig } from './page.ts';

/** Pages of the Worker, shown in frames of amoCRM or in a tab, and the files they load. */
const PAGES = ['settings', 'booking', 'journal', 'guide'] as const;

/** Names that Vite made from the content. */
const HASHED = /-[\w-]{8}\.[a-z0-9]+$/;

export function pagesRoutes() {
  const app = new Hono<AppEnv>()
    .get('/healthz', (c) => {
      c.header('Cache-Control', 'no-store');
      return c.json({ status: 'ok', version }, 200);
    })
    .get('/', (c) => c.redirect('/settings/', 302))
    .get('/widget/*', file)
    .get('/guide/screenshots/*', file);
  for (const name of PAGES) {
    app.get(`/${name}`, (c) => c.redirect(`/${name}/${new URL(c.req.url).search}`, 302));
    app.get(`/${name}/`, (c) => page(c, name));
  }
  return app;
}

async function page(c: Context<AppEnv>, name: (typeof PAGES)[number]): Promise<Response> {
  const { config } = c.get('services');
  // With the slash: by its file name the page would be redirected here (assets, html_handling).
  const built = await c.env.ASSETS.fetch(new URL(`/${name}/`, c.req.url));
  if (!built.ok) {
    return fail(404, 'not_found', 'Такого адреса нет.');
  }
  c.header('Content-Security-Policy', pagePolicy(config));
  c.header('Cache-Control', 'no-cache');
  return c.html(withConfig(await built.text(), config), 200);
}

async function file(c: Context<AppEnv>): Promise<Response> {
  const found = await c.env.ASSETS.fetch(c.req.raw);
  if (found.status >= 400) {
    return fail(404, 'not_found', 'Такого адреса нет.');
  }
  const headers = new Headers(found.headers);
  headers.set('Cache-Control', HASHED.test(c.req.path) ? 'public, max-age=31536000, immutable' : 'no-cache');
  return new Response(found.body, { status: found.status, headers });
}
