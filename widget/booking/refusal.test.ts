import { expect, test } from 'vitest';
import { doublesOf, nearestOf } from './refusal.ts';

const slot = {
  doctorId: 12,
  start: '2026-11-27T15:00:00+03:00',
  end: '2026-11-27T15:30:00+03:00',
  room: '205',
  buildingName: 'На Лесной',
};

function refusal(details: unknown) {
  return { code: 'visits.slot_taken', message: '', details, status: 409 };
}

test('the nearest slots are taken from the details, at most three, broken ones left out', () => {
  expect(nearestOf(refusal({ nearest: [slot, { ...slot, start: 'soon' }, slot, slot, slot] }))).toEqual([
    slot,
    slot,
    slot,
  ]);
});

test('details of another shape give nothing', () => {
  expect(nearestOf(refusal(null))).toEqual([]);
  expect(nearestOf(refusal({ nearest: 'none' }))).toEqual([]);
});

test('the visits that look alike', () => {
  const visit = { id: 'v7', doctorName: 'Соколова М. П.', start: slot.start };
  expect(doublesOf(refusal({ visits: [visit, {}] }))).toEqual([visit]);
});
