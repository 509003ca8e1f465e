import { expect, test } from 'vitest';
import type { MeReply } from '../../worker/session/session.schemas.ts';
import type { Visit, VisitsReply } from '../../worker/visits/visits.schemas.ts';
import { en } from './locales/en.ts';
import { ru } from './locales/ru.ts';
import { troubleText } from './trouble.ts';
import { mayChange, statusText, statusTone, zoneOf } from './visit-view.ts';

const visit: Visit = {
  id: 'v1',
  talonId: 2284,
  branchId: 1,
  branchTitle: 'На Лесной',
  dealId: 41203317,
  doctorId: 12,
  doctorName: 'Соколова Мария Петровна',
  speciality: 'Кардиолог',
  patientId: 501,
  start: '2026-11-27T14:30:00+03:00',
  end: '2026-11-27T15:00:00+03:00',
  room: '205',
  statusId: 1,
  statusName: 'Запись',
  meaning: 'booked',
  open: true,
  state: 'booked',
};

const me: MeReply = {
  user: { id: 11402240, name: 'Марк Орлов', role: 'book', isAdmin: false, branches: [1], defaultBranch: 1 },
  account: { id: 32100500, name: 'Заря', domain: 'zaryamed.amocrm.ru', origin: 'http://localhost:8788' },
  branches: [{ id: 1, title: 'На Лесной', timeZone: 'Europe/Moscow', main: true, enabled: true }],
  hideOnStages: [],
  version: '0.1.0',
};

const reply: VisitsReply = { visits: [visit], asOf: '2026-11-22T09:04:00Z', problems: [] };
const now = Date.parse('2026-11-22T09:10:00Z');
const calm = { now, offlineSince: null, timeZone: 'Europe/Moscow' };

test('both languages have the same keys', () => {
  expect(Object.keys(en)).toEqual(Object.keys(ru));
});

test('a visit of a foreign branch is shown on the clock of its own offset', () => {
  expect(zoneOf(visit, me)).toBe('Europe/Moscow');
  expect(zoneOf({ ...visit, branchId: 9, start: '2026-11-27T14:30:00+07:00' }, me)).toBe('+07:00');
});

test.each([
  ['a booked visit that is open', {}, {}, true],
  ['a visit that is over', { open: false }, {}, false],
  ['a visit whose outcome is unknown', { state: 'checking' as const }, {}, false],
  ['a visit of a branch that the user may not use', { branchId: 2 }, {}, false],
  ['somebody who only looks', {}, { role: 'view' as const }, false],
])('%s may be changed or not', (_, visitPart, userPart, expected) => {
  const user = { ...me.user, ...userPart };
  expect(mayChange({ ...visit, ...visitPart }, { ...me, user })).toBe(expected);
});

test('the state of a click goes before the status of the clinic', () => {
  expect(statusText({ ...visit, state: 'checking' })).toBe('проверяем…');
  expect(statusTone({ ...visit, state: 'failed' })).toBe('error');
  expect(statusText(visit)).toBe('Запись');
  expect(statusTone({ ...visit, meaning: 'completed' })).toBe('success');
});

test('fresh data needs no words', () => {
  expect(troubleText(reply, calm)).toBeNull();
});

test('old data, a problem and a lost connection are told, the nearest cause first', () => {
  const old = { ...reply, asOf: '2026-11-22T08:04:00Z' };
  expect(troubleText(old, calm)).toContain('Данные на 11:04');
  const broken = {
    ...old,
    problems: [{ branchId: 1, code: 'archimed.down', message: 'Филиал не отвечает.' }],
  };
  expect(troubleText(broken, calm)).toBe('Филиал не отвечает.');
  expect(troubleText(broken, { ...calm, offlineSince: now })).toBe('Нет связи с сервером. Данные на 12:10.');
});
