import { z } from 'zod';
import type { Person } from '../clinic/description.ts';
import type { Fields } from './body.ts';
import { dateField, parseFields } from './body.ts';

/** Names of `POST medcards`, also of the person in `POST talons` (archimed-api.md §4.2, §4.4). */
const medcardBody = z.object({
  last_name: z.string().trim().default(''),
  first_name: z.string().trim().default(''),
  middle_name: z.string().trim().default(''),
  birthdate: dateField('Неверная дата рождения'),
  phone: z.string().trim().default(''),
  phone_alt: z.string().trim().default(''),
  email: z.string().trim().default(''),
});

export function readPerson(fields: Fields): { ok: true; value: Person } | { ok: false; message: string } {
  const parsed = parseFields(medcardBody, fields);
  if (!parsed.ok) return parsed;
  const body = parsed.value;
  if (body.last_name === '' || body.first_name === '') {
    return { ok: false, message: 'Не указаны фамилия и имя пациента' };
  }
  const person = {
    lastName: body.last_name,
    firstName: body.first_name,
    middleName: body.middle_name,
    birthDate: body.birthdate ?? null,
    phone: body.phone,
    phone1: body.phone_alt,
    email: body.email,
  };
  return { ok: true, value: person };
}
