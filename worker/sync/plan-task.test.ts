import { expect, test } from 'vitest';
import type { VisitFacts } from './model.ts';
import { type PlanInput, planDeal, type VisitEventKind } from './plan.ts';
import { placeOf } from './plan-task.ts';
import { NOW, planInput, STATUS, visit } from './testing.ts';
import { planned } from './testing-plan.ts';
import { toEpochMs } from './wall-clock.ts';

/** Tasks and notes: of the event's own visit (product.md §3.1, «Side effects»). */

const HOUR = 3600;
const visitAt = toEpochMs('2026-11-27', '14:30', 'Europe/Moscow') / 1000;

function input(
  kind: VisitEventKind,
  over: Partial<PlanInput> = {},
  task: Partial<PlanInput['settings']['automation']['task']> = {},
): PlanInput {
  const base = planInput({ event: { kind, at: NOW }, ...over });
  const { automation } = base.settings;
  return {
    ...base,
    settings: { ...base.settings, automation: { ...automation, task: { ...automation.task, ...task } } },
  };
}

/** Written when the visit stood as it does in these cases. */
const ownTask = { id: 5, shows: placeOf(visit()), done: false };
const taskOf = (given: PlanInput) => planned(planDeal(given)).task;

test('booked by us: one task, of the template, a day before, for the deal’s responsible', () => {
  expect(taskOf(input('visit.created'))).toEqual({
    do: 'create',
    text: 'Подтвердить запись: Орлова Анна Сергеевна, 27 ноября, пт, 14:30',
    typeId: 1,
    completeTill: visitAt - 24 * HOUR,
    responsibleId: 11402217,
    shows: placeOf(visit()),
  });
});

test.each<[string, PlanInput]>([
  ['tasks are off', input('visit.created', {}, { enabled: false })],
  ['booked at the reception', input('visit.created', { bookedByUs: false })],
  ['cancelled already', input('visit.created', { own: visit({ meaning: 'cancelled' }) })],
  ['deleted already', input('visit.created', { own: visit({ deleted: true }) })],
  ['completed already', input('visit.created', { own: visit({ meaning: 'completed' }) })],
  ['moved, and it never had one', input('visit.moved')],
  ['confirmed, and it never had one', input('visit.status_changed')],
  ['restored', input('visit.restored')],
  ['there is one', input('visit.created', { ownTask })],
  ['there was one', input('visit.created', { ownTask: { ...ownTask, done: true } })],
])('no new task: %s', (_, given) => {
  expect(taskOf(given)).toBeNull();
});

test('booked at the reception, with the switch for it', () => {
  expect(taskOf(input('visit.created', { bookedByUs: false }, { forReception: true }))?.do).toBe('create');
});

test.each<[string, PlanInput['settings']['automation']['task']['when'], number]>([
  ['two hours before the visit', { anchor: 'visit', minutes: -120 }, visitAt - 2 * HOUR],
  ['a day after the visit', { anchor: 'visit', minutes: 1440 }, visitAt + 24 * HOUR],
  ['half an hour after the booking', { anchor: 'booking', minutes: 30 }, NOW / 1000 + HOUR / 2],
  ['at the booking', { anchor: 'booking', minutes: 0 }, NOW / 1000],
  ['already past: an hour from now', { anchor: 'visit', minutes: -43_200 }, NOW / 1000 + HOUR],
])('the deadline: %s', (_, when, completeTill) => {
  expect(taskOf(input('visit.created', {}, { when }))).toMatchObject({ completeTill });
});

test('the deadline is reckoned in the branch’s zone', () => {
  const own = visit({ timeZone: 'Asia/Kamchatka' });
  expect(taskOf(input('visit.created', { own }))).toMatchObject({ completeTill: visitAt - 33 * HOUR });
});

test('moved: deadline and text move with the visit', () => {
  const own = visit({ date: '2026-11-28', begin: '10:00' });
  expect(taskOf(input('visit.moved', { own, ownTask }))).toEqual({
    do: 'move',
    taskId: 5,
    text: 'Подтвердить запись: Орлова Анна Сергеевна, 28 ноября, сб, 10:00',
    completeTill: toEpochMs('2026-11-27', '10:00', 'Europe/Moscow') / 1000,
    shows: placeOf(own),
  });
});

test('created without an answer and found again: it may tell of where the visit was then', () => {
  expect(taskOf(input('visit.created', { ownTask: { ...ownTask, shows: null } }))?.do).toBe('move');
});

test.each<VisitEventKind>(['visit.restored', 'visit.status_changed', 'visit.changed'])(
  '%s: the task follows when the visit stands elsewhere than it tells, and only then',
  (kind) => {
    expect(taskOf(input(kind, { ownTask }))).toBeNull();
    expect(taskOf(input(kind, { ownTask, own: visit({ begin: '10:00' }) }))?.do).toBe('move');
  },
);

const ends: [string, VisitEventKind, Partial<VisitFacts>, string][] = [
  [
    'cancelled',
    'visit.cancelled',
    { statusId: STATUS.cancelled, statusName: 'Отменён', meaning: 'cancelled' },
    'Отменён',
  ],
  ['deleted', 'visit.deleted', { deleted: true }, 'Запись удалена'],
  [
    'completed',
    'visit.status_changed',
    { statusId: STATUS.completed, statusName: 'Приём состоялся', meaning: 'completed' },
    'Приём состоялся',
  ],
  [
    'no-show',
    'visit.status_changed',
    { statusId: STATUS.noShow, statusName: 'Подтверждён', meaning: 'no-show' },
    'Подтверждён',
  ],
];

test.each(ends)('%s: the task is completed, once', (_, kind, over, result) => {
  const own = visit(over);
  expect(taskOf(input(kind, { own, ownTask }))).toEqual({
    do: 'complete',
    taskId: 5,
    result,
  });
  expect(taskOf(input(kind, { own, ownTask: { ...ownTask, done: true } }))).toBeNull();
});

test('tasks switched off since: the one that exists is still moved and completed', () => {
  const moved = visit({ begin: '10:00' });
  expect(taskOf(input('visit.moved', { own: moved, ownTask }, { enabled: false }))?.do).toBe('move');
  const own = visit({ deleted: true });
  expect(taskOf(input('visit.deleted', { own, ownTask }, { enabled: false }))?.do).toBe('complete');
});

test.each<[VisitEventKind, string | null]>([
  ['visit.created', 'Запись на приём: '],
  ['visit.moved', 'Запись перенесена: '],
  ['visit.cancelled', 'Запись отменена: '],
  ['visit.deleted', 'Запись удалена в ArchiMed+: '],
  ['visit.changed', null],
  ['visit.status_changed', null],
  ['visit.restored', null],
])('the note of %s', (kind, start) => {
  for (const bookedByUs of [true, false]) {
    const { note } = planned(planDeal(input(kind, { bookedByUs })));
    expect(note).toBe(start && `${start}Орлова Анна Сергеевна, 27 ноября, пт, 14:30, Центр, Кабинет № 2`);
  }
});
