import { Hono } from 'hono';
import { z } from 'zod';
import type { Change } from '../core/change.ts';
import { createContact } from '../core/contacts.ts';
import { createLead, updateLead } from '../core/leads.ts';
import type { Account, Contact, FieldValues, Lead } from '../core/model.ts';
import { perform, type World } from '../core/world.ts';
import type { ApiEnv } from '../http/env.ts';
import { choiceProblem, type Problem } from '../http/problem.ts';
import { readItems } from '../http/validation.ts';
import { contactCreateSchema, contactPatchOf } from './contacts.routes.ts';
import { commonProblems, tagRef } from './entity-input.ts';
import { leadFields, leadPatchOf, leadProblems, sourceSchema } from './lead-input.ts';

const MAX_LEADS = 50;
const MAX_VALUES = 40;

const complexSchema = z.strictObject({
  ...leadFields,
  _embedded: z
    .strictObject({
      tags: z.array(tagRef).nullable().optional(),
      contacts: z
        .array(contactCreateSchema.extend({ id: z.int().optional(), is_main: z.boolean().optional() }))
        .max(1)
        .optional(),
      companies: z
        .array(z.strictObject({ id: z.int() }))
        .max(0)
        .optional(),
      source: sourceSchema.optional(),
      metadata: z.looseObject({ category: z.enum(['forms', 'sip']) }).optional(),
    })
    .optional(),
});

type ComplexInput = z.infer<typeof complexSchema>;
type ContactPart = NonNullable<NonNullable<ComplexInput['_embedded']>['contacts']>[number];

function contactOf(input: ComplexInput): ContactPart | undefined {
  return input._embedded?.contacts?.[0];
}

/** The lead part without what only this endpoint takes. */
function leadInput(input: ComplexInput) {
  const { _embedded, ...rest } = input;
  return { ...rest, _embedded: { tags: _embedded?.tags } };
}

function problemsOf(account: Account, input: ComplexInput): Problem[] {
  const contact = contactOf(input);
  const problems = leadProblems(account, leadInput(input), null);
  for (const [path, values] of [
    ['custom_fields_values', input.custom_fields_values],
    ['_embedded.contacts.0.custom_fields_values', contact?.custom_fields_values],
  ] as const) {
    if ((values ?? []).length > MAX_VALUES) {
      problems.push({
        code: 'TooMany',
        path,
        detail: `This collection should contain ${MAX_VALUES} elements or less.`,
      });
    }
  }
  if (contact?.id !== undefined) {
    if (account.contacts.get(contact.id)?.isDeleted !== false)
      problems.push(choiceProblem('_embedded.contacts.0.id'));
  } else if (contact !== undefined) {
    const inner = commonProblems(account, 'contacts', contact);
    problems.push(...inner.map((item) => ({ ...item, path: `_embedded.contacts.0.${item.path}` })));
  }
  return problems;
}

function phonesOf(account: Account, values: FieldValues): string[] {
  const field = account.fields.contacts.find((candidate) => candidate.code === 'PHONE');
  const items = field === undefined ? [] : (values.get(field.id) ?? []);
  return items.map((item) => String(item.value).replace(/\D/g, '').slice(-10));
}

/** Duplicate control by phone: only where the found contact is the main one of an open deal (§4.2). */
function findDuplicate(
  account: Account,
  pipelineId: number,
  phones: readonly string[],
): { lead: Lead; contact: Contact } | null {
  const found = [...account.leads.values()].flatMap((lead) => {
    const contact = account.contacts.get(lead.contacts.find((row) => row.isMain)?.id ?? 0);
    if (lead.isDeleted || lead.closedAt !== null || lead.pipelineId !== pipelineId || contact === undefined)
      return [];
    return phonesOf(account, contact.values).some((phone) => phones.includes(phone))
      ? [{ lead, contact }]
      : [];
  });
  // More than three duplicates are left alone (§4.2).
  return found.length > 3 ? null : (found[0] ?? null);
}

function createOne(change: Change, input: ComplexInput, requestId: string): unknown {
  const { account } = change;
  const patch = leadPatchOf(change, leadInput(input));
  const main =
    account.pipelines.find((pipeline) => pipeline.id === patch.pipelineId) ??
    account.pipelines.find((pipeline) => pipeline.isMain);
  // With metadata the lead goes to the unsorted stage whatever else is asked for (§4.2).
  if (input._embedded?.metadata !== undefined) {
    const unsorted = main?.statuses.find((status) => status.type === 1);
    if (unsorted !== undefined) patch.statusId = unsorted.id;
  }
  const part = contactOf(input);
  const { is_main: _, id: contactId, ...fresh } = part ?? {};
  const contactPatch = part === undefined ? null : contactPatchOf(change, fresh);
  if (account.settings.duplicateControl && contactId === undefined && contactPatch !== null) {
    const phones = phonesOf(account, contactPatch.values ?? new Map());
    const duplicate = findDuplicate(account, main?.id ?? 0, phones);
    if (duplicate !== null) {
      updateLead(change, duplicate.lead, patch);
      return row(duplicate.lead.id, duplicate.contact.id, requestId, true);
    }
  }
  const ownId = contactId ?? (contactPatch === null ? null : createContact(change, contactPatch).id);
  const contacts = ownId === null ? [] : [{ id: ownId, isMain: true }];
  const lead = createLead(change, { ...patch, contacts });
  return row(lead.id, ownId, requestId, false);
}

function row(id: number, contactId: number | null, requestId: string, merged: boolean): unknown {
  return { id, contact_id: contactId, company_id: null, request_id: [requestId], merged };
}

export function leadsComplexRoutes(world: World): Hono<ApiEnv> {
  const app = new Hono<ApiEnv>();
  app.post('/leads/complex', async (c) => {
    const { account, actor } = c.var;
    const read = await readItems(c, complexSchema, (input) => problemsOf(account, input), MAX_LEADS);
    if (!read.ok) return read.response;
    const rows = perform(world, account, actor.id, (change) =>
      read.value.map(({ value, requestId }) => createOne(change, value, requestId)),
    );
    // A bare array, not HAL (§4.2).
    return Response.json(rows);
  });
  return app;
}
