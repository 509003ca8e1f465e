import { z } from 'zod';
import type { Priority } from '../shared/limiter.ts';
import { ok } from '../shared/result.ts';
import { type Created, createdRows, gatherChanges, gatherCreations } from './batch.ts';
import { contactBody, type NewContact } from './contact-body.ts';
import { type FieldValue, fieldValues } from './field-values.ts';
import type { FieldWrite } from './field-writes.ts';
import { createGatherer, type Gathering } from './gather.ts';
import { badReply, type Pages, parseBody, readPage, readPages } from './hal.ts';
import { gatherReads, readEach } from './many.ts';
import type { AmocrmResult, Query, Transport } from './transport.ts';

/** A deal. */
export type Lead = {
  readonly id: number;
  readonly name: string;
  readonly price: number;
  readonly responsibleUserId: number;
  readonly pipelineId: number;
  readonly statusId: number;
  readonly createdAt: number;
  readonly updatedAt: number;
  readonly closedAt: number | null;
  readonly isDeleted: boolean;
  readonly fields: readonly FieldValue[];
  readonly contacts: ReadonlyArray<{ readonly id: number; readonly isMain: boolean }>;
};

export type LeadChanges = {
  readonly name?: string;
  readonly price?: number;
  readonly pipelineId?: number;
  readonly statusId?: number;
  readonly responsibleUserId?: number;
  readonly lossReasonId?: number;
  readonly fields?: readonly FieldWrite[];
};

export type PatchedLead = { readonly id: number; readonly updatedAt: number };

/** Stubs of the recycle bin are all that is told of deleted deals. */
export type DeletedLead = { readonly id: number; readonly updatedAt: number };

const leadRow: z.ZodType<Lead> = z
  .object({
    id: z.number().int(),
    name: z.string().nullish(),
    price: z.number().nullish(),
    responsible_user_id: z.number().int(),
    pipeline_id: z.number().int(),
    status_id: z.number().int(),
    created_at: z.number(),
    updated_at: z.number(),
    closed_at: z.number().nullish(),
    is_deleted: z.boolean().nullish(),
    custom_fields_values: fieldValues,
    _embedded: z
      .object({
        contacts: z.array(z.object({ id: z.number().int(), is_main: z.boolean().nullish() })).nullish(),
      })
      .nullish(),
  })
  .transform((row) => ({
    id: row.id,
    name: row.name ?? '',
    price: row.price ?? 0,
    responsibleUserId: row.responsible_user_id,
    pipelineId: row.pipeline_id,
    statusId: row.status_id,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
    closedAt: row.closed_at ?? null,
    isDeleted: row.is_deleted ?? false,
    fields: row.custom_fields_values,
    contacts: (row._embedded?.contacts ?? []).map(({ id, is_main }) => ({ id, isMain: is_main ?? false })),
  }));

const patchedRow: z.ZodType<PatchedLead> = z
  .object({ id: z.number().int(), updated_at: z.number() })
  .transform(({ id, updated_at }) => ({ id, updatedAt: updated_at }));

/** The reply of leads/complex is a bare list; a `request_id` there is a list, too (amocrm-api.md §4.2). */
const complexRows = z
  .array(
    z.object({
      id: z.number().int(),
      contact_id: z.number().int().nullish(),
      merged: z.boolean().nullish(),
      request_id: z.array(z.union([z.string(), z.number()]).transform(Number)),
    }),
  )
  .transform((rows) =>
    rows.flatMap(({ id, contact_id, merged, request_id }) =>
      request_id.map(
        (item) => [item, { id, contactId: contact_id ?? null, merged: merged ?? false }] as const,
      ),
    ),
  );

export type CreatedWithContact = Created & { readonly contactId: number | null; readonly merged: boolean };

export type Leads = {
  byId(priority: Priority, id: number): AmocrmResult<Lead | null>;
  /** Those that exist, in the order asked for. */
  byIds(priority: Priority, ids: readonly number[]): AmocrmResult<readonly Lead[]>;
  /** Those created at or after `since` (Unix seconds), the newest first: the proof of what a write of unknown outcome did. */
  createdSince(priority: Priority, since: number): AmocrmResult<readonly Lead[]>;
  /** All there are, 250 a page, the oldest first; without their contacts. */
  page(priority: Priority, page: number): AmocrmResult<Pages<Lead>>;
  /** Fuzzy and late (amocrm-api.md §4.12): the caller checks every row. */
  listByQuery(priority: Priority, query: string, options: { maxPages: number }): AmocrmResult<Pages<Lead>>;
  listDeleted(priority: Priority, options: { maxPages: number }): AmocrmResult<Pages<DeletedLead>>;
  /** A deal of a contact that exists; null: without one. */
  create(priority: Priority, lead: LeadChanges, contactId: number | null): AmocrmResult<Created>;
  /** Deal and contact in one call. `merged` is an alarm: amoCRM's duplicate control should be off (product.md §4). */
  createWithContact(
    priority: Priority,
    lead: LeadChanges,
    contact: NewContact,
  ): AmocrmResult<CreatedWithContact>;
  patch(priority: Priority, id: number, changes: LeadChanges): AmocrmResult<PatchedLead>;
};

const IN_DOUBT_AT_ONCE = 250;
/** 25,000 deals: nobody creates so many while an answer is waited for. */
const MAX_NEWEST_PAGES = 100;

const WITH_CONTACTS: Query = [['with', 'contacts']];

export function createLeads(transport: Transport, gathering: Gathering): Leads {
  const byId = gatherReads(transport, gathering, { path: 'leads', query: WITH_CONTACTS, row: leadRow });
  const create = gatherCreations<{ lead: LeadChanges; contactId: number | null }>(transport, gathering, {
    path: 'leads',
    body: ({ lead, contactId }) => ({
      ...leadBody(lead),
      ...(contactId === null ? {} : { _embedded: { contacts: [{ id: contactId, is_main: true }] } }),
    }),
    parse: createdRows('leads'),
  });
  const createComplex = gatherCreations<{ lead: LeadChanges; contact: NewContact }, CreatedWithContact>(
    transport,
    gathering,
    {
      path: 'leads/complex',
      body: ({ lead, contact }) => ({ ...leadBody(lead), _embedded: { contacts: [contactBody(contact)] } }),
      parse: (reply) => parseBody(reply, complexRows),
    },
  );
  const change = gatherChanges<{ id: number; changes: LeadChanges }, PatchedLead>(transport, gathering, {
    path: 'leads',
    key: 'leads',
    row: patchedRow,
    body: ({ changes }) => leadBody(changes),
  });
  // A lost answer leaves a whole batch in doubt: one listing serves all of it.
  const newest = createGatherer<number, readonly Lead[]>(gathering, {
    size: IN_DOUBT_AT_ONCE,
    async send(priority, since) {
      const earliest = Math.min(...since);
      const read = await readPages(transport, priority, {
        path: 'leads',
        query: [...WITH_CONTACTS, ['order[created_at]', 'desc']],
        key: 'leads',
        row: leadRow,
        maxPages: MAX_NEWEST_PAGES,
        isEnough: (rows) => rows.some(({ createdAt }) => createdAt < earliest),
      });
      if (!read.ok) return since.map(() => read);
      if (!read.value.complete) return since.map(() => badReply('leads: too many were created meanwhile'));
      const { rows } = read.value;
      return since.map((from) => ok(rows.filter(({ createdAt }) => createdAt >= from)));
    },
  });
  return {
    byId: byId.one,
    byIds: (priority, ids) => readEach(byId, priority, ids),
    createdSince: newest.one,
    page: (priority, page) => readPage(transport, priority, { path: 'leads', row: leadRow, page }),
    listByQuery: (priority, query, { maxPages }) =>
      readPages(transport, priority, {
        path: 'leads',
        query: [...WITH_CONTACTS, ['query', query]],
        key: 'leads',
        row: leadRow,
        maxPages,
      }),
    listDeleted: (priority, { maxPages }) =>
      readPages(transport, priority, {
        path: 'leads',
        query: [['with', 'only_deleted']],
        key: 'leads',
        row: patchedRow,
        maxPages,
      }),
    create: (priority, lead, contactId) => create.one(priority, { lead, contactId }),
    createWithContact: (priority, lead, contact) => createComplex.one(priority, { lead, contact }),
    patch: (priority, id, changes) => change.one(priority, { id, changes }),
  };
}

function leadBody(lead: LeadChanges): object {
  return {
    name: lead.name,
    price: lead.price,
    pipeline_id: lead.pipelineId,
    status_id: lead.statusId,
    responsible_user_id: lead.responsibleUserId,
    loss_reason_id: lead.lossReasonId,
    custom_fields_values: lead.fields,
  };
}
