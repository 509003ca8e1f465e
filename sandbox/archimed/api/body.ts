import type { Context } from 'hono';
import { z } from 'zod';
import { fromRussianDate, isTime } from '../clinic/wall-clock.ts';

const jsonBody = z.record(z.string(), z.unknown());

export type Fields = Record<string, string>;

/** Form-encoded writes, JSON with the same names (archimed-api.md §10). Null: a body that cannot be read. */
export async function readFields(c: Context): Promise<Fields | null> {
  const text = await c.req.text();
  const type = c.req.header('content-type') ?? '';
  if (!type.includes('json')) {
    if (!type.startsWith('multipart/')) return Object.fromEntries(new URLSearchParams(text));
    const parts = [...(await c.req.formData())];
    return Object.fromEntries(parts.filter((part): part is [string, string] => typeof part[1] === 'string'));
  }
  if (text.trim() === '') return {};
  try {
    const parsed = jsonBody.safeParse(JSON.parse(text));
    if (!parsed.success) return null;
    const scalars = Object.entries(parsed.data).filter(([, value]) =>
      ['string', 'number'].includes(typeof value),
    );
    return Object.fromEntries(scalars.map(([name, value]) => [name, String(value)]));
  } catch {
    return null;
  }
}

/** An id; absent, "" and 0 all mean none (archimed-api.md §3). */
export function idField(message: string) {
  return z
    .string()
    .regex(/^\d{0,9}$/, message)
    .transform((text) => (Number(text) === 0 ? undefined : Number(text)))
    .optional();
}

export function dateField(message: string) {
  return z
    .string()
    .transform((text, issue) => {
      if (text === '') return undefined;
      const date = fromRussianDate(text);
      if (date !== null) return date;
      issue.addIssue({ code: 'custom', message });
      return z.NEVER;
    })
    .optional();
}

export function timeField(message: string) {
  return z
    .string()
    .refine((text) => text === '' || isTime(text), message)
    .transform((text) => (text === '' ? undefined : text))
    .optional();
}

export function parseFields<T>(
  schema: z.ZodType<T>,
  fields: Fields,
): { ok: true; value: T } | { ok: false; message: string } {
  const parsed = schema.safeParse(fields);
  if (parsed.success) return { ok: true, value: parsed.data };
  return { ok: false, message: parsed.error.issues[0]?.message ?? 'Неверный запрос' };
}
