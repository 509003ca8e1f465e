import { z } from 'zod';
import type { Priority } from '../shared/limiter.ts';
import { ok } from '../shared/result.ts';
import { type Created, createdRows, gatherChanges, gatherCreations } from './batch.ts';
import { type ContactChanges, contactBody, type NewContact } from './contact-body.ts';
import { type FieldValue, fieldValues, type Phone, readPhones } from './field-values.ts';
import type { Gathering } from './gather.ts';
import { type Pages, parseRows, readPage, readPages } from './hal.ts';
import { gatherReads, readEach } from './many.ts';
import type { AmocrmResult, Query, Transport } from './transport.ts';

export type Contact = {
  readonly id: number;
  readonly name: string;
  readonly firstName: string;
  readonly lastName: string;
  readonly responsibleUserId: number;
  readonly updatedAt: number;
  readonly isDeleted: boolean;
  readonly fields: readonly FieldValue[];
  /** As typed. */
  readonly phones: readonly Phone[];
  readonly leadIds: readonly number[];
};

const contactRow: z.ZodType<Contact> = z
  .object({
    id: z.number().int(),
    name: z.string().nullish(),
    first_name: z.string().nullish(),
    last_name: z.string().nullish(),
    responsible_user_id: z.number().int(),
    updated_at: z.number(),
    is_deleted: z.boolean().nullish(),
    custom_fields_values: fieldValues,
    _embedded: z.object({ leads: z.array(z.object({ id: z.number().int() })).nullish() }).nullish(),
  })
  .transform((row) => ({
    id: row.id,
    name: row.name ?? '',
    firstName: row.first_name ?? '',
    lastName: row.last_name ?? '',
    responsibleUserId: row.responsible_user_id,
    updatedAt: row.updated_at,
    isDeleted: row.is_deleted ?? false,
    fields: row.custom_fields_values,
    phones: readPhones(row.custom_fields_values),
    leadIds: (row._embedded?.leads ?? []).map(({ id }) => id),
  }));

const changedRow = z.object({ id: z.number().int() });

export type Contacts = {
  byId(priority: Priority, id: number): AmocrmResult<Contact | null>;
  /** Those that exist, in the order asked for. */
  byIds(priority: Priority, ids: readonly number[]): AmocrmResult<readonly Contact[]>;
  /**
   * Contacts one of whose phones `matches`. The search is by the last ten digits, fuzzy and late (amocrm-api.md §4.12):
   * an empty answer is no proof that there is nobody.
   */
  findByPhone(
    priority: Priority,
    phone: string,
    options: { readonly matches: (phone: string) => boolean; readonly maxPages: number },
  ): AmocrmResult<Pages<Contact>>;
  /** The newest first, by id: contacts cannot be ordered by creation (§4.3). */
  listNewest(priority: Priority, options: { readonly limit: number }): AmocrmResult<readonly Contact[]>;
  /** All there are, 250 a page, the oldest first; without their deals. */
  page(priority: Priority, page: number): AmocrmResult<Pages<Contact>>;
  create(priority: Priority, contact: NewContact): AmocrmResult<Created>;
  patch(priority: Priority, id: number, changes: ContactChanges): AmocrmResult<Created>;
};

const WITH_LEADS: Query = [['with', 'leads']];
const PHONE_DIGITS = 10;

export function createContacts(transport: Transport, gathering: Gathering): Contacts {
  const byId = gatherReads(transport, gathering, { path: 'contacts', query: WITH_LEADS, row: contactRow });
  const create = gatherCreations<NewContact>(transport, gathering, {
    path: 'contacts',
    body: contactBody,
    parse: createdRows('contacts'),
  });
  const change = gatherChanges<{ id: number; changes: ContactChanges }, Created>(transport, gathering, {
    path: 'contacts',
    key: 'contacts',
    row: changedRow,
    body: ({ changes }) => contactBody(changes),
  });
  return {
    byId: byId.one,
    byIds: (priority, ids) => readEach(byId, priority, ids),
    async findByPhone(priority, phone, { matches, maxPages }) {
      const digits = phone.replace(/\D/g, '').slice(-PHONE_DIGITS);
      if (digits === '') return ok({ rows: [], complete: true });
      const found = await readPages(transport, priority, {
        path: 'contacts',
        query: [...WITH_LEADS, ['query', digits]],
        key: 'contacts',
        row: contactRow,
        maxPages,
      });
      if (!found.ok) return found;
      const rows = found.value.rows.filter(({ phones }) => phones.some(({ value }) => matches(value)));
      return ok({ ...found.value, rows });
    },
    async listNewest(priority, { limit }) {
      const query: Query = [...WITH_LEADS, ['order[id]', 'desc'], ['limit', String(limit)]];
      const reply = await transport.get(priority, 'contacts', query);
      return reply.ok ? parseRows(reply.value, 'contacts', contactRow) : reply;
    },
    page: (priority, page) => readPage(transport, priority, { path: 'contacts', row: contactRow, page }),
    create: create.one,
    patch: (priority, id, changes) => change.one(priority, { id, changes }),
  };
}

/**
 * The list to write so that `added` is among the phones and nothing is lost (a PATCH replaces all of them), or null
 * when it is there already.
 */
export function mergePhone(
  present: readonly Phone[],
  added: Phone,
  same: (left: string, right: string) => boolean,
): readonly Phone[] | null {
  return present.some(({ value }) => same(value, added.value)) ? null : [...present, added];
}
