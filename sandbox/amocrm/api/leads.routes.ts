import { Hono } from 'hono';
import { createLead, updateLead } from '../core/leads.ts';
import type { Account, Lead } from '../core/model.ts';
import { matchesQuery } from '../core/search.ts';
import { perform, type World } from '../core/world.ts';
import { parseBrackets } from '../http/brackets.ts';
import type { ApiContext, ApiEnv } from '../http/env.ts';
import { hal, listPage, noContent, selfLink, sortRows, withOf } from '../http/hal.ts';
import { choiceProblem, type Problem } from '../http/problem.ts';
import { readItems, readObject } from '../http/validation.ts';
import { leadMatches } from './filters.ts';
import {
  type LeadInput,
  leadCreateSchema,
  leadPatchOf,
  leadProblems,
  leadUpdateSchema,
} from './lead-input.ts';
import { renderLead } from './render.ts';

function listLeads(world: World, c: ApiContext): Response {
  const { account } = c.var;
  const withs = withOf(c);
  const onlyDeleted = withs.has('only_deleted');
  let rows = [...account.leads.values()].filter((lead) => lead.isDeleted === onlyDeleted);
  const query = c.req.query('query');
  if (query !== undefined) rows = rows.filter((lead) => matchesQuery(account, lead, query, world.nowMs()));
  if (account.settings.filtersEnabled) {
    const { filter } = parseBrackets(new URL(c.req.url).search);
    rows = rows.filter((lead) => leadMatches(account, lead, filter));
  }
  sortRows(c, rows, {
    created_at: (lead) => lead.createdAt,
    updated_at: (lead) => lead.updatedAt,
    id: (lead) => lead.id,
  });
  const rendered = rows.map((lead) => (onlyDeleted ? deletedStub(lead) : renderLead(account, lead, withs)));
  return listPage(c, '/leads', 'leads', rendered);
}

/** Its first deal brings the integration into the pipeline's duplicate control settings (§4.2). */
function listIntegration(account: Account, lead: Lead): void {
  const pipeline = account.pipelines.find((candidate) => candidate.id === lead.pipelineId);
  if (pipeline !== undefined) pipeline.duplicateControl.listed = true;
}

/** The recycle bin gives stubs only (§4.1). */
function deletedStub(lead: Lead): unknown {
  return { id: lead.id, updated_at: lead.updatedAt, updated_by: lead.updatedBy, is_deleted: true };
}

function updateProblems(account: Account, input: LeadInput & { id: number }): Problem[] {
  const lead = account.leads.get(input.id);
  if (lead === undefined || lead.isDeleted) return [choiceProblem('id')];
  return leadProblems(account, input, lead);
}

function patchLeads(world: World, c: ApiContext, inputs: (LeadInput & { id: number })[]): Lead[] {
  const { account, actor } = c.var;
  return perform(world, account, actor.id, (change) =>
    inputs.flatMap((input) => {
      const lead = account.leads.get(input.id);
      if (lead === undefined) return [];
      updateLead(change, lead, leadPatchOf(change, input, lead));
      return [lead];
    }),
  );
}

function patched(account: Account, lead: Lead): Record<string, unknown> {
  return { id: lead.id, updated_at: lead.updatedAt, ...selfLink(account, `/leads/${lead.id}`) };
}

export function leadsRoutes(world: World): Hono<ApiEnv> {
  const app = new Hono<ApiEnv>();

  app.get('/leads', (c) => listLeads(world, c));

  app.get('/leads/:id{[0-9]+}', (c) => {
    const lead = c.var.account.leads.get(Number(c.req.param('id')));
    const withs = withOf(c);
    if (lead === undefined) return noContent();
    if (lead.isDeleted) return withs.has('only_deleted') ? hal(deletedStub(lead)) : noContent();
    return hal(renderLead(c.var.account, lead, withs));
  });

  app.post('/leads', async (c) => {
    const { account, actor } = c.var;
    const read = await readItems(c, leadCreateSchema, (input) => leadProblems(account, input, null));
    if (!read.ok) return read.response;
    const leads = perform(world, account, actor.id, (change) =>
      read.value.map(({ value, requestId }) => {
        const lead = createLead(change, leadPatchOf(change, value, null));
        listIntegration(account, lead);
        return { lead, requestId };
      }),
    );
    return hal({
      ...selfLink(account, '/leads'),
      _embedded: {
        leads: leads.map(({ lead, requestId }) => ({
          id: lead.id,
          request_id: requestId,
          ...selfLink(account, `/leads/${lead.id}`),
        })),
      },
    });
  });

  app.patch('/leads', async (c) => {
    const { account } = c.var;
    const read = await readItems(c, leadUpdateSchema, (input) => updateProblems(account, input));
    if (!read.ok) return read.response;
    const leads = patchLeads(
      world,
      c,
      read.value.map((item) => item.value),
    );
    return hal({
      ...selfLink(account, '/leads'),
      _embedded: {
        leads: leads.map((lead) => patched(account, lead)),
      },
    });
  });

  app.patch('/leads/:id{[0-9]+}', async (c) => {
    const { account } = c.var;
    const id = Number(c.req.param('id'));
    const read = await readObject(c, leadUpdateSchema, (input) => updateProblems(account, input), { id });
    if (!read.ok) return read.response;
    const [lead] = patchLeads(world, c, [read.value]);
    return lead === undefined ? noContent() : hal(patched(account, lead));
  });

  return app;
}
