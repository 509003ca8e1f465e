import type { Doctor } from '../clinic/description.ts';
import { dayKey, holdersByDay, intervalsOf, isPast } from '../clinic/slots.ts';
import type { Source, Talon } from '../clinic/source.ts';
import { fullName, speciality } from '../clinic/source.ts';
import type { WallTime } from '../clinic/wall-clock.ts';
import { toRussianDate } from '../clinic/wall-clock.ts';

type Row = Record<string, unknown>;

/** Bodies below `doctors` are cut off in the text available (archimed-api.md §4.8): shapes decided in README.md. */
export function named({ id, name }: { id: number; name: string }): Row {
  return { id: String(id), name };
}

export function doctorRow(source: Source, doctor: Doctor): Row {
  return {
    id: String(doctor.id),
    name: fullName(doctor),
    type: speciality(source, doctor),
    buildid: buildingsOf(source, doctor).map(String),
  };
}

/** Where the doctor has a schedule that the API knows. */
export function buildingsOf(source: Source, doctor: Doctor): number[] {
  const own = source.schedules.filter((row) => row.published && row.doctorId === doctor.id);
  return [...new Set(own.map((row) => row.buildingId))];
}

/** Free and coming times only: what an aggregator shows. */
export function freeSlots(source: Source, doctorId: number, from: string, to: string, wall: WallTime): Row[] {
  const holders = holdersByDay(source);
  return source.schedules
    .filter((row) => row.published && row.doctorId === doctorId && from <= row.date && row.date <= to)
    .flatMap((row) =>
      intervalsOf(row, holders.get(dayKey(row.doctorId, row.date)) ?? [])
        .filter(({ free, begin }) => free && !isPast({ date: row.date, begin }, wall))
        .map(({ begin, end }) => ({
          date: toRussianDate(row.date),
          start: begin,
          end,
          build_id: String(row.buildingId),
          room: row.room,
        })),
    );
}

export function docdocTalon(source: Source, talon: Talon): Row {
  const status = source.description.statuses.find((row) => row.id === talon.statusId);
  return {
    id: String(talon.id),
    doc_id: String(talon.doctorId),
    patient_id: String(talon.patientId),
    date: toRussianDate(talon.date),
    begintime: talon.begin,
    endtime: talon.end,
    status_id: String(talon.statusId),
    status: status?.name ?? '',
  };
}
