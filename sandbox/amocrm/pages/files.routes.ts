import { readFile } from 'node:fs/promises';
import { createRequire, stripTypeScriptTypes } from 'node:module';
import { extname } from 'node:path';
import { Hono } from 'hono';
import type { World } from '../core/world.ts';

const require = createRequire(import.meta.url);
const vendors: Record<string, string> = {
  'require.js': require.resolve('requirejs/require.js'),
  'jquery.js': require.resolve('jquery'),
  'underscore.js': require.resolve('underscore'),
  'backbone.js': require.resolve('backbone'),
  'twigjs.js': require.resolve('twig/twig.js'),
  'moment.js': require.resolve('moment'),
  'chartjs.js': require.resolve('chart.js/dist/Chart.js'),
  'quill.js': require.resolve('quill/dist/quill.js'),
  'cropperjs.js': require.resolve('cropperjs/dist/cropper.js'),
  'fullcalendar.js': require.resolve('fullcalendar'),
  'google-libphonenumber.js': require.resolve('google-libphonenumber'),
  'intl_tel_input.js': require.resolve('intl-tel-input/build/js/intlTelInput.js'),
  'js-uuid.js': require.resolve('js-uuid'),
  // The main file is CommonJS alone; this build of the same release speaks AMD.
  'store.js': require.resolve('store/dist/store.legacy.min.js'),
};

const types: Record<string, string> = {
  '.js': 'text/javascript; charset=utf-8',
  '.ts': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.png': 'image/png',
  '.jpg': 'image/jpeg',
  '.jpeg': 'image/jpeg',
  '.gif': 'image/gif',
  '.svg': 'image/svg+xml',
  '.woff2': 'font/woff2',
  '.twig': 'text/plain; charset=utf-8',
};

function file(name: string, bytes: Uint8Array<ArrayBuffer> | string): Response {
  return new Response(bytes, {
    headers: {
      'content-type': types[extname(name)] ?? 'application/octet-stream',
      'cache-control': 'no-cache',
    },
  });
}

/** The pages' own modules are TypeScript; the types are stripped on the way out, as node does for the server. */
async function ownFile(name: string): Promise<Response | null> {
  if (!/^[a-z0-9-]+\.(ts|css)$/.test(name)) return null;
  const text = await readFile(new URL(`../page/${name}`, import.meta.url), 'utf8').catch(() => null);
  if (text === null) return null;
  return file(name, name.endsWith('.ts') ? stripTypeScriptTypes(text) : text);
}

export function fileRoutes(world: World): Hono {
  const app = new Hono();

  app.get('/static/vendor/:name', async (c) => {
    const path = vendors[c.req.param('name')];
    return path === undefined ? c.notFound() : file(path, await readFile(path, 'utf8'));
  });

  app.get('/static/:name', async (c) => (await ownFile(c.req.param('name'))) ?? c.notFound());

  // An AMD dependency written without its extension still finds its file.
  app.get('/widgets/:code/:path{.+}', (c) => {
    const archive = world.archives.get(c.req.param('code'));
    const path = c.req.param('path');
    const name = [path, `${path}.js`].find((candidate) => archive?.files.has(candidate) === true);
    const bytes = name === undefined ? undefined : archive?.files.get(name);
    return name === undefined || bytes === undefined ? c.notFound() : file(name, new Uint8Array(bytes));
  });

  return app;
}
