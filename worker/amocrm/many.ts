import type { z } from 'zod';
import type { Priority } from '../shared/limiter.ts';
import { err, ok, type Result } from '../shared/result.ts';
import type { AmocrmFailure } from './failure.ts';
import { createGatherer, type Gatherer, type Gathering } from './gather.ts';
import { LIST_LIMIT, parseOne, parseRows } from './hal.ts';
import type { AmocrmResult, Query, Transport } from './transport.ts';

/** Ids a request: they travel in the address. */
const IDS_A_REQUEST = 50;
/** An account whose filters were ignored is asked again after this long: support may have switched them on. */
const IGNORED_FOR_MS = 3_600_000;

type Kind<T> = { readonly path: 'leads' | 'contacts'; readonly query: Query; readonly row: z.ZodType<T> };

/**
 * Entities by id, null for one that does not exist. Several at once travel in one request where `filter[id]` works; it
 * may be ignored without a word (amocrm-api.md §4.11): only rows that were asked for count, and an id that did not come
 * is asked for by itself before it counts as absent.
 */
export function gatherReads<T extends { readonly id: number }>(
  transport: Transport,
  gathering: Gathering,
  { path, query, row }: Kind<T>,
): Gatherer<number, T | null> {
  let ignoredUntil = Number.NEGATIVE_INFINITY;

  async function one(priority: Priority, id: number): AmocrmResult<T | null> {
    const reply = await transport.get(priority, `${path}/${id}`, query);
    return reply.ok ? parseOne(reply.value, row) : reply;
  }

  async function many(priority: Priority, ids: readonly number[]): AmocrmResult<ReadonlyMap<number, T>> {
    const filter: Query = ids.map((id) => ['filter[id][]', String(id)]);
    const reply = await transport.get(priority, path, [...query, ...filter, ['limit', String(LIST_LIMIT)]]);
    const rows = reply.ok ? parseRows(reply.value, path, row) : reply;
    if (!rows.ok) return rows;
    if (rows.value.some(({ id }) => !ids.includes(id))) {
      ignoredUntil = gathering.clock.now() + IGNORED_FOR_MS;
    }
    return ok(new Map(rows.value.map((item) => [item.id, item])));
  }

  return createGatherer<number, T | null>(gathering, {
    size: IDS_A_REQUEST,
    async send(priority, ids) {
      const wanted = [...new Set(ids)];
      const filtered =
        wanted.length > 1 && gathering.clock.now() >= ignoredUntil
          ? await many(priority, wanted)
          : ok<ReadonlyMap<number, T>>(new Map());
      if (!filtered.ok) return ids.map(() => err(filtered.error));
      const read = new Map<number, Result<T | null, AmocrmFailure>>();
      await Promise.all(
        wanted.map(async (id) => {
          const item = filtered.value.get(id);
          read.set(id, item ? ok(item) : await one(priority, id));
        }),
      );
      return ids.map((id) => read.get(id) ?? ok(null));
    },
  });
}

/** Those that exist, each once, in the order asked for. */
export async function readEach<T>(
  byId: Gatherer<number, T | null>,
  priority: Priority,
  ids: readonly number[],
): AmocrmResult<readonly T[]> {
  const found: T[] = [];
  for (const read of await byId.all(priority, [...new Set(ids)])) {
    if (!read.ok) return read;
    if (read.value !== null) found.push(read.value);
  }
  return ok(found);
}
