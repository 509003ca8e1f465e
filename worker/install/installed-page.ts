import type { Context } from 'hono';
import type { HttpFailure } from '../http/app-error.ts';
import { errorReply } from '../http/errors.ts';

/** Two small pages without scripts: the end of an installation, good or bad. */
const CSP =
  "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

export function installedPage(c: Context): Response {
  return page(c, 200, 'Виджет подключён', 'Вернитесь в amoCRM: настройки открываются на странице виджета.');
}

/** A person reads a sentence, a program reads JSON. */
export function refusal(c: Context, failure: HttpFailure): Response {
  return (c.req.header('Accept') ?? '').includes('text/html')
    ? page(c, 400, 'Виджет не подключён', failure.message)
    : errorReply(c, failure);
}

function page(c: Context, status: 200 | 400, title: string, text: string): Response {
  c.header('Content-Security-Policy', CSP);
  c.header('Cache-Control', 'no-store');
  return c.html(
    `<!doctype html>
<html lang="ru">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title>
<style>
body { margin: 0; background: #f5f5f5; color: #363b44; font: 15px/1.5 "PT Sans", "Segoe UI", Roboto, Arial, sans-serif; }
main { max-width: 420px; margin: 15vh auto 0; padding: 24px; background: #fff; border: 1px solid #e3e3e3; border-radius: 4px; }
h1 { margin: 0 0 8px; font-size: 20px; }
p { margin: 0; }
@media (prefers-color-scheme: dark) {
  body { background: #0f2231; color: #f2f2f2; }
  main { background: #153043; border-color: #284860; }
}
</style>
</head>
<body><main><h1>${title}</h1><p>${text}</p></main></body>
</html>
`,
    status,
  );
}
