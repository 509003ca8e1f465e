import type { Context } from 'hono';
import { cors } from 'hono/cors';
import type { AppEnv } from './app-env.ts';
import { isAllowedOrigin } from './origins.ts';

/** Bearers only, so no credentials; the origin is reflected when it is one of amoCRM's or ours (contract.md, «Sessions»). */
export const apiCors = cors({
  origin: (origin, c: Context<AppEnv>) => (isAllowedOrigin(c.get('services').config, origin) ? origin : null),
  allowMethods: ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'],
  allowHeaders: ['Authorization', 'X-Auth-Token', 'Content-Type', 'Idempotency-Key'],
  maxAge: 7200,
});
