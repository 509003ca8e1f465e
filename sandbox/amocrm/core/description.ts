import { z } from 'zod';
import { fieldTypes } from './model.ts';
import { roleDescription, userDescription } from './people-factory.ts';

/** The body of `POST /_sandbox/accounts`: a whole account, in our own camelCase (README.md). */

const option = z.strictObject({
  id: z.int().optional(),
  value: z.string(),
  sort: z.int().optional(),
  code: z.string().nullable().optional(),
});

const statusRef = z.strictObject({ statusId: z.int(), pipelineId: z.int() });

const field = z.strictObject({
  id: z.int().optional(),
  name: z.string(),
  type: z.enum(fieldTypes),
  code: z.string().nullable().optional(),
  sort: z.int().optional(),
  isApiOnly: z.boolean().optional(),
  isPredefined: z.boolean().optional(),
  enums: z.array(option).optional(),
  requiredStatuses: z.array(statusRef).optional(),
  hiddenStatuses: z.array(statusRef).optional(),
  currency: z.string().optional(),
  remind: z.enum(['never', 'day', 'week', 'month']).optional(),
  chainedLists: z
    .array(
      z.strictObject({
        title: z.string().nullable().default(null),
        catalogId: z.int(),
        parentCatalogId: z.int().nullable().default(null),
      }),
    )
    .max(5)
    .optional(),
});

const scalar = z.union([z.string(), z.number(), z.boolean()]);
/** Field id → value, list of values, or null to clear. A string that names an option picks it. */
export const plainValues = z.record(z.string(), z.union([scalar, z.array(scalar), z.null()]));

export const plainLead = z.strictObject({
  id: z.int().optional(),
  name: z.string().optional(),
  price: z.int().optional(),
  pipelineId: z.int().optional(),
  statusId: z.int().optional(),
  responsibleUserId: z.int().optional(),
  createdAt: z.int().optional(),
  contactIds: z.array(z.int()).optional(),
  companyId: z.int().nullable().optional(),
  lossReasonId: z.int().nullable().optional(),
  laborCost: z.int().nullable().optional(),
  score: z.int().nullable().optional(),
  isFromChat: z.boolean().optional(),
  fields: plainValues.optional(),
  tags: z.array(z.string()).optional(),
});

export const plainContact = z.strictObject({
  id: z.int().optional(),
  name: z.string().optional(),
  firstName: z.string().optional(),
  lastName: z.string().optional(),
  responsibleUserId: z.int().optional(),
  createdAt: z.int().optional(),
  phones: z.array(z.string()).optional(),
  emails: z.array(z.string()).optional(),
  companyId: z.int().nullable().optional(),
  fields: plainValues.optional(),
  tags: z.array(z.string()).optional(),
});

export const plainCompany = z.strictObject({
  id: z.int().optional(),
  name: z.string().optional(),
  responsibleUserId: z.int().optional(),
  createdAt: z.int().optional(),
  phones: z.array(z.string()).optional(),
  emails: z.array(z.string()).optional(),
  web: z.string().optional(),
  address: z.string().optional(),
  fields: plainValues.optional(),
  tags: z.array(z.string()).optional(),
});

/** Duplicate control of a pipeline (amocrm-api.md §4.2). */
export const duplicateControlPatch = z.strictObject({
  enabled: z.boolean().optional(),
  listed: z.boolean().optional(),
  byPhone: z.boolean().optional(),
  byEmail: z.boolean().optional(),
  fieldIds: z.array(z.int()).optional(),
  statusIds: z.array(z.int()).nullable().optional(),
  conflict: z.enum(['overwrite', 'keep']).optional(),
});

export const plainTask = z.strictObject({
  id: z.int().optional(),
  text: z.string(),
  completeTill: z.int(),
  taskTypeId: z.int().optional(),
  leadId: z.int().optional(),
  contactId: z.int().optional(),
  companyId: z.int().optional(),
  responsibleUserId: z.int().optional(),
  isCompleted: z.boolean().optional(),
});

const stage = z.strictObject({
  id: z.int(),
  name: z.string(),
  sort: z.int().optional(),
  color: z.string().optional(),
  unsorted: z.boolean().optional(),
});

export const accountDescription = z.strictObject({
  id: z.int(),
  subdomain: z.string(),
  domain: z.string().regex(/^[a-z0-9-]+\.(amocrm\.ru|amocrm\.com|kommo\.com)$/),
  name: z.string(),
  timezone: z.string(),
  users: z.array(userDescription).min(1),
  roles: z.array(roleDescription).optional(),
  userGroups: z.array(z.strictObject({ id: z.int(), name: z.string() })).optional(),
  taskTypes: z.array(z.strictObject({ id: z.int(), name: z.string() })).optional(),
  pipelines: z
    .array(
      z.strictObject({
        id: z.int(),
        name: z.string(),
        isMain: z.boolean().optional(),
        stages: z.array(stage).min(1),
        duplicateControl: duplicateControlPatch.optional(),
      }),
    )
    .min(1),
  fields: z
    .strictObject({
      leads: z.array(field).optional(),
      contacts: z.array(field).optional(),
      companies: z.array(field).optional(),
    })
    .optional(),
  lossReasons: z.array(z.strictObject({ id: z.int().optional(), name: z.string() })).optional(),
  sources: z
    .array(
      z.strictObject({
        id: z.int().optional(),
        externalId: z.string(),
        name: z.string(),
        pipelineId: z.int(),
      }),
    )
    .optional(),
  companies: z.array(plainCompany).optional(),
  contacts: z.array(plainContact).optional(),
  leads: z.array(plainLead).optional(),
  tasks: z.array(plainTask).optional(),
  integration: z.strictObject({
    clientId: z.uuid(),
    clientSecret: z.string().min(1),
    redirectUri: z.url(),
    disconnectUrl: z.url().nullable().optional(),
    /** All when left out; `crm` is what the API needs. */
    scopes: z.array(z.enum(['crm', 'notifications', 'files', 'files_delete'])).optional(),
  }),
  widgetCode: z.string().regex(/^[a-z0-9_]+$/),
});

export type AccountDescription = z.input<typeof accountDescription>;
export type FieldDescription = z.infer<typeof field>;
export type PlainValues = z.infer<typeof plainValues>;
export type PlainLead = z.infer<typeof plainLead>;
export type PlainContact = z.infer<typeof plainContact>;
export type PlainCompany = z.infer<typeof plainCompany>;
export type PlainTask = z.infer<typeof plainTask>;
