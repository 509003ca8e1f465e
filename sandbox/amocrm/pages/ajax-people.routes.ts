import { Hono } from 'hono';
import { z } from 'zod';
import { readBody, refuse } from '../admin/body.ts';
import { deleteCompany, restoreCompany } from '../core/companies.ts';
import { deleteContact, restoreContact } from '../core/contacts.ts';
import { deleteLead, restoreLead } from '../core/leads.ts';
import { mergeContacts, mergeLeads } from '../core/merge.ts';
import { entityKinds } from '../core/model.ts';
import { may } from '../core/rights.ts';
import { perform, type World } from '../core/world.ts';
import type { PageEnv } from './page-env.ts';
import { companyCard, contactCard } from './view-card.ts';
import { personRows } from './view-lists.ts';

const mergeBody = z.strictObject({
  entity: z.enum(['leads', 'contacts']),
  winner: z.int(),
  losers: z.array(z.int()).min(1),
});

/** Lists and cards of contacts and companies. */
export function peoplePages(world: World, kind: 'contacts' | 'companies'): Hono<PageEnv> {
  const app = new Hono<PageEnv>();

  app.get('/', (c) => {
    const withDeleted = c.req.query('deleted') === '1';
    const people = [...c.var.seen[kind].values()].filter((person) => withDeleted || !person.isDeleted);
    return c.json({ rows: personRows(c.var.seen, kind, people) });
  });

  app.get('/:id{[0-9]+}', (c) => {
    const id = Number(c.req.param('id'));
    const { seen, account } = c.var;
    const now = Math.floor(world.nowMs() / 1000);
    const leads = [...seen.leads.values()].filter((lead) => !lead.isDeleted);
    if (kind === 'contacts') {
      const contact = seen.contacts.get(id);
      if (contact !== undefined) return c.json(contactCard(seen, contact, leads, now));
    } else {
      const company = seen.companies.get(id);
      if (company !== undefined) return c.json(companyCard(seen, company, leads, now));
    }
    return account[kind].has(id) ? refuse(c, 403, 'no right to see') : refuse(c, 404, 'unknown');
  });

  return app;
}

/** What the API does not offer: the recycle bin and merging (amocrm-api.md §4). */
export function binPages(world: World): Hono<PageEnv> {
  const app = new Hono<PageEnv>();

  for (const kind of entityKinds) {
    for (const deed of ['delete', 'restore'] as const) {
      app.post(`/${kind}/:id{[0-9]+}/${deed}`, (c) => {
        const { account, seen, user } = c.var;
        const id = Number(c.req.param('id'));
        const entity = seen[kind].get(id);
        if (entity === undefined) return refuse(c, 404, 'unknown');
        if (!may(account, user, kind, 'delete', entity)) return refuse(c, 403, 'no right to delete');
        perform(world, account, user.id, (change) => {
          const [lead, contact, company] = [
            account.leads.get(id),
            account.contacts.get(id),
            account.companies.get(id),
          ];
          const isDelete = deed === 'delete';
          if (kind === 'leads' && lead) (isDelete ? deleteLead : restoreLead)(change, lead);
          if (kind === 'contacts' && contact) (isDelete ? deleteContact : restoreContact)(change, contact);
          if (kind === 'companies' && company) (isDelete ? deleteCompany : restoreCompany)(change, company);
        });
        return c.json({ id, isDeleted: deed === 'delete' });
      });
    }
  }

  app.post('/merge', async (c) => {
    const body = await readBody(c, mergeBody);
    if (!body.ok) return body.response;
    const { account, seen, user } = c.var;
    const { entity: kind, winner, losers } = body.value;
    const all = [winner, ...losers].map((id) => seen[kind].get(id));
    if (all.some((entity) => entity === undefined || entity.isDeleted) || losers.includes(winner))
      return refuse(c, 404, 'unknown');
    if (all.some((entity) => entity !== undefined && !may(account, user, kind, 'edit', entity)))
      return refuse(c, 403, 'no right to edit');
    for (const loser of losers) {
      perform(world, account, user.id, (change) => {
        if (kind === 'leads') {
          const [from, into] = [account.leads.get(loser), account.leads.get(winner)];
          if (from && into) mergeLeads(change, from, into, 'delete-first');
        } else {
          const [from, into] = [account.contacts.get(loser), account.contacts.get(winner)];
          if (from && into) mergeContacts(change, from, into, 'delete-first');
        }
      });
    }
    return c.json({ winner });
  });

  return app;
}
