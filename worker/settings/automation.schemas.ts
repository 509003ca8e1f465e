import { z } from '@hono/zod-openapi';
import { idSchema, onlyRead } from '../http/schemas.ts';

export const stageSchema = z.strictObject({ pipelineId: idSchema, stageId: idSchema });
export type Stage = z.infer<typeof stageSchema>;

/** Minutes before (negative) or after the anchor; a moment already past becomes one hour from now. */
const taskTimeSchema = z.strictObject({
  anchor: z.enum(['visit', 'booking']),
  minutes: z.int().min(-43_200).max(43_200),
});

/** In ten minutes; more stops the branch until an administrator says yes (product.md §4). */
const limitsSchema = z.strictObject({
  moves: z.int().min(1).max(100_000),
  creations: z.int().min(1).max(100_000),
});

/** A replay looks back a week (product.md §3.5). */
const historyDaysSchema = z.int().min(7).max(365).meta({ description: 'How long the history is kept.' });

const alertSchema = z.strictObject({
  userId: idSchema
    .nullable()
    .meta({ description: 'Who gets a task when somebody has to act; null: nobody.' }),
  minutes: z.int().min(5).max(1440).meta({ description: 'How long a branch may go unread before that.' }),
});

export const automationSettingsSchema = z.strictObject({
  task: z.strictObject({
    enabled: z.boolean(),
    forReception: z.boolean().meta({ description: 'Also for visits booked at the reception.' }),
    text: z
      .string()
      .trim()
      .min(1)
      .max(500)
      .meta({ description: 'Placeholders: {врач} {дата} {время} {филиал} {кабинет}' }),
    typeId: idSchema,
    when: taskTimeSchema,
  }),
  journalPipelines: z.array(idSchema).max(50),
  hideOnStages: z.array(stageSchema).max(500),
  newDealStage: stageSchema.nullable(),
  newDealTitle: z.string().trim().min(1).max(200),
  defaultResponsible: idSchema.nullable().meta({ description: 'For new deals whose contact has none.' }),
  protectedStages: z.array(stageSchema).max(500),
  syncPipelines: z.array(idSchema).max(50).nullable().meta({ description: 'null = all' }),
  policy: z.enum(['many', 'one', 'new-after-completed']).meta({ description: 'Visits per deal.' }),
  limits: limitsSchema.default({ moves: 200, creations: 50 }),
  historyDays: historyDaysSchema.default(30),
  alert: alertSchema.default({ userId: null, minutes: 30 }),
});
export type AutomationSettings = z.infer<typeof automationSettingsSchema>;

export const automationPutSchema = automationSettingsSchema.extend({ version: z.int().nonnegative() });
export type AutomationPut = z.infer<typeof automationPutSchema>;

/** What contract.md names is needed; the rest stays as it is when it is left out. */
export const automationChangeSchema = automationPutSchema
  .partial({ newDealTitle: true, defaultResponsible: true, syncPipelines: true })
  .extend({
    limits: limitsSchema.optional(),
    historyDays: historyDaysSchema.optional(),
    alert: alertSchema.optional(),
    task: automationSettingsSchema.shape.task.partial({ forReception: true }),
    taskTypes: onlyRead,
  });
export type AutomationChange = z.infer<typeof automationChangeSchema>;

export const automationReplySchema = z.object({
  ...automationPutSchema.shape,
  taskTypes: z.array(z.object({ id: idSchema, name: z.string() })),
});
export type AutomationReply = z.infer<typeof automationReplySchema>;

export const matchingSettingsSchema = z.strictObject({
  search: z.boolean(),
  stages: z.array(stageSchema).max(500).nullable().meta({ description: 'null = all open stages' }),
  idIsEnough: z.boolean(),
  keepTitle: z.boolean(),
  priority: z.enum(['earliest', 'latest', 'updated']),
});
export type MatchingSettings = z.infer<typeof matchingSettingsSchema>;

export const matchingPutSchema = matchingSettingsSchema.extend({ version: z.int().nonnegative() });
export type MatchingPut = z.infer<typeof matchingPutSchema>;

export const pipelinesReplySchema = z.object({
  pipelines: z.array(
    z.object({
      id: idSchema,
      name: z.string(),
      isMain: z.boolean(),
      stages: z.array(
        z.object({
          id: idSchema,
          name: z.string(),
          color: z.string(),
          kind: z.enum(['unsorted', 'open', 'won', 'lost']),
        }),
      ),
    }),
  ),
});
export type PipelinesReply = z.infer<typeof pipelinesReplySchema>;
