import { Hono } from 'hono';
import { z } from 'zod';
import type { Change } from '../core/change.ts';
import { type ContactPatch, createContact, updateContact } from '../core/contacts.ts';
import type { Account, Contact } from '../core/model.ts';
import { matchesQuery } from '../core/search.ts';
import { perform, type World } from '../core/world.ts';
import { parseBrackets } from '../http/brackets.ts';
import type { ApiContext, ApiEnv } from '../http/env.ts';
import { hal, listPage, noContent, selfLink, sortRows, withOf } from '../http/hal.ts';
import { choiceProblem, type Problem } from '../http/problem.ts';
import { readItems, readObject } from '../http/validation.ts';
import { parseCustomValues } from './custom-values.ts';
import { commonFields, commonProblems, tagPatch, tagRef } from './entity-input.ts';
import { contactMatches } from './filters.ts';
import { renderContact } from './render.ts';

export const contactCreateSchema = z.strictObject({
  ...commonFields,
  first_name: z.string().max(255).optional(),
  last_name: z.string().max(255).optional(),
  _embedded: z.strictObject({ tags: z.array(tagRef).nullable().optional() }).optional(),
});
const contactUpdateSchema = contactCreateSchema.extend({ id: z.int() });

export type ContactInput = z.infer<typeof contactCreateSchema>;

export function contactPatchOf(change: Change, input: ContactInput): ContactPatch {
  return {
    name: input.name,
    firstName: input.first_name,
    lastName: input.last_name,
    responsibleUserId: input.responsible_user_id,
    createdBy: input.created_by,
    updatedBy: input.updated_by,
    createdAt: input.created_at,
    updatedAt: input.updated_at,
    values: parseCustomValues(change.account, 'contacts', input.custom_fields_values).values,
    tags: tagPatch(change.account, change.ids, 'contacts', input),
  };
}

function listContacts(world: World, c: ApiContext): Response {
  const { account } = c.var;
  const withs = withOf(c);
  let rows = [...account.contacts.values()].filter((contact) => !contact.isDeleted);
  const query = c.req.query('query');
  if (query !== undefined)
    rows = rows.filter((contact) => matchesQuery(account, contact, query, world.nowMs()));
  if (account.settings.filtersEnabled) {
    const { filter } = parseBrackets(new URL(c.req.url).search);
    rows = rows.filter((contact) => contactMatches(account, contact, filter));
  }
  // No order by created_at for contacts (§4.3): it is ignored.
  sortRows(c, rows, { updated_at: (contact) => contact.updatedAt, id: (contact) => contact.id });
  return listPage(
    c,
    '/contacts',
    'contacts',
    rows.map((contact) => renderContact(account, contact, withs)),
  );
}

function updateProblems(account: Account, input: ContactInput & { id: number }): Problem[] {
  if (account.contacts.get(input.id)?.isDeleted !== false) return [choiceProblem('id')];
  return commonProblems(account, 'contacts', input);
}

function patchContacts(world: World, c: ApiContext, inputs: (ContactInput & { id: number })[]): Contact[] {
  const { account, actor } = c.var;
  return perform(world, account, actor.id, (change) =>
    inputs.flatMap((input) => {
      const contact = account.contacts.get(input.id);
      if (contact === undefined) return [];
      updateContact(change, contact, contactPatchOf(change, input));
      return [contact];
    }),
  );
}

function patched(account: Account, contact: Contact): Record<string, unknown> {
  return {
    id: contact.id,
    name: contact.name,
    updated_at: contact.updatedAt,
    ...selfLink(account, `/contacts/${contact.id}`),
  };
}

export function contactsRoutes(world: World): Hono<ApiEnv> {
  const app = new Hono<ApiEnv>();

  app.get('/contacts', (c) => listContacts(world, c));

  app.get('/contacts/:id{[0-9]+}', (c) => {
    const contact = c.var.account.contacts.get(Number(c.req.param('id')));
    if (contact === undefined || contact.isDeleted) return noContent();
    return hal(renderContact(c.var.account, contact, withOf(c)));
  });

  app.post('/contacts', async (c) => {
    const { account, actor } = c.var;
    const read = await readItems(c, contactCreateSchema, (input) =>
      commonProblems(account, 'contacts', input),
    );
    if (!read.ok) return read.response;
    const rows = perform(world, account, actor.id, (change) =>
      read.value.map(({ value, requestId }) => {
        const contact = createContact(change, contactPatchOf(change, value));
        return { id: contact.id, request_id: requestId, ...selfLink(account, `/contacts/${contact.id}`) };
      }),
    );
    return hal({ ...selfLink(account, '/contacts'), _embedded: { contacts: rows } });
  });

  app.patch('/contacts', async (c) => {
    const { account } = c.var;
    const read = await readItems(c, contactUpdateSchema, (input) => updateProblems(account, input));
    if (!read.ok) return read.response;
    const contacts = patchContacts(
      world,
      c,
      read.value.map((item) => item.value),
    );
    return hal({
      ...selfLink(account, '/contacts'),
      _embedded: { contacts: contacts.map((contact) => patched(account, contact)) },
    });
  });

  app.patch('/contacts/:id{[0-9]+}', async (c) => {
    const { account } = c.var;
    const id = Number(c.req.param('id'));
    const read = await readObject(c, contactUpdateSchema, (input) => updateProblems(account, input), { id });
    if (!read.ok) return read.response;
    const [contact] = patchContacts(world, c, [read.value]);
    return contact === undefined ? noContent() : hal(patched(account, contact));
  });

  return app;
}
