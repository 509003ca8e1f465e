import type { Author } from './journal.ts';
import { record } from './journal.ts';
import type { SlotRefusal } from './slots.ts';
import { checkSlot, holdsSlot, isBusy, slotMessages } from './slots.ts';
import type { RecordType, Source, Talon } from './source.ts';
import { scheduleAt } from './source.ts';
import { minutesOf, timeOf } from './wall-clock.ts';

/** Who writes: the HTTP API or the clinic's own program, which knows fewer refusals. */
export type Writer = Author & { recordType: RecordType };

export type NewTalon = {
  doctorId: number;
  date: string;
  begin: string;
  end: string;
  patientId: number;
  info: string;
};

export type TalonChange = {
  doctorId?: number | undefined;
  date?: string | undefined;
  begin?: string | undefined;
  end?: string | undefined;
  info?: string | undefined;
  statusId?: number | undefined;
  deleteReasonId?: number | null | undefined;
};

export type Written = { ok: true; talon: Talon } | { ok: false; refusal: SlotRefusal; message: string };

/** Nothing makes a repeated request harmless: the same call again is a second talon or a busy slot. */
export function bookTalon(source: Source, wish: NewTalon, writer: Writer): Written {
  const slot = checkSlot(source, wish, writer);
  if (!slot.ok) return refuse(slot.refusal);
  const talon: Talon = {
    id: source.nextTalonId,
    patientId: wish.patientId,
    doctorId: wish.doctorId,
    date: wish.date,
    begin: wish.begin,
    end: wish.end,
    room: slot.schedule.room,
    buildingId: slot.schedule.buildingId,
    info: wish.info,
    statusId: source.newStatusId,
    recordType: writer.recordType,
    creator: writer.creator,
    createdAt: writer.wall,
    updatedAt: writer.wall,
    deleted: false,
    deleteReasonId: null,
  };
  source.nextTalonId += 1;
  source.talons.set(talon.id, talon);
  record(source, writer, null, talon);
  return { ok: true, talon };
}

/** Only what is given changes. A talon that leaves a cancelled status needs its slot again. */
export function changeTalon(source: Source, talon: Talon, change: TalonChange, writer: Writer): Written {
  const next: Talon = {
    ...talon,
    doctorId: change.doctorId ?? talon.doctorId,
    date: change.date ?? talon.date,
    begin: change.begin ?? talon.begin,
    end: change.end ?? talon.end,
    info: change.info ?? talon.info,
    statusId: change.statusId ?? talon.statusId,
    deleteReasonId: change.deleteReasonId === undefined ? talon.deleteReasonId : change.deleteReasonId,
    updatedAt: writer.wall,
  };
  if (moved(talon, next)) {
    const ignoreBusy = !holdsSlot(source, next);
    const slot = checkSlot(source, next, { ...writer, exceptTalonId: talon.id, ignoreBusy });
    if (!slot.ok) return refuse(slot.refusal);
    next.room = slot.schedule.room;
    next.buildingId = slot.schedule.buildingId;
  } else if (!holdsSlot(source, talon) && holdsSlot(source, next) && isBusy(source, next, talon.id)) {
    return refuse('busy');
  }
  source.talons.set(next.id, next);
  record(source, writer, talon, next);
  return { ok: true, talon: next };
}

/** Soft delete; a second time changes nothing (archimed-api.md §10). */
export function deleteTalon(source: Source, talon: Talon, reasonId: number | null, author: Author): Talon {
  if (talon.deleted) return talon;
  const next: Talon = { ...talon, deleted: true, deleteReasonId: reasonId, updatedAt: author.wall };
  source.talons.set(next.id, next);
  record(source, author, talon, next);
  return next;
}

/** Only the clinic's own program can do this. */
export function restoreTalon(source: Source, talon: Talon, author: Author): Written {
  if (!talon.deleted) return { ok: true, talon };
  const next: Talon = { ...talon, deleted: false, deleteReasonId: null, updatedAt: author.wall };
  if (holdsSlot(source, next) && isBusy(source, next, talon.id)) return refuse('busy');
  source.talons.set(next.id, next);
  record(source, author, talon, next);
  return { ok: true, talon: next };
}

/** The end that belongs to a beginning when none was said: the doctor's grid step, else the schedule's. */
export function usualEnd(source: Source, doctorId: number, date: string, begin: string): string {
  const maxTime = source.doctors.get(doctorId)?.maxTime ?? 0;
  const step = scheduleAt(source, doctorId, date, begin)?.step ?? 30;
  return timeOf(Math.min(minutesOf(begin) + (maxTime > 0 ? maxTime : step), 23 * 60 + 59));
}

function moved(before: Talon, after: Talon): boolean {
  return (
    before.doctorId !== after.doctorId ||
    before.date !== after.date ||
    before.begin !== after.begin ||
    before.end !== after.end
  );
}

function refuse(refusal: SlotRefusal): Written {
  return { ok: false, refusal, message: slotMessages[refusal] };
}
