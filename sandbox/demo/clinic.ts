import type { SourceDescriptionInput } from '../archimed/clinic/description.ts';
import { addDays, minutesOf, timeOf, weekday } from '../archimed/clinic/wall-clock.ts';
import { demoGroups, demoServices } from './clinic-services.ts';
import { people } from './people.ts';

/** Fixed demo credentials of the one source: 32 hex characters, as the vendor gives them out. */
export const demoKey = {
  apiId: '5a2f7c0e91b84d36a7e0c4d2f8b61935',
  apiSecret: 'c81d4e7f20a95b63d8f1e0a7429c5b8e',
};

/** The demo clinic's own directory (archimed-api.md §10). */
const status = { booked: 1, confirmed: 2, completed: 3, cancelled: 4, noShow: 6 } as const;

const specializations = [
  { id: 32, name: 'Кардиолог' },
  { id: 33, name: 'Невролог' },
  { id: 34, name: 'Хирург' },
  { id: 35, name: 'Терапевт' },
  { id: 36, name: 'ЛОР' },
  { id: 37, name: 'Гинеколог' },
  { id: 38, name: 'Офтальмолог' },
  { id: 39, name: 'Дерматолог' },
  { id: 40, name: 'Эндокринолог' },
  { id: 41, name: 'Физиотерапевт' },
];

type Row = {
  id: number;
  name: string;
  specializationIds: number[];
  maxTime: number;
  /** 'both': by turns. */
  building: 1 | 2 | 'both';
  rooms: [centre: string, north: string];
  weekdays: number[];
  start: string;
  hours: number;
};

const allWeek = [1, 2, 3, 4, 5, 6];
const workdays = [1, 2, 3, 4, 5];

/** Twelve who can be booked; 6 is the service account, 31 has no grid step, so the API refuses to book him. */
const doctorRows: Row[] = [
  doctor(8, 'Громов Андрей Викторович', [34], 30, 1, ['Кабинет № 2', ''], workdays, '09:00', 5),
  doctor(11, 'Лаврентьева Елена Михайловна', [32], 30, 1, ['Кабинет № 5', ''], allWeek, '09:00', 6),
  doctor(
    12,
    'Островский Павел Ильич',
    [32],
    30,
    'both',
    ['Кабинет № 6', 'Кабинет 104'],
    workdays,
    '14:00',
    6,
  ),
  doctor(14, 'Тимофеева Анна Сергеевна', [33], 30, 2, ['', 'Кабинет 101'], allWeek, '10:00', 6),
  doctor(
    15,
    'Беляев Роман Олегович',
    [33],
    20,
    'both',
    ['Кабинет № 7', 'Кабинет 101'],
    [1, 3, 5, 6],
    '15:00',
    5,
  ),
  doctor(17, 'Кравцова Ольга Николаевна', [35], 20, 1, ['Кабинет № 1', ''], allWeek, '08:00', 5),
  doctor(18, 'Нестеров Дмитрий Павлович', [35], 20, 2, ['', 'Кабинет 102'], workdays, '13:00', 6),
  doctor(
    21,
    'Соболева Марина Игоревна',
    [36],
    20,
    'both',
    ['Кабинет № 3', 'Кабинет 103'],
    allWeek,
    '09:00',
    5,
  ),
  doctor(23, 'Журавлёва Наталья Андреевна', [37], 30, 1, ['Кабинет № 8', ''], workdays, '11:00', 6),
  doctor(25, 'Филатов Сергей Юрьевич', [38], 20, 2, ['', 'Кабинет 105'], [2, 4, 6], '09:00', 5),
  doctor(27, 'Орехова Виктория Павловна', [39], 20, 1, ['Кабинет № 4', ''], [1, 2, 4, 5], '14:00', 5),
  doctor(29, 'Ларина Татьяна Борисовна', [40, 35], 30, 2, ['', 'Кабинет 104'], workdays, '09:00', 5),
  doctor(31, 'Мещеряков Илья Львович', [41], 0, 1, ['Кабинет № 9', ''], workdays, '10:00', 4),
];

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
    buildings: [
      { id: 1, name: 'Центр', address: 'ул. Садовая, 12' },
      { id: 2, name: 'Север', address: 'Полярный пр-т, 40' },
    ],
    specializations,
    doctors: [
      { id: 6, lastName: 'Администратор ArchiMed+', maxTime: 0, photo: false },
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
    services: demoServices(300),
    branches: [
      { id: 1, name: 'Поликлиника' },
      { id: 2, name: 'Диагностика' },
    ],
    zones: [{ id: 1, name: 'Центральный участок' }],
    scientificDegrees: [{ id: 1, name: 'Кандидат медицинских наук' }],
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

function doctor(
  id: number,
  name: string,
  specializationIds: number[],
  maxTime: number,
  building: Row['building'],
  rooms: Row['rooms'],
  weekdays: number[],
  start: string,
  hours: number,
): Row {
  return { id, name, specializationIds, maxTime, building, rooms, weekdays, start, hours };
}

type ScheduleRow = NonNullable<SourceDescriptionInput['schedules']>[number];
type TalonRow = NonNullable<SourceDescriptionInput['talons']>[number];

/** By the doctor's weekdays; whatever the weekday, today and the next five days are worked by everybody. */
function schedulesOf(row: Row, index: number, today: string): ScheduleRow[] {
  const rows: ScheduleRow[] = [];
  for (let offset = -7; offset <= 14; offset += 1) {
    const date = addDays(today, offset);
    const always = offset >= 0 && offset <= 5;
    if (!always && !row.weekdays.includes(weekday(date))) continue;
    const turn = (weekday(date) + index) % 2 === 0 ? 1 : 2;
    const buildingId = row.building === 'both' ? turn : row.building;
    rows.push({
      doctorId: row.id,
      buildingId,
      room: row.rooms[buildingId - 1] ?? '',
      from: date,
      start: row.start,
      end: timeOf(minutesOf(row.start) + row.hours * 60),
      step: row.maxTime || 30,
    });
  }
  return rows;
}

function talonsOf(schedules: readonly ScheduleRow[], today: string): TalonRow[] {
  const random = generator(20_261_122);
  const talons: TalonRow[] = [];
  let patient = 0;
  for (const [offset, count] of talonsByDay) {
    const date = addDays(today, offset);
    const slots = shuffled(
      schedules.filter((row) => row.from === date && row.doctorId !== 31).flatMap(slotsOf),
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
