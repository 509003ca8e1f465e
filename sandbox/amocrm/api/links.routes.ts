import { Hono } from 'hono';
import { z } from 'zod';
import { announceContact, attachContacts } from '../core/links.ts';
import type { Account, Lead } from '../core/model.ts';
import { perform, type World } from '../core/world.ts';
import { child, numbersOf, parseBrackets } from '../http/brackets.ts';
import type { ApiContext, ApiEnv } from '../http/env.ts';
import { hal, noContent, selfLink } from '../http/hal.ts';
import { choiceProblem, type Problem } from '../http/problem.ts';
import { parseItems, readJson } from '../http/validation.ts';

/** Links between deals and contacts (amocrm-api.md §4.5). Only a deal can be linked to a contact, not the reverse. */

const linkSchema = z.strictObject({
  entity_id: z.int(),
  to_entity_id: z.int(),
  to_entity_type: z.literal('contacts'),
  metadata: z
    .strictObject({ is_main: z.boolean().optional(), updated_by: z.int().optional() })
    .nullable()
    .optional(),
});
type LinkInput = z.infer<typeof linkSchema>;

type LinkRow = {
  entityId: number;
  entityType: 'leads' | 'contacts';
  toId: number;
  toType: 'leads' | 'contacts';
  main: boolean;
};

function render(row: LinkRow): unknown {
  return {
    entity_id: row.entityId,
    entity_type: row.entityType,
    to_entity_id: row.toId,
    to_entity_type: row.toType,
    metadata: { main_contact: row.main },
  };
}

function rowsOf(account: Account, kind: 'leads' | 'contacts', id: number): LinkRow[] {
  if (kind === 'leads') {
    const lead = account.leads.get(id);
    return (lead?.contacts ?? []).map((row) => ({
      entityId: id,
      entityType: 'leads',
      toId: row.id,
      toType: 'contacts',
      main: row.isMain,
    }));
  }
  return [...account.leads.values()]
    .filter((lead) => !lead.isDeleted)
    .flatMap((lead) =>
      lead.contacts
        .filter((row) => row.id === id)
        .map(
          (row) =>
            ({
              entityId: id,
              entityType: 'contacts',
              toId: lead.id,
              toType: 'leads',
              main: row.isMain,
            }) as const,
        ),
    );
}

function reply(account: Account, path: string, rows: readonly LinkRow[]): Response {
  return hal({
    _total_items: rows.length,
    ...selfLink(account, path),
    _embedded: { links: rows.map(render) },
  });
}

function problemsOf(account: Account, input: LinkInput): Problem[] {
  const problems: Problem[] = [];
  if (account.leads.get(input.entity_id)?.isDeleted !== false) problems.push(choiceProblem('entity_id'));
  if (account.contacts.get(input.to_entity_id)?.isDeleted !== false)
    problems.push(choiceProblem('to_entity_id'));
  return problems;
}

async function readLinks(c: ApiContext, leadId: number | null) {
  const json = await readJson(c);
  if (!json.ok) return json;
  const body =
    leadId !== null && Array.isArray(json.value)
      ? json.value.map((item: unknown) => (typeof item === 'object' ? { ...item, entity_id: leadId } : item))
      : json.value;
  return parseItems(body, linkSchema, (input) => problemsOf(c.var.account, input));
}

function link(world: World, c: ApiContext, inputs: readonly LinkInput[]): LinkRow[] {
  const { account, actor } = c.var;
  return perform(world, account, actor.id, (change) =>
    inputs.flatMap((input) => {
      const lead = account.leads.get(input.entity_id);
      if (lead === undefined) return [];
      const added = attachContacts(lead, [
        { id: input.to_entity_id, isMain: input.metadata?.is_main ?? false },
      ]);
      lead.updatedAt = change.at;
      for (const id of added) announceContact(change, lead, id, true);
      return rowsOf(account, 'leads', lead.id).filter((row) => row.toId === input.to_entity_id);
    }),
  );
}

function detach(lead: Lead, contactId: number): void {
  const wasMain = lead.contacts.find((row) => row.id === contactId)?.isMain === true;
  lead.contacts = lead.contacts.filter((row) => row.id !== contactId);
  const [first] = lead.contacts;
  if (wasMain && first !== undefined) first.isMain = true;
}

function unlink(world: World, c: ApiContext, inputs: readonly LinkInput[]): void {
  const { account, actor } = c.var;
  perform(world, account, actor.id, (change) => {
    for (const input of inputs) {
      const lead = account.leads.get(input.entity_id);
      if (lead === undefined) continue;
      detach(lead, input.to_entity_id);
      lead.updatedAt = change.at;
      announceContact(change, lead, input.to_entity_id, false);
    }
  });
}

export function linksRoutes(world: World): Hono<ApiEnv> {
  const app = new Hono<ApiEnv>();

  for (const kind of ['leads', 'contacts'] as const) {
    app.get(`/${kind}/:id{[0-9]+}/links`, (c) => {
      const { account } = c.var;
      const id = Number(c.req.param('id'));
      const rows = rowsOf(account, kind, id);
      return account[kind].get(id)?.isDeleted === false
        ? reply(account, `/${kind}/${id}/links`, rows)
        : noContent();
    });

    app.get(`/${kind}/links`, (c) => {
      const { filter } = parseBrackets(new URL(c.req.url).search);
      const ids = numbersOf(child(filter, 'entity_id'));
      return reply(
        c.var.account,
        `/${kind}/links`,
        ids.flatMap((id) => rowsOf(c.var.account, kind, id)),
      );
    });
  }

  app.post('/leads/:id{[0-9]+}/link', async (c) => {
    const id = Number(c.req.param('id'));
    const read = await readLinks(c, id);
    if (!read.ok) return read.response;
    return reply(
      c.var.account,
      `/leads/${id}/links`,
      link(
        world,
        c,
        read.value.map((item) => item.value),
      ),
    );
  });

  app.post('/leads/link', async (c) => {
    const read = await readLinks(c, null);
    if (!read.ok) return read.response;
    return reply(
      c.var.account,
      '/leads/links',
      link(
        world,
        c,
        read.value.map((item) => item.value),
      ),
    );
  });

  app.post('/leads/:id{[0-9]+}/unlink', async (c) => {
    const read = await readLinks(c, Number(c.req.param('id')));
    if (!read.ok) return read.response;
    unlink(
      world,
      c,
      read.value.map((item) => item.value),
    );
    return noContent();
  });

  app.post('/leads/unlink', async (c) => {
    const read = await readLinks(c, null);
    if (!read.ok) return read.response;
    unlink(
      world,
      c,
      read.value.map((item) => item.value),
    );
    return noContent();
  });

  return app;
}
