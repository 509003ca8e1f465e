import { Hono } from 'hono';
import { z } from 'zod';
import { type LinkRow, linkRows } from '../core/link-rows.ts';
import { type LinkEnds, link, unlink } from '../core/links.ts';
import { type Account, type EntityKind, entityKinds } from '../core/model.ts';
import { perform, type World } from '../core/world.ts';
import { child, listOf, numbersOf, parseBrackets } from '../http/brackets.ts';
import type { ApiContext, ApiEnv } from '../http/env.ts';
import { hal, noContent, selfLink } from '../http/hal.ts';
import { choiceProblem, type Problem, problem } from '../http/problem.ts';
import { parseItems, readJson } from '../http/validation.ts';

/** Links in all four forms (amocrm-api.md §4.5). A contact is linked to a deal from the deal's side only. */

const targets: Record<EntityKind, readonly string[]> = {
  leads: ['contacts', 'companies', 'catalog_elements'],
  contacts: ['companies', 'customers', 'catalog_elements'],
  companies: ['contacts', 'leads', 'customers', 'catalog_elements'],
};

const linkSchema = z.strictObject({
  entity_id: z.int(),
  to_entity_id: z.int(),
  to_entity_type: z.string(),
  metadata: z
    .strictObject({
      is_main: z.boolean().optional(),
      catalog_id: z.int().optional(),
      quantity: z.number().optional(),
      price_id: z.int().optional(),
      updated_by: z.int().optional(),
    })
    .nullable()
    .optional(),
});
type LinkInput = z.infer<typeof linkSchema>;

function farEnd(row: LinkRow): Record<string, unknown> {
  return {
    to_entity_id: row.toId,
    to_entity_type: row.toType,
    metadata: row.isMain === null ? null : { main_contact: row.isMain },
  };
}

/** Rows of several entities, and of a write, also say whose they are. */
function bothEnds(row: LinkRow): Record<string, unknown> {
  return { entity_id: row.entityId, entity_type: row.entityType, ...farEnd(row) };
}

function reply(account: Account, path: string, links: readonly Record<string, unknown>[]): Response {
  return hal({ _total_items: links.length, ...selfLink(account, path), _embedded: { links } });
}

function kindNamed(name: string): EntityKind | undefined {
  return entityKinds.find((kind) => kind === name);
}

function problemsOf(account: Account, kind: EntityKind, input: LinkInput): Problem[] {
  const problems: Problem[] = [];
  if (account[kind].get(input.entity_id)?.isDeleted !== false) problems.push(choiceProblem('entity_id'));
  if (!targets[kind].includes(input.to_entity_type)) return [...problems, choiceProblem('to_entity_type')];
  // There are no customers and no catalogs here: none of their ids exists.
  const to = kindNamed(input.to_entity_type);
  if (to === undefined || account[to].get(input.to_entity_id)?.isDeleted !== false)
    problems.push(choiceProblem('to_entity_id'));
  return problems;
}

async function readLinks(c: ApiContext, kind: EntityKind, id: number | null) {
  const json = await readJson(c);
  if (!json.ok) return json;
  const body =
    id !== null && Array.isArray(json.value)
      ? json.value.map((item: unknown) => (typeof item === 'object' ? { ...item, entity_id: id } : item))
      : json.value;
  return parseItems(body, linkSchema, (input) => problemsOf(c.var.account, kind, input));
}

function endsOf(kind: EntityKind, input: LinkInput): LinkEnds[] {
  const toKind = kindNamed(input.to_entity_type);
  return toKind === undefined ? [] : [{ kind, id: input.entity_id, toKind, toId: input.to_entity_id }];
}

async function postLinks(
  world: World,
  c: ApiContext,
  kind: EntityKind,
  id: number | null,
  doing: 'link' | 'unlink',
): Promise<Response> {
  const { account, actor } = c.var;
  const read = await readLinks(c, kind, id);
  if (!read.ok) return read.response;
  const pairs = read.value.flatMap(({ value }) => endsOf(kind, value).map((ends) => ({ value, ends })));
  perform(world, account, actor.id, (change) => {
    for (const { value, ends } of pairs) {
      if (doing === 'unlink') unlink(change, ends);
      else link(change, ends, { isMain: value.metadata?.is_main ?? false, by: value.metadata?.updated_by });
    }
  });
  if (doing === 'unlink') return noContent();
  const rows = pairs.flatMap(({ ends }) =>
    linkRows(account, kind, ends.id).filter((row) => row.toType === ends.toKind && row.toId === ends.toId),
  );
  return reply(account, id === null ? `/${kind}/links` : `/${kind}/${id}/links`, rows.map(bothEnds));
}

/** `filter[to_entity_id]` counts only together with `filter[to_entity_type]`; catalogs are empty. */
function filtered(c: ApiContext, rows: readonly LinkRow[]): LinkRow[] | Response {
  const { filter } = parseBrackets(new URL(c.req.url).search);
  const ids = numbersOf(child(filter, 'to_entity_id'));
  const types = listOf(child(filter, 'to_entity_type'));
  if (ids.length > 0 && types.length === 0)
    return problem(400, 'Filter by to_entity_id requires to_entity_type');
  if (child(filter, 'to_catalog_id') !== undefined) return [];
  return rows.filter(
    (row) =>
      (types.length === 0 || types.includes(row.toType)) && (ids.length === 0 || ids.includes(row.toId)),
  );
}

function kindRoutes(world: World, kind: EntityKind): Hono<ApiEnv> {
  const app = new Hono<ApiEnv>();

  app.get('/:id{[0-9]+}/links', (c) => {
    const { account } = c.var;
    const id = Number(c.req.param('id'));
    if (account[kind].get(id)?.isDeleted !== false) return noContent();
    const rows = filtered(c, linkRows(account, kind, id));
    return rows instanceof Response ? rows : reply(account, `/${kind}/${id}/links`, rows.map(farEnd));
  });

  app.get('/links', (c) => {
    const { account } = c.var;
    const { filter } = parseBrackets(new URL(c.req.url).search);
    const ids = numbersOf(child(filter, 'entity_id'));
    if (ids.length === 0) return problem(400, 'Filter by entity_id is required');
    const rows = filtered(
      c,
      ids.flatMap((id) => linkRows(account, kind, id)),
    );
    return rows instanceof Response ? rows : reply(account, `/${kind}/links`, rows.map(bothEnds));
  });

  for (const doing of ['link', 'unlink'] as const) {
    app.post(`/:id{[0-9]+}/${doing}`, (c) => postLinks(world, c, kind, Number(c.req.param('id')), doing));
    app.post(`/${doing}`, (c) => postLinks(world, c, kind, null, doing));
  }

  return app;
}

export function linksRoutes(world: World): Hono<ApiEnv> {
  const app = new Hono<ApiEnv>();
  for (const kind of entityKinds) app.route(`/${kind}`, kindRoutes(world, kind));
  return app;
}
