import type { Page } from 'playwright-core';
import { z } from 'zod';

const madeSchema = z.object({
  _embedded: z.object({ custom_fields: z.array(z.object({ id: z.int() })) }),
});

/** Made with the session of amoCRM's own page, in one request: their ids under the keys that they were given by. */
export async function newFields(
  page: Page,
  entity: 'leads' | 'contacts',
  fields: Record<string, { name: string; type: string; enums?: { value: string; sort: number }[] }>,
): Promise<Record<string, number>> {
  const reply = await page.evaluate(
    async ([path, body]) =>
      (await fetch(path, { method: 'POST', body, headers: { 'Content-Type': 'application/json' } })).json(),
    [`/api/v4/${entity}/custom_fields`, JSON.stringify(Object.values(fields))] as const,
  );
  const ids = madeSchema.parse(reply)._embedded.custom_fields.map(({ id }) => id);
  return Object.fromEntries(Object.keys(fields).map((key, index) => [key, ids[index] ?? 0]));
}
