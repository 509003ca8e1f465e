import { Hono } from 'hono';
import { absorb, type ComplexPatch, type Part } from '../core/absorb.ts';
import type { Change } from '../core/change.ts';
import { createCompany } from '../core/companies.ts';
import { createContact } from '../core/contacts.ts';
import { findDuplicate } from '../core/duplicates.ts';
import type { EntityPatch } from '../core/entity.ts';
import { createLead } from '../core/leads.ts';
import type { Account, FieldValues, Lead, Pipeline } from '../core/model.ts';
import { addUnsorted } from '../core/unsorted.ts';
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

type Planned = {
  requestId: string;
  patch: ComplexPatch;
  metadata: NonNullable<ComplexInput['_embedded']>['metadata'];
};

function isNew(part: Part<EntityPatch>): boolean {
  return part !== null && 'patch' in part;
}

function idOf<P extends EntityPatch>(part: Part<P>, create: (given: P) => { id: number }): number | null {
  if (part === null) return null;
  return 'id' in part ? part.id : create(part.patch).id;
}

function createAll(change: Change, pipeline: Pipeline | undefined, item: Planned): Lead {
  const { patch, metadata } = item;
  const contactId = idOf(patch.contact, (given) => createContact(change, given));
  const companyId = idOf(patch.company, (given) => createCompany(change, given));
  const unsorted = pipeline?.statuses.find((status) => status.type === 1);
  // With metadata the deal goes to the unsorted stage whatever else is asked for (§4.2).
  const stage = metadata === undefined || unsorted === undefined ? {} : { statusId: unsorted.id };
  const contacts = contactId === null ? [] : [{ id: contactId, isMain: true }];
  const lead = createLead(change, { ...patch.lead, ...stage, contacts, companyId });
  if (pipeline !== undefined) pipeline.duplicateControl.listed = true;
  if (metadata !== undefined && unsorted !== undefined) {
    const { category, ...rest } = metadata;
    addUnsorted(change, {
      category,
      lead,
      sourceUid: item.requestId,
      sourceName: lead.name,
      metadata: rest,
      contactIds: isNew(patch.contact) && contactId !== null ? [contactId] : [],
      companyIds: isNew(patch.company) && companyId !== null ? [companyId] : [],
    });
  }
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
    const metadata = value._embedded?.metadata;
    return { requestId, patch, metadata, pipeline, duplicate: duplicateOf(account, pipeline, patch) };
  });
  const rows: Row[] = [];
  for (const { pipeline, duplicate, ...item } of planned) {
    const { requestId, patch } = item;
    if (duplicate === null) {
      rows.push(rowOf(createAll(change, pipeline, item), requestId, false));
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
