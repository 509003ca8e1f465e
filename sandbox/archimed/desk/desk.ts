import { z } from 'zod';
import type { Writer } from '../clinic/bookings.ts';
import { bookTalon, changeTalon, deleteTalon, restoreTalon, usualEnd } from '../clinic/bookings.ts';
import { personDescription } from '../clinic/description.ts';
import { checkSlot, slotMessages } from '../clinic/slots.ts';
import type { Source, Talon } from '../clinic/source.ts';
import { createMedcard } from '../clinic/source.ts';
import type { WallTime } from '../clinic/wall-clock.ts';
import { isDate, isTime, minutesOf, timeOf } from '../clinic/wall-clock.ts';

/** What the clinic's own program does: the reception page and the admin API both work through it. */
const id = z.int().positive();
const date = z.string().refine(isDate, 'a date yyyy-mm-dd');
const time = z.string().refine(isTime, 'a time HH:MM');

export const deskBooking = z
  .strictObject({
    doctorId: id,
    date,
    begin: time,
    end: time.optional(),
    patientId: id.optional(),
    person: personDescription.optional(),
    info: z.string().default(''),
  })
  .refine((body) => (body.patientId === undefined) !== (body.person === undefined), 'patientId or person');

export const deskChange = z.strictObject({
  doctorId: id.optional(),
  date: date.optional(),
  begin: time.optional(),
  end: time.optional(),
  statusId: id.optional(),
  info: z.string().optional(),
  deleted: z.literal(true).optional(),
  deleteReasonId: id.nullable().optional(),
  restored: z.literal(true).optional(),
});

export type DeskResult = { ok: true; talon: Talon } | { ok: false; status: 404 | 409 | 422; message: string };

export function deskBook(source: Source, body: z.infer<typeof deskBooking>, wall: WallTime): DeskResult {
  const writer = deskWriter(source, wall);
  const end = body.end ?? usualEnd(source, body.doctorId, body.date, body.begin);
  if (!source.doctors.has(body.doctorId)) return refused(422, 'Врач не найден');
  if (body.patientId !== undefined && !source.medcards.has(body.patientId))
    return refused(422, 'Пациент не найден');
  if (end <= body.begin) return refused(422, 'Время окончания раньше времени начала');
  const slot = checkSlot(source, { ...body, end }, writer);
  if (!slot.ok) return refused(409, slotMessages[slot.refusal]);
  const patientId = body.person === undefined ? body.patientId : createMedcard(source, body.person, wall).id;
  if (patientId === undefined) return refused(422, 'Пациент не найден');
  const { doctorId, date: day, begin, info } = body;
  const written = bookTalon(source, { doctorId, date: day, begin, end, patientId, info }, writer);
  return written.ok ? written : refused(409, written.message);
}

export function deskChangeTalon(
  source: Source,
  talonId: number,
  body: z.infer<typeof deskChange>,
  wall: WallTime,
): DeskResult {
  const talon = source.talons.get(talonId);
  if (talon === undefined) return refused(404, 'Запись не найдена');
  const { deleted, restored, ...change } = body;
  const problem = unknownReference(source, body);
  if (problem !== undefined) return refused(422, problem);
  if (deleted === true) {
    return {
      ok: true,
      talon: deleteTalon(source, talon, body.deleteReasonId ?? null, deskWriter(source, wall)),
    };
  }
  if (restored === true) {
    const written = restoreTalon(source, talon, deskWriter(source, wall));
    return written.ok ? written : refused(409, written.message);
  }
  if (talon.deleted) return refused(409, 'Запись удалена');
  // A receptionist drags a visit: it keeps its length.
  const end = change.end ?? (change.begin === undefined ? undefined : sameLength(talon, change.begin));
  if ((end ?? talon.end) <= (change.begin ?? talon.begin)) {
    return refused(422, 'Время окончания раньше времени начала');
  }
  const written = changeTalon(source, talon, { ...change, end }, deskWriter(source, wall));
  return written.ok ? written : refused(409, written.message);
}

function deskWriter(source: Source, wall: WallTime): Writer {
  return { desk: true, recordType: 'phone', creator: source.description.receptionist, wall };
}

function sameLength(talon: Talon, begin: string): string {
  return timeOf(Math.min(minutesOf(begin) + minutesOf(talon.end) - minutesOf(talon.begin), 23 * 60 + 59));
}

function unknownReference(source: Source, body: z.infer<typeof deskChange>): string | undefined {
  const { statuses, deleteReasons } = source.description;
  if (body.doctorId !== undefined && !source.doctors.has(body.doctorId)) return 'Врач не найден';
  if (body.statusId !== undefined && !statuses.some((row) => row.id === body.statusId))
    return 'Неверный статус';
  const reasonId = body.deleteReasonId ?? null;
  if (reasonId !== null && !deleteReasons.some((row) => row.id === reasonId))
    return 'Неверная причина удаления';
  return undefined;
}

function refused(status: 404 | 409 | 422, message: string): DeskResult {
  return { ok: false, status, message };
}
