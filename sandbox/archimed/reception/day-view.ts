import type { Interval } from '../clinic/slots.ts';
import { dayKey, holdersByDay, holdsSlot, intervalsOf, isPast } from '../clinic/slots.ts';
import type { Source, Talon } from '../clinic/source.ts';
import { fullName, recordTypes, speciality } from '../clinic/source.ts';
import type { WallTime } from '../clinic/wall-clock.ts';
import { addDays, weekday } from '../clinic/wall-clock.ts';

export type DeskSlot = Interval & { past: boolean };
export type DeskSchedule = {
  buildingId: number;
  room: string;
  start: string;
  end: string;
  step: number;
  slots: DeskSlot[];
};
export type DeskTalon = {
  id: number;
  begin: string;
  end: string;
  room: string;
  buildingId: number | null;
  statusId: number;
  info: string;
  recordType: string;
  creator: string;
  deleted: boolean;
  deleteReasonId: number | null;
  holdsSlot: boolean;
  patient: { id: number; name: string; phone: string; birthDate: string | null };
  updatedAt: string;
};
export type DeskDoctor = {
  id: number;
  name: string;
  speciality: string;
  maxTime: number;
  schedules: DeskSchedule[];
  talons: DeskTalon[];
};
export type Named = { id: number; name: string };
export type DeskDay = {
  source: { id: string; name: string; timeZone: string; receptionist: string };
  date: string;
  now: WallTime;
  /** The week around the day: what is still free on each of its days, by building. */
  week: { date: string; works: boolean; free: { buildingId: number; count: number }[] }[];
  buildings: Named[];
  statuses: (Named & { cancelled: boolean })[];
  deleteReasons: Named[];
  doctors: DeskDoctor[];
};

/** One day of the desk: doctors with their schedules, slots and talons (deleted ones too). */
export function dayView(source: Source, date: string, wall: WallTime): DeskDay {
  const { id, name, timeZone, buildings, statuses, deleteReasons, receptionist } = source.description;
  const holders = holdersByDay(source);
  const talons = [...source.talons.values()].filter((talon) => talon.date === date);
  const doctors = [...source.doctors.values()].flatMap((doctor) => {
    const schedules = source.schedules.filter((row) => row.doctorId === doctor.id && row.date === date);
    const own = talons.filter((talon) => talon.doctorId === doctor.id);
    if (schedules.length === 0 && own.length === 0) return [];
    return {
      id: doctor.id,
      name: fullName(doctor),
      speciality: speciality(source, doctor),
      maxTime: doctor.maxTime,
      schedules: schedules.map(({ buildingId, room, start, end, step, ...row }) => ({
        buildingId,
        room,
        start,
        end,
        step,
        slots: intervalsOf(
          { buildingId, room, start, end, step, ...row },
          holders.get(dayKey(doctor.id, date)) ?? [],
        ).map((interval) => ({ ...interval, past: isPast({ date, begin: interval.begin }, wall) })),
      })),
      talons: own.map((talon) => deskTalon(source, talon)),
    };
  });
  return {
    source: { id, name, timeZone, receptionist },
    date,
    now: wall,
    week: weekOf(source, date, wall, holders),
    buildings,
    statuses,
    deleteReasons,
    doctors,
  };
}

function weekOf(
  source: Source,
  date: string,
  wall: WallTime,
  holders: ReadonlyMap<string, Talon[]>,
): DeskDay['week'] {
  const monday = addDays(date, 1 - weekday(date));
  return Array.from({ length: 7 }, (_, offset) => {
    const day = addDays(monday, offset);
    const rows = source.schedules.filter((row) => row.date === day);
    const free = source.description.buildings.map((building) => ({
      buildingId: building.id,
      count: rows
        .filter((row) => row.buildingId === building.id)
        .flatMap((row) => intervalsOf(row, holders.get(dayKey(row.doctorId, day)) ?? []))
        .filter((slot) => slot.free && !isPast({ date: day, begin: slot.begin }, wall)).length,
    }));
    return { date: day, works: rows.length > 0, free };
  });
}

export function deskTalon(source: Source, talon: Talon): DeskTalon {
  const patient = source.medcards.get(talon.patientId);
  return {
    id: talon.id,
    begin: talon.begin,
    end: talon.end,
    room: talon.room,
    buildingId: talon.buildingId,
    statusId: talon.statusId,
    info: talon.info,
    recordType: recordTypes[talon.recordType].name,
    creator: talon.creator,
    deleted: talon.deleted,
    deleteReasonId: talon.deleteReasonId,
    holdsSlot: holdsSlot(source, talon),
    patient: {
      id: talon.patientId,
      name: patient === undefined ? '' : fullName(patient),
      phone: patient?.phone ?? '',
      birthDate: patient?.birthDate ?? null,
    },
    updatedAt: `${talon.updatedAt.date} ${talon.updatedAt.time}`,
  };
}
