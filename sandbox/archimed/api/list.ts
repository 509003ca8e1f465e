import type { Context } from 'hono';
import type { ApiEnv } from './env.ts';

export type Row = Record<string, unknown>;

const defaultLimit = 100;
const maximumLimit = 500;

/** What a field of a filter is compared with; a list for "any of these" (`phone` also finds `phone1`). */
export type FilterFields<T> = Record<string, (item: T) => string | readonly string[]>;

/** The envelope of archimed-api.md §2: ascending by id, `total` a string, `page` and `limit` numbers. */
export function list<T>(
  c: Context<ApiEnv>,
  items: readonly T[],
  view: (item: T) => Row,
  filterFields: FilterFields<T> = {},
): Response {
  const query = new URL(c.req.url).searchParams;
  const found = distort(c, filtered(items, query, filterFields));
  const page = positive(query.get('page')) ?? 1;
  const limit = Math.min(positive(query.get('limit')) ?? defaultLimit, maximumLimit);
  const fields = fieldsOf(query);
  const data = found.slice((page - 1) * limit, page * limit).map((item) => pick(view(item), fields));
  return c.json({ data, total: String(found.length), page, limit });
}

/** A single object is bare; an unknown id is an empty array with 200 (archimed-api.md §10). */
export function single<T>(c: Context<ApiEnv>, item: T | undefined, view: (item: T) => Row): Response {
  if (item === undefined) return c.json([]);
  return c.json(pick(view(item), fieldsOf(new URL(c.req.url).searchParams)));
}

export function withDeleted(c: Context<ApiEnv>): boolean {
  return c.req.query('withDeleted') === '1';
}

/** Equality on the known fields; another field or an `operator` is silently ignored (archimed-api.md §10). */
function filtered<T>(items: readonly T[], query: URLSearchParams, known: FilterFields<T>): readonly T[] {
  let found = items;
  for (const [name, field] of query) {
    const index = /^filters\[(\d+)\]\[field\]$/.exec(name)?.[1];
    const value = index === undefined ? null : query.get(`filters[${index}][value]`);
    const read = Object.hasOwn(known, field) ? known[field] : undefined;
    if (value === null || read === undefined) continue;
    found = found.filter((item) => [read(item)].flat().includes(value));
  }
  return found;
}

function fieldsOf(query: URLSearchParams): ReadonlySet<string> {
  return new Set([...query].filter(([name]) => /^fields\[\d*\]$/.test(name)).map(([, field]) => field));
}

function pick(row: Row, fields: ReadonlySet<string>): Row {
  if (fields.size === 0) return row;
  return Object.fromEntries(Object.entries(row).filter(([name]) => fields.has(name)));
}

/** Faults `empty-list` and `short-list`: a gateway that loses rows and still says 200. */
function distort<T>(c: Context<ApiEnv>, found: readonly T[]): readonly T[] {
  const distortion = c.get('distortion');
  if (distortion === 'empty-list') return [];
  if (distortion === 'short-list') return found.slice(0, Math.floor(found.length / 3));
  return found;
}

function positive(text: string | null): number | undefined {
  return text !== null && /^[1-9]\d{0,8}$/.test(text) ? Number(text) : undefined;
}
