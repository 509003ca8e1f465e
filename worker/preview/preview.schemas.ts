import { z } from '@hono/zod-openapi';
import { reasonSchema } from '../history/events.schemas.ts';
import { idSchema, instantSchema } from '../http/schemas.ts';
import {
  automationSettingsSchema,
  matchingSettingsSchema,
  stageSchema,
} from '../settings/automation.schemas.ts';
import { branchCreateSchema } from '../settings/branches.schemas.ts';
import { fieldSettingsSchema } from '../settings/fields.schemas.ts';
import { statusKeySchema, statusSettingsSchema } from '../settings/statuses.schemas.ts';

/** «Что будет, если…» (product.md §3.5): what the settings on screen would choose, beside what the saved ones choose. */

const draftBranchSchema = branchCreateSchema
  .pick({ title: true, timeZone: true, createDeals: true })
  .partial()
  .extend({ branchId: idSchema, enabled: z.boolean().optional() });

/** What stands on the screen; a section that is left out is as it was saved. */
export const draftsSchema = z
  .strictObject({
    fields: fieldSettingsSchema,
    automation: automationSettingsSchema,
    matching: matchingSettingsSchema,
    statuses: z.array(z.strictObject({ branchId: idSchema, settings: statusSettingsSchema })).max(200),
    branches: z.array(draftBranchSchema).max(200),
  })
  .partial();
export type Drafts = z.infer<typeof draftsSchema>;

export const realVisitSchema = z.strictObject({
  id: z.string().min(1).max(60),
  statusId: statusKeySchema.optional().meta({
    description: 'As if the visit had this status now; «deleted»: as if it were deleted. Left out: as it is.',
  }),
  searchAnew: z.boolean().default(false).meta({
    description: 'As if the visit were booked just now: neither its link nor anything written for it counts.',
  }),
});
export type RealVisit = z.infer<typeof realVisitSchema>;

export const sampleVisitSchema = z.strictObject({
  branchId: idSchema,
  statusId: statusKeySchema,
  doctorId: idSchema.nullable(),
  serviceIds: z.array(idSchema).max(50).nullable().meta({
    description: 'null: ArchiMed+ does not tell, as of a visit booked at the reception.',
  }),
  bookedByUs: z.boolean().meta({ description: 'From the deal card; else at the reception.' }),
  dealStage: stageSchema
    .nullable()
    .meta({ description: 'Its deal stands here; null: nobody in amoCRM knows the patient.' }),
});
export type SampleVisit = z.infer<typeof sampleVisitSchema>;

export const simulateSchema = z.strictObject({
  visit: z.union([realVisitSchema, z.strictObject({ sample: sampleVisitSchema })]),
  settings: draftsSchema,
});
export type Simulate = z.infer<typeof simulateSchema>;

const shownFieldSchema = z.object({
  entity: z.enum(['lead', 'contact']),
  name: z.string(),
  value: z
    .string()
    .nullable()
    .meta({ description: 'null: ArchiMed+ does not tell, the field stays as it is.' }),
  written: z.boolean().meta({ description: 'false: it stands there already, or was edited by a manager.' }),
});
export type ShownField = z.infer<typeof shownFieldSchema>;

const shownTaskSchema = z.object({
  action: z.enum(['create', 'move', 'complete']),
  text: z.string().nullable(),
  due: instantSchema.nullable(),
});
export type ShownTask = z.infer<typeof shownTaskSchema>;

export const choiceSchema = z
  .object({
    deal: z
      .object({
        kind: z.enum(['linked', 'found', 'created', 'sample']),
        id: idSchema.nullable(),
        name: z.string(),
      })
      .nullable()
      .meta({ description: 'null: nothing happens in amoCRM; the reasons say why.' }),
    contact: z.object({ kind: z.enum(['known', 'created']), id: idSchema.nullable() }).nullable(),
    stage: z.object({ from: stageSchema.nullable(), to: stageSchema.nullable() }).meta({
      description: '`to` null: the deal stays where it is. `from` null: the deal is made.',
    }),
    fields: z.array(shownFieldSchema),
    title: z.string().nullable().meta({ description: 'A title that is written; null: it stays.' }),
    task: shownTaskSchema.nullable(),
    note: z.string().nullable(),
    reasons: z.array(reasonSchema),
  })
  .openapi('Choice');
export type Choice = z.infer<typeof choiceSchema>;

export const previewVisitSchema = z.object({
  id: z.string(),
  talonId: idSchema.nullable(),
  branchId: idSchema,
  dealId: idSchema.nullable(),
  patientName: z.string().nullable().meta({ description: 'null: ArchiMed+ does not tell it at the moment.' }),
  doctorName: z.string(),
  start: instantSchema,
  statusId: idSchema.nullable(),
  statusName: z.string(),
});
export type PreviewVisit = z.infer<typeof previewVisitSchema>;

export const simulateReplySchema = z.object({ saved: choiceSchema, screen: choiceSchema });
export type SimulateReply = z.infer<typeof simulateReplySchema>;

export const pickQuerySchema = z.strictObject({
  query: z.string().trim().min(1).max(60).optional().meta({
    description:
      "A visit's number, or the beginning of a patient's name (visits of three days ago to a week ahead).",
  }),
});
export type PickQuery = z.infer<typeof pickQuerySchema>;

export const pickReplySchema = z.object({
  visits: z
    .array(previewVisitSchema)
    .meta({ description: 'Without a query those that something happened to last.' }),
});
export type PickReply = z.infer<typeof pickReplySchema>;

export const replaySchema = z.strictObject({ settings: draftsSchema });
export type Replay = z.infer<typeof replaySchema>;

const outcomeSchema = z.object({
  kind: z.enum(['created', 'moved', 'left', 'unknown']),
  stage: stageSchema.nullable().meta({ description: 'Where the deal was left; null: not moved.' }),
  reason: reasonSchema,
});

const countsSchema = z.object({
  created: z.int(),
  moved: z.int(),
  left: z.int(),
  unknown: z.int().meta({ description: 'Cannot be told without asking amoCRM again.' }),
  reasons: z
    .array(z.object({ code: z.string(), text: z.string(), count: z.int() }))
    .meta({ description: 'Why deals were left, the most frequent first; `text` is one of them.' }),
});
export type ReplayCounts = z.infer<typeof countsSchema>;

export const replayReplySchema = z
  .object({
    from: instantSchema,
    to: instantSchema,
    events: z.int(),
    complete: z
      .boolean()
      .meta({ description: 'false: there were more events; only the newest were replayed.' }),
    saved: countsSchema,
    screen: countsSchema,
    differences: z.array(
      z.object({
        dealId: idSchema.nullable().meta({ description: 'null: no deal stands for this visit yet.' }),
        visitId: z.string(),
        talonId: idSchema.nullable(),
        branchId: idSchema,
        at: instantSchema.meta({ description: 'Of the last event that came to it.' }),
        saved: outcomeSchema,
        screen: outcomeSchema,
      }),
    ),
    moreDifferences: z.int(),
  })
  .openapi('ReplayReply');
export type ReplayReply = z.infer<typeof replayReplySchema>;
