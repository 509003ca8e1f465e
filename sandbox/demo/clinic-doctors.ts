/** The clinic's specialities. */
export const specializations = [
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

export type DoctorRow = {
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
  /** The second half of the day in another room, after a break of one step. */
  secondRoom?: string;
  /** The API does not know the schedule. */
  unpublished?: boolean;
};

const allWeek = [1, 2, 3, 4, 5, 6];
const workdays = [1, 2, 3, 4, 5];

/**
 * Twelve who can be booked. 31 has no grid step, so the API refuses to book him; the schedule of 33 is not published
 * to the API. Service accounts stand apart.
 */
export const doctorRows: DoctorRow[] = [
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
  {
    ...doctor(23, 'Журавлёва Наталья Андреевна', [37], 30, 1, ['Кабинет № 8', ''], workdays, '11:00', 6),
    secondRoom: 'Кабинет № 11',
  },
  doctor(25, 'Филатов Сергей Юрьевич', [38], 20, 2, ['', 'Кабинет 105'], [2, 4, 6], '09:00', 5),
  doctor(27, 'Орехова Виктория Павловна', [39], 20, 1, ['Кабинет № 4', ''], [1, 2, 4, 5], '14:00', 5),
  doctor(29, 'Ларина Татьяна Борисовна', [40, 35], 30, 2, ['', 'Кабинет 104'], workdays, '09:00', 5),
  doctor(31, 'Мещеряков Илья Львович', [41], 0, 1, ['Кабинет № 9', ''], workdays, '10:00', 4),
  {
    ...doctor(33, 'Зимина Алла Юрьевна', [41], 30, 1, ['Кабинет № 9', ''], workdays, '15:00', 4),
    unpublished: true,
  },
];

function doctor(
  id: number,
  name: string,
  specializationIds: number[],
  maxTime: number,
  building: DoctorRow['building'],
  rooms: DoctorRow['rooms'],
  weekdays: number[],
  start: string,
  hours: number,
): DoctorRow {
  return { id, name, specializationIds, maxTime, building, rooms, weekdays, start, hours };
}
