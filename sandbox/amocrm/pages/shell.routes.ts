import { Hono } from 'hono';
import type { World } from '../core/world.ts';
import { page } from './html.ts';
import { ensureSession } from './session.ts';

const shell = `
<div id="app" class="app"></div>
<script src="/static/vendor/require.js"></script>
<script type="module" src="/static/app.ts"></script>`;

const paths = ['/', '/leads/*', '/contacts/*', '/companies/*', '/settings/*'];

/** One page for all addresses: cards change in place, as in amoCRM. */
export function shellRoutes(world: World): Hono {
  const app = new Hono();
  for (const path of paths) {
    app.get(path, (c) => {
      const session = ensureSession(world, c);
      if (session === null) {
        return c.html(
          page('Песочница', '<p class="empty">Аккаунтов нет: создайте их через POST /_sandbox/accounts.</p>'),
        );
      }
      return c.html(page('Сделки', shell));
    });
  }
  return app;
}
