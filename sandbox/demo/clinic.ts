import type { SourceDescriptionInput } from '../archimed/clinic/description.ts';
import { addDays, minutesOf, timeOf, weekday } from '../archimed/clinic/wall-clock.ts';
import type { DoctorRow } from './clinic-doctors.ts';
import { doctorRows, specializations } from './clinic-doctors.ts';
import { demoGroups, demoServices } from './clinic-services.ts';
import { people } from './people.ts';

/** Fixed demo credentials of the one source: 32 hex characters, as the vendor gives them out. */
export const demoKey = {
  apiId: '5a2f7c0e91b84d36a7e0c4d2f8b61935',
  apiSecret: 'c81d4e7f20a95b63d8f1e0a7429c5b8e',
};

/** For the aggregator's door: base64 of 32 hex characters (archimed-api.md §4.8). */
export const demoDocdocToken = Buffer.from('7d20c94be1f85a3690b4e7d1c2a8f563').toString('base64');

/** As many as a real clinic has: 3,646 were seen, 3,000 of them laboratory tests (archimed-api.md §4.7). */
const serviceCount = 3600;

/** The demo clinic's own directory (archimed-api.md §10). */
const status = { booked: 1, confirmed: 2, completed: 3, cancelled: 4, noShow: 6 } as const;

/** People 0…19 have no coming visit, so that a demo can book them without a question about doubles. */
const firstWithComingVisits = 20;

/** [days from today, talons]: about half of today's and tomorrow's slots stay free. */
const talonsByDay: readonly (readonly [number, number])[] = [
  [-6, 6],
  [-4, 6],
  [-3, 6],
  [-1, 8],
  [0, 24],
  [1, 20],
  [2, 8],
  [3, 6],
  [6, 4],
  [9, 3],
];

/** The clinic «Заря» with a week behind and two weeks ahead of `today` (yyyy-mm-dd). */
export function demoClinic(today: string): SourceDescriptionInput {
  const schedules = doctorRows.flatMap((row, index) => schedulesOf(row, index, today));
  return {
    id: 'zarya',
    name: 'Клиника «Заря»',
    timeZone: 'Europe/Moscow',
    keys: [demoKey],
    docdocTokens: [demoDocdocToken],
    buildings: [
      { id: 1, name: 'Центр', address: 'ул. Садовая, 12' },
      { id: 2, name: 'Север', address: 'Полярный пр-т, 40' },
    ],
    specializations,
    doctors: [
      { id: 6, lastName: 'Администратор ArchiMed+', maxTime: 0, photo: false },
      { id: 7, lastName: 'ArchiMed+ Онлайн-запись', maxTime: 0, photo: false },
      ...doctorRows.map((row, index) => {
        const [lastName = '', firstName = '', middleName = ''] = row.name.split(' ');
        const { id, specializationIds, maxTime } = row;
        const phone = `+7905001${String(1000 + id * 7)}`;
        return {
          id,
          lastName,
          firstName,
          middleName,
          specializationIds,
          maxTime,
          phone,
          photo: index % 2 === 0,
        };
      }),
    ],
    schedules,
    statuses: [
      { id: status.booked, name: 'Запись' },
      { id: status.confirmed, name: 'Подтверждён' },
      { id: status.completed, name: 'Приём состоялся' },
      { id: status.cancelled, name: 'Отменён', cancelled: true },
      { id: 5, name: 'Пациент пришёл' },
      { id: status.noShow, name: 'Не явился' },
    ],
    deleteReasons: [
      { id: 1, name: 'Отказ пациента' },
      { id: 2, name: 'Болезнь врача' },
      { id: 3, name: 'Перенос по просьбе пациента' },
      { id: 4, name: 'Ошибочная запись' },
    ],
    groups: demoGroups,
    services: demoServices(serviceCount),
    branches: [
      { id: 1, name: 'Поликлиника' },
      { id: 2, name: 'Диагностика' },
    ],
    zones: [{ id: 1, name: 'Центральный участок' }],
    scientificDegrees: [{ id: 1, name: 'Кандидат медицинских наук' }],
    accounts: [
      { id: 1, name: 'Администратор ArchiMed+' },
      { id: 2, name: 'Лапина Ольга Васильевна' },
    ],
    patients: people.map((person, index) => ({
      id: 701 + index,
      lastName: person.lastName,
      firstName: person.firstName,
      middleName: person.middleName,
      birthDate: person.birthDate,
      ...phonesOf(person.phone, index),
    })),
    talons: talonsOf(schedules, today),
  };
}

type ScheduleRow = NonNullable<SourceDescriptionInput['schedules']>[number];
type TalonRow = NonNullable<SourceDescriptionInput['talons']>[number];

/** By the doctor's weekdays; whatever the weekday, today and the next five days are worked by everybody. */
function schedulesOf(row: DoctorRow, index: number, today: string): ScheduleRow[] {
  const rows: ScheduleRow[] = [];
  for (let offset = -7; offset <= 14; offset += 1) {
    const date = addDays(today, offset);
    const always = offset >= 0 && offset <= 5;
    if (!always && !row.weekdays.includes(weekday(date))) continue;
    const turn = (weekday(date) + index) % 2 === 0 ? 1 : 2;
    const buildingId = row.building === 'both' ? turn : row.building;
    const room = row.rooms[buildingId - 1] ?? '';
    rows.push(
      ...stretches(row, room).map((stretch) => ({
        doctorId: row.id,
        buildingId,
        from: date,
        step: row.maxTime || 30,
        published: row.unpublished !== true,
        ...stretch,
      })),
    );
  }
  return rows;
}

/** The working day, in one room or in two. */
function stretches(row: DoctorRow, room: string): { room: string; start: string; end: string }[] {
  const start = minutesOf(row.start);
  const minutes = row.hours * 60;
  const until = (from: number, length: number) => ({ start: timeOf(from), end: timeOf(from + length) });
  if (row.secondRoom === undefined) return [{ room, ...until(start, minutes) }];
  const half = minutes / 2;
  return [
    { room, ...until(start, half) },
    { room: row.secondRoom, ...until(start + half + row.maxTime, half) },
  ];
}

function talonsOf(schedules: readonly ScheduleRow[], today: string): TalonRow[] {
  const random = generator(20_261_122);
  const talons: TalonRow[] = [];
  let patient = 0;
  for (const [offset, count] of talonsByDay) {
    const date = addDays(today, offset);
    const slots = shuffled(
      schedules
        .filter((row) => row.from === date && row.doctorId !== 31 && row.published !== false)
        .flatMap(slotsOf),
      random,
    );
    for (const slot of slots.slice(0, count)) {
      const pool = offset < 0 ? people.length : people.length - firstWithComingVisits;
      const patientIndex = (offset < 0 ? 0 : firstWithComingVisits) + (patient % pool);
      patient += 1;
      const number = talons.length;
      talons.push({
        ...slot,
        patientId: 701 + patientIndex,
        statusId: offset < 0 ? finalStatus(number) : number % 3 === 0 ? status.confirmed : status.booked,
        recordType: number % 5 === 4 ? 'widget' : number % 11 === 10 ? 'sberzdorovie' : 'phone',
        info: number % 9 === 0 ? 'Просит позвонить накануне' : '',
        ...(offset > 0 && number % 17 === 0 ? { deleted: true, deleteReasonId: 1 } : {}),
      });
    }
  }
  return talons;
}

function finalStatus(number: number): number {
  if (number % 8 === 3) return status.noShow;
  return number % 8 === 6 ? status.cancelled : status.completed;
}

function slotsOf(row: ScheduleRow): { doctorId: number; date: string; begin: string; end: string }[] {
  const slots = [];
  for (let at = minutesOf(row.start); at + row.step <= minutesOf(row.end); at += row.step) {
    slots.push({ doctorId: row.doctorId, date: row.from, begin: timeOf(at), end: timeOf(at + row.step) });
  }
  return slots;
}

/** Phones have no fixed form in ArchiMed+ (archimed-api.md §3); now and then the number is the second one. */
function phonesOf(phone: string, index: number): { phone: string; phone1: string } {
  const ten = phone.slice(2);
  const spelling = [phone, `8${ten}`, `7${ten}`, ten][index % 4] ?? phone;
  return index % 15 === 14 ? { phone: '', phone1: spelling } : { phone: spelling, phone1: '' };
}

function shuffled<T>(items: readonly T[], random: () => number): T[] {
  return items
    .map((item) => ({ item, key: random() }))
    .sort((a, b) => a.key - b.key)
    .map(({ item }) => item);
}

/** Numbers that look random and are the same every time (a linear congruential generator). */
function generator(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 4_294_967_296;
  };
}
