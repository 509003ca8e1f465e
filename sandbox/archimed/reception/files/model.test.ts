import { expect, test } from 'vitest';
import type { DeskDay, DeskDoctor, DeskSchedule, DeskTalon } from '../day-view.ts';
import type { Filter } from './model.ts';
import { pictureOf } from './model.ts';
import { fits, lengthsOf, usualLength } from './targets.ts';
import { minutesOf, timeOf } from './words.ts';

function schedule(room: string, start: string, end: string, step = 30, buildingId = 1): DeskSchedule {
  const slots = [];
  for (let at = minutesOf(start); at + step <= minutesOf(end); at += step) {
    slots.push({ begin: timeOf(at), end: timeOf(at + step), free: true, past: false });
  }
  return { buildingId, room, start, end, step, slots };
}

function talon(id: number, begin: string, end: string, changes: Partial<DeskTalon> = {}): DeskTalon {
  return {
    id,
    begin,
    end,
    room: 'Кабинет № 1',
    buildingId: 1,
    statusId: 1,
    info: '',
    recordType: 'По телефону',
    creator: '',
    deleted: false,
    deleteReasonId: null,
    holdsSlot: true,
    patient: { id: 701, name: 'Белова Ирина', phone: '', birthDate: null },
    updatedAt: '2026-11-23 12:00:00',
    ...changes,
  };
}

const surgeon: DeskDoctor = {
  id: 8,
  name: 'Громов Андрей Викторович',
  speciality: 'Хирург',
  maxTime: 30,
  schedules: [schedule('Кабинет № 1', '09:00', '11:00'), schedule('Кабинет № 10', '13:00', '15:00')],
  talons: [talon(1, '09:30', '10:00'), talon(2, '09:30', '10:00', { deleted: true, holdsSlot: false })],
};
const therapist: DeskDoctor = {
  id: 11,
  name: 'Лаврентьева Елена',
  speciality: 'Терапевт',
  maxTime: 40,
  schedules: [
    schedule('Кабинет № 1', '10:00', '12:00', 20),
    schedule('Кабинет № 2', '14:00', '15:00', 20, 2),
  ],
  talons: [],
};
const day: DeskDay = {
  source: { id: 'small', name: '', timeZone: 'Europe/Moscow', receptionist: '' },
  date: '2026-11-24',
  now: { date: '2026-11-23', time: '12:00:00', epochMs: 0 },
  week: [],
  buildings: [
    { id: 1, name: 'Центр' },
    { id: 2, name: 'Север' },
  ],
  statuses: [],
  deleteReasons: [],
  doctors: [therapist, surgeon],
};
const all: Filter = { by: 'doctor', building: 0, words: '', inactive: false };
const titles = (filter: Partial<Filter>) =>
  pictureOf(day, { ...all, ...filter }).columns.map(({ title }) => title);

test('by doctor: by speciality, both rooms of a day in one column', () => {
  const { columns, start, end } = pictureOf(day, all);
  expect(columns.map(({ key }) => key)).toEqual(['doctor-11', 'doctor-8']);
  expect(columns[1]?.lines).toEqual(['Хирург', 'Центр, каб. № 1; Центр, каб. № 10']);
  expect(columns[1]?.stretches.map(({ label, from }) => [label, from])).toEqual([
    ['каб. № 1', 0],
    ['каб. № 10', 240],
  ]);
  expect([start, end]).toEqual([540, 900]);
});

test('by room: two doctors at once share the width, each visit stays on its doctor’s side', () => {
  const { columns } = pictureOf(day, { ...all, by: 'room' });
  expect(columns.map(({ title }) => title)).toEqual(['Каб. № 1', 'Каб. № 10', 'Каб. № 2']);
  const shared = columns[0];
  expect(shared?.stretches.map(({ label, lane, lanes }) => [label, lane, lanes])).toEqual([
    ['Громов А. В.', 0, 2],
    ['Лаврентьева Е.', 1, 2],
  ]);
  expect(shared?.talons.map((cell) => [cell.talon.id, cell.lane, cell.lanes])).toEqual([[1, 0, 2]]);
});

test('filters: building, words of name or speciality, deleted visits', () => {
  expect(titles({ building: 2 })).toEqual(['Лаврентьева Е.']);
  expect(titles({ words: 'хирург' })).toEqual(['Громов А. В.']);
  expect(titles({ words: 'ЛАВР тер' })).toEqual(['Лаврентьева Е.']);
  expect(titles({ words: 'никто' })).toEqual([]);
  const seen = pictureOf(day, { ...all, inactive: true });
  expect(seen.cells.has('talon-2')).toBe(true);
  expect(pictureOf(day, all).cells.has('talon-2')).toBe(false);
});

test('a visit fits from a beginning of the grid, within one schedule, over nobody else', () => {
  const [morning] = surgeon.schedules;
  if (morning === undefined) throw new Error('no schedule');
  expect(fits(surgeon, morning, { begin: '09:00', end: '09:30' }, 0)).toBe(true);
  expect(fits(surgeon, morning, { begin: '09:00', end: '10:00' }, 0)).toBe(false);
  expect(fits(surgeon, morning, { begin: '09:00', end: '10:00' }, 1)).toBe(true);
  expect(fits(surgeon, morning, { begin: '10:30', end: '11:30' }, 0)).toBe(false);
  expect(fits(surgeon, morning, { begin: '10:10', end: '10:40' }, 0)).toBe(false);
});

test('lengths go by the step up to the next visit; the doctor’s own step comes first', () => {
  const visit = talon(1, '09:30', '10:00');
  const doctor = { ...surgeon, talons: [visit, talon(3, '10:30', '11:00')] };
  expect(lengthsOf(doctor, visit).map(({ end }) => end)).toEqual(['10:00', '10:30']);
  const lengths = [
    { end: '10:20', minutes: 20 },
    { end: '10:40', minutes: 40 },
  ];
  expect(usualLength(therapist, lengths)?.end).toBe('10:40');
  expect(usualLength(therapist, lengths.slice(0, 1))?.end).toBe('10:20');
});
