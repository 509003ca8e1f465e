import type { Behaviour } from './behaviour.ts';
import type { Doctor, Person, SourceDescription } from './description.ts';
import type { TalonEntry } from './journal.ts';
import type { WallTime } from './wall-clock.ts';
import { addDays, wallTime, weekday } from './wall-clock.ts';

/** How a talon was booked: `record_type` (archimed-api.md §10 "Who else writes"). */
export const recordTypes = {
  phone: { id: 1, name: 'По телефону' },
  widget: { id: 2, name: 'Виджет' },
  sberzdorovie: { id: 3, name: 'СберЗдоровье' },
} as const;
export type RecordType = keyof typeof recordTypes;

/** The service account that the API writes as (archimed-api.md §4.5). */
export const apiUser = 'Администратор ArchiMed+';

export type Medcard = Person & { id: number; number: string; createdAt: WallTime; changedAt: WallTime };

export type Talon = {
  id: number;
  patientId: number;
  doctorId: number;
  date: string;
  begin: string;
  end: string;
  room: string;
  buildingId: number | null;
  info: string;
  statusId: number;
  recordType: RecordType;
  creator: string;
  createdAt: WallTime;
  updatedAt: WallTime;
  deleted: boolean;
  deleteReasonId: number | null;
};

/** One working stretch of a doctor: a date, a building, a room and a grid. */
export type Schedule = {
  id: number;
  doctorId: number;
  buildingId: number;
  room: string;
  date: string;
  start: string;
  end: string;
  step: number;
  published: boolean;
};

export type Key = {
  apiSecret: string;
  revoked: boolean;
  /** From this moment on (epoch ms) every call is refused. */
  refusedFrom: number | null;
};

export type Source = {
  /** Its directories can be edited while it runs. */
  description: SourceDescription;
  /** As it was given: what a fresh start goes back to. */
  origin: SourceDescription;
  behaviour: Behaviour;
  keys: Map<string, Key>;
  doctors: Map<number, Doctor>;
  schedules: Schedule[];
  medcards: Map<number, Medcard>;
  talons: Map<number, Talon>;
  journal: TalonEntry[];
  newStatusId: number;
  /** Talons up to this id came with the description. */
  lastHistoryTalonId: number;
  nextTalonId: number;
  nextMedcardId: number;
};

const firstTalonId = 2201;
const firstMedcardId = 701;

export function createSource(origin: SourceDescription, now: number): Source {
  const description = structuredClone(origin);
  const wall = wallTime(now + description.behaviour.clockSkewMs, description.timeZone);
  const source: Source = {
    description,
    origin,
    behaviour: description.behaviour,
    keys: new Map(description.keys.map((key) => [key.apiId, goodKey(key.apiSecret)])),
    doctors: doctorsById(description),
    schedules: expandSchedules(description.schedules),
    medcards: new Map(),
    talons: new Map(),
    journal: [],
    newStatusId: newStatusId(description),
    lastHistoryTalonId: 0,
    nextTalonId: firstTalonId,
    nextMedcardId: firstMedcardId,
  };
  const patients = withIds(description.patients, firstMedcardId);
  for (const { id, ...person } of patients.rows) addMedcard(source, id, person, wall);
  source.nextMedcardId = patients.next;
  const talons = withIds(description.talons, firstTalonId);
  for (const row of talons.rows) {
    const schedule = scheduleAt(source, row.doctorId, row.date, row.begin);
    source.talons.set(row.id, {
      id: row.id,
      patientId: row.patientId,
      doctorId: row.doctorId,
      date: row.date,
      begin: row.begin,
      end: row.end,
      room: schedule?.room ?? '',
      buildingId: schedule?.buildingId ?? null,
      info: row.info,
      statusId: row.statusId ?? source.newStatusId,
      recordType: row.recordType,
      creator: row.recordType === 'phone' ? description.receptionist : apiUser,
      createdAt: wall,
      updatedAt: wall,
      deleted: row.deleted,
      deleteReasonId: row.deleteReasonId,
    });
  }
  source.nextTalonId = talons.next;
  source.lastHistoryTalonId = talons.next - 1;
  return source;
}

export function goodKey(apiSecret: string): Key {
  return { apiSecret, revoked: false, refusedFrom: null };
}

/** In ascending id order: lists rely on it. */
export function doctorsById({ doctors }: SourceDescription): Map<number, Doctor> {
  return new Map([...doctors].sort((a, b) => a.id - b.id).map((doctor) => [doctor.id, doctor]));
}

/** A new talon gets status 1 (archimed-api.md §10); a directory without a 1 begins with another. */
export function newStatusId({ statuses }: SourceDescription): number {
  return (statuses.find((status) => status.id === 1) ?? statuses[0])?.id ?? 1;
}

export function addMedcard(source: Source, id: number, person: Person, wall: WallTime): Medcard {
  const medcard: Medcard = { ...person, id, number: String(id + 1000), createdAt: wall, changedAt: wall };
  source.medcards.set(id, medcard);
  return medcard;
}

export function createMedcard(source: Source, person: Person, wall: WallTime): Medcard {
  const id = source.nextMedcardId;
  source.nextMedcardId += 1;
  return addMedcard(source, id, person, wall);
}

/** A clinic may show a new talon in its lists only later; what the description brought is always there. */
export function isListed(source: Source, talon: Talon, wall: WallTime): boolean {
  if (talon.id <= source.lastHistoryTalonId) return true;
  return wall.epochMs - talon.createdAt.epochMs >= source.behaviour.lateVisibilityMs;
}

export function scheduleAt(
  source: Source,
  doctorId: number,
  date: string,
  time: string,
): Schedule | undefined {
  return source.schedules.find(
    (row) => row.doctorId === doctorId && row.date === date && row.start <= time && time < row.end,
  );
}

export function fullName(person: { lastName: string; firstName: string; middleName: string }): string {
  return [person.lastName, person.firstName, person.middleName].filter((part) => part !== '').join(' ');
}

export function speciality(source: Source, doctor: Doctor): string {
  if (doctor.type !== undefined) return doctor.type;
  return source.description.specializations.find((row) => row.id === doctor.specializationIds[0])?.name ?? '';
}

function expandSchedules(rows: SourceDescription['schedules']): Schedule[] {
  const schedules: Schedule[] = [];
  for (const { from, to = from, weekdays, ...row } of rows) {
    for (let date = from; date <= to; date = addDays(date, 1)) {
      if (weekdays.includes(weekday(date))) schedules.push({ id: 2005 + schedules.length, ...row, date });
    }
  }
  return schedules;
}

/** Rows in ascending id order (lists rely on it); those without an id are numbered after the highest one. */
function withIds<T extends { id?: number | undefined }>(
  rows: readonly T[],
  first: number,
): { rows: (T & { id: number })[]; next: number } {
  let next = rows.reduce((highest, row) => Math.max(highest, (row.id ?? 0) + 1), first);
  const numbered = rows.map((row) => {
    if (row.id !== undefined) return { ...row, id: row.id };
    next += 1;
    return { ...row, id: next - 1 };
  });
  return { rows: numbered.sort((a, b) => a.id - b.id), next };
}
