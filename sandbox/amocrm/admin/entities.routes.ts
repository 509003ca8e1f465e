import { type Context, Hono } from 'hono';
import { z } from 'zod';
import { deleteContact, updateContact } from '../core/contacts.ts';
import { plainContact, plainLead } from '../core/description.ts';
import { deleteLead, restoreLead, updateLead } from '../core/leads.ts';
import { mergeContacts, mergeLeads } from '../core/merge.ts';
import type { Account } from '../core/model.ts';
import { addPlainContact, addPlainLead, contactPatch, leadPatch } from '../core/plain.ts';
import { updateTask } from '../core/tasks.ts';
import { perform, type World } from '../core/world.ts';
import { adminOf, readBody, refuse } from './body.ts';

/** Edits as a human in amoCRM would make them: every one sends its hooks. */

const byUser = { userId: z.int().optional() };
const leadBody = plainLead.extend(byUser);
const contactBody = plainContact.extend(byUser);
const userBody = z.strictObject(byUser);
const taskBody = z.strictObject({
  ...byUser,
  isCompleted: z.boolean().optional(),
  resultText: z.string().optional(),
  completeTill: z.int().optional(),
});
const mergeBody = z.strictObject({
  ...byUser,
  entity: z.enum(['leads', 'contacts']).default('leads'),
  loser: z.int(),
  winner: z.int(),
  order: z.enum(['delete-first', 'update-first']).default('delete-first'),
});

function stageError(account: Account, lead: { pipelineId: number; statusId: number }): string | null {
  const pipeline = account.pipelines.find((candidate) => candidate.id === lead.pipelineId);
  if (pipeline === undefined) return 'unknown pipeline';
  return pipeline.statuses.some((status) => status.id === lead.statusId) ? null : 'unknown stage';
}

export function entityRoutes(world: World, accountOf: (c: Context) => Account | undefined): Hono {
  const app = new Hono();

  app.post('/leads', async (c) => {
    const account = accountOf(c);
    if (account === undefined) return refuse(c, 404, 'unknown account');
    const body = await readBody(c, leadBody);
    if (!body.ok) return body.response;
    const { userId, ...lead } = body.value;
    const created = perform(world, account, userId ?? adminOf(account), (change) =>
      addPlainLead(change, lead),
    );
    return c.json({ id: created.id }, 201);
  });

  app.post('/leads/:id', async (c) => {
    const account = accountOf(c);
    const lead = account?.leads.get(Number(c.req.param('id')));
    if (account === undefined || lead === undefined) return refuse(c, 404, 'unknown deal');
    const body = await readBody(c, leadBody);
    if (!body.ok) return body.response;
    const { userId, ...patch } = body.value;
    const error = stageError(account, {
      pipelineId: patch.pipelineId ?? lead.pipelineId,
      statusId: patch.statusId ?? lead.statusId,
    });
    if (error !== null && (patch.pipelineId !== undefined || patch.statusId !== undefined))
      return refuse(c, 400, error);
    perform(world, account, userId ?? adminOf(account), (change) =>
      updateLead(change, lead, leadPatch(change, patch)),
    );
    return c.json({ id: lead.id, updatedAt: lead.updatedAt });
  });

  for (const action of ['delete', 'restore'] as const) {
    app.post(`/leads/:id/${action}`, async (c) => {
      const account = accountOf(c);
      const lead = account?.leads.get(Number(c.req.param('id')));
      if (account === undefined || lead === undefined) return refuse(c, 404, 'unknown deal');
      const body = await readBody(c, userBody);
      if (!body.ok) return body.response;
      perform(world, account, body.value.userId ?? adminOf(account), (change) =>
        action === 'delete' ? deleteLead(change, lead) : restoreLead(change, lead),
      );
      return c.json({ id: lead.id, isDeleted: lead.isDeleted });
    });
  }

  app.post('/contacts', async (c) => {
    const account = accountOf(c);
    if (account === undefined) return refuse(c, 404, 'unknown account');
    const body = await readBody(c, contactBody);
    if (!body.ok) return body.response;
    const { userId, ...contact } = body.value;
    const created = perform(world, account, userId ?? adminOf(account), (change) =>
      addPlainContact(change, contact),
    );
    return c.json({ id: created.id }, 201);
  });

  app.post('/contacts/:id', async (c) => {
    const account = accountOf(c);
    const contact = account?.contacts.get(Number(c.req.param('id')));
    if (account === undefined || contact === undefined) return refuse(c, 404, 'unknown contact');
    const body = await readBody(c, contactBody);
    if (!body.ok) return body.response;
    const { userId, ...patch } = body.value;
    perform(world, account, userId ?? adminOf(account), (change) =>
      updateContact(change, contact, contactPatch(change, patch)),
    );
    return c.json({ id: contact.id, updatedAt: contact.updatedAt });
  });

  app.post('/contacts/:id/delete', async (c) => {
    const account = accountOf(c);
    const contact = account?.contacts.get(Number(c.req.param('id')));
    if (account === undefined || contact === undefined) return refuse(c, 404, 'unknown contact');
    perform(world, account, adminOf(account), (change) => deleteContact(change, contact));
    return c.json({ id: contact.id, isDeleted: true });
  });

  app.post('/tasks/:id', async (c) => {
    const account = accountOf(c);
    const task = account?.tasks.get(Number(c.req.param('id')));
    if (account === undefined || task === undefined) return refuse(c, 404, 'unknown task');
    const body = await readBody(c, taskBody);
    if (!body.ok) return body.response;
    const { userId, ...patch } = body.value;
    perform(world, account, userId ?? adminOf(account), (change) => updateTask(change, task, patch));
    return c.json({ id: task.id, isCompleted: task.isCompleted });
  });

  app.post('/merge', async (c) => {
    const account = accountOf(c);
    if (account === undefined) return refuse(c, 404, 'unknown account');
    const body = await readBody(c, mergeBody);
    if (!body.ok) return body.response;
    const { entity, loser, winner, order, userId } = body.value;
    const by = userId ?? adminOf(account);
    if (entity === 'leads') {
      const [from, into] = [account.leads.get(loser), account.leads.get(winner)];
      if (from === undefined || into === undefined || from === into) return refuse(c, 404, 'unknown deal');
      perform(world, account, by, (change) => mergeLeads(change, from, into, order));
    } else {
      const [from, into] = [account.contacts.get(loser), account.contacts.get(winner)];
      if (from === undefined || into === undefined || from === into) return refuse(c, 404, 'unknown contact');
      perform(world, account, by, (change) => mergeContacts(change, from, into, order));
    }
    return c.json({ winner, loser });
  });

  return app;
}
