import { expect, test } from 'vitest';
import type { MeReply } from '../../worker/session/session.schemas.ts';
import type { Visit, VisitsReply } from '../../worker/visits/visits.schemas.ts';
import { createWatch, endedChecks } from './ended.ts';
import { endedText } from './ended-notice.tsx';
import { isHiddenOn } from './hidden.ts';
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
  branches: [
    { id: 1, title: 'На Лесной', timeZone: 'Europe/Moscow', main: true, enabled: true },
    { id: 2, title: 'Северный', timeZone: 'Europe/Moscow', main: false, enabled: true },
  ],
  hideOnStages: [],
  journalPipelines: [],
  version: '0.1.0',
};

const reply: VisitsReply = { visits: [visit], asOf: '2026-11-22T09:04:00Z', problems: [] };
const now = Date.parse('2026-11-22T09:10:00Z');
const calm = { offlineSince: null, timeZone: 'Europe/Moscow', branches: me.branches };

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
  ['a visit of a branch that the user may not use', { branchId: 9 }, {}, false],
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

test('a lost connection goes first, then what the server says of the branches, alike ones in one sentence', () => {
  const problem = (branchId: number | null, code: string) => ({
    branchId,
    code,
    message: `Сервер: ${code}.`,
  });
  const down = { ...reply, problems: [problem(1, 'archimed.late'), problem(2, 'archimed.late')] };
  expect(troubleText(down, calm)).toBe(
    'ArchiMed+ не отвечает: записи филиалов «На Лесной», «Северный» могли устареть. Данные на 12:04.',
  );
  expect(troubleText({ ...down, asOf: null, problems: [problem(1, 'archimed.unavailable')] }, calm)).toBe(
    'ArchiMed+ не отвечает: записи филиала «На Лесной» могли устареть.',
  );
  expect(troubleText({ ...reply, problems: [problem(null, 'amocrm.blocked')] }, calm)).toBe(
    'Сервер: amocrm.blocked.',
  );
  expect(troubleText(down, { ...calm, offlineSince: now })).toBe('Нет связи с сервером. Данные на 12:10.');
});

test('a booking window is hidden on the chosen stages only', () => {
  const hideOnStages = [{ pipelineId: 1, stageId: 143 }];
  expect(isHiddenOn({ hideOnStages }, { dealId: 5, pipelineId: 1, stageId: 143 })).toBe(true);
  expect(isHiddenOn({ hideOnStages }, { dealId: 5, pipelineId: 2, stageId: 143 })).toBe(false);
  expect(isHiddenOn({ hideOnStages }, { dealId: 5, pipelineId: null, stageId: null })).toBe(false);
});

test('what was being checked and is not any more is told once, with how it ended', async () => {
  const checking = { ...visit, state: 'checking' as const };
  const failure = { code: 'visits.refused', message: 'Нет расписания на это время' };
  const ask = async () => ({
    ok: true as const,
    value: { visit: { ...visit, state: 'failed' as const }, failure },
  });
  const never = () => Promise.reject(new Error('asked in vain'));
  expect(await endedChecks([checking], { ...reply, visits: [checking] }, never)).toEqual([]);
  expect(await endedChecks([visit], { ...reply, visits: [] }, never)).toEqual([]);
  const stands = async () => ({ ok: true as const, value: { visit } });
  const [booked] = await endedChecks([checking], reply, stands);
  expect(booked && endedText(booked, 'Europe/Moscow')).toBe(
    'Проверили: запись на 27 ноября, пт, 14:30 создана, Соколова Мария Петровна.',
  );
  const refused = async () => ({ ok: true as const, value: { visit, failure } });
  const [unchanged] = await endedChecks([checking], reply, refused);
  expect(unchanged && endedText(unchanged, 'Europe/Moscow')).toBe(
    'Проверили: перенести или отменить не получилось, запись на 27 ноября, пт, 14:30 осталась как была. ArchiMed+ отвечает: «Нет расписания на это время»',
  );
  const [failed] = await endedChecks([checking], { ...reply, visits: [] }, ask);
  expect(failed && endedText(failed, 'Europe/Moscow')).toBe(
    'Проверили: записи на 27 ноября, пт, 14:30 нет. ArchiMed+ отвечает: «Нет расписания на это время»',
  );
});

test('an ordinary booking, checked for a moment, is no news; one that took long is', () => {
  const checking = { ...visit, state: 'checking' as const };
  const watch = createWatch();
  expect(watch([checking], 1_000)).toEqual([]);
  expect(watch([checking, visit], 3_000)).toEqual([]);
  expect(watch([checking], 4_000)).toEqual([checking]);
  expect(watch([visit], 9_000)).toEqual([]);
});
