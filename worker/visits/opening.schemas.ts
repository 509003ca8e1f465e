import { z } from '@hono/zod-openapi';
import {
  cancelReasonsReplySchema,
  doctorsReplySchema,
  servicesReplySchema,
} from '../directories/directories.schemas.ts';
import { dateSchema, idSchema } from '../http/schemas.ts';
import { meReplySchema } from '../session/session.schemas.ts';
import { visitDetailsSchema } from './details.schemas.ts';
import { patientsReplySchema, slotsReplySchema } from './visits.schemas.ts';

/** What the booking window opens with, in one request: every part by itself, so that a slow one holds up no other. */
export const openingSchema = z.strictObject({
  dealId: idSchema.nullable(),
  visitId: z.string().min(1).max(60).optional().meta({ description: 'To move, cancel or look at.' }),
  branchId: idSchema
    .optional()
    .meta({ description: "Else the visit's, the user's default one, the main one." }),
  doctorId: idSchema.optional().meta({ description: "Else the visit's; else all doctors' time." }),
  day: dateSchema.optional().meta({ description: 'The schedule around this day instead of from today on.' }),
});
export type Opening = z.infer<typeof openingSchema>;

const failureSchema = z.object({
  status: z.int(),
  code: z.string(),
  message: z.string(),
  details: z.unknown(),
});

/** `late`: the other system has not answered yet, ask for this part by its own route. */
const part = <T extends z.ZodType>(value: T) =>
  z.union([z.object({ value }), z.object({ error: failureSchema }), z.object({ late: z.literal(true) })]);

export const openingReplySchema = z.object({
  me: meReplySchema,
  branchId: idSchema.nullable().meta({ description: 'null: there is no branch to book in.' }),
  from: dateSchema.nullable().meta({ description: 'First day of the slots.' }),
  doctors: part(doctorsReplySchema),
  slots: part(slotsReplySchema),
  services: part(servicesReplySchema),
  patients: part(patientsReplySchema),
  visit: part(visitDetailsSchema).nullable(),
  reasons: part(cancelReasonsReplySchema).nullable(),
});
export type OpeningReply = z.infer<typeof openingReplySchema>;
export type OpeningPart<T> = { value: T } | { error: z.infer<typeof failureSchema> } | { late: true };
