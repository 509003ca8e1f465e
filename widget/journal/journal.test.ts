import { expect, test } from 'vitest';
import type { JournalVisit } from '../../worker/journal/journal.schemas.ts';
import type { MeReply } from '../../worker/session/session.schemas.ts';
import { addressOf, daysOf, firstPlace, type Place, placeOf } from './address.ts';
import { dayColumns, isOverview, overviewRows, type Shown, weekColumns } from './columns.ts';
import { en } from './locales/en.ts';
import { ru } from './locales/ru.ts';
import { foundIn, gridVisit, isFound, passes } from './visits.ts';

const DAY = '2026-11-30';
const branch = { id: 1, title: 'Центр', timeZone: 'Europe/Moscow', main: true, enabled: true };
const north = { ...branch, id: 2, title: 'Север', main: false };
const me: MeReply = {
  user: { id: 7, name: 'Марк', role: 'book', isAdmin: false, branches: [1, 2], defaultBranch: 1 },
  account: { id: 1, name: 'Заря', domain: 'zaryamed.amocrm.ru', origin: 'https://zaryamed.amocrm.ru' },
  branches: [branch, north],
  hideOnStages: [],
  journalPipelines: [],
  version: '0.1.0',
};

function visit(parts: Partial<JournalVisit>): JournalVisit {
  return {
    id: 'v1',
    talonId: 5,
    branchId: 1,
    branchTitle: 'Центр',
    dealId: 77,
    doctorId: 12,
    doctorName: 'Соколова Мария Петровна',
    speciality: 'Кардиолог',
    patientId: 501,
    start: `${DAY}T10:00:00+03:00`,
    end: `${DAY}T10:30:00+03:00`,
    room: '205',
    statusId: 1,
    statusName: 'Запись',
    meaning: 'booked',
    open: true,
    state: 'booked',
    patientName: 'Ёлкина Анна Игоревна',
    patientPhone: '8 905 000-11-22',
    ...parts,
  };
}

function shift(doctorId: number, room: string, date = DAY) {
  return {
    doctorId,
    date,
    room,
    buildingName: '',
    intervals: [
      { start: `${date}T10:00:00+03:00`, end: `${date}T10:30:00+03:00`, free: false },
      { start: `${date}T10:30:00+03:00`, end: `${date}T11:00:00+03:00`, free: true },
    ],
  };
}

function shown(place: Partial<Place>, parts: Partial<Shown> = {}): Shown {
  const schedule = { shifts: [shift(12, '205'), shift(14, '7')], schedulePublished: true, asOf: '' };
  const whole = { ...firstPlace, ...place };
  return {
    place: whole,
    days: daysOf(whole, DAY),
    branches: [branch],
    schedules: new Map([[1, schedule]]),
    doctors: new Map([
      [
        1,
        [
          {
            id: 12,
            name: 'Соколова Мария Петровна',
            specialities: [{ id: 1, name: 'Кардиолог' }],
            bookable: true,
          },
        ],
      ],
    ]),
    journal: { visits: [visit({})], foreign: [] },
    me,
    dealId: null,
    now: Date.parse(`${DAY}T08:00:00+03:00`),
    ...parts,
  };
}

test('both languages have the same keys', () => {
  expect(Object.keys(en)).toEqual(Object.keys(ru));
});

test.each<Partial<Place>>([
  {},
  { view: 'week', by: 'room', day: DAY, branch: 2, room: 'Кабинет № 5 & УЗИ', gone: true },
  { by: 'branch', doctor: 12, status: 'Пациент пришёл' },
])('the address keeps %j', (part) => {
  const place = { ...firstPlace, ...part };
  expect(placeOf(addressOf(place))).toEqual(place);
});

test('what means nothing in an address is left out', () => {
  expect(placeOf('#view=month&by=x&day=2026-13-45&branch=-1&room=')).toEqual(firstPlace);
  expect(addressOf(firstPlace)).toBe('#');
});

test('a week goes from Monday to Sunday', () => {
  expect(daysOf({ view: 'day' }, DAY)).toEqual([DAY]);
  expect(daysOf({ view: 'week' }, '2026-12-06')).toEqual(daysOf({ view: 'week' }, DAY));
  expect(daysOf({ view: 'week' }, DAY).at(-1)).toBe('2026-12-06');
});

test('people are found by the beginnings of their names, with or without «ё», and by digits however written', () => {
  expect(isFound(visit({}), 'елк анна')).toBe(true);
  expect(isFound(visit({}), 'петр')).toBe(false);
  expect(isFound(visit({}), '+7 905 000')).toBe(false);
  expect(isFound(visit({}), '+7 (905) 000-11-22')).toBe(true);
  expect(isFound(visit({}), '0011')).toBe(true);
  expect(isFound(visit({ patientName: null, patientPhone: null }), 'елк')).toBe(false);
});

test('a visit that was read with two weeks is found once', () => {
  const moved = visit({ start: `2026-12-08T10:00:00+03:00` });
  expect(foundIn([visit({}), visit({ id: 'v2', patientName: 'Иванова' }), moved], 'елк')).toEqual([
    visit({}),
  ]);
});

test('cancelled and deleted visits are shown only when asked for', () => {
  const gone = visit({ meaning: 'cancelled', statusName: 'Отменён' });
  expect(passes(gone, firstPlace)).toBe(false);
  expect(passes(gone, { ...firstPlace, gone: true })).toBe(true);
  expect(passes(gone, { ...firstPlace, status: 'Отменён' })).toBe(true);
  expect(passes(visit({ room: '7' }), { ...firstPlace, room: '205' })).toBe(false);
});

test('a box can be moved only where the visit may be changed; the deal’s own stands out', () => {
  const looks = { me, dealId: 77, withDoctor: false };
  expect(gridVisit(visit({}), looks)).toMatchObject({ tone: 'own', movable: true, from: 600, to: 630 });
  expect(gridVisit(visit({ open: false }), looks).movable).toBe(false);
  expect(gridVisit(visit({}), { ...looks, dealId: null }).tone).toBe('plain');
  expect(gridVisit(visit({ meaning: 'cancelled' }), looks)).toMatchObject({ tone: 'over', movable: false });
});

test('a day: a column for each doctor, room or branch', () => {
  const byDoctor = dayColumns(shown({}));
  expect(byDoctor.map(({ key }) => key)).toEqual([`d14-1-${DAY}`, `d12-1-${DAY}`]);
  expect(byDoctor[1]).toMatchObject({ title: 'Соколова\u00a0М.\u00a0П.', note: 'Кардиолог · каб. 205' });
  expect(byDoctor[1]?.visits).toHaveLength(1);
  // Taken by nobody that is shown: said as taken.
  expect(byDoctor[0]?.blocks).toEqual([{ kind: 'busy', from: 600, to: 630 }]);
  expect(dayColumns(shown({ by: 'room' })).map(({ title }) => title)).toEqual(['каб. 7', 'каб. 205']);
  const [whole, ...rest] = dayColumns(shown({ by: 'branch' }));
  expect(rest).toEqual([]);
  expect(whole).toMatchObject({ title: 'Центр', blocks: [] });
  // It stays with its doctor there.
  expect(whole).toMatchObject({ keepsDoctor: true, visits: [{ movable: true }] });
});

test('time of another branch is taken and says no more: at its doctor, in its room, in his branch', () => {
  const taken = { room: '205', start: `${DAY}T11:00:00+03:00`, end: `${DAY}T11:30:00+03:00` };
  const told = (place: Partial<Place>, doctorId: number) =>
    dayColumns(shown(place, { journal: { visits: [], foreign: [{ ...taken, doctorId }] } })).flatMap(
      ({ title, blocks }) =>
        blocks.filter(({ kind }) => kind === 'foreign').map((block) => ({ title, ...block })),
    );
  const block = { kind: 'foreign', from: 660, to: 690 };
  const who = 'Соколова\u00a0М.\u00a0П.';
  expect(told({}, 12)).toEqual([{ title: who, ...block }]);
  expect(told({ by: 'room' }, 12)).toEqual([{ title: 'каб. 205', ...block, who }]);
  expect(told({ by: 'branch' }, 12)).toEqual([{ title: 'Центр', ...block, who }]);
  // Somebody who is not here on that day: another building's room of the same name.
  for (const by of ['doctor', 'room', 'branch'] as const) expect(told({ by }, 99)).toEqual([]);
});

test('a week is one doctor’s days, or an overview of all', () => {
  expect(isOverview(shown({ view: 'week' }))).toBe(true);
  expect(isOverview(shown({ view: 'week', doctor: 12 }))).toBe(false);
  expect(isOverview(shown({ view: 'week', by: 'branch' }))).toBe(false);
  const week = weekColumns(shown({ view: 'week', doctor: 12 }));
  expect(week).toHaveLength(7);
  expect(week[0]?.visits).toHaveLength(1);
  expect(week[1]?.intervals).toEqual([]);
  const rows = overviewRows(shown({ view: 'week' }));
  expect(rows.map(({ cells }) => cells[0])).toEqual([
    { day: DAY, visits: 0, free: 1, works: true },
    { day: DAY, visits: 1, free: 1, works: true },
  ]);
});
