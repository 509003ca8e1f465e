import { z } from '@hono/zod-openapi';
import { idParamSchema, idSchema, instantSchema } from '../http/schemas.ts';
import { automationSettingsSchema, matchingSettingsSchema } from './automation.schemas.ts';
import { fieldSettingsSchema } from './fields.schemas.ts';
import { statusSettingsSchema } from './statuses.schemas.ts';
import { userSettingsSchema } from './users.schemas.ts';

export const sectionNameSchema = z.enum(['fields', 'users', 'automation', 'matching', 'statuses']);

export const versionsQuerySchema = z.strictObject({
  section: sectionNameSchema.optional(),
  branch: idParamSchema.optional().meta({ description: 'With section «statuses».' }),
  cursor: z
    .string()
    .regex(/^\d{1,15}$/)
    .optional(),
});
export type VersionsQuery = z.infer<typeof versionsQuerySchema>;

export const versionSchema = z
  .object({
    n: idSchema.meta({ description: 'Of the account; what is restored is named by it.' }),
    section: sectionNameSchema,
    branchId: idSchema.nullable(),
    version: z.int(),
    current: z.boolean(),
    changedAt: instantSchema,
    changedBy: z.object({ id: idSchema, name: z.string().nullable() }),
  })
  .openapi('SettingsVersion');
export type VersionReply = z.infer<typeof versionSchema>;

export const versionsReplySchema = z.object({
  versions: z.array(versionSchema),
  next: z.string().nullable(),
});

const body = z.unknown().meta({ description: "The section's settings, as its own address answers them." });
export const oneVersionReplySchema = z.object({
  version: versionSchema,
  body,
  previous: body.meta({ description: 'What it took the place of; null: the defaults.' }),
});

export const restoreReplySchema = z.object({ version: z.int().meta({ description: 'The new one.' }) });

/** Keys of ArchiMed+ and the branches themselves are not in it; a branch's statuses go by its id and title. */
export const settingsFileSchema = z.strictObject({
  format: z.literal('archimed-amocrm-settings'),
  formatVersion: z.literal(1),
  exportedAt: instantSchema,
  accountId: idSchema,
  fields: fieldSettingsSchema,
  users: userSettingsSchema,
  automation: automationSettingsSchema,
  matching: matchingSettingsSchema,
  statuses: z
    .array(z.strictObject({ branchId: idSchema, title: z.string(), settings: statusSettingsSchema }))
    .max(200),
});
export type SettingsFile = z.infer<typeof settingsFileSchema>;

export const importSchema = z.strictObject({
  file: settingsFileSchema,
  sections: z
    .array(sectionNameSchema)
    .min(1)
    .optional()
    .meta({ description: 'Only these; all when left out.' }),
  dryRun: z.boolean().default(false).meta({ description: 'Only checked: nothing is changed.' }),
});
export type SettingsImport = z.infer<typeof importSchema>;

export const importReplySchema = z.object({
  changed: z.array(z.object({ section: sectionNameSchema, branchId: idSchema.nullable() })),
  applied: z.boolean(),
});
export type ImportReply = z.infer<typeof importReplySchema>;
