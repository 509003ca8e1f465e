import { z } from 'zod';
import type { Writer } from '../clinic/bookings.ts';
import { bookTalon, usualEnd } from '../clinic/bookings.ts';
import { checkSlot, slotMessages } from '../clinic/slots.ts';
import type { RecordType, Source, Talon } from '../clinic/source.ts';
import { apiUser, createMedcard } from '../clinic/source.ts';
import type { WallTime } from '../clinic/wall-clock.ts';
import type { Fields } from './body.ts';
import { dateField, idField, parseFields, timeField } from './body.ts';
import { readPerson } from './medcard-body.ts';

/** Fields of a talon that both a new one and a change take (archimed-api.md §10). */
export const talonFields = {
  doc_id: idField('Неверный врач (doc_id)'),
  date: dateField('Неверная дата'),
  begintime: timeField('Неверное время начала'),
  endtime: timeField('Неверное время окончания'),
  info: z.string().optional(),
};

/** Everything else is ignored, also what PUT knows. */
const newTalonBody = z.object({ ...talonFields, patient_id: idField('Неверный пациент (patient_id)') });

export type NewTalonResult = { ok: true; talon: Talon } | { ok: false; status: 400 | 403; message: string };

/** `POST talons`, whoever comes through which door. */
export function createTalon(source: Source, fields: Fields, writer: Writer): NewTalonResult {
  const body = parseFields(newTalonBody, fields);
  if (!body.ok) return invalid(body.message);
  const { doc_id: doctorId, date, begintime: begin, patient_id: knownId, info = '' } = body.value;
  if (doctorId === undefined || !source.doctors.has(doctorId)) return invalid('Не указан врач (doc_id)');
  if (date === undefined) return invalid('Не указана дата (date)');
  if (begin === undefined) return invalid('Не указано время начала (begintime)');
  const end = body.value.endtime ?? usualEnd(source, doctorId, date, begin);
  if (end <= begin) return invalid('Время окончания раньше времени начала');
  if (knownId !== undefined && !source.medcards.has(knownId)) return invalid('Пациент не найден');
  const person = knownId === undefined ? readPerson(fields) : undefined;
  if (person !== undefined && !person.ok) return invalid(person.message);

  const slot = checkSlot(source, { doctorId, date, begin, end }, writer);
  if (!slot.ok) return { ok: false, status: 403, message: slotMessages[slot.refusal] };
  // The card is made only once the slot is sure: a refusal leaves nothing behind.
  const patientId = person === undefined ? knownId : createMedcard(source, person.value, writer.wall).id;
  if (patientId === undefined) return invalid('Пациент не найден');
  const written = bookTalon(source, { doctorId, date, begin, end, patientId, info }, writer);
  return written.ok ? written : { ok: false, status: 403, message: written.message };
}

/** What comes through an API is written by its service account; `record_type` tells by which door. */
export function apiWriter(wall: WallTime, recordType: RecordType = 'widget'): Writer {
  return { desk: false, recordType, creator: apiUser, wall };
}

function invalid(message: string): NewTalonResult {
  return { ok: false, status: 400, message };
}
