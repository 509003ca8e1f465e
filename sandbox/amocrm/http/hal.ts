import type { Account } from '../core/model.ts';
import type { ApiContext } from './env.ts';

export type Links = { self: { href: string } };

export function hrefOf(account: Account, path: string): string {
  return `https://${account.domain}/api/v4${path}`;
}

export function selfLink(account: Account, path: string): { _links: Links } {
  return { _links: { self: { href: hrefOf(account, path) } } };
}

export function hal(body: unknown, status = 200): Response {
  return new Response(JSON.stringify(body), { status, headers: { 'content-type': 'application/hal+json' } });
}

/** Empty lists and unknown ids: 204 without a body (amocrm-api.md §3.3). */
export function noContent(): Response {
  return new Response(null, { status: 204 });
}

export type Paging = { page: number; limit: number };

export function pagingOf(c: ApiContext, max = 250): Paging {
  const page = Number(c.req.query('page') ?? 1);
  const limit = Number(c.req.query('limit') ?? 50);
  return {
    page: Number.isInteger(page) && page > 0 ? page : 1,
    limit: Number.isInteger(limit) && limit > 0 ? Math.min(limit, max) : 50,
  };
}

function pageHref(c: ApiContext, path: string, { limit }: Paging, page: number): { href: string } {
  const params = new URLSearchParams(new URL(c.req.url).search);
  params.set('limit', String(limit));
  params.set('page', String(page));
  return { href: `${hrefOf(c.var.account, path)}?${params}` };
}

/** Entity lists have no totals; `next` stands whenever another page may exist, also after an exactly full one (§3.5). */
export function listPage<T>(
  c: ApiContext,
  path: string,
  key: string,
  rows: readonly T[],
  max = 250,
): Response {
  const paging = pagingOf(c, max);
  const slice = rows.slice((paging.page - 1) * paging.limit, paging.page * paging.limit);
  if (slice.length === 0) return noContent();
  const links: Record<string, { href: string }> = { self: pageHref(c, path, paging, paging.page) };
  if (slice.length === paging.limit) links.next = pageHref(c, path, paging, paging.page + 1);
  if (paging.page > 1) {
    links.first = pageHref(c, path, paging, 1);
    links.prev = pageHref(c, path, paging, paging.page - 1);
  }
  return hal({ _page: paging.page, _links: links, _embedded: { [key]: slice } });
}

/** `users`, `roles` and `custom_fields` do have totals and a last page (§3.5). */
export function countedPage<T>(c: ApiContext, path: string, key: string, rows: readonly T[]): Response {
  const paging = pagingOf(c);
  const pages = Math.max(1, Math.ceil(rows.length / paging.limit));
  const slice = rows.slice((paging.page - 1) * paging.limit, paging.page * paging.limit);
  if (slice.length === 0) return noContent();
  const links: Record<string, { href: string }> = { self: pageHref(c, path, paging, paging.page) };
  if (paging.page < pages) links.next = pageHref(c, path, paging, paging.page + 1);
  if (paging.page > 1) {
    links.first = pageHref(c, path, paging, 1);
    links.prev = pageHref(c, path, paging, paging.page - 1);
  }
  links.last = pageHref(c, path, paging, pages);
  return hal({
    _total_items: rows.length,
    _page: paging.page,
    _page_count: pages,
    _links: links,
    _embedded: { [key]: slice },
  });
}

export function withOf(c: ApiContext): Set<string> {
  return new Set((c.req.query('with') ?? '').split(',').map((item) => item.trim()));
}

type Ordered = { id: number; createdAt: number; updatedAt: number };

/** Only the orders an entity documents count; any other is ignored. Without one, ids ascend. */
export function sortRows<T extends Ordered>(
  c: ApiContext,
  rows: T[],
  allowed: Record<string, (row: T) => number>,
): T[] {
  for (const [key, value] of new URL(c.req.url).searchParams) {
    const name = /^order\[(\w+)\]$/.exec(key)?.[1];
    const pick = name === undefined ? undefined : allowed[name];
    if (pick === undefined) continue;
    const sign = value.toLowerCase() === 'desc' ? -1 : 1;
    return rows.sort((a, b) => sign * (pick(a) - pick(b) || a.id - b.id));
  }
  return rows.sort((a, b) => a.id - b.id);
}
