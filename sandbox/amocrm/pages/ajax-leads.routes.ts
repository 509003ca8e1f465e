import { Hono } from 'hono';
import { z } from 'zod';
import { readBody, refuse } from '../admin/body.ts';
import { plainLead } from '../core/description.ts';
import { updateLead } from '../core/leads.ts';
import { LOST } from '../core/model.ts';
import { addPlainLead, leadPatch } from '../core/plain.ts';
import { may, mayAdd } from '../core/rights.ts';
import { perform, type World } from '../core/world.ts';
import type { PageEnv } from './page-env.ts';
import { cardView } from './view-card.ts';
import { leadRows } from './view-lists.ts';

const leadEdit = plainLead.extend({ lossReasonId: z.int().nullable().optional() });

/** Deals of the board and the card. A person may move a deal anywhere, out of «Неразобранное» too. */
export function leadPages(world: World): Hono<PageEnv> {
  const app = new Hono<PageEnv>();
  const now = (): number => Math.floor(world.nowMs() / 1000);

  app.get('/', (c) => {
    const withDeleted = c.req.query('deleted') === '1';
    const leads = [...c.var.seen.leads.values()].filter((lead) => withDeleted || !lead.isDeleted);
    return c.json({ leads: leadRows(c.var.seen, leads, now()) });
  });

  app.post('/', async (c) => {
    const body = await readBody(c, plainLead);
    if (!body.ok) return body.response;
    const { account, user } = c.var;
    if (!mayAdd(account, user, 'leads')) return refuse(c, 403, 'no right to add');
    const lead = perform(world, account, user.id, (change) => addPlainLead(change, body.value));
    return c.json({ id: lead.id }, 201);
  });

  app.get('/:id{[0-9]+}', (c) => {
    const id = Number(c.req.param('id'));
    const lead = c.var.seen.leads.get(id);
    if (lead !== undefined) return c.json(cardView(c.var.seen, lead, now()));
    return c.var.account.leads.has(id) ? refuse(c, 403, 'no right to see') : refuse(c, 404, 'unknown deal');
  });

  app.post('/:id{[0-9]+}', async (c) => {
    const { account, user, seen } = c.var;
    const lead = seen.leads.get(Number(c.req.param('id')));
    if (lead === undefined) return refuse(c, 404, 'unknown deal');
    if (!may(account, user, 'leads', 'edit', lead)) return refuse(c, 403, 'no right to edit');
    const body = await readBody(c, leadEdit);
    if (!body.ok) return body.response;
    const { lossReasonId, ...plain } = body.value;
    perform(world, account, user.id, (change) => {
      const isLost = (plain.statusId ?? lead.statusId) === LOST;
      updateLead(change, lead, { ...leadPatch(change, plain), ...(isLost ? { lossReasonId } : {}) });
    });
    return c.json(cardView(seen, lead, now()));
  });

  return app;
}
