import { z } from '@hono/zod-openapi';
import { dateSchema, idParamSchema, idSchema, instantSchema } from '../http/schemas.ts';
import { problemSchema, visitSchema } from '../visits/visits.schemas.ts';

/** «Журнал записи» (product.md §3.2): the visits of some days, and the schedule they stand in. */
const days = {
  from: dateSchema,
  to: dateSchema.meta({ description: 'inclusive, at most 7 days' }),
};

export const journalQuerySchema = z.strictObject({
  ...days,
  branch: idParamSchema.optional(),
  doctor: idParamSchema.optional(),
  room: z.string().max(200).optional(),
  status: z.union([idParamSchema, z.literal('deleted')]).optional(),
  query: z.string().trim().min(2).max(60).optional().meta({
    description: "Part of the patient's name, or digits of the phone.",
  }),
});
export type JournalQuery = z.infer<typeof journalQuerySchema>;

export const journalVisitSchema = visitSchema.extend({
  patientName: z.string().nullable().meta({ description: 'null: ArchiMed+ does not tell it at the moment.' }),
  patientPhone: z.string().nullable(),
});
export type JournalVisit = z.infer<typeof journalVisitSchema>;

export const journalReplySchema = z.object({
  visits: z.array(journalVisitSchema).meta({ description: 'By start, then by doctor.' }),
  foreign: z
    .array(z.object({ doctorId: idSchema, room: z.string(), start: instantSchema, end: instantSchema }))
    .meta({
      description:
        "Visits of branches that the user may not use: the doctor's time and the room are taken, no more.",
    }),
  asOf: instantSchema.nullable(),
  problems: z.array(problemSchema),
});
export type JournalReply = z.infer<typeof journalReplySchema>;

export const scheduleQuerySchema = z.strictObject({
  branch: idParamSchema,
  doctor: idParamSchema.optional(),
  ...days,
});
export type ScheduleQuery = z.infer<typeof scheduleQuerySchema>;

export const scheduleReplySchema = z.object({
  shifts: z
    .array(
      z.object({
        doctorId: idSchema,
        date: dateSchema,
        room: z.string(),
        buildingName: z.string(),
        intervals: z.array(z.object({ start: instantSchema, end: instantSchema, free: z.boolean() })),
      }),
    )
    .meta({
      description:
        "A doctor's time in one room on one day; held slots count as taken, past ones as not free.",
    }),
  schedulePublished: z.boolean(),
  asOf: instantSchema,
});
export type ScheduleReply = z.infer<typeof scheduleReplySchema>;
