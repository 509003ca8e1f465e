import type { HttpBindings } from '@hono/node-server';
import { Hono } from 'hono';
import { controlRoutes } from '../control/control.routes.ts';
import { controlPage } from '../control/page.routes.ts';
import { adminRoutes } from './admin/admin.routes.ts';
import { controlStrings } from './admin/control.routes.ts';
import { controlledAmocrm } from './admin/controlled.ts';
import { createApi } from './api/api.ts';
import type { World } from './core/world.ts';
import { consentRoutes } from './oauth/consent.routes.ts';
import { tokenRoutes } from './oauth/token.routes.ts';
import { ajaxRoutes } from './pages/ajax.routes.ts';
import { fileRoutes } from './pages/files.routes.ts';
import { hostRoutes } from './pages/host.routes.ts';
import { shellRoutes } from './pages/shell.routes.ts';

/** One origin for every account of the double. */
export function createApp(world: World, peerUrl: string | null): Hono<{ Bindings: HttpBindings }> {
  const app = new Hono<{ Bindings: HttpBindings }>();
  // The routes of this double are strict about a slash at the end.
  app.get('/_sandbox/', (c) => c.html(controlPage));
  app.route('/_sandbox', controlRoutes(controlledAmocrm(world, peerUrl)));
  app.route('/_sandbox', controlStrings(world));
  app.route('/_sandbox', adminRoutes(world));
  app.route('/', tokenRoutes(world));
  app.route('/api/v4', createApi(world));
  app.route('/', consentRoutes(world));
  app.route('/ajax/host', hostRoutes(world));
  app.route('/', ajaxRoutes(world));
  app.route('/', fileRoutes(world));
  app.route('/', shellRoutes(world));
  return app;
}
