import type { SourceDescriptionInput } from '../../sandbox/archimed/clinic/description.ts';
import { demoGroups, demoServices } from '../../sandbox/demo/clinic-services.ts';
import type { Account } from './world.ts';

/** A clinic with more free time than a run can use: every booking gets a slot that nobody had before. */
export type Slot = { doctorId: number; date: string; begin: string; end: string };

export const DOCTORS = [11, 12, 13, 14, 15, 16, 17, 18] as const;
const NAMES = ['Громов', 'Лаврова', 'Островский', 'Зимина', 'Чагин', 'Юрьева', 'Титаренко', 'Эльманова'];
const DAYS_FROM = 1;
const DAYS_TO = 12;
const STEP = 20;
const OPEN_MINUTES = 8 * 60;
const CLOSE_MINUTES = 20 * 60;

export const SERVICES = demoServices(24);
const [firstService = 0, ...otherServices] = SERVICES.map(({ id }) => id);
export const SERVICE_IDS: readonly [number, ...number[]] = [firstService, ...otherServices];

/** Visits from before the run, which the first reading takes stock of: nothing may ever follow from them. */
export const OLD_TALONS = [101, 102] as const;
const STRANGER = 601;

export function doctorName(doctorId: number): string {
  return `${NAMES[DOCTORS.indexOf(doctorId as (typeof DOCTORS)[number])] ?? ''} Пётр Ильич`;
}

export function buildingOf(doctorId: number): number {
  return doctorId % 2 === 1 ? 1 : 2;
}

export function roomOf(doctorId: number): string {
  return `Кабинет ${doctorId}`;
}

export function clinicOf(account: Account, today: string): SourceDescriptionInput {
  return {
    id: account.sourceId,
    name: `Клиника ${account.index}`,
    timeZone: account.timeZone,
    keys: [account.setup.key],
    buildings: [
      { id: 1, name: 'Центр' },
      { id: 2, name: 'Север' },
    ],
    specializations: [{ id: 32, name: 'Кардиолог' }],
    doctors: DOCTORS.map((id) => {
      const [lastName = '', firstName = '', middleName = ''] = doctorName(id).split(' ');
      return { id, lastName, firstName, middleName, specializationIds: [32], maxTime: STEP, photo: false };
    }),
    talonsSince: account.tellsChanges,
    schedules: DOCTORS.map((doctorId) => ({
      doctorId,
      buildingId: buildingOf(doctorId),
      room: roomOf(doctorId),
      from: addDays(today, DAYS_FROM),
      // One more: a run may begin before midnight.
      to: addDays(today, DAYS_TO + 1),
      start: clock(OPEN_MINUTES),
      end: clock(CLOSE_MINUTES),
      step: STEP,
    })),
    statuses: [
      { id: 1, name: 'Запись' },
      { id: 2, name: 'Подтверждён' },
      { id: 3, name: 'Приём состоялся' },
      { id: 4, name: 'Отменён', cancelled: true },
      { id: 5, name: 'Пациент пришёл' },
      { id: 6, name: 'Не явился' },
    ],
    deleteReasons: [{ id: 1, name: 'Отказ пациента' }],
    groups: demoGroups,
    services: SERVICES,
    patients: [
      { id: STRANGER, lastName: 'Посторонний', firstName: 'Яков', phone: '+79050000000' },
      ...account.persons.flatMap((person) =>
        person.patientId === null ? [] : [{ id: person.patientId, ...personFields(person) }],
      ),
    ],
    talons: OLD_TALONS.map((id, place) => ({
      id,
      patientId: STRANGER,
      doctorId: DOCTORS[place] ?? DOCTORS[0],
      date: addDays(today, -1),
      begin: '09:00',
      end: '09:20',
      statusId: 3,
    })),
  };
}

export function personFields(person: Account['persons'][number]) {
  const { lastName, firstName, middleName, birthDate, phoneInClinic: phone } = person;
  return { lastName, firstName, middleName, birthDate, phone };
}

/** Every slot once, in an order that mixes doctors and days. */
export function* freeSlots(today: string, shuffle: (items: Slot[]) => Slot[]): Generator<Slot> {
  const all: Slot[] = [];
  for (let day = DAYS_FROM; day <= DAYS_TO; day += 1) {
    for (const doctorId of DOCTORS) {
      for (let at = OPEN_MINUTES; at < CLOSE_MINUTES; at += STEP) {
        all.push({ doctorId, date: addDays(today, day), begin: clock(at), end: clock(at + STEP) });
      }
    }
  }
  yield* shuffle(all);
}

function addDays(date: string, days: number): string {
  return new Date(Date.parse(`${date}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);
}

function clock(minutes: number): string {
  return `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;
}

/** Neither zone has summer time. */
const OFFSETS: Record<string, string> = { 'Europe/Moscow': '+03:00', 'Asia/Yekaterinburg': '+05:00' };

export function instant(timeZone: string, date: string, time: string): string {
  return `${date}T${time}:00${OFFSETS[timeZone] ?? 'Z'}`;
}

export const STATUS_NAMES: Record<number, string> = {
  1: 'Запись',
  2: 'Подтверждён',
  3: 'Приём состоялся',
  4: 'Отменён',
  5: 'Пациент пришёл',
  6: 'Не явился',
};
