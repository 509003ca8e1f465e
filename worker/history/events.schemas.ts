import { z } from '@hono/zod-openapi';
import { idParamSchema, idSchema, instantSchema } from '../http/schemas.ts';

export const outcomeSchema = z.enum(['pending', 'done', 'failed', 'ignored']);

const directionSchema = z.enum(['archimed', 'amocrm', 'service']).meta({
  description: 'archimed: a visit changed in ArchiMed+; amocrm: a click or a hook; service: our own work.',
});
const soughtSchema = z.string().trim().min(1).max(60).meta({
  description: 'Any id: of an event or a visit (ours), of a deal, of a talon.',
});
const seqSchema = z.string().regex(/^\d{1,15}$/);

export const eventsQuerySchema = z.strictObject({
  visit: z.string().max(60).optional(),
  deal: idParamSchema.optional(),
  branch: idParamSchema.optional(),
  kind: z.string().max(60).optional(),
  direction: directionSchema.optional(),
  search: soughtSchema.optional(),
  outcome: z
    .enum([...outcomeSchema.options, 'held'])
    .optional()
    .meta({
      description: 'held: waits for an administrator’s decision about a stopped branch.',
    }),
  from: instantSchema.optional(),
  to: instantSchema.optional(),
  ids: z
    .string()
    .regex(/^[\w-]{1,60}(,[\w-]{1,60}){0,49}$/)
    .optional()
    .meta({ description: 'These events only, up to 50, with commas: to follow a retry.' }),
  order: z.enum(['newest', 'oldest']).optional().meta({ description: 'newest when left out' }),
  cursor: seqSchema.optional(),
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
    held: z.boolean().meta({ description: 'Waits for an administrator’s decision about a stopped branch.' }),
    attempts: z.int().meta({ description: 'Since it was begun, or begun anew by a retry.' }),
    nextTryAt: instantSchema.nullable().meta({ description: 'Of an event that waits for its next attempt.' }),
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
  message: z.string().nullable().meta({ description: 'What the code means, in Russian.' }),
  advice: z.string().nullable().meta({ description: 'What to do about it, in Russian.' }),
});

const changeSchema = z.object({
  field: z.string().meta({ example: 'statusId' }),
  from: z.string().nullable().meta({ description: 'null: kept as a hash only' }),
  to: z.string().nullable(),
});

export const eventsReplySchema = z.object({ events: z.array(eventSchema), next: z.string().nullable() });
export type EventsReply = z.infer<typeof eventsReplySchema>;

/** Allow-list of what is shown of an event's body: names, phones and comments are not kept in the first place. */
export const eventReplySchema = z.object({
  event: eventSchema,
  talonId: idSchema.nullable(),
  changes: z.array(changeSchema).meta({ description: 'What ArchiMed+ told differently than before.' }),
  userId: idSchema.nullable().meta({ description: 'Who clicked.' }),
  attempts: z.array(attemptSchema),
  retry: z.object({
    allowed: z.boolean(),
    hindrance: z.string().nullable().meta({ description: 'Why not, in Russian.' }),
  }),
});
export type OneEventReply = z.infer<typeof eventReplySchema>;

export const eventRetryReplySchema = z.object({ event: eventSchema });

/** What is to be retried: like the filter of the list, in a body. */
export const eventsRetrySchema = z
  .strictObject({
    visit: z.string().max(60),
    deal: idSchema,
    branch: idSchema,
    kind: z.string().max(60),
    direction: directionSchema,
    search: soughtSchema,
    outcome: z.enum(['failed', 'pending', 'ignored']).meta({ description: 'failed when left out' }),
    from: instantSchema,
    to: instantSchema,
    limit: z.int().min(1).max(500).meta({ description: 'How many at most; 500 when left out' }),
    cursor: seqSchema.meta({
      description: '`next` of the last answer: what was retried and failed again is not begun a second time.',
    }),
  })
  .partial();
export type EventsRetry = z.infer<typeof eventsRetrySchema>;

export const eventsRetryReplySchema = z.object({
  retried: z.int(),
  skipped: z.int().meta({ description: 'Cannot be retried: erased clicks, events of a stopped branch.' }),
  left: z.int().meta({ description: 'More than are taken at once: ask again with `next`.' }),
  ids: z.array(z.string()).meta({ description: 'What is retried, to be followed by GET /api/events?ids=.' }),
  next: z.string().nullable(),
});
export type EventsRetryReply = z.infer<typeof eventsRetryReplySchema>;
