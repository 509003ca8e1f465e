import { signal } from '@preact/signals';
import { expect, test } from 'vitest';
import type { Slot } from '../../worker/visits/visits.schemas.ts';
import { createPickedTime, type Known } from './picked-time.ts';
import type { Offer } from './slots.ts';

const day = '2099-11-27';
const slot = (start: string, end: string, date = day): Slot => ({
  ...{ doctorId: 12, room: '205', buildingName: 'Центр' },
  ...{ start: `${date}T${start}:00+03:00`, end: `${date}T${end}:00+03:00` },
});
const nine = slot('09:00', '09:30');
const half = slot('09:30', '10:00');
const eleven = slot('11:00', '11:30');

function watch(free: readonly Slot[], picked: Offer, listed = true) {
  const slots = signal(free);
  const minutes = signal(0);
  const time = createPickedTime({
    ...{ slots, minutes, offers: signal([half, eleven]), isUnsure: signal(false) },
    isListed: ({ start }) => listed && start.startsWith(day),
    dateOf: (start) => start.slice(0, 10),
  });
  time.picked.value = picked;
  return { slots, minutes, ...time };
}

test('a picked time that somebody takes is lost, and the nearest are offered', () => {
  const { slots, chosen, lost, nearest } = watch([nine, eleven], nine);
  expect([chosen.value?.start, lost.value]).toEqual([nine.start, null]);
  slots.value = [eleven];
  expect([chosen.value, lost.value?.why]).toEqual([null, 'taken']);
  expect(nearest.value).toEqual([half, eleven]);
});

test('services that need more than is free there lose it for another reason, and give it back', () => {
  const { minutes, chosen, lost } = watch([nine, half, eleven], nine);
  minutes.value = 60;
  expect([chosen.value?.end, lost.value]).toEqual([half.end, null]);
  minutes.value = 90;
  expect(lost.value?.why).toBe('length');
  minutes.value = 0;
  expect(chosen.value?.end).toBe(nine.end);
});

test.each<[string, Known | null, Offer | null, Offer]>([
  [
    'what nobody looks at stays',
    null,
    slot('09:00', '09:30', '2099-12-09'),
    slot('09:00', '09:30', '2099-12-09'),
  ],
  ['the grid sees it', { from: day, to: day, doctorId: null, slots: [half] }, half, half],
  ['the grid knows better than the list', { from: day, to: day, doctorId: 12, slots: [] }, null, nine],
  ["another doctor's week says nothing", { from: day, to: day, doctorId: 7, slots: [] }, nine, nine],
])('%s', (_name, known, expected, picked) => {
  const { grid, chosen } = watch([nine], picked);
  grid.value = known;
  expect(chosen.value).toEqual(expected);
});
