import type { z } from 'zod';
import type { Priority } from '../shared/limiter.ts';
import { ok } from '../shared/result.ts';
import { LIST_LIMIT, WITH_DELETED } from './assumptions.ts';
import type { ArchimedResult, Query, Transport } from './transport.ts';
import { badReply, type Page, parsePage } from './wire.ts';

type Row = { readonly id: number };

export type ListOptions = { readonly withDeleted?: boolean };

export type Tail<T> = {
  readonly rows: readonly T[];
  readonly total: number;
  /** False when there is more than we were willing to read. */
  readonly complete: boolean;
};

const MOST_PAGES = 100;
const TAIL_PAGE = 100;
const TAIL_PAGES = 50;

export function fieldsQuery(names: readonly string[]): Query {
  return names.map((name) => ['fields[]', name]);
}

export function filterQuery(field: string, value: string, operator?: string): Query {
  return [
    ['filters[0][field]', field],
    ...(operator === undefined ? [] : [['filters[0][operator]', operator] as const]),
    ['filters[0][value]', value],
  ];
}

export function deletedQuery({ withDeleted = false }: ListOptions): Query {
  return withDeleted ? [[WITH_DELETED, '1']] : [];
}

async function readPage<T>(
  transport: Transport,
  priority: Priority,
  path: string,
  query: Query,
  row: z.ZodType<T>,
  { page, limit }: { page: number; limit: number },
): ArchimedResult<Page<T>> {
  const paging: Query = [
    ['page', String(page)],
    ['limit', String(limit)],
  ];
  const reply = await transport.get(priority, path, [...query, ...paging]);
  if (!reply.ok) return reply;
  // A nested list of an unknown parent is the same empty reply as an unknown id.
  return reply.value === null ? ok({ rows: [], total: 0 }) : parsePage(reply.value, row);
}

/** Every row once, in the order given. The end is where `total` says, or at the first page that brings nothing new. */
export async function readAll<T extends Row>(
  transport: Transport,
  priority: Priority,
  path: string,
  query: Query,
  row: z.ZodType<T>,
): ArchimedResult<readonly T[]> {
  const seen = new Map<number, T>();
  for (let page = 1; page <= MOST_PAGES; page += 1) {
    const reply = await readPage(transport, priority, path, query, row, { page, limit: LIST_LIMIT });
    if (!reply.ok) return reply;
    const { rows, total } = reply.value;
    const before = seen.size;
    for (const item of rows) seen.set(item.id, item);
    const ended = total === null ? rows.length < LIST_LIMIT : seen.size >= total;
    if (ended || seen.size === before) return ok([...seen.values()]);
  }
  return badReply(`${path}: more than ${MOST_PAGES} pages`);
}

/**
 * The newest rows, ascending: all with an id above `afterId`, or the last page when it is null. Lists sort ascending
 * only (archimed-api.md §10), so the end is found by `total` and read backwards.
 */
export async function readTail<T extends Row>(
  transport: Transport,
  priority: Priority,
  path: string,
  query: Query,
  row: z.ZodType<T>,
  afterId: number | null,
): ArchimedResult<Tail<T>> {
  const size = await readPage(transport, priority, path, query, row, { page: 1, limit: 1 });
  if (!size.ok) return size;
  const { total } = size.value;
  if (total === null) return badReply(`${path}: a list without total has no tail`);
  const found = new Map<number, T>();
  const lastPage = Math.max(1, Math.ceil(total / TAIL_PAGE));
  const firstPage = Math.max(1, lastPage - TAIL_PAGES + 1);
  const result = (complete: boolean) =>
    ok({ rows: [...found.values()].sort((a, b) => a.id - b.id), total, complete });
  for (let page = lastPage; page >= firstPage; page -= 1) {
    const reply = await readPage(transport, priority, path, query, row, { page, limit: TAIL_PAGE });
    if (!reply.ok) return reply;
    const { rows } = reply.value;
    if (rows.some((item, index) => item.id < (rows[index - 1]?.id ?? 0))) {
      return badReply(`${path}: not ascending by id`);
    }
    for (const item of rows) if (afterId === null || item.id > afterId) found.set(item.id, item);
    const first = rows[0];
    if (first !== undefined && (afterId === null || first.id <= afterId)) return result(true);
  }
  return result(firstPage === 1);
}
