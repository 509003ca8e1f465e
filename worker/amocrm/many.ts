import type { z } from 'zod';
import type { Priority } from '../shared/limiter.ts';
import { ok } from '../shared/result.ts';
import { LIST_LIMIT, parseRows } from './hal.ts';
import type { AmocrmResult, Query, Transport } from './transport.ts';

/** Ids a request: they travel in the address. */
const IDS_A_REQUEST = 50;

export function chunks<T>(items: readonly T[], size: number): ReadonlyArray<readonly T[]> {
  const count = Math.ceil(items.length / size);
  return Array.from({ length: count }, (_, index) => items.slice(index * size, (index + 1) * size));
}

type Wanted<T> = {
  readonly path: 'leads' | 'contacts';
  readonly query: Query;
  readonly row: z.ZodType<T>;
  readonly ids: readonly number[];
  readonly byId: (priority: Priority, id: number) => AmocrmResult<T | null>;
};

/**
 * `filter[id]` may be ignored without a word (amocrm-api.md §4.11): only rows that were asked for count, and an id
 * that did not come is asked for by itself before it counts as absent.
 */
export async function readByIds<T extends { readonly id: number }>(
  transport: Transport,
  priority: Priority,
  { path, query, row, ids, byId }: Wanted<T>,
): AmocrmResult<readonly T[]> {
  const wanted = [...new Set(ids)];
  const found = new Map<number, T>();
  for (const chunk of chunks(wanted, IDS_A_REQUEST)) {
    const filter: Query = chunk.map((id) => ['filter[id][]', String(id)]);
    const reply = await transport.get(priority, path, [...query, ...filter, ['limit', String(LIST_LIMIT)]]);
    const rows = reply.ok ? parseRows(reply.value, path, row) : reply;
    if (!rows.ok) return rows;
    for (const item of rows.value) if (chunk.includes(item.id)) found.set(item.id, item);
  }
  for (const id of wanted) {
    if (found.has(id)) continue;
    const single = await byId(priority, id);
    if (!single.ok) return single;
    if (single.value !== null) found.set(id, single.value);
  }
  return ok(wanted.flatMap((id) => found.get(id) ?? []));
}
