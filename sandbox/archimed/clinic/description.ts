import { z } from 'zod';
import { behaviour } from './behaviour.ts';
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

export const doctorDescription = z.strictObject({
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
  /** False: only the clinic's own program knows it, the API does not (archimed-api.md §4.6). */
  published: z.boolean().default(true),
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

/** Rows of the directories, one schema each: a description and the strings that edit it read the same. */
export const directorySchemas = {
  buildings: z.strictObject({ id, name: z.string(), address: z.string().default('') }),
  specializations: named,
  doctors: doctorDescription,
  /** A `cancelled` status does not hold a slot. */
  statuses: named.extend({ cancelled: z.boolean().default(false) }),
  deleteReasons: named,
  groups: z.strictObject({
    id,
    code: z.string().default(''),
    name: z.string(),
    ownerId: id.nullable().default(null),
  }),
  services: z.strictObject({
    id,
    code: z.string(),
    name: z.string(),
    groupId: id,
    cost: z.number().min(0),
    duration: z.int().min(0).default(0),
    info: z.string().default(''),
  }),
  branches: named,
  zones: named,
  scientificDegrees: named,
  accounts: named,
};

/** A database of ArchiMed+ (a source) as data: body of `POST /_sandbox/sources`. */
export const sourceDescription = z.strictObject({
  id: z.string().regex(/^[a-z0-9-]+$/),
  name: z.string().min(1),
  timeZone: z.string().refine(isTimeZone, 'an IANA time zone'),
  keys: z.array(keyPair).min(1),
  /** Tokens of the narrow door for an aggregator, apart from the key pairs (archimed-api.md §4.8). */
  docdocTokens: z.array(z.string().min(1)).default([]),
  buildings: z.array(directorySchemas.buildings).default([]),
  specializations: z.array(directorySchemas.specializations).default([]),
  doctors: z.array(directorySchemas.doctors).default([]),
  schedules: z.array(schedule).default([]),
  /** A new talon gets status 1, or the first one when there is no 1. */
  statuses: z.array(directorySchemas.statuses).min(1),
  deleteReasons: z.array(directorySchemas.deleteReasons).default([]),
  groups: z.array(directorySchemas.groups).default([]),
  services: z.array(directorySchemas.services).default([]),
  branches: z.array(directorySchemas.branches).default([]),
  zones: z.array(directorySchemas.zones).default([]),
  scientificDegrees: z.array(directorySchemas.scientificDegrees).default([]),
  accounts: z.array(directorySchemas.accounts).default([]),
  patients: z.array(personDescription.extend({ id: id.optional() })).default([]),
  talons: z.array(talon).default([]),
  /** Who sits at the reception desk: `creator` of what is booked there. */
  receptionist: z.string().default('Лапина Ольга Васильевна'),
  /** `doc_id` and `build_id` of `intervals` do nothing in some clinics (archimed-api.md §10). */
  intervalsIgnoreFilters: z.boolean().default(false),
  /** Talons can be asked for by `update_datetime` with `>=`: nobody has seen a clinic that can (archimed-api.md §6). */
  talonsSince: z.boolean().default(false),
  behaviour: behaviour.prefault({}),
});

export type SourceDescription = z.infer<typeof sourceDescription>;
/** What a caller may write: everything with a default may be left out. */
export type SourceDescriptionInput = z.input<typeof sourceDescription>;
export type Person = z.infer<typeof personDescription>;
export type Doctor = SourceDescription['doctors'][number];
