import { z } from '@hono/zod-openapi';
import { idSchema, onlyRead } from '../http/schemas.ts';

export const meaningSchema = z.enum(['booked', 'confirmed', 'arrived', 'completed', 'no-show', 'cancelled']);
export type Meaning = z.infer<typeof meaningSchema>;

/** A status of the clinic's directory, or the pseudo-status of a deleted talon. */
export const statusKeySchema = z.union([idSchema, z.literal('deleted')]);
export type StatusKey = z.infer<typeof statusKeySchema>;

export const statusRowSchema = z
  .strictObject({
    statusId: statusKeySchema,
    meaning: meaningSchema.nullable().meta({ description: '«deleted» has none.' }),
    pipelineId: idSchema.nullable(),
    stageId: idSchema
      .nullable()
      .meta({ description: 'null with pipelineId null: the status moves nothing.' }),
    moveClosed: z.boolean().meta({ description: 'Move the deal even when it is won or lost.' }),
  })
  .refine((row) => (row.pipelineId === null) === (row.stageId === null), {
    message: 'pipelineId and stageId are given together',
  });
export type StatusRow = z.infer<typeof statusRowSchema>;

const ids = z.array(idSchema).min(1).max(500).optional();

/** AND between the conditions, OR within one; services and their groups are one condition. None: every visit. */
export const ruleConditionsSchema = z.strictObject({
  branches: ids,
  doctors: ids,
  specialities: ids.meta({ description: "Ids of ArchiMed+'s specializations." }),
  services: ids,
  serviceGroups: ids,
  pipelines: ids.meta({ description: "The deal's present pipeline." }),
});
export type RuleConditions = z.infer<typeof ruleConditionsSchema>;

export const statusRuleSchema = z.strictObject({
  when: ruleConditionsSchema,
  rows: z.array(statusRowSchema).max(100),
});
export type StatusRule = z.infer<typeof statusRuleSchema>;

/** Who prevails when the visit's status and the deal's stage changed at once (product.md §3.4). */
export const conflictSchema = z.enum(['archimed', 'amocrm', 'latest']);
export type Conflict = z.infer<typeof conflictSchema>;

export const twoWaySchema = z.strictObject({
  rows: z
    .array(z.strictObject({ pipelineId: idSchema, stageId: idSchema, statusId: idSchema }))
    .max(200)
    .meta({ description: 'A deal moved by hand to the stage sets the status; empty = one way only.' }),
  conflict: conflictSchema,
});
export type TwoWay = z.infer<typeof twoWaySchema>;

export const statusSettingsSchema = z.strictObject({
  mode: z.enum(['all', 'filtered', 'off']),
  rows: z
    .array(statusRowSchema)
    .max(100)
    .meta({ description: 'The table of «all»; with «filtered» the last row «иначе».' }),
  rules: z
    .array(statusRuleSchema)
    .max(50)
    .meta({ description: 'Of «filtered», in order: the first that matches wins.' }),
  twoWay: twoWaySchema.default({ rows: [], conflict: 'archimed' }),
});
export type StatusSettings = z.infer<typeof statusSettingsSchema>;

export const statusesPutSchema = statusSettingsSchema.extend({ version: z.int().nonnegative() });
export type StatusesPut = z.infer<typeof statusesPutSchema>;

/** What contract.md names is needed; the two-way map stays as it is when it is left out. */
export const statusesChangeSchema = statusesPutSchema.extend({
  twoWay: twoWaySchema.optional(),
  directory: onlyRead,
});
export type StatusesChange = z.infer<typeof statusesChangeSchema>;

export const statusesReplySchema = z.object({
  ...statusesPutSchema.shape,
  directory: z
    .array(
      z.object({ statusId: statusKeySchema, name: z.string(), suggestedMeaning: meaningSchema.nullable() }),
    )
    .meta({
      description: "The clinic's own statuses and «deleted»; a suggestion is by name, never saved by itself.",
    }),
});
export type StatusesReply = z.infer<typeof statusesReplySchema>;
