import { z } from 'zod';
import { isDate, isTime, isTimeZone } from './wall-clock.ts';

const id = z.int().positive();
const date = z.string().refine(isDate, 'a date yyyy-mm-dd');
const time = z.string().refine(isTime, 'a time HH:MM');
const named = z.strictObject({ id, name: z.string() });

export const keyPair = z.strictObject({ apiId: z.string().min(1), apiSecret: z.string().min(1) });

export const personDescription = z.strictObject({
  lastName: z.string().min(1),
  firstName: z.string().min(1),
  middleName: z.string().default(''),
  birthDate: date.nullable().default(null),
  phone: z.string().default(''),
  /** A second number: `phone1` in replies, `phone_alt` in requests (archimed-api.md §4.4). */
  phone1: z.string().default(''),
  email: z.string().default(''),
});

const doctor = z.strictObject({
  id,
  lastName: z.string(),
  firstName: z.string().default(''),
  middleName: z.string().default(''),
  /** Speciality label; the first of `specializationIds` when left out. */
  type: z.string().optional(),
  specializationIds: z.array(id).default([]),
  /** Grid step in minutes; 0 = the API refuses to book (archimed-api.md §4.2). */
  maxTime: z.int().min(0),
  phone: z.string().default(''),
  branchId: id.nullable().default(null),
  /** About 1 MB of base64, as in live replies. */
  photo: z.boolean().default(true),
});

/** One row of the timetable: repeated on the chosen weekdays (1 = Monday) of its period. */
const schedule = z.strictObject({
  doctorId: id,
  buildingId: id,
  room: z.string(),
  from: date,
  to: date.optional(),
  weekdays: z.array(z.int().min(1).max(7)).default([1, 2, 3, 4, 5, 6, 7]),
  start: time,
  end: time,
  step: z.int().min(5).max(240),
});

const talon = z.strictObject({
  id: id.optional(),
  patientId: id,
  doctorId: id,
  date,
  begin: time,
  end: time,
  statusId: id.optional(),
  info: z.string().default(''),
  recordType: z.enum(['phone', 'widget', 'sberzdorovie']).default('phone'),
  deleted: z.boolean().default(false),
  deleteReasonId: id.nullable().default(null),
});

/** A database of ArchiMed+ (a source) as data: body of `POST /_sandbox/sources`. */
export const sourceDescription = z.strictObject({
  id: z.string().regex(/^[a-z0-9-]+$/),
  name: z.string().min(1),
  timeZone: z.string().refine(isTimeZone, 'an IANA time zone'),
  keys: z.array(keyPair).min(1),
  buildings: z.array(z.strictObject({ id, name: z.string(), address: z.string().default('') })).default([]),
  specializations: z.array(named).default([]),
  doctors: z.array(doctor).default([]),
  schedules: z.array(schedule).default([]),
  /** `cancelled` statuses do not hold a slot. A new talon gets status 1, or the first one when there is no 1. */
  statuses: z.array(named.extend({ cancelled: z.boolean().default(false) })).min(1),
  deleteReasons: z.array(named).default([]),
  groups: z
    .array(
      z.strictObject({
        id,
        code: z.string().default(''),
        name: z.string(),
        ownerId: id.nullable().default(null),
      }),
    )
    .default([]),
  services: z
    .array(
      z.strictObject({
        id,
        code: z.string(),
        name: z.string(),
        groupId: id,
        cost: z.number().min(0),
        duration: z.int().min(0).default(0),
      }),
    )
    .default([]),
  branches: z.array(named).default([]),
  zones: z.array(named).default([]),
  scientificDegrees: z.array(named).default([]),
  patients: z.array(personDescription.extend({ id: id.optional() })).default([]),
  talons: z.array(talon).default([]),
  /** Who sits at the reception desk: `creator` of what is booked there. */
  receptionist: z.string().default('Лапина Ольга Васильевна'),
  /** `doc_id` and `build_id` of `intervals` do nothing in some clinics (archimed-api.md §10). */
  intervalsIgnoreFilters: z.boolean().default(false),
});

export type SourceDescription = z.infer<typeof sourceDescription>;
/** What a caller may write: everything with a default may be left out. */
export type SourceDescriptionInput = z.input<typeof sourceDescription>;
export type Person = z.infer<typeof personDescription>;
export type Doctor = SourceDescription['doctors'][number];
