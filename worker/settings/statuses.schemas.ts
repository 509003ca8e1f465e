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

/** Rules by doctor, service or pipeline («filtered») come with the sync engine; until then only these modes are taken. */
const modeSchema = z.enum(['all', 'off']);

export const statusSettingsSchema = z.strictObject({
  mode: modeSchema,
  rows: z.array(statusRowSchema).max(100),
  // The description cannot show «never»; with maxItems 0 the type of an item says nothing.
  rules: z.array(z.never().openapi({ type: 'object' })).max(0),
});
export type StatusSettings = z.infer<typeof statusSettingsSchema>;

export const statusesPutSchema = statusSettingsSchema.extend({ version: z.int().nonnegative() });
export type StatusesPut = z.infer<typeof statusesPutSchema>;

export const statusesChangeSchema = statusesPutSchema.extend({ directory: onlyRead });

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
