import { expect, test } from 'vitest';
import { fromLocal, toLocal } from './zone.ts';

test('local times of the account and back, over a change of the clocks too', () => {
  expect(toLocal(1_785_283_200, 'Europe/Moscow')).toBe('2026-07-29T03:00');
  expect(fromLocal('2026-07-29T03:00', 'Europe/Moscow')).toBe(1_785_283_200);
  expect(fromLocal('2026-07-29', 'Europe/Moscow')).toBe(Date.parse('2026-07-28T21:00:00Z') / 1000);
  expect(fromLocal('2026-10-25T12:00', 'Europe/Berlin')).toBe(Date.parse('2026-10-25T11:00:00Z') / 1000);
  expect(fromLocal('2026-03-29T00:30', 'Europe/Berlin')).toBe(Date.parse('2026-03-28T23:30:00Z') / 1000);
  expect(fromLocal('', 'Europe/Moscow')).toBeNull();
});
