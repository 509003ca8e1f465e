import type { Context } from 'hono';
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import type { z } from 'zod';
import type { Account } from '../core/model.ts';

export function refuse(c: Context, status: ContentfulStatusCode, error: string, details?: unknown): Response {
  return c.json(details === undefined ? { error } : { error, details }, status);
}

/** An empty body means `{}`. */
export async function readBody<S extends z.ZodType>(
  c: Context,
  schema: S,
): Promise<{ ok: true; value: z.output<S> } | { ok: false; response: Response }> {
  const text = await c.req.text();
  let json: unknown;
  try {
    json = text.trim() === '' ? {} : JSON.parse(text);
  } catch {
    return { ok: false, response: refuse(c, 400, 'not JSON') };
  }
  const parsed = schema.safeParse(json);
  if (parsed.success) return { ok: true, value: parsed.data };
  return { ok: false, response: refuse(c, 400, 'invalid body', parsed.error.issues) };
}

export function adminOf(account: Account): number {
  return account.users.find((user) => user.isAdmin && user.isActive)?.id ?? 0;
}
