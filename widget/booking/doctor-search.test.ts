import { expect, test } from 'vitest';
import { doctorOptions, targetOf, targetText } from './doctor-search.ts';
import type { Doctor } from './schedule-model.ts';

const cardiology = { id: 3, name: 'Кардиолог' };
const doctors: Doctor[] = [
  { id: 12, name: 'Соколова Мария Петровна', specialities: [cardiology], bookable: true },
  {
    id: 7,
    name: 'Артёмов Илья Юрьевич',
    specialities: [{ id: 4, name: 'Врач УЗИ' }, cardiology],
    bookable: false,
  },
];
const texts = { specialities: 'Специальности', doctors: 'Врачи', notBookable: 'закрыта' };

test('specialities stand before doctors, each once; who cannot be booked says so', () => {
  const options = doctorOptions(doctors, 'кард', texts);
  expect(options.map((option) => option.id)).toEqual(['s3', 'd7', 'd12']);
  expect(options[1]).toMatchObject({ disabled: true, note: 'закрыта' });
});

test('an option leads to its target and back to its text', () => {
  expect(targetOf('s3')).toEqual({ kind: 'speciality', id: 3 });
  expect(targetText(doctors, targetOf('d12'))).toBe('Соколова Мария Петровна');
  expect(targetText(doctors, { kind: 'any' })).toBe('');
});
