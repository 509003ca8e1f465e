import { z } from '@hono/zod-openapi';
import { idParamSchema, idSchema, instantSchema } from '../http/schemas.ts';

export const outcomeSchema = z.enum(['pending', 'done', 'failed', 'ignored']);

export const eventsQuerySchema = z.strictObject({
  visit: z.string().max(60).optional(),
  deal: idParamSchema.optional(),
  branch: idParamSchema.optional(),
  kind: z.string().max(60).optional(),
  outcome: outcomeSchema.optional(),
  from: instantSchema.optional(),
  to: instantSchema.optional(),
  cursor: z
    .string()
    .regex(/^\d{1,15}$/)
    .optional(),
});
export type EventsQuery = z.infer<typeof eventsQuerySchema>;

export const reasonSchema = z.object({ code: z.string(), text: z.string().meta({ description: 'Russian' }) });

export const decisionSchema = z.object({
  actions: z.array(z.object({ kind: z.string(), text: z.string() })),
  reasons: z.array(reasonSchema),
});

export const eventSchema = z
  .object({
    id: z.string(),
    kind: z.string().meta({ example: 'visit.status_changed' }),
    at: instantSchema,
    branchId: idSchema.nullable(),
    visitId: z.string().nullable(),
    dealId: idSchema.nullable(),
    outcome: outcomeSchema,
    decision: decisionSchema.nullable(),
  })
  .openapi('Event');
export type EventReply = z.infer<typeof eventSchema>;

export const attemptSchema = z.object({
  number: z.int(),
  at: instantSchema,
  durationMs: z.int(),
  outcome: z.enum(['done', 'retry', 'failed']),
  httpStatus: z.int().nullable(),
  code: z.string().nullable(),
});

export const eventsReplySchema = z.object({ events: z.array(eventSchema), next: z.string().nullable() });
export type EventsReply = z.infer<typeof eventsReplySchema>;

export const eventReplySchema = z.object({ event: eventSchema, attempts: z.array(attemptSchema) });

export const eventRetryReplySchema = z.object({ event: eventSchema });

/** What is to be retried: like the filter of the list, in a body. */
export const eventsRetrySchema = z
  .strictObject({
    visit: z.string().max(60),
    deal: idSchema,
    branch: idSchema,
    kind: z.string().max(60),
    outcome: z.enum(['failed', 'pending', 'ignored']).meta({ description: 'failed when left out' }),
    from: instantSchema,
    to: instantSchema,
  })
  .partial();
export type EventsRetry = z.infer<typeof eventsRetrySchema>;

export const eventsRetryReplySchema = z.object({
  retried: z.int(),
  skipped: z.int().meta({ description: 'Cannot be retried: erased clicks, events of a stopped branch.' }),
  left: z.int().meta({ description: 'More than are taken at once: ask again.' }),
});
export type EventsRetryReply = z.infer<typeof eventsRetryReplySchema>;
