import { expect, test } from 'vitest';
import { z } from 'zod';
import * as wire from './wire.ts';

test.each([
  { schema: wire.wireInt, value: 7, read: 7 },
  { schema: wire.wireInt, value: '2005', read: 2005 },
  { schema: wire.wireRef, value: 0, read: null },
  { schema: wire.wireRef, value: '0', read: null },
  { schema: wire.wireRef, value: '', read: null },
  { schema: wire.wireRef, value: null, read: null },
  { schema: wire.wireRef, value: '34', read: 34 },
  { schema: wire.wireOptionalRef, value: undefined, read: null },
  { schema: wire.wireNumber, value: '1500.50', read: 1500.5 },
  { schema: wire.wireNumber, value: '1500,5', read: 1500.5 },
  { schema: wire.wireNumber, value: 0, read: 0 },
  { schema: wire.wireNumber, value: '', read: null },
  { schema: wire.wireNumber, value: undefined, read: null },
  { schema: wire.wireBool, value: true, read: true },
  { schema: wire.wireBool, value: 1, read: true },
  { schema: wire.wireBool, value: '1', read: true },
  { schema: wire.wireBool, value: '0', read: false },
  { schema: wire.wireBool, value: 0, read: false },
  { schema: wire.wireBool, value: null, read: false },
  { schema: wire.wireText, value: ' Хирург ', read: 'Хирург' },
  { schema: wire.wireText, value: 1576, read: '1576' },
  { schema: wire.wireText, value: null, read: '' },
  { schema: wire.wireDate, value: '30.01.2021', read: '2021-01-30' },
  { schema: wire.wireDate, value: '2021-01-30', read: '2021-01-30' },
  { schema: wire.wireBirthDate, value: '23.12.1967', read: '1967-12-23' },
  { schema: wire.wireBirthDate, value: '', read: null },
  { schema: wire.wireBirthDate, value: 0, read: null },
  { schema: wire.wireBirthDate, value: '31.02.1980', read: null },
  { schema: wire.wireBirthDate, value: '00.00.0000', read: null },
  { schema: wire.wireTime, value: '12:00:00', read: '12:00' },
  { schema: wire.wireTime, value: '8:20', read: '08:20' },
  { schema: wire.wireDateTime, value: '21.01.2021 11:33:33', read: '2021-01-21T11:33:33' },
  { schema: wire.wireDateTime, value: '21.01.2021 9:05', read: '2021-01-21T09:05:00' },
  { schema: wire.wireDateTime, value: '', read: null },
])('$value is read as $read', ({ schema, value, read }) => {
  expect(schema.parse(value)).toBe(read);
});

test.each([
  { schema: wire.wireInt, value: '' },
  { schema: wire.wireInt, value: 'abc' },
  { schema: wire.wireInt, value: 1.5 },
  { schema: wire.wireInt, value: null },
  { schema: wire.wireRef, value: undefined },
  { schema: wire.wireRef, value: 'Хирург' },
  { schema: wire.wireNumber, value: 'даром' },
  { schema: wire.wireBool, value: 'да' },
  { schema: wire.wireBool, value: 2 },
  { schema: wire.wireDate, value: '31.02.2026' },
  { schema: wire.wireDate, value: '2026/01/30' },
  { schema: wire.wireBirthDate, value: 'весной' },
  { schema: wire.wireTime, value: '25:00' },
  { schema: wire.wireTime, value: '12:60' },
  { schema: wire.wireTime, value: '' },
  { schema: wire.wireDateTime, value: '21.01.2021' },
  { schema: wire.wireDateTime, value: 'вчера 11:00' },
])('$value is refused', ({ schema, value }) => {
  expect(schema.safeParse(value).success).toBe(false);
});

test('dates go out the clinic way', () => {
  expect(wire.toWireDate('2026-11-30')).toBe('30.11.2026');
});

const row = z.object({ id: wire.wireInt });

test.each([
  { body: { data: [{ id: 1 }], total: '87', page: 1, limit: 5 }, total: 87 },
  { body: { data: [{ id: 1 }], total: 2148 }, total: 2148 },
  { body: { data: [{ id: '1' }] }, total: null },
  { body: [{ id: 1 }], total: null },
  { body: { doctors: [{ id: 1 }] }, total: null },
])('a list in the shape of $body', ({ body, total }) => {
  expect(wire.parsePage(body, row)).toEqual({ ok: true, value: { rows: [{ id: 1 }], total } });
});

test.each([
  { body: { data: [{ id: 1 }, { id: 'x' }], total: '2' }, detail: 'data.1.id: ' },
  { body: [{}], detail: '0.id: ' },
  { body: { doctors: [{ id: 1 }, null] }, detail: 'doctors.1.(top): ' },
  { body: { status: 'Ok' }, detail: 'not a list' },
  { body: 'text', detail: 'not a list' },
])('a bad row is named, never dropped: $detail', ({ body, detail }) => {
  const page = wire.parsePage(body, row);
  expect(page).toMatchObject({ ok: false, error: { kind: 'bad_reply' } });
  expect(!page.ok && page.error.kind === 'bad_reply' && page.error.detail).toContain(detail);
});

test.each([[null], [[]], [''], [false]])('%j for an id is nothing', (body) => {
  expect(wire.parseOne(body, row)).toEqual({ ok: true, value: null });
});

test('a problem is described without the value', () => {
  const parsed = z.object({ patient: wire.wireDate }).safeParse({ patient: 'Лебедева' });
  expect(parsed.error && wire.firstProblem(parsed.error)).toBe('patient: not a date');
});
