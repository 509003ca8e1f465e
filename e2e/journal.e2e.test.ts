import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { type Api, signIn } from '../sandbox/demo/connect.ts';
import { demoCrm } from '../sandbox/demo/crm.ts';
import { bookingOf, freeSlot, sendBooking } from './support/booking.ts';
import { type Product, startBareProduct } from './support/product.ts';

/** «Журнал записи» (product.md §3.2). */
let product: Product;
let stranger: Api;

beforeAll(async () => {
  product = await startBareProduct();
  stranger = await signIn(product.stack, demoCrm.otherManager);
});

afterAll(() => product?.stop());

const journalSchema = z.object({
  visits: z.array(
    z.object({
      id: z.string(),
      dealId: z.int().nullable(),
      doctorId: z.int(),
      start: z.string(),
      patientName: z.string().nullable(),
      patientPhone: z.string().nullable(),
    }),
  ),
  foreign: z.array(
    z.strictObject({ doctorId: z.int(), room: z.string(), start: z.string(), end: z.string() }),
  ),
});
const journal = (api: Api, day: string, rest = '') =>
  api.call('GET', `/api/journal?from=${day}&to=${day}${rest}`, journalSchema);

test('visits of a day with their people, found by name and phone; a foreign branch shows taken time only', async () => {
  const slot = await freeSlot(product, 3);
  const answer = await sendBooking(product, bookingOf(product, 5, slot));
  const visitId = answer.body.visit?.id ?? '';
  const day = slot.start.slice(0, 10);

  const all = await journal(product.manager, day);
  const mine = all.visits.find(({ id }) => id === visitId);
  expect(mine).toMatchObject({ dealId: demoCrm.firstLead + 5, doctorId: slot.doctorId });
  expect(mine?.patientName?.split(' ')).toHaveLength(3);
  expect(all.visits.map(({ start }) => start)).toEqual(all.visits.map(({ start }) => start).toSorted());

  const word = encodeURIComponent((mine?.patientName ?? '').slice(0, 4).toLowerCase());
  const found = await journal(product.manager, day, `&query=${word}&doctor=${slot.doctorId}`);
  expect(found.visits.map(({ id }) => id)).toContain(visitId);
  expect((await journal(product.manager, day, '&query=zzzz')).visits).toEqual([]);
  // Digits, however they are written.
  const digits = (mine?.patientPhone ?? '').replaceAll(/\D/g, '').slice(-10);
  for (const typed of [`8${digits}`, `+7 (${digits.slice(0, 3)}) ${digits.slice(3)}`, digits.slice(-4)]) {
    const byPhone = await journal(product.manager, day, `&query=${encodeURIComponent(typed)}`);
    expect(byPhone.visits.map(({ id }) => id)).toContain(visitId);
  }

  const theirs = await journal(stranger, day);
  expect(theirs.visits.some(({ id }) => id === visitId)).toBe(false);
  const { doctorId, room, start, end } = slot;
  expect(theirs.foreign).toContainEqual({ doctorId, room, start, end });
  expect(JSON.stringify(theirs.foreign)).not.toContain(visitId);
});

test('the schedule tells what is taken, a span over seven days is refused', async () => {
  const slot = await freeSlot(product, 5);
  const day = slot.start.slice(0, 10);
  const branch = product.branches.center;
  const schema = z.object({
    shifts: z.array(
      z.object({
        doctorId: z.int(),
        intervals: z.array(z.object({ start: z.string(), free: z.boolean() })),
      }),
    ),
  });
  const isFree = async () => {
    const path = `/api/schedule?branch=${branch}&doctor=${slot.doctorId}&from=${day}&to=${day}`;
    const { shifts } = await product.manager.call('GET', path, schema);
    return shifts.flatMap(({ intervals }) => intervals).find(({ start }) => start === slot.start)?.free;
  };
  expect(await isFree()).toBe(true);
  await sendBooking(product, bookingOf(product, 8, slot));
  expect(await isFree()).toBe(false);
  await expect(
    product.manager.call('GET', `/api/schedule?branch=${branch}&from=2026-12-01&to=2026-12-09`, schema),
  ).rejects.toThrow('400');
});
