import { expect, test } from 'vitest';
import { behaviour, isClosed } from './behaviour.ts';

const at = (time: string) => ({ date: '2026-11-23', time: `${time}:00`, epochMs: 0 });

test.for<[string, string, string, boolean]>([
  ['22:00', '06:00', '21:59', false],
  ['22:00', '06:00', '22:00', true],
  ['22:00', '06:00', '03:30', true],
  ['22:00', '06:00', '06:00', false],
  ['12:00', '13:00', '12:30', true],
  ['12:00', '13:00', '13:00', false],
  ['12:00', '13:00', '00:00', false],
  ['09:00', '09:00', '09:00', false],
])('closed from %s to %s: at %s %s', ([from, to, time, closed]) => {
  expect(isClosed(behaviour.parse({ closedHours: { from, to } }), at(time))).toBe(closed);
});

test('a clinic is open all day unless it says otherwise', () => {
  expect(isClosed(behaviour.parse({}), at('03:00'))).toBe(false);
});
