import type { Context } from 'hono';
import { z } from 'zod';
import type { DeskResult } from '../desk/desk.ts';
import { talonDump } from './dump.ts';

export async function parsed<T>(
  c: Context,
  schema: z.ZodType<T>,
): Promise<{ ok: true; value: T } | { ok: false; response: Response }> {
  const json: unknown = await c.req.json().catch(() => undefined);
  const result = schema.safeParse(json);
  if (result.success) return { ok: true, value: result.data };
  return { ok: false, response: c.json({ error: z.prettifyError(result.error) }, 400) };
}

export function written(c: Context, result: DeskResult, success: 200 | 201): Response {
  return result.ok
    ? c.json(talonDump(result.talon), success)
    : c.json({ error: result.message }, result.status);
}

export function unknown(c: Context): Response {
  return c.json({ error: 'not found' }, 404);
}
