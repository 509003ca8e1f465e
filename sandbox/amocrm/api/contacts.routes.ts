import type { Hono } from 'hono';
import { z } from 'zod';
import type { Change } from '../core/change.ts';
import { type ContactPatch, createContact, updateContact } from '../core/contacts.ts';
import type { World } from '../core/world.ts';
import type { ApiEnv } from '../http/env.ts';
import { commonFields, commonPatch, commonProblems, tagRef } from './entity-input.ts';
import { contactMatches } from './filters.ts';
import { peopleRoutes } from './people.routes.ts';
import { renderContact } from './render.ts';

export const contactCreateSchema = z.strictObject({
  ...commonFields,
  first_name: z.string().max(255).optional(),
  last_name: z.string().max(255).optional(),
  _embedded: z.strictObject({ tags: z.array(tagRef).nullable().optional() }).optional(),
});

export type ContactInput = z.infer<typeof contactCreateSchema>;

export function contactPatchOf(change: Change, input: ContactInput): ContactPatch {
  return {
    ...commonPatch(change, 'contacts', input),
    firstName: input.first_name,
    lastName: input.last_name,
  };
}

export function contactsRoutes(world: World): Hono<ApiEnv> {
  return peopleRoutes(world, {
    kind: 'contacts',
    createSchema: contactCreateSchema,
    updateSchema: contactCreateSchema.extend({ id: z.int() }),
    all: (account) => account.contacts,
    matches: contactMatches,
    problems: (account, input) => commonProblems(account, 'contacts', input),
    create: (change, input: ContactInput) => createContact(change, contactPatchOf(change, input)),
    update: (change, contact, input) => updateContact(change, contact, contactPatchOf(change, input)),
    render: renderContact,
  });
}
