import { z } from 'zod';
import type { Priority } from '../shared/limiter.ts';
import { fields, paths, SERVICE_ACCOUNT } from './assumptions.ts';
import { fieldsQuery, readAll } from './lists.ts';
import type { ArchimedResult, Transport } from './transport.ts';
import { wireInt, wireNumber, wireText } from './wire.ts';

export type Doctor = {
  readonly id: number;
  readonly lastName: string;
  readonly firstName: string;
  readonly middleName: string;
  readonly speciality: string;
  readonly specialities: ReadonlyArray<{ readonly id: number; readonly name: string }>;
  /** Minutes of one visit; 0: the clinic has not set it and every booking is refused. */
  readonly maxTime: number;
  /** An account of the program itself, nobody to book. */
  readonly isServiceAccount: boolean;
};

// Two spellings of the names: live v5 has name, name1, name2, the v4 sample last_name, … (archimed-api.md §4.5).
const doctorRow: z.ZodType<Doctor> = z
  .object({
    id: wireInt,
    name: wireText,
    name1: wireText,
    name2: wireText,
    last_name: wireText,
    first_name: wireText,
    middle_name: wireText,
    type: wireText,
    max_time: wireNumber,
    types: z.array(z.object({ id: wireInt, name: wireText })).nullish(),
  })
  .transform((row) => {
    const lastName = row.name || row.last_name;
    const firstName = row.name1 || row.first_name;
    const middleName = row.name2 || row.middle_name;
    return {
      id: row.id,
      lastName,
      firstName,
      middleName,
      speciality: row.type,
      specialities: row.types ?? [],
      maxTime: row.max_time ?? 0,
      isServiceAccount: SERVICE_ACCOUNT.test(`${lastName} ${firstName} ${middleName}`),
    };
  });

export type Doctors = { list(priority: Priority): ArchimedResult<readonly Doctor[]> };

export function createDoctors(transport: Transport): Doctors {
  const only = fieldsQuery(fields.doctor);
  return { list: (priority) => readAll(transport, priority, paths.doctors, only, doctorRow) };
}
