import { signal } from '@preact/signals';
import { expect, test } from 'vitest';
import type { Slot } from '../../worker/visits/visits.schemas.ts';
import type { Api } from '../ui/api.ts';
import { createGridModel } from './grid-model.ts';
import { createScheduleModel } from './schedule-model.ts';

const branch = signal({ id: 1, title: 'Центр', timeZone: 'UTC' });
const today = new Date().toISOString().slice(0, 10);
const tomorrow = new Date(Date.now() + 86_400_000).toISOString().slice(0, 10);
const piece = (start: string, end: string) => ({
  start: `${tomorrow}T${start}:00Z`,
  end: `${tomorrow}T${end}:00Z`,
});
const slot = (start: string, end: string): Slot => ({
  ...{ doctorId: 12, room: '205', buildingName: 'Центр' },
  ...piece(start, end),
});
const [nine, ten] = [slot('09:00', '10:00'), slot('10:00', '11:00')];
const doctor = { id: 12, name: 'Соколова', bookable: true, specialities: [] };

function models() {
  const asked: unknown[] = [];
  const api = {
    slots: async () => ({
      ok: true,
      value: { slots: [nine, ten], schedulePublished: true, asOf: nine.start },
    }),
    doctors: async () => ({ ok: true, value: { doctors: [doctor], asOf: nine.start } }),
    schedule: async (query: unknown) => {
      asked.push(query);
      const intervals = [nine, ten].map(({ start, end }) => ({ start, end, free: true }));
      const shift = { doctorId: 12, date: tomorrow, room: '205', buildingName: 'Центр', intervals };
      return { ok: true, value: { shifts: [shift], schedulePublished: true, asOf: nine.start } };
    },
  } as unknown as Api;
  const schedule = createScheduleModel(api, branch, signal(0), signal(false));
  return { asked, schedule, grid: createGridModel(api, schedule, branch, null) };
}
const settled = () => new Promise((resolve) => setTimeout(resolve, 0));

test('a time that is taken goes from list and grid; the neighbour that was picked instead stays', async () => {
  const { schedule, grid } = models();
  await schedule.reset();
  // A grid that nobody looks at knows nothing of this day.
  grid.turnTo(tomorrow);
  schedule.pick(nine);
  for (const model of [schedule, grid]) model.drop(nine);
  expect(schedule.lost.value?.why).toBe('taken');
  schedule.pick(ten);
  expect(schedule.chosen.value?.start).toBe(ten.start);
});

test('the day in view is asked for once, again when it is entered again, and never before today', async () => {
  const { asked, schedule, grid } = models();
  await schedule.reset();
  grid.enter('day');
  await settled();
  expect(asked).toEqual([{ branch: 1, from: tomorrow, to: tomorrow }]);
  expect(grid.shown.value).toHaveLength(1);
  schedule.pick(ten);
  grid.drop(ten);
  expect(schedule.lost.value?.why).toBe('taken');
  grid.turn(-7);
  await settled();
  expect(grid.from.value).toBe(today);
  grid.enter('week');
  await settled();
  expect(asked.at(-1)).toMatchObject({ doctor: 12, from: today });
  expect(asked).toHaveLength(3);
});
