import { z } from '@hono/zod-openapi';
import { idSchema, onlyRead } from '../http/schemas.ts';

const field = idSchema.nullable().default(null);

/** amoCRM field ids; a date and a time field exclude the joint one. */
export const leadFieldsSchema = z.strictObject({
  recordId: field,
  branchId: field,
  dateTime: field,
  date: field,
  time: field,
  doctor: field,
  services: field,
  branch: field,
  room: field,
  status: field,
  comment: field,
  budget: z
    .boolean()
    .default(false)
    .meta({ description: "Write the sum of the services to the deal's budget." }),
});
export type LeadFields = z.infer<typeof leadFieldsSchema>;
export type LeadFieldKey = Exclude<keyof LeadFields, 'budget'>;

export const contactFieldsSchema = z.strictObject({ patientId: field, cardNumber: field, birthDate: field });
export type ContactFields = z.infer<typeof contactFieldsSchema>;
export type ContactFieldKey = keyof ContactFields;

export const fieldSettingsSchema = z.strictObject({ lead: leadFieldsSchema, contact: contactFieldsSchema });
export type FieldSettings = z.infer<typeof fieldSettingsSchema>;

export const fieldsPutSchema = fieldSettingsSchema.extend({ version: z.int().nonnegative() });
export type FieldsPut = z.infer<typeof fieldsPutSchema>;

export const fieldsChangeSchema = fieldsPutSchema.extend({ available: onlyRead, fitting: onlyRead });

export const fieldNameSchema = z.enum([
  'lead.recordId',
  'lead.branchId',
  'lead.dateTime',
  'lead.date',
  'lead.time',
  'lead.doctor',
  'lead.services',
  'lead.branch',
  'lead.room',
  'lead.status',
  'lead.comment',
  'contact.patientId',
  'contact.cardNumber',
  'contact.birthDate',
]);
export type FieldName = z.infer<typeof fieldNameSchema>;

export const fieldsCreateSchema = z.strictObject({
  version: z.int().nonnegative(),
  fields: z.array(fieldNameSchema).min(1).max(14),
});
export type FieldsCreate = z.infer<typeof fieldsCreateSchema>;

const availableField = z.object({ id: idSchema, name: z.string(), type: z.string() });

export const fieldsReplySchema = z.object({
  ...fieldsPutSchema.shape,
  available: z.object({ lead: z.array(availableField), contact: z.array(availableField) }),
  fitting: z.record(fieldNameSchema, z.array(z.string())).meta({
    description: 'Types of amoCRM fields that can hold each value; the first is the one «Создать» makes.',
  }),
});
export type FieldsReply = z.infer<typeof fieldsReplySchema>;
