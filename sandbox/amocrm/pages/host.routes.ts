import { Hono } from 'hono';
import { z } from 'zod';
import { readBody, refuse } from '../admin/body.ts';
import { takeArchive } from '../archive/take.ts';
import { directions, type StageTrigger } from '../core/triggers.ts';
import type { World } from '../core/world.ts';
import { encodePairs, flatten } from '../hooks/form.ts';
import { send } from '../hooks/outbound.ts';
import type { PhpValue } from '../hooks/payload.ts';
import { kindOf, widgetDetails } from './host-details.ts';
import { administratorsOnly, type PageEnv, requireSession } from './page-env.ts';

/** What the page asks its server for on behalf of widgets, and the pages an integration's developer uses. */

const POST_TIMEOUT_MS = 10_000;

const phpValue: z.ZodType<PhpValue> = z.lazy(() =>
  z.union([z.string(), z.number(), z.null(), z.array(phpValue), z.record(z.string(), phpValue)]),
);
const postBody = z.strictObject({ url: z.url(), data: z.record(z.string(), phpValue) });

const triggerBody = z.strictObject({
  pipelineId: z.int(),
  statusId: z.int(),
  direction: z.enum(directions),
  action: z.discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('widget'), settings: z.record(z.string(), z.string()) }),
    z.strictObject({ kind: z.literal('webhook'), url: z.url({ protocol: /^https?$/ }) }),
  ]),
});

/** A double sends nothing off this machine. */
function isLocal(address: string): boolean {
  const { protocol, hostname } = new URL(address);
  return /^https?:$/.test(protocol) && /^(localhost|127(\.\d+){3}|\[::1\])$/.test(hostname);
}

function triggerRoutes(world: World): Hono<PageEnv> {
  const app = new Hono<PageEnv>();

  app.get('/', (c) => c.json({ triggers: c.var.account.widget.triggers ?? [] }));

  app.use('/*', administratorsOnly);

  app.post('/', async (c) => {
    const { account, user } = c.var;
    const body = await readBody(c, triggerBody);
    if (!body.ok) return body.response;
    const triggers = account.widget.triggers ?? [];
    const trigger: StageTrigger = {
      id: Math.max(0, ...triggers.map((known) => known.id)) + 1,
      ...body.value,
      createdBy: user.id,
      createdAt: Math.floor(world.nowMs() / 1000),
    };
    account.widget.triggers = [...triggers, trigger];
    return c.json(trigger, 201);
  });

  app.post('/:id{[0-9]+}', async (c) => {
    const trigger = c.var.account.widget.triggers?.find((known) => known.id === Number(c.req.param('id')));
    if (trigger === undefined) return refuse(c, 404, 'unknown trigger');
    const body = await readBody(c, triggerBody);
    return body.ok ? c.json(Object.assign(trigger, body.value)) : body.response;
  });

  app.delete('/:id{[0-9]+}', (c) => {
    const { widget } = c.var.account;
    const kept = (widget.triggers ?? []).filter((known) => known.id !== Number(c.req.param('id')));
    if (kept.length === widget.triggers?.length) return refuse(c, 404, 'unknown trigger');
    widget.triggers = kept;
    return c.json({ ok: true });
  });

  return app;
}

export function hostRoutes(world: World): Hono<PageEnv> {
  const app = new Hono<PageEnv>();
  app.use('*', requireSession(world));

  app.get('/live', (c) => {
    const since = z.coerce.number().catch(Number.MAX_SAFE_INTEGER).parse(c.req.query('since'));
    return c.json(world.live.since(c.var.account.id, since));
  });

  // `crm_post`: a form by amoCRM's own server, with nothing that proves who the user is (amocrm-api.md §6.5).
  app.post('/crm_post', async (c) => {
    const body = await readBody(c, postBody);
    if (!body.ok) return body.response;
    if (!isLocal(body.value.url)) return refuse(c, 422, 'the double sends nothing off this machine');
    const pairs: [string, string][] = [];
    for (const [key, value] of Object.entries(body.value.data)) flatten(key, value, pairs);
    const reply = await send({
      method: 'POST',
      url: body.value.url,
      headers: { 'content-type': 'application/x-www-form-urlencoded', 'user-agent': 'amoCRM-Webhooks/3.0' },
      body: encodePairs(pairs),
      timeoutMs: POST_TIMEOUT_MS,
    });
    return c.json(reply);
  });

  app.route('/triggers', triggerRoutes(world));

  app.post('/archive', administratorsOnly, async (c) => {
    const { account } = c.var;
    const zip = new Uint8Array(await c.req.arrayBuffer());
    const result = await takeArchive(world, account.widget.code, zip, c.req.query('name'));
    if (!result.ok) return c.json({ ok: false, findings: result.findings }, 422);
    world.live.tell(account.id, `system:state:${account.id}`, 'widget', { code: account.widget.code });
    const { version } = result.archive.manifest.widget;
    return c.json({ ok: true, code: result.archive.code, version, findings: result.findings });
  });

  app.get('/widgets/:code', (c) => {
    const details = widgetDetails(world, c.var.account, c.req.param('code'));
    return details === null ? refuse(c, 404, 'unknown widget') : c.json(details);
  });

  app.get('/integration', (c) => c.json({ kind: kindOf(c.var.account) }));

  app.post('/integration', administratorsOnly, async (c) => {
    const body = await readBody(c, z.strictObject({ kind: z.enum(['public', 'private']) }));
    if (!body.ok) return body.response;
    c.var.account.integration.kind = body.value.kind;
    return c.json(body.value);
  });

  return app;
}
