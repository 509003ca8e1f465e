import { Hono, type MiddlewareHandler } from 'hono';
import { z } from 'zod';
import { readBody, refuse } from '../admin/body.ts';
import { plainLead } from '../core/description.ts';
import { updateLead } from '../core/leads.ts';
import type { Account, User } from '../core/model.ts';
import { addPlainLead, leadPatch } from '../core/plain.ts';
import { createNote, updateTask } from '../core/tasks.ts';
import { perform, type World } from '../core/world.ts';
import { disposableToken } from '../oauth/disposable.ts';
import { disconnect, install } from '../oauth/lifecycle.ts';
import { currentSession, openSession } from './session.ts';
import { bootstrapView, cardView, leadRows } from './view.ts';

type PageEnv = { Variables: { account: Account; user: User } };

function requireSession(world: World): MiddlewareHandler<PageEnv> {
  return async (c, next) => {
    const session = currentSession(world, c);
    const account = session === undefined ? undefined : world.accounts.get(session.accountId);
    const user = account?.users.find((candidate) => candidate.id === session?.userId);
    if (account === undefined || user === undefined) return refuse(c, 401, 'no session');
    c.set('account', account);
    c.set('user', user);
    return next();
  };
}

function leadPages(world: World): Hono<PageEnv> {
  const app = new Hono<PageEnv>();

  app.get('/', (c) => c.json({ leads: leadRows(c.var.account) }));

  app.post('/', async (c) => {
    const body = await readBody(c, plainLead);
    if (!body.ok) return body.response;
    const lead = perform(world, c.var.account, c.var.user.id, (change) => addPlainLead(change, body.value));
    return c.json({ id: lead.id }, 201);
  });

  app.get('/:id{[0-9]+}', (c) => {
    const lead = c.var.account.leads.get(Number(c.req.param('id')));
    return lead === undefined ? refuse(c, 404, 'unknown deal') : c.json(cardView(c.var.account, lead));
  });

  app.post('/:id{[0-9]+}', async (c) => {
    const lead = c.var.account.leads.get(Number(c.req.param('id')));
    if (lead === undefined) return refuse(c, 404, 'unknown deal');
    const body = await readBody(c, plainLead);
    if (!body.ok) return body.response;
    perform(world, c.var.account, c.var.user.id, (change) =>
      updateLead(change, lead, leadPatch(change, body.value)),
    );
    return c.json(cardView(c.var.account, lead));
  });

  app.post('/:id{[0-9]+}/notes', async (c) => {
    const lead = c.var.account.leads.get(Number(c.req.param('id')));
    if (lead === undefined) return refuse(c, 404, 'unknown deal');
    const body = await readBody(c, z.strictObject({ text: z.string().min(1) }));
    if (!body.ok) return body.response;
    perform(world, c.var.account, c.var.user.id, (change) =>
      createNote(change, {
        entityType: 'leads',
        entityId: lead.id,
        noteType: 'common',
        params: { text: body.value.text },
      }),
    );
    return c.json(cardView(c.var.account, lead));
  });

  return app;
}

function widgetPages(world: World): Hono<PageEnv> {
  const app = new Hono<PageEnv>();

  app.use('/*', async (c, next) => (c.var.user.isAdmin ? next() : refuse(c, 403, 'administrators only')));

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

export function ajaxRoutes(world: World): Hono<PageEnv> {
  const app = new Hono<PageEnv>();
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

  app.post('/ajax/tasks/:id{[0-9]+}', async (c) => {
    const task = c.var.account.tasks.get(Number(c.req.param('id')));
    if (task === undefined) return refuse(c, 404, 'unknown task');
    const body = await readBody(c, z.strictObject({ isCompleted: z.boolean() }));
    if (!body.ok) return body.response;
    perform(world, c.var.account, c.var.user.id, (change) => updateTask(change, task, body.value));
    return c.json({ id: task.id });
  });

  app.route('/ajax/leads', leadPages(world));
  app.route('/ajax/widgets', widgetPages(world));
  return app;
}
