import { dayKey, holdersByDay, holdsSlot, intervalsOf, isPast } from '../clinic/slots.ts';
import type { Medcard, Source, Talon } from '../clinic/source.ts';
import { fullName, recordTypes, speciality } from '../clinic/source.ts';
import type { WallTime } from '../clinic/wall-clock.ts';

const mostFound = 8;

/** One day of the desk: doctors in columns, each with schedules, slots and talons (deleted ones too). */
export function dayView(source: Source, date: string, wall: WallTime): object {
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
      schedules: schedules.map((row) => ({
        buildingId: row.buildingId,
        room: row.room,
        start: row.start,
        end: row.end,
        slots: intervalsOf(row, holders.get(dayKey(doctor.id, date)) ?? []).map((interval) => ({
          ...interval,
          past: isPast({ date, begin: interval.begin }, wall),
        })),
      })),
      talons: own.map((talon) => talonOfDay(source, talon)),
    };
  });
  return {
    source: { id, name, timeZone, receptionist },
    date,
    now: wall,
    buildings,
    statuses,
    deleteReasons,
    doctors,
  };
}

/** By any part of the name or by the digits of the phone, three characters at least. */
export function findPatients(source: Source, query: string): object[] {
  const words = query.toLowerCase().replaceAll('ё', 'е').split(/\s+/).filter(Boolean);
  const digits = query.replace(/\D/g, '').replace(/^[78](?=\d{10}$)/, '');
  if (query.trim().length < 3) return [];
  const byPhone = digits.length >= 3 && !/\p{L}/u.test(query);
  const found = [...source.medcards.values()].filter((medcard) =>
    byPhone ? phoneDigits(medcard).some((phone) => phone.includes(digits)) : hasWords(medcard, words),
  );
  return found
    .slice(0, mostFound)
    .map(({ id, number, lastName, firstName, middleName, birthDate, phone }) => ({
      id,
      number,
      lastName,
      firstName,
      middleName,
      birthDate,
      phone,
    }));
}

function talonOfDay(source: Source, talon: Talon): object {
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

function hasWords(medcard: Medcard, words: readonly string[]): boolean {
  const name = fullName(medcard).toLowerCase().replaceAll('ё', 'е');
  return words.every((word) => name.includes(word));
}

function phoneDigits(medcard: Medcard): string[] {
  return [medcard.phone, medcard.phone1].map((phone) => phone.replace(/\D/g, ''));
}
