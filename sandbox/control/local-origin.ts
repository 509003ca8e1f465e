import type { MiddlewareHandler } from 'hono';
import { cors } from 'hono/cors';

/** The control page of one double pulls the strings of the other; pages of other machines do not. */
export function localOriginsOnly(): MiddlewareHandler {
  return cors({
    origin: (origin) => (isLocal(origin) ? origin : null),
    allowMethods: ['GET', 'POST', 'PATCH', 'PUT', 'DELETE'],
    allowHeaders: ['content-type'],
  });
}

export function isLocal(origin: string): boolean {
  if (!URL.canParse(origin)) return false;
  const { hostname } = new URL(origin);
  return ['localhost', '127.0.0.1', '[::1]'].includes(hostname) || hostname.endsWith('.localhost');
}
