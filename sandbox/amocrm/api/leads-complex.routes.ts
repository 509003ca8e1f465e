import { Hono } from 'hono';
import { absorb, type ComplexPatch, type Part } from '../core/absorb.ts';
import type { Change } from '../core/change.ts';
import { createCompany } from '../core/companies.ts';
import { createContact } from '../core/contacts.ts';
import { findDuplicate } from '../core/duplicates.ts';
import type { EntityPatch } from '../core/entity.ts';
import { createLead } from '../core/leads.ts';
import type { Account, FieldValues, Lead, Pipeline } from '../core/model.ts';
import { perform, type World } from '../core/world.ts';
import type { ApiEnv } from '../http/env.ts';
import { readItems } from '../http/validation.ts';
import { type ComplexInput, complexPatch, complexProblems, complexSchema } from './complex-input.ts';

const MAX_LEADS = 50;

type Row = {
  id: number;
  contact_id: number | null;
  company_id: number | null;
  request_id: string[];
  merged: boolean;
};

function valuesOf(
  account: Account,
  kind: 'contacts' | 'companies',
  part: Part<EntityPatch>,
): FieldValues | null {
  if (part === null) return null;
  return 'id' in part ? (account[kind].get(part.id)?.values ?? null) : (part.patch.values ?? null);
}

function duplicateOf(account: Account, pipeline: Pipeline | undefined, patch: ComplexPatch): Lead | null {
  if (pipeline === undefined) return null;
  return findDuplicate(account, pipeline, {
    lead: patch.lead.values ?? new Map(),
    contact: valuesOf(account, 'contacts', patch.contact),
    company: valuesOf(account, 'companies', patch.company),
  });
}

function createAll(change: Change, pipeline: Pipeline | undefined, patch: ComplexPatch): Lead {
  const idOf = <P extends EntityPatch>(
    part: Part<P>,
    create: (given: P) => { id: number },
  ): number | null => {
    if (part === null) return null;
    return 'id' in part ? part.id : create(part.patch).id;
  };
  const contactId = idOf(patch.contact, (given) => createContact(change, given));
  const companyId = idOf(patch.company, (given) => createCompany(change, given));
  const contacts = contactId === null ? [] : [{ id: contactId, isMain: true }];
  const lead = createLead(change, { ...patch.lead, contacts, companyId });
  if (pipeline !== undefined) pipeline.duplicateControl.listed = true;
  return lead;
}

function rowOf(lead: Lead, requestId: string, merged: boolean): Row {
  const contactId = lead.contacts.find((row) => row.isMain)?.id ?? null;
  return { id: lead.id, contact_id: contactId, company_id: lead.companyId, request_id: [requestId], merged };
}

function createBatch(change: Change, items: readonly { value: ComplexInput; requestId: string }[]): Row[] {
  const { account } = change;
  // All are looked up first: only stored data are searched, never the batch itself (§4.2).
  const planned = items.map(({ value, requestId }) => {
    const patch = complexPatch(change, value);
    const pipeline = account.pipelines.find((candidate) => candidate.id === patch.lead.pipelineId);
    return { value, requestId, patch, pipeline, duplicate: duplicateOf(account, pipeline, patch) };
  });
  const rows: Row[] = [];
  for (const { value, requestId, patch, pipeline, duplicate } of planned) {
    // With metadata the deal goes to the unsorted stage whatever else is asked for (§4.2).
    const unsorted = pipeline?.statuses.find((status) => status.type === 1);
    if (value._embedded?.metadata !== undefined && unsorted !== undefined) patch.lead.statusId = unsorted.id;
    if (duplicate === null) {
      rows.push(rowOf(createAll(change, pipeline, patch), requestId, false));
      continue;
    }
    absorb(change, duplicate, patch, pipeline?.duplicateControl.conflict ?? 'overwrite');
    const known = rows.find((row) => row.merged && row.id === duplicate.id);
    if (known === undefined) rows.push(rowOf(duplicate, requestId, true));
    else known.request_id.push(requestId);
  }
  return rows;
}

export function leadsComplexRoutes(world: World): Hono<ApiEnv> {
  const app = new Hono<ApiEnv>();
  app.post('/leads/complex', async (c) => {
    const { account, actor } = c.var;
    const check = (input: ComplexInput) => complexProblems(account, input);
    const read = await readItems(c, complexSchema, check, MAX_LEADS);
    if (!read.ok) return read.response;
    const rows = perform(world, account, actor.id, (change) => createBatch(change, read.value));
    // A bare array, not HAL (§4.2).
    return Response.json(rows);
  });
  return app;
}
