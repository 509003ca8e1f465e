import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import { demoCrm } from '../../sandbox/demo/crm.ts';
import { day } from './day.ts';
import type { Product } from './product.ts';

/** Bookings through the API, as the booking window makes them. */
const slotSchema = z.object({ doctorId: z.int(), start: z.string(), end: z.string(), room: z.string() });
export type FreeSlot = z.infer<typeof slotSchema>;

export const visitSchema = z.looseObject({
  id: z.string(),
  talonId: z.int().nullable(),
  dealId: z.int().nullable(),
  start: z.string(),
  statusId: z.int().nullable(),
  state: z.string(),
});
export type ApiVisit = z.infer<typeof visitSchema>;

/** Free time from the day after tomorrow on: never past, whatever the hour of the test. */
export async function freeSlots(product: Product, branch = product.branches.center): Promise<FreeSlot[]> {
  const query = new URLSearchParams({ branch: String(branch), from: day(2), to: day(5) });
  const reply = await product.manager.call(
    'GET',
    `/api/slots?${query}`,
    z.object({ slots: z.array(slotSchema) }),
  );
  return reply.slots;
}

/** Before a time of today is chosen in a page: none of them begins until it is booked. All begin at full ten minutes. */
export async function soonestStays(): Promise<void> {
  const left = TEN_MINUTES_MS - (Date.now() % TEN_MINUTES_MS);
  if (left < 40_000) await sleep(left);
}
const TEN_MINUTES_MS = 600_000;

/** Every test takes another place of the list, so that none stands in another's way. */
export async function freeSlot(product: Product, place: number): Promise<FreeSlot> {
  const slot = (await freeSlots(product))[place * 4];
  if (!slot) {
    throw new Error('the demo clinic has too few free slots');
  }
  return slot;
}

export function bookingOf(
  product: Product,
  dealIndex: number,
  slot: FreeSlot,
  extra: Record<string, unknown> = {},
) {
  return {
    dealId: demoCrm.firstLead + dealIndex,
    branchId: product.branches.center,
    doctorId: slot.doctorId,
    start: slot.start,
    end: slot.end,
    patient: { id: FIRST_PATIENT + dealIndex },
    serviceIds: [],
    comment: '',
    confirmed: false,
    ...extra,
  };
}

/** Patients 701… are the people of the deals, in the same order (sandbox/demo/clinic.ts). */
const FIRST_PATIENT = 701;

export type Answer = {
  status: number;
  body: { visit?: ApiVisit; error?: { code: string; details?: unknown } };
};

const answerSchema = z.object({
  visit: visitSchema.optional(),
  error: z.looseObject({ code: z.string(), details: z.unknown().optional() }).optional(),
});

export async function sendBooking(
  product: Product,
  body: unknown,
  key: string = randomUUID(),
): Promise<Answer> {
  const reply = await fetch(`${product.stack.workerUrl}/api/visits`, {
    method: 'POST',
    headers: {
      Authorization: `Bearer ${product.manager.token}`,
      'Content-Type': 'application/json',
      'Idempotency-Key': key,
    },
    body: JSON.stringify(body),
  });
  return { status: reply.status, body: answerSchema.parse(await reply.json()) };
}
