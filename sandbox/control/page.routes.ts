import { readFile } from 'node:fs/promises';
import { stripTypeScriptTypes } from 'node:module';
import { Hono } from 'hono';

export const controlPage = `<!doctype html>
<html lang="ru">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Песочница: пульт</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="/_sandbox/files/page/style.css">
<link rel="stylesheet" href="/_sandbox/files/page/parts.css">
</head>
<body>
<div id="app"></div>
<script type="module" src="/_sandbox/files/page/main.ts"></script>
</body>
</html>`;

const types = { css: 'text/css; charset=utf-8', ts: 'text/javascript; charset=utf-8' } as const;

/** The page and its modules: TypeScript as it lies here, the types are stripped on the way out. */
export function pageRoutes(): Hono {
  const routes = new Hono({ strict: false });

  routes.get('/', (c) => c.html(controlPage));

  routes.get('/files/:folder{page|scenes}/:name{[a-z0-9-]+\\.(?:ts|css)}', async (c) => {
    const { folder, name } = c.req.param();
    const text = await readFile(new URL(`./${folder}/${name}`, import.meta.url), 'utf8').catch(() => null);
    if (text === null) return c.notFound();
    const isCode = name.endsWith('.ts');
    c.header('content-type', isCode ? types.ts : types.css);
    c.header('cache-control', 'no-cache');
    return c.body(isCode ? stripTypeScriptTypes(text) : text);
  });

  return routes;
}
