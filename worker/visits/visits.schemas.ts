import { z } from '@hono/zod-openapi';
import { dateSchema, idParamSchema, idSchema, instantSchema } from '../http/schemas.ts';
import { meaningSchema } from '../settings/statuses.schemas.ts';

export const slotsQuerySchema = z.strictObject({
  branch: idParamSchema,
  doctor: idParamSchema.optional(),
  speciality: idParamSchema.optional(),
  room: z.string().max(200).optional(),
  from: dateSchema,
  to: dateSchema.meta({ description: 'inclusive, at most 31 days' }),
});
export type SlotsQuery = z.infer<typeof slotsQuerySchema>;

export const slotSchema = z.object({
  doctorId: idSchema,
  start: instantSchema,
  end: instantSchema,
  room: z.string(),
  buildingName: z.string(),
});
export type Slot = z.infer<typeof slotSchema>;

export const slotsReplySchema = z.object({
  slots: z.array(slotSchema).meta({ description: 'Free ones only, earliest first.' }),
  schedulePublished: z
    .boolean()
    .meta({ description: 'false: ArchiMed+ sent no schedule at all for these days.' }),
  asOf: instantSchema,
});
export type SlotsReply = z.infer<typeof slotsReplySchema>;

export const patientsSearchSchema = z.union([
  z.strictObject({ branchId: idSchema, dealId: idSchema }),
  z.strictObject({ branchId: idSchema, phone: z.string().min(5).max(40) }),
  z.strictObject({ dealId: idSchema }),
  z.strictObject({ phone: z.string().min(5).max(40) }),
]);
export type PatientsSearch = z.infer<typeof patientsSearchSchema>;

export const nextVisitSchema = z.object({
  id: z.string(),
  branchId: idSchema,
  doctorId: idSchema,
  doctorName: z.string(),
  start: instantSchema,
});

export const patientSchema = z.object({
  id: idSchema,
  source: idSchema,
  lastName: z.string(),
  firstName: z.string(),
  middleName: z.string(),
  birthDate: dateSchema.nullable(),
  phone: z.string(),
  nextVisits: z.array(nextVisitSchema),
});
export type PatientReply = z.infer<typeof patientSchema>;

export const patientsReplySchema = z.object({
  patients: z.array(patientSchema),
  contact: z
    .object({
      id: idSchema,
      lastName: z.string(),
      firstName: z.string(),
      middleName: z.string(),
      birthDate: dateSchema.nullable(),
      phone: z.string().nullable().meta({ description: 'As typed in amoCRM, the first one.' }),
    })
    .nullable()
    .meta({ description: "The deal's main contact, its name split; null without a deal or a contact." }),
});
export type PatientsReply = z.infer<typeof patientsReplySchema>;

const name = z.string().trim().max(60);
export const newPatientSchema = z.strictObject({
  lastName: name.min(1),
  firstName: name.min(1),
  middleName: name,
  birthDate: dateSchema.nullable(),
  phone: z.string().min(5).max(40),
});
export type NewPatient = z.infer<typeof newPatientSchema>;

export const visitCreateSchema = z.strictObject({
  dealId: idSchema.nullable(),
  branchId: idSchema,
  doctorId: idSchema,
  start: instantSchema,
  end: instantSchema,
  patient: z.union([z.strictObject({ id: idSchema }), newPatientSchema]),
  serviceIds: z.array(idSchema).max(50),
  comment: z.string().max(1000),
  confirmed: z
    .boolean()
    .meta({ description: 'true: book although it looks like a double (visits.looks_double).' }),
});
export type VisitCreate = z.infer<typeof visitCreateSchema>;

export const visitPatchSchema = z
  .strictObject({
    doctorId: idSchema,
    start: instantSchema,
    end: instantSchema,
    serviceIds: z.array(idSchema).max(50),
    comment: z.string().max(1000),
    statusId: idSchema,
  })
  .partial()
  .refine((patch) => Object.keys(patch).length > 0, { message: 'nothing to change' })
  .refine((patch) => (patch.start === undefined) === (patch.end === undefined), {
    message: 'start and end change together',
  });
export type VisitPatch = z.infer<typeof visitPatchSchema>;

export const visitLinkSchema = z.strictObject({ dealId: idSchema });

export const visitCancelSchema = z.strictObject({ reasonId: idSchema.nullable() });

export const visitSchema = z
  .object({
    id: z.string(),
    talonId: idSchema.nullable(),
    branchId: idSchema,
    branchTitle: z.string(),
    dealId: idSchema.nullable(),
    doctorId: idSchema,
    doctorName: z.string(),
    speciality: z.string(),
    patientId: idSchema.nullable(),
    start: instantSchema,
    end: instantSchema,
    room: z.string(),
    statusId: idSchema.nullable(),
    statusName: z.string(),
    meaning: meaningSchema.nullable(),
    open: z
      .boolean()
      .meta({ description: 'Begins today or later and is not completed, no-show, cancelled or deleted.' }),
    state: z.enum(['booked', 'checking', 'failed', 'deleted']),
  })
  .openapi('Visit');
export type Visit = z.infer<typeof visitSchema>;

export const visitReplySchema = z.object({
  visit: visitSchema,
  failure: z
    .object({ code: z.string(), message: z.string(), details: z.unknown().optional() })
    .optional()
    .meta({
      description:
        'Why the last click on it came to nothing: a booking that ended as «failed», a change after which it is as before.',
    }),
});
export type VisitReply = z.infer<typeof visitReplySchema>;

export const visitsQuerySchema = z.strictObject({ deal: idParamSchema });

export const problemSchema = z.object({
  branchId: idSchema.nullable(),
  code: z.string(),
  message: z.string(),
});

export const visitsReplySchema = z.object({
  visits: z.array(visitSchema).meta({ description: 'The driving visit first, then by start.' }),
  asOf: instantSchema
    .nullable()
    .meta({ description: 'The oldest «last success» of the branches concerned.' }),
  problems: z.array(problemSchema),
});
export type VisitsReply = z.infer<typeof visitsReplySchema>;
