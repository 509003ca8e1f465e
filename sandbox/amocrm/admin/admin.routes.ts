import { type Context, Hono } from 'hono';
import { z } from 'zod';
import { sentences } from '../archive/finding.ts';
import { takeArchive } from '../archive/take.ts';
import { accountDescription } from '../core/description.ts';
import { faultInput } from '../core/faults.ts';
import type { Account } from '../core/model.ts';
import { addAccount, resetWorld, type World } from '../core/world.ts';
import { digitalPipelineInput, sendDigitalPipeline } from '../hooks/digital-pipeline.ts';
import { disposableOverrides, disposableToken } from '../oauth/disposable.ts';
import { disconnect, install } from '../oauth/lifecycle.ts';
import { adminOf, readBody, refuse } from './body.ts';
import { dumpAccount } from './dump.ts';
import { entityRoutes } from './entities.routes.ts';
import { settingsRoutes } from './settings.routes.ts';

function accountRoutes(world: World): Hono {
  const app = new Hono();
  const accountOf = (c: Context): Account | undefined => world.accounts.get(Number(c.req.param('account')));

  app.post('/accounts', async (c) => {
    const body = await readBody(c, accountDescription);
    if (!body.ok) return body.response;
    if (world.accounts.has(body.value.id)) return refuse(c, 409, 'account exists');
    const account = addAccount(world, body.value);
    return c.json({ id: account.id, domain: account.domain }, 201);
  });

  app.get('/accounts/:account{[0-9]+}', (c) => {
    const account = accountOf(c);
    return account === undefined ? refuse(c, 404, 'unknown account') : c.json(dumpAccount(account));
  });

  app.post('/accounts/:account{[0-9]+}/install', async (c) => {
    const account = accountOf(c);
    if (account === undefined) return refuse(c, 404, 'unknown account');
    const body = await readBody(
      c,
      z.strictObject({ userId: z.int().optional(), deliver: z.boolean().default(true) }),
    );
    return body.ok ? c.json(await install(world, account, body.value)) : body.response;
  });

  app.post('/accounts/:account{[0-9]+}/disconnect', async (c) => {
    const account = accountOf(c);
    if (account === undefined) return refuse(c, 404, 'unknown account');
    const body = await readBody(c, z.strictObject({ deliver: z.boolean().default(true) }));
    return body.ok ? c.json(await disconnect(world, account, body.value.deliver)) : body.response;
  });

  app.post('/accounts/:account{[0-9]+}/digital-pipeline', async (c) => {
    const account = accountOf(c);
    if (account === undefined) return refuse(c, 404, 'unknown account');
    const body = await readBody(c, digitalPipelineInput);
    if (!body.ok) return body.response;
    const lead = account.leads.get(body.value.leadId);
    const url = body.value.url ?? world.archives.get(account.widget.code)?.manifest.dp?.webhook_url;
    if (lead === undefined || url === undefined) return refuse(c, 404, 'unknown deal or no webhook_url');
    return c.json({ url, reply: await sendDigitalPipeline(account, lead, url, body.value, world.nowMs()) });
  });

  app.post('/accounts/:account{[0-9]+}/expire-access', (c) => {
    const account = accountOf(c);
    if (account === undefined) return refuse(c, 404, 'unknown account');
    world.tokens.expireAccess(account.id);
    return c.json({ ok: true });
  });

  app.post('/accounts/:account{[0-9]+}/disposable-token', async (c) => {
    const account = accountOf(c);
    if (account === undefined) return refuse(c, 404, 'unknown account');
    const body = await readBody(
      c,
      z.strictObject({ userId: z.int(), ttl: z.int().optional(), overrides: disposableOverrides.optional() }),
    );
    if (!body.ok) return body.response;
    const { userId, ttl, overrides } = body.value;
    return c.json({ token: disposableToken(account, userId, world.realMs(), ttl, overrides) });
  });

  app.post('/accounts/:account{[0-9]+}/login', async (c) => {
    const account = accountOf(c);
    if (account === undefined) return refuse(c, 404, 'unknown account');
    const body = await readBody(c, z.strictObject({ userId: z.int().optional() }));
    if (!body.ok) return body.response;
    const userId = body.value.userId ?? adminOf(account);
    if (!account.users.some((user) => user.id === userId && user.isActive))
      return refuse(c, 404, 'unknown user');
    return c.json({ name: 'session_id', value: world.sessions.open({ accountId: account.id, userId }) });
  });

  app.route('/accounts/:account{[0-9]+}', settingsRoutes(world, accountOf));
  app.route('/accounts/:account{[0-9]+}', entityRoutes(world, accountOf));
  return app;
}

/** Without authentication, for tests and the demo (README.md). */
export function adminRoutes(world: World): Hono {
  const app = new Hono();

  app.post('/reset', (c) => {
    resetWorld(world);
    return c.json({ ok: true });
  });

  app.route('/', accountRoutes(world));

  app.post('/widget', async (c) => {
    const [first] = world.accounts.values();
    const code = c.req.query('code') ?? first?.widget.code ?? 'widget';
    const result = await takeArchive(world, code, new Uint8Array(await c.req.arrayBuffer()));
    if (!result.ok) return refuse(c, 422, 'archive refused', sentences(result.findings, 'error'));
    return c.json(
      {
        code,
        version: result.archive.manifest.widget.version,
        files: [...result.archive.files.keys()],
        warnings: sentences(result.findings, 'warning'),
      },
      201,
    );
  });

  app.post('/faults', async (c) => {
    const body = await readBody(c, faultInput);
    return body.ok ? c.json({ id: world.faults.add(body.value).id }, 201) : body.response;
  });
  app.get('/faults', (c) => c.json({ faults: world.faults.list() }));
  app.delete('/faults', (c) => {
    world.faults.clear();
    return c.json({ ok: true });
  });
  app.delete('/faults/:id{[0-9]+}', (c) =>
    world.faults.remove(Number(c.req.param('id'))) ? c.json({ ok: true }) : refuse(c, 404, 'unknown fault'),
  );

  app.get('/requests', (c) => c.json({ requests: world.requests.since(Number(c.req.query('since') ?? 0)) }));
  app.delete('/requests', (c) => {
    world.requests.clear();
    return c.json({ ok: true });
  });

  app.get('/hooks', (c) => {
    const limit = Number(c.req.query('limit') ?? 0);
    return c.json({ hooks: world.hooks.deliveries().slice(limit > 0 ? -limit : 0) });
  });
  app.get('/triggers', (c) => c.json({ triggers: world.triggers.deliveries() }));

  return app;
}
