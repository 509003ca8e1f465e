import type { Context } from 'hono';
import type { AppEnv } from '../http/app-env.ts';
import type { Work } from './save.ts';

export function workOf(c: Context<AppEnv>): Work {
  return { services: c.get('services'), caller: c.get('caller') };
}
