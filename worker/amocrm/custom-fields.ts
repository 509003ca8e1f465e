import { z } from 'zod';
import type { Priority } from '../shared/limiter.ts';
import { ok } from '../shared/result.ts';
import { badReply, parseBody, parseOne, parseRows, parseWritten, readPages } from './hal.ts';
import type { AmocrmResult, Transport } from './transport.ts';

export type FieldEntity = 'leads' | 'contacts';

export type FieldOption = {
  readonly id: number;
  readonly value: string;
  readonly sort: number;
  readonly code: string | null;
};

/** The definition of a custom field. */
export type CustomField = {
  readonly id: number;
  readonly name: string;
  /** text, numeric, select, … (amocrm-api.md §4.6). */
  readonly type: string;
  readonly code: string | null;
  readonly sort: number;
  readonly groupId: string | null;
  readonly options: readonly FieldOption[];
};

export type NewCustomField = {
  readonly name: string;
  readonly type: string;
  readonly code?: string;
  readonly groupId?: string;
  readonly isApiOnly?: boolean;
  readonly options?: readonly string[];
};

export type FieldGroup = { readonly id: string; readonly name: string };

const optionRow = z
  .object({ id: z.number().int(), value: z.string(), sort: z.number(), code: z.string().nullish() })
  .transform((row) => ({ ...row, code: row.code ?? null }));

const fieldRow: z.ZodType<CustomField> = z
  .object({
    id: z.number().int(),
    name: z.string(),
    type: z.string(),
    code: z.string().nullish(),
    sort: z.number(),
    group_id: z.string().nullish(),
    enums: z.array(optionRow).nullish(),
  })
  .transform((row) => ({
    id: row.id,
    name: row.name,
    type: row.type,
    code: row.code ?? null,
    sort: row.sort,
    groupId: row.group_id ?? null,
    options: row.enums ?? [],
  }));

/** The sheet does not say whether one patched field comes bare or in an envelope (§4.6): both are read. */
const patchedField: z.ZodType<CustomField> = z.union([
  fieldRow,
  z
    .object({ _embedded: z.object({ custom_fields: z.tuple([fieldRow]) }) })
    .transform((body) => body._embedded.custom_fields[0]),
]);

const groupRow: z.ZodType<FieldGroup> = z.object({ id: z.string(), name: z.string() });

export type CustomFields = {
  list(priority: Priority, entity: FieldEntity): AmocrmResult<readonly CustomField[]>;
  byId(priority: Priority, entity: FieldEntity, id: number): AmocrmResult<CustomField | null>;
  create(
    priority: Priority,
    entity: FieldEntity,
    fields: readonly NewCustomField[],
  ): AmocrmResult<readonly CustomField[]>;
  /** Adds what is missing; every present option keeps its id, and with it the values that use it. */
  addOptions(
    priority: Priority,
    entity: FieldEntity,
    fieldId: number,
    values: readonly string[],
  ): AmocrmResult<CustomField>;
  listGroups(priority: Priority, entity: FieldEntity): AmocrmResult<readonly FieldGroup[]>;
  createGroup(priority: Priority, entity: FieldEntity, name: string): AmocrmResult<FieldGroup>;
};

const MOST_PAGES = 20;
const SORT_STEP = 10;
/** Behind the groups that amoCRM and people made. */
const GROUP_SORT = 1000;

export function createCustomFields(transport: Transport): CustomFields {
  const byId: CustomFields['byId'] = async (priority, entity, id) => {
    const reply = await transport.get(priority, `${entity}/custom_fields/${id}`);
    return reply.ok ? parseOne(reply.value, fieldRow) : reply;
  };
  return {
    byId,
    async list(priority, entity) {
      const pages = await readPages(transport, priority, {
        path: `${entity}/custom_fields`,
        key: 'custom_fields',
        row: fieldRow,
        maxPages: MOST_PAGES,
      });
      return pages.ok ? ok(pages.value.rows) : pages;
    },
    async create(priority, entity, fields) {
      const body = fields.map((field) => ({
        name: field.name,
        type: field.type,
        code: field.code,
        group_id: field.groupId,
        is_api_only: field.isApiOnly,
        enums: field.options?.map((value, index) => ({ value, sort: (index + 1) * SORT_STEP })),
      }));
      const reply = await transport.send(priority, 'POST', `${entity}/custom_fields`, body);
      const rows = reply.ok ? parseRows(reply.value, 'custom_fields', fieldRow) : reply;
      if (!rows.ok || rows.value.length === fields.length) return rows;
      return badReply(`custom_fields: ${rows.value.length} rows for ${fields.length}`);
    },
    async addOptions(priority, entity, fieldId, values) {
      // Read right before the write: the list replaces, an option that is not sent is deleted (§4.6).
      const field = await byId(priority, entity, fieldId);
      if (!field.ok) return field;
      if (field.value === null) return { ok: false, error: { kind: 'not_found' } };
      const { options } = field.value;
      const missing = [...new Set(values)].filter((value) =>
        options.every((option) => option.value !== value),
      );
      if (missing.length === 0) return ok(field.value);
      const last = Math.max(0, ...options.map(({ sort }) => sort));
      const added = missing.map((value, index) => ({ value, sort: last + (index + 1) * SORT_STEP }));
      const kept = options.map(({ code, ...option }) => (code === null ? option : { ...option, code }));
      const path = `${entity}/custom_fields/${fieldId}`;
      const reply = await transport.send(priority, 'PATCH', path, { enums: [...kept, ...added] });
      return reply.ok ? parseBody(reply.value, patchedField) : reply;
    },
    async listGroups(priority, entity) {
      const reply = await transport.get(priority, `${entity}/custom_fields/groups`);
      return reply.ok ? parseRows(reply.value, 'custom_field_groups', groupRow) : reply;
    },
    async createGroup(priority, entity, name) {
      const reply = await transport.send(priority, 'POST', `${entity}/custom_fields/groups`, [
        { name, sort: GROUP_SORT },
      ]);
      return reply.ok ? parseWritten(reply.value, 'custom_field_groups', groupRow) : reply;
    },
  };
}
