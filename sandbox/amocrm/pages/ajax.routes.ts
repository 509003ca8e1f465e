import type { HttpBindings } from '@hono/node-server';
import { Hono } from 'hono';
import { z } from 'zod';
import { readBody, refuse } from '../admin/body.ts';
import { createApi } from '../api/api.ts';
import type { World } from '../core/world.ts';
import { disposableToken } from '../oauth/disposable.ts';
import { disconnect, install } from '../oauth/lifecycle.ts';
import { leadPages } from './ajax-leads.routes.ts';
import { binPages, peoplePages } from './ajax-people.routes.ts';
import { userPages } from './ajax-users.routes.ts';
import { administratorsOnly, type PageEnv, pageGate, requireSession } from './page-env.ts';
import { openSession } from './session.ts';
import { bootstrapView } from './view.ts';

function widgetPages(world: World): Hono<PageEnv> {
  const app = new Hono<PageEnv>();

  app.use('/*', administratorsOnly);

  app.post('/:code/save', async (c) => {
    const { account, user } = c.var;
    const body = await readBody(c, z.strictObject({ settings: z.record(z.string(), z.unknown()) }));
    if (!body.ok) return body.response;
    account.widget.settings = body.value.settings;
    const wasInstalled = account.widget.installed;
    // Only enabling sends the hook; saving again does not (amocrm-api.md §1.2).
    if (!wasInstalled) await install(world, account, { userId: user.id, deliver: true });
    return c.json({ installed: true });
  });

  app.post('/:code/disable', async (c) => {
    await disconnect(world, c.var.account);
    return c.json({ installed: false });
  });

  return app;
}

export function ajaxRoutes(world: World): Hono<PageEnv & { Bindings: HttpBindings }> {
  const app = new Hono<PageEnv & { Bindings: HttpBindings }>();
  app.route('/ajax/v4', createApi(world, pageGate(world)));
  app.use('/ajax/*', requireSession(world));

  app.get('/ajax/v2/integrations/:uuid/disposable_token', (c) => {
    const { account, user } = c.var;
    if (c.req.param('uuid') !== account.integration.clientId || !account.widget.installed) {
      return refuse(c, 404, 'unknown integration');
    }
    return c.json({ token: disposableToken(account, user.id, world.realMs()) });
  });

  app.get('/ajax/bootstrap', (c) => c.json(bootstrapView(world, c.var.account, c.var.user)));

  app.post('/ajax/session', async (c) => {
    const body = await readBody(c, z.strictObject({ userId: z.int() }));
    if (!body.ok) return body.response;
    const user = c.var.account.users.find(
      (candidate) => candidate.id === body.value.userId && candidate.isActive,
    );
    if (user === undefined) return refuse(c, 404, 'unknown user');
    openSession(world, c, { accountId: c.var.account.id, userId: user.id });
    return c.json({ userId: user.id });
  });

  app.route('/ajax/leads', leadPages(world));
  app.route('/ajax/contacts', peoplePages(world, 'contacts'));
  app.route('/ajax/companies', peoplePages(world, 'companies'));
  app.route('/ajax/users', userPages());
  app.route('/ajax', binPages(world));
  app.route('/ajax/widgets', widgetPages(world));
  return app;
}
