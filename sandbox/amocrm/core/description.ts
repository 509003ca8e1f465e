import { z } from 'zod';
import { fieldTypes } from './model.ts';

/** The body of `POST /_sandbox/accounts`: a whole account, in our own camelCase (README.md). */

const option = z.strictObject({
  id: z.int().optional(),
  value: z.string(),
  sort: z.int().optional(),
  code: z.string().nullable().optional(),
});

const field = z.strictObject({
  id: z.int().optional(),
  name: z.string(),
  type: z.enum(fieldTypes),
  code: z.string().nullable().optional(),
  sort: z.int().optional(),
  isApiOnly: z.boolean().optional(),
  isPredefined: z.boolean().optional(),
  enums: z.array(option).optional(),
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
  fields: plainValues.optional(),
});

const task = z.strictObject({
  id: z.int().optional(),
  text: z.string(),
  completeTill: z.int(),
  taskTypeId: z.int().optional(),
  leadId: z.int().optional(),
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
  users: z
    .array(
      z.strictObject({
        id: z.int(),
        name: z.string(),
        email: z.string().optional(),
        isAdmin: z.boolean(),
        isActive: z.boolean().optional(),
        isFree: z.boolean().optional(),
        groupId: z.int().optional(),
      }),
    )
    .min(1),
  pipelines: z
    .array(
      z.strictObject({
        id: z.int(),
        name: z.string(),
        isMain: z.boolean().optional(),
        stages: z.array(stage).min(1),
      }),
    )
    .min(1),
  fields: z
    .strictObject({ leads: z.array(field).optional(), contacts: z.array(field).optional() })
    .optional(),
  contacts: z.array(plainContact).optional(),
  leads: z.array(plainLead).optional(),
  tasks: z.array(task).optional(),
  integration: z.strictObject({
    clientId: z.uuid(),
    clientSecret: z.string().min(1),
    redirectUri: z.url(),
    disconnectUrl: z.url().nullable().optional(),
  }),
  widgetCode: z.string().regex(/^[a-z0-9_]+$/),
});

export type AccountDescription = z.input<typeof accountDescription>;
export type FieldDescription = z.infer<typeof field>;
export type PlainValues = z.infer<typeof plainValues>;
export type PlainLead = z.infer<typeof plainLead>;
export type PlainContact = z.infer<typeof plainContact>;
