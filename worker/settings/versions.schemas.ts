import { z } from '@hono/zod-openapi';
import { idParamSchema, idSchema, instantSchema } from '../http/schemas.ts';
import { automationSettingsSchema, matchingSettingsSchema } from './automation.schemas.ts';
import { fieldSettingsSchema } from './fields.schemas.ts';
import { statusSettingsSchema } from './statuses.schemas.ts';
import { userSettingsSchema } from './users.schemas.ts';

export const sectionNameSchema = z.enum([
  'branches',
  'fields',
  'users',
  'automation',
  'matching',
  'statuses',
]);

export type SectionName = z.infer<typeof sectionNameSchema>;
/** Branches go with their keys, which no file holds. */
export const fileSectionSchema = sectionNameSchema.exclude(['branches']);
export type FileSection = z.infer<typeof fileSectionSchema>;

export const versionsQuerySchema = z.strictObject({
  section: sectionNameSchema.optional(),
  branch: idParamSchema.optional().meta({ description: 'With the sections «branches» and «statuses».' }),
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
export type VersionsReply = z.infer<typeof versionsReplySchema>;

const body = z.unknown().meta({
  description:
    "The section's settings, as its own address answers them; null: kept in a form that is not read any more.",
});
export const oneVersionReplySchema = z.object({
  version: versionSchema,
  body,
  previous: body.meta({ description: 'What it took the place of; of a first version the defaults.' }),
});
export type OneVersionReply = z.infer<typeof oneVersionReplySchema>;

export const restoreSchema = z.strictObject({
  version: z.int().nonnegative().optional().meta({
    description: "The section's version that was looked at; a newer one by now: 409, nothing is put back.",
  }),
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

const fileChangeSchema = z.object({
  section: fileSectionSchema,
  branchId: idSchema.nullable(),
  version: z.int().nonnegative().meta({ description: 'The present one, which is written over.' }),
});

export const importSchema = z.strictObject({
  file: settingsFileSchema,
  sections: z
    .array(fileSectionSchema)
    .min(1)
    .optional()
    .meta({ description: 'Only these; all when left out.' }),
  dryRun: z.boolean().default(false).meta({ description: 'Only checked: nothing is changed.' }),
  expected: z.array(fileChangeSchema).max(500).optional().meta({
    description: 'What a dry run answered; something else by now: 409, nothing is changed.',
  }),
});
export type SettingsImport = z.infer<typeof importSchema>;

export const importReplySchema = z.object({
  changed: z.array(fileChangeSchema),
  applied: z.boolean(),
});
export type ImportReply = z.infer<typeof importReplySchema>;
