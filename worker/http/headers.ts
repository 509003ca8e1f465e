import { createMiddleware } from 'hono/factory';
import { secureHeaders } from 'hono/secure-headers';
import type { AppEnv } from './app-env.ts';

/** X-Frame-Options cannot name amoCRM's hosts: pages say by CSP who may frame them, everything else says nobody. */
const common = { xFrameOptions: false, strictTransportSecurity: 'max-age=15552000' } as const;
const own = secureHeaders(common);
const shared = secureHeaders({ ...common, crossOriginResourcePolicy: 'cross-origin' });

const NOTHING = "default-src 'none'; frame-ancestors 'none'";

export const securityHeaders = createMiddleware<AppEnv>(async (c, next) => {
  await (c.req.path.startsWith('/widget/') ? shared : own)(c, next);
  if (!c.res.headers.has('Content-Security-Policy')) {
    c.res.headers.set('Content-Security-Policy', NOTHING);
  }
});

export const noStore = createMiddleware<AppEnv>(async (c, next) => {
  await next();
  c.res.headers.set('Cache-Control', 'no-store');
});
