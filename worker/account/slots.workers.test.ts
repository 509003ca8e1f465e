import { env } from 'cloudflare:workers';
import { beforeAll, expect, test } from 'vitest';
import type { ArchimedClient } from '../archimed/client.ts';
import type { Interval } from '../archimed/intervals.ts';
import { variables } from '../http/api.fixture.ts';
import type { BranchRow } from '../settings/settings.repository.ts';
import { ok } from '../shared/result.ts';
import { inNewObject } from './context.fixture.ts';
import { nearestSlots } from './slots.ts';

/** What is offered instead of a time that is gone is as long as what was wanted. */
beforeAll(() => {
  Object.assign(env, variables);
});

const now = Date.parse('2026-11-27T08:00:00+03:00');
const branch = { id: 1, sourceId: 1, buildingId: null, timeZone: 'Europe/Moscow' } as BranchRow;
const piece = (start: string, end: string, change: Partial<Interval> = {}): Interval => ({
  ...{ doctorId: 12, date: '2026-11-27', buildingId: 1, buildingName: 'Центр', room: '205' },
  ...{ start, end, free: true },
  ...change,
});
const day = [
  piece('09:00', '09:30'),
  piece('09:30', '10:00', { free: false }),
  piece('10:00', '10:30'),
  piece('10:30', '11:00'),
  piece('11:00', '11:30', { room: '206' }),
  piece('12:00', '12:30'),
  piece('12:30', '13:00'),
  piece('13:00', '13:30'),
];
const client = { intervals: { list: async () => ok(day) } } as unknown as ArchimedClient;
const nearest = (begin: string, end: string) =>
  inNewObject(now, (ctx) =>
    nearestSlots(ctx, client, branch, { doctorId: 12, date: '2026-11-27', begin, end }),
  );

test.each([
  ['09:30', '10:00', ['09:00–09:30', '10:00–10:30', '10:30–11:00']],
  ['09:30', '10:30', ['10:00–11:00', '12:00–13:00', '12:30–13:30']],
  ['09:30', '11:30', []],
])('instead of %s–%s', async (begin, end, expected) => {
  const offered = await nearest(begin, end);
  expect(offered.map((slot) => `${slot.start.slice(11, 16)}–${slot.end.slice(11, 16)}`)).toEqual(expected);
});
