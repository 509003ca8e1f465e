import { z } from '@hono/zod-openapi';
import { reasonSchema } from '../history/events.schemas.ts';
import { idSchema, instantSchema } from '../http/schemas.ts';

/** «Состояние»: what works, what does not and what to do about it (product.md §3.5). */
export const troubleSchema = z.object({
  code: z.string().meta({ example: 'archimed.forbidden' }),
  message: z.string().meta({ description: 'What is wrong, in Russian.' }),
  advice: z.string().meta({ description: 'What to do about it, in Russian.' }),
  at: instantSchema,
});
export type TroubleReply = z.infer<typeof troubleSchema>;

export const heldListSchema = z.object({
  rows: z.int().meta({ description: 'Visits in the list that is not believed.' }),
  missing: z.int().meta({ description: 'Known visits that it lacks.' }),
  first: z
    .array(
      z.object({
        visitId: z.string(),
        talonId: idSchema.nullable(),
        dealId: idSchema.nullable(),
        date: z.iso.date().meta({ description: 'By the clinic’s clock.' }),
        begin: z.string().meta({ example: '14:30' }),
      }),
    )
    .meta({ description: 'Some of them, those with a deal first.' }),
  polls: z.int().meta({ description: 'Polls in a row that found it so; the third is believed.' }),
  since: instantSchema,
});

export const stoppedSchema = z.object({
  since: instantSchema,
  code: z.enum(['breaker.moves', 'breaker.creations']),
  message: z.string(),
  waiting: z.int().meta({ description: 'Events that wait for approve or discard.' }),
  kinds: z
    .array(z.object({ kind: z.string(), count: z.int() }))
    .meta({ description: 'What they are, the most frequent first.' }),
});

/** The last night's work, or one that was asked for (product.md §4). */
export const reconciledSchema = z.object({
  at: instantSchema,
  eventId: z.string(),
  text: z.string(),
  clean: z.boolean(),
  reasons: z.array(reasonSchema),
});

export const hooksSchema = z.object({
  mode: z.enum(['hooks', 'events']).meta({
    description: 'events: the plan has no hooks, changes are read from the journal of events.',
  }),
  alive: z.boolean().meta({ description: 'Changes in amoCRM reach us, by hooks or from the journal.' }),
  since: instantSchema.nullable(),
  lateSince: instantSchema.nullable().meta({
    description: 'Hooks: our own change of then has not come back; amoCRM delivers late. null: they come.',
  }),
  checkedAt: instantSchema.nullable(),
  nextCheckAt: instantSchema,
  lastError: troubleSchema.nullable(),
});

export const branchStateSchema = z
  .object({
    id: idSchema,
    title: z.string(),
    enabled: z.boolean(),
    sourceId: idSchema,
    keyValid: z.boolean().nullable().meta({ description: 'null: not asked yet' }),
    lastSuccessAt: instantSchema.nullable(),
    nextPollAt: instantSchema.nullable(),
    late: z.boolean().meta({ description: 'Nothing was read for more than three periods and a minute.' }),
    strategy: z.enum(['updates', 'days', 'tail']).nullable().meta({
      description:
        'How its visits are read: by time of change, by day, or the newest ones and linked ones by id.',
    }),
    heldList: heldListSchema.nullable(),
    stopped: stoppedSchema.nullable(),
    queue: z.int().meta({ description: 'Events on their way.' }),
    oldestAt: instantSchema.nullable().meta({ description: 'The oldest of them.' }),
    failed: z.int().meta({ description: 'Events that were given up.' }),
    reconciledDay: z.iso.date().nullable(),
    reconciled: reconciledSchema.nullable(),
    reconciling: z.boolean(),
    lastError: troubleSchema.nullable(),
  })
  .openapi('BranchState');
export type BranchState = z.infer<typeof branchStateSchema>;

export const stateReplySchema = z
  .object({
    branches: z.array(branchStateSchema),
    amocrm: z.object({
      token: z.enum(['none', 'active', 'reauth_required']),
      blocked: z.boolean().meta({
        description: 'The account’s API is closed; one question in five minutes looks whether it still is.',
      }),
      lastSuccessAt: instantSchema.nullable().meta({ description: 'When it last answered as it should.' }),
      nextProbeAt: instantSchema.nullable().meta({ description: 'When a closed account is asked again.' }),
      queue: z.int().meta({ description: 'Events on their way, those of no branch included.' }),
      oldestAt: instantSchema.nullable(),
      failed: z.int().meta({ description: 'Events that were given up, those of no branch included.' }),
      hooks: hooksSchema.nullable().meta({ description: 'null: not looked at yet.' }),
      lastError: troubleSchema.nullable(),
    }),
  })
  .openapi('State');
export type StateReply = z.infer<typeof stateReplySchema>;

export const judgedReplySchema = z.object({
  events: z.int().meta({ description: 'Events that were waiting.' }),
  list: z.boolean().meta({ description: 'A held list was judged, too.' }),
});
export type JudgedReply = z.infer<typeof judgedReplySchema>;

export const reconcilingReplySchema = z.object({ day: z.iso.date() });
export type ReconcilingReply = z.infer<typeof reconcilingReplySchema>;
