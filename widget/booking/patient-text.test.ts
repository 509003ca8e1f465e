import { expect, test } from 'vitest';
import type { Visit } from '../../worker/visits/visits.schemas.ts';
import { calendarFile } from './calendar-file.ts';
import { type ForPatient, patientText } from './patient-text.ts';

const visit: Visit = {
  ...{ id: 'v1', talonId: 2284, branchId: 1, branchTitle: 'Центр', dealId: 1, patientId: 701, statusId: 1 },
  ...{ doctorId: 23, doctorName: 'Журавлёва Наталья Андреевна', speciality: 'Гинеколог' },
  ...{ start: '2026-11-27T14:30:00+03:00', end: '2026-11-27T15:00:00+03:00', room: 'Кабинет гинеколога' },
  ...{ statusName: 'Запись', meaning: 'booked', open: true, state: 'booked' },
};
const told: ForPatient = {
  ...{ kind: 'book', visit, timeZone: 'Europe/Moscow', address: 'ул. Садовая, 12' },
  preparation: ['Натощак.', 'За час не курите.'],
};
/** Lines of a calendar file are folded after 75 octets. */
const unfolded = (file: string | null) => (file ?? '').replaceAll(/\r\n[\t ]/g, '');

test('the patient is told when, to whom, where and how to prepare', () => {
  expect(patientText(told, false).split('\n')).toEqual([
    'Вы записаны на 27 ноября, пт, 14:30.',
    'Врач: Журавлёва Наталья Андреевна, Гинеколог.',
    'Центр, ул. Садовая, 12, Кабинет гинеколога',
    'Как подготовиться: Натощак. За час не курите.',
  ]);
});

test('the neutral text says nothing of the speciality, of what is done and of a room that is called after it', () => {
  expect(patientText(told, true).split('\n')).toEqual([
    'Вы записаны на 27 ноября, пт, 14:30.',
    'Врач: Журавлёва Наталья Андреевна.',
    'Центр, ул. Садовая, 12',
  ]);
  expect(patientText({ ...told, visit: { ...visit, room: '205' } }, true)).toContain('каб. 205');
  expect(patientText({ ...told, visit: { ...visit, room: 'Кабинет № 5' } }, true)).toContain('Кабинет № 5');
});

test.each([
  ['moved', { kind: 'move' as const }, 'Ваша запись перенесена на 27 ноября, пт, 14:30.'],
  ['of another zone', { timeZone: 'Asia/Yekaterinburg' }, 'Вы записаны на 27 ноября, пт, 16:30.'],
])('%s', (_name, change, first) => {
  expect(patientText({ ...told, ...change }, false).split('\n')[0]).toBe(first);
});

test('the calendar file carries the time in UTC, the place, a reminder, and nothing else when it is neutral', () => {
  const file = unfolded(calendarFile(told, false, 60_000));
  expect(file).toContain('DTSTART:20261127T113000Z');
  expect(file).toContain('DTEND:20261127T120000Z');
  expect(file).toContain('SUMMARY:Приём: Журавлёва Наталья Андреевна\\, Гинеколог');
  expect(file).toContain('LOCATION:Центр\\, ул. Садовая\\, 12\\, Кабинет гинеколога');
  expect(file).toMatch(/UID:v1@archimed-amocrm\r\nSEQUENCE:1|SEQUENCE:1/);
  expect(file).toContain('BEGIN:VALARM');
  const neutral = unfolded(calendarFile(told, true, 60_000));
  expect(neutral).toContain('SUMMARY:Запись на приём');
  expect(neutral.toLowerCase()).not.toMatch(/гинеколог|натощак/);
});
