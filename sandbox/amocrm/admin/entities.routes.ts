import { type Context, Hono } from 'hono';
import { z } from 'zod';
import { deleteCompany, restoreCompany, updateCompany } from '../core/companies.ts';
import { deleteContact, restoreContact, updateContact } from '../core/contacts.ts';
import { plainCompany, plainContact, plainLead } from '../core/description.ts';
import { deleteLead, restoreLead, updateLead } from '../core/leads.ts';
import { mergeCompanies, mergeContacts, mergeLeads } from '../core/merge.ts';
import { type Account, type Company, type Contact, entityKinds, type Lead } from '../core/model.ts';
import {
  addPlainCompany,
  addPlainContact,
  addPlainLead,
  companyPatch,
  contactPatch,
  leadPatch,
} from '../core/plain.ts';
import { perform, type World } from '../core/world.ts';
import { adminOf, readBody, refuse } from './body.ts';
import { byUser, type EditedKind, editRoutes } from './edit.routes.ts';
import { pipelineRoutes } from './pipelines.routes.ts';
import { taskRoutes } from './tasks.routes.ts';

/** Edits as a human in amoCRM would make them: every one sends its hooks. */

const leadBody = plainLead.extend(byUser);
const contactBody = plainContact.extend(byUser);
const companyBody = plainCompany.extend(byUser);

const mergeBody = z.strictObject({
  ...byUser,
  entity: z.enum(entityKinds).default('leads'),
  loser: z.int(),
  winner: z.int(),
  order: z.enum(['delete-first', 'update-first']).default('delete-first'),
});
type Merge = z.infer<typeof mergeBody>;

function stageError(
  account: Account,
  lead: { pipelineId: number; statusId: number },
  patch: { pipelineId?: number | undefined; statusId?: number | undefined },
): string | null {
  if (patch.pipelineId === undefined && patch.statusId === undefined) return null;
  const pipelineId = patch.pipelineId ?? lead.pipelineId;
  const statusId = patch.statusId ?? lead.statusId;
  const pipeline = account.pipelines.find((candidate) => candidate.id === pipelineId);
  if (pipeline === undefined) return 'unknown pipeline';
  return pipeline.statuses.some((status) => status.id === statusId) ? null : 'unknown stage';
}

const leads: EditedKind<Lead, z.infer<typeof leadBody>> = {
  what: 'deal',
  body: leadBody,
  all: (account) => account.leads,
  add: addPlainLead,
  refusal: stageError,
  update: (change, lead, input) => updateLead(change, lead, leadPatch(change, input)),
  delete: deleteLead,
  restore: restoreLead,
};

const contacts: EditedKind<Contact, z.infer<typeof contactBody>> = {
  what: 'contact',
  body: contactBody,
  all: (account) => account.contacts,
  add: addPlainContact,
  update: (change, contact, input) => updateContact(change, contact, contactPatch(change, input)),
  delete: deleteContact,
  restore: restoreContact,
};

const companies: EditedKind<Company, z.infer<typeof companyBody>> = {
  what: 'company',
  body: companyBody,
  all: (account) => account.companies,
  add: addPlainCompany,
  update: (change, company, input) => updateCompany(change, company, companyPatch(change, input)),
  delete: deleteCompany,
  restore: restoreCompany,
};

/** The two of one kind, in the order loser, winner. */
function pair<E>(all: Map<number, E>, merge: Merge): [E, E] | null {
  const [from, into] = [all.get(merge.loser), all.get(merge.winner)];
  return from === undefined || into === undefined || from === into ? null : [from, into];
}

function merged(world: World, account: Account, by: number, merge: Merge): boolean {
  return perform(world, account, by, (change) => {
    switch (merge.entity) {
      case 'leads': {
        const both = pair(account.leads, merge);
        if (both !== null) mergeLeads(change, ...both, merge.order);
        return both !== null;
      }
      case 'contacts': {
        const both = pair(account.contacts, merge);
        if (both !== null) mergeContacts(change, ...both, merge.order);
        return both !== null;
      }
      case 'companies': {
        const both = pair(account.companies, merge);
        if (both !== null) mergeCompanies(change, ...both, merge.order);
        return both !== null;
      }
    }
  });
}

const unknownOf = {
  leads: 'unknown deal',
  contacts: 'unknown contact',
  companies: 'unknown company',
} as const;

export function entityRoutes(world: World, accountOf: (c: Context) => Account | undefined): Hono {
  const app = new Hono();
  app.route('/leads', editRoutes(world, accountOf, leads));
  app.route('/contacts', editRoutes(world, accountOf, contacts));
  app.route('/companies', editRoutes(world, accountOf, companies));
  app.route('/tasks', taskRoutes(world, accountOf));
  app.route('/pipelines', pipelineRoutes(accountOf));

  app.post('/merge', async (c) => {
    const account = accountOf(c);
    if (account === undefined) return refuse(c, 404, 'unknown account');
    const body = await readBody(c, mergeBody);
    if (!body.ok) return body.response;
    const { loser, winner, entity, userId } = body.value;
    return merged(world, account, userId ?? adminOf(account), body.value)
      ? c.json({ winner, loser })
      : refuse(c, 404, unknownOf[entity]);
  });

  return app;
}
