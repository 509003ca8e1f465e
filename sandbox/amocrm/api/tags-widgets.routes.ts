import { Hono } from 'hono';
import { z } from 'zod';
import type { Account, EntityKind } from '../core/model.ts';
import { ensureTag } from '../core/tags.ts';
import type { World } from '../core/world.ts';
import type { ApiEnv } from '../http/env.ts';
import { hal, listPage, noContent, selfLink } from '../http/hal.ts';
import { notFound } from '../http/problem.ts';
import { readItems, readObject } from '../http/validation.ts';

const tagSchema = z.strictObject({
  name: z.string().min(1),
  color: z.string().nullable().optional(),
  request_id: z.string().optional(),
});

export function tagsRoutes(world: World, kind: EntityKind): Hono<ApiEnv> {
  const app = new Hono<ApiEnv>();

  app.get('/tags', (c) => {
    const name = c.req.query('filter[name]');
    const query = c.req.query('query')?.toLowerCase();
    const rows = c.var.account.tags[kind].filter(
      (tag) =>
        (name === undefined || tag.name === name) &&
        (query === undefined || tag.name.toLowerCase().includes(query)),
    );
    return listPage(c, `/${kind}/tags`, 'tags', rows);
  });

  app.post('/tags', async (c) => {
    const { account } = c.var;
    const read = await readItems(c, tagSchema, () => []);
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

function renderWidget(world: World, account: Account): Record<string, unknown> {
  const { widget, integration } = account;
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
    // Only the linked integration's token reads them; every token here belongs to it (amocrm-api.md §4.16).
    settings: widget.settings,
    ...selfLink(account, `/widgets/${widget.code}`),
  };
}

export function widgetsRoutes(world: World): Hono<ApiEnv> {
  const app = new Hono<ApiEnv>();

  app.get('/widgets', (c) => listPage(c, '/widgets', 'widgets', [renderWidget(world, c.var.account)]));

  app.get('/widgets/:code', (c) =>
    c.req.param('code') === c.var.account.widget.code ? hal(renderWidget(world, c.var.account)) : notFound(),
  );

  app.post('/widgets/:code', async (c) => {
    const { account } = c.var;
    if (c.req.param('code') !== account.widget.code) return notFound();
    const read = await readObject(c, z.record(z.string(), z.unknown()));
    if (!read.ok) return read.response;
    account.widget.settings = read.value;
    account.widget.installed = true;
    return hal(renderWidget(world, account));
  });

  app.delete('/widgets/:code', (c) => {
    if (c.req.param('code') !== c.var.account.widget.code) return notFound();
    c.var.account.widget.installed = false;
    return noContent();
  });

  return app;
}
