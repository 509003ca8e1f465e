import { Hono } from 'hono';
import { z } from 'zod';
import type { Account, EntityKind } from '../core/model.ts';
import { ensureTag } from '../core/tags.ts';
import type { World } from '../core/world.ts';
import { child, listOf, numbersOf, parseBrackets } from '../http/brackets.ts';
import type { ApiContext, ApiEnv } from '../http/env.ts';
import { hal, listPage, noContent, selfLink } from '../http/hal.ts';
import { choiceProblem, missingProblem, notFound, type Problem } from '../http/problem.ts';
import { adminOnly } from '../http/rights-gate.ts';
import { readItems, readObject } from '../http/validation.ts';

const tagSchema = z.strictObject({
  name: z.string().min(1),
  /** Hex without `#` (amocrm-api.md §4.14). */
  color: z
    .string()
    .regex(/^[0-9a-f]{6}$/i)
    .nullable()
    .optional(),
  request_id: z.string().optional(),
});

export function tagsRoutes(world: World, kind: EntityKind): Hono<ApiEnv> {
  const app = new Hono<ApiEnv>();

  app.get('/tags', (c) => {
    const { filter } = parseBrackets(new URL(c.req.url).search);
    const names = listOf(child(filter, 'name'));
    const ids = numbersOf(child(filter, 'id'));
    const query = c.req.query('query')?.toLowerCase();
    const rows = c.var.account.tags[kind].filter(
      (tag) =>
        (names.length === 0 || names.includes(tag.name)) &&
        (ids.length === 0 || ids.includes(tag.id)) &&
        (query === undefined || tag.name.toLowerCase().includes(query)),
    );
    return listPage(c, `/${kind}/tags`, 'tags', rows);
  });

  app.post('/tags', async (c) => {
    const { account } = c.var;
    const read = await readItems(c, tagSchema, (input) =>
      // Only tags of deals have colours.
      typeof input.color === 'string' && kind !== 'leads' ? [choiceProblem('color')] : [],
    );
    if (!read.ok) return read.response;
    const rows = read.value.map(({ value, requestId }) => ({
      ...ensureTag(account, world.ids, kind, value.name, value.color ?? null),
      request_id: requestId,
    }));
    return hal({
      _total_items: rows.length,
      ...selfLink(account, `/${kind}/tags`),
      _embedded: { tags: rows },
    });
  });

  return app;
}

function renderWidget(world: World, c: ApiContext): Record<string, unknown> {
  const { account } = c.var;
  const { widget, integration } = account;
  // Only the linked integration's token reads them (amocrm-api.md §4.16); a page comes with a session.
  const isToken = c.req.header('authorization') !== undefined;
  const archive = world.archives.get(widget.code);
  return {
    id: 1_128_000,
    code: widget.code,
    version: archive?.manifest.widget.version ?? '0.0.0',
    rating: '0,00',
    settings_template: Object.entries(archive?.manifest.settings ?? {}).map(([key, field]) => ({
      key,
      name: field.name,
      type: field.type,
      is_required: field.required ?? false,
    })),
    is_lead_source: false,
    is_work_with_dp: archive?.manifest.locations.includes('digital_pipeline') ?? false,
    is_crm_template: false,
    client_uuid: integration.clientId,
    is_active_in_account: widget.installed,
    pipeline_id: null,
    ...(isToken ? { settings: widget.settings } : {}),
    ...selfLink(account, `/widgets/${widget.code}`),
  };
}

/** Whatever the manifest requires must be there. */
function settingsProblems(world: World, account: Account, input: Record<string, unknown>): Problem[] {
  const fields = world.archives.get(account.widget.code)?.manifest.settings ?? {};
  return Object.entries(fields).flatMap(([key, field]) =>
    field.required === true && input[key] === undefined ? [missingProblem(key)] : [],
  );
}

export function widgetsRoutes(world: World): Hono<ApiEnv> {
  const app = new Hono<ApiEnv>();

  app.on(['POST', 'DELETE'], '/widgets/*', adminOnly());

  app.get('/widgets', (c) => listPage(c, '/widgets', 'widgets', [renderWidget(world, c)]));

  app.get('/widgets/:code', (c) =>
    c.req.param('code') === c.var.account.widget.code ? hal(renderWidget(world, c)) : notFound(),
  );

  app.post('/widgets/:code', async (c) => {
    const { account } = c.var;
    if (c.req.param('code') !== account.widget.code) return notFound();
    const read = await readObject(c, z.record(z.string(), z.unknown()), (input) =>
      settingsProblems(world, account, input),
    );
    if (!read.ok) return read.response;
    account.widget.settings = read.value;
    account.widget.installed = true;
    return hal(renderWidget(world, c));
  });

  app.delete('/widgets/:code', (c) => {
    if (c.req.param('code') !== c.var.account.widget.code) return notFound();
    c.var.account.widget.installed = false;
    return noContent();
  });

  return app;
}
