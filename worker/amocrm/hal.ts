import { z } from 'zod';
import type { Priority } from '../shared/limiter.ts';
import { err, ok, type Result } from '../shared/result.ts';
import type { AmocrmFailure } from './failure.ts';
import type { AmocrmResult, Query, Transport } from './transport.ts';

export type Pages<T> = {
  readonly rows: readonly T[];
  /** False when there were more pages than the caller wanted to read. */
  readonly complete: boolean;
};

/** What most lists take at most (amocrm-api.md §3.2). */
export const LIST_LIMIT = 250;

/** "path: what is wrong" of the first problem; zod's texts name types, never values. */
function firstProblem(error: z.ZodError): string {
  const [issue] = error.issues;
  return issue === undefined ? 'unreadable' : `${issue.path.join('.') || '(top)'}: ${issue.message}`;
}

export function badReply(detail: string): { readonly ok: false; readonly error: AmocrmFailure } {
  return err({ kind: 'bad_reply', detail });
}

export function parseBody<T>(body: unknown, schema: z.ZodType<T>): Result<T, AmocrmFailure> {
  const parsed = schema.safeParse(body);
  return parsed.success ? ok(parsed.data) : badReply(firstProblem(parsed.error));
}

/** 204 for an id that does not exist is null. */
export function parseOne<T>(body: unknown, schema: z.ZodType<T>): Result<T | null, AmocrmFailure> {
  return body === null ? ok(null) : parseBody(body, schema);
}

/** The rows under `_embedded[key]`; 204 is an empty list. */
export function parseRows<T>(
  body: unknown,
  key: string,
  row: z.ZodType<T>,
): Result<readonly T[], AmocrmFailure> {
  if (body === null) return ok([]);
  const envelope = parseBody(body, z.object({ _embedded: z.object({ [key]: z.array(row) }) }));
  return envelope.ok ? ok(envelope.value._embedded[key] ?? []) : envelope;
}

/** The only row that a write of one item answers with. */
export function parseWritten<T>(body: unknown, key: string, row: z.ZodType<T>): Result<T, AmocrmFailure> {
  const rows = parseRows(body, key, row);
  if (!rows.ok) return rows;
  const [written, ...others] = rows.value;
  if (written !== undefined && others.length === 0) return ok(written);
  return badReply(`${key}: ${rows.value.length} rows for one`);
}

const paging = z.object({
  _page: z.number().optional(),
  _page_count: z.number().optional(),
  _links: z.object({ next: z.object({ href: z.string() }).optional() }).optional(),
});

/** `next` only says that there may be more; its address is not followed (its host is amoCRM's choice). */
function hasNext(body: unknown): boolean {
  const { data } = paging.safeParse(body);
  return data?._links?.next !== undefined || (data?._page ?? 0) < (data?._page_count ?? 0);
}

/** One page of everything there is, the oldest first: rows made meanwhile come at the end. */
export async function readPage<T>(
  transport: Transport,
  priority: Priority,
  list: { readonly path: 'leads' | 'contacts'; readonly row: z.ZodType<T>; readonly page: number },
): AmocrmResult<Pages<T>> {
  const query: Query = [
    ['order[id]', 'asc'],
    ['page', String(list.page)],
    ['limit', String(LIST_LIMIT)],
  ];
  const reply = await transport.get(priority, list.path, query);
  if (!reply.ok) return reply;
  const rows = parseRows(reply.value, list.path, list.row);
  return rows.ok
    ? ok({ rows: rows.value, complete: rows.value.length === 0 || !hasNext(reply.value) })
    : rows;
}

export async function readPages<T extends { readonly id: number | string }>(
  transport: Transport,
  priority: Priority,
  list: {
    readonly path: string;
    readonly query?: Query;
    readonly key: string;
    readonly row: z.ZodType<T>;
    readonly limit?: number;
    readonly maxPages: number;
    /** What is looked for is on the pages read so far. */
    readonly isEnough?: (rows: readonly T[]) => boolean;
  },
): AmocrmResult<Pages<T>> {
  const rows = new Map<T['id'], T>();
  for (let page = 1; page <= list.maxPages; page += 1) {
    const pageQuery: Query = [
      ['page', String(page)],
      ['limit', String(list.limit ?? LIST_LIMIT)],
    ];
    const reply = await transport.get(priority, list.path, [...(list.query ?? []), ...pageQuery]);
    if (!reply.ok) return reply;
    const read = parseRows(reply.value, list.key, list.row);
    if (!read.ok) return read;
    for (const row of read.value) rows.set(row.id, row);
    if (!hasNext(reply.value) || read.value.length === 0 || list.isEnough?.(read.value))
      return ok({ rows: [...rows.values()], complete: true });
  }
  return ok({ rows: [...rows.values()], complete: false });
}
