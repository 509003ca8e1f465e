import type { Browser, Page } from 'playwright-core';
import { z } from 'zod';
import type { Api } from '../testing/clinic.ts';
import { smallClinic, startClinic } from '../testing/clinic.ts';

export const date = '2026-11-24';
const talon = z.object({
  id: z.int(),
  patientId: z.int(),
  doctorId: z.int(),
  date: z.string(),
  begin: z.string(),
  end: z.string(),
  room: z.string(),
  info: z.string(),
  statusId: z.int(),
  deleted: z.boolean(),
  deleteReasonId: z.int().nullable(),
});
const medcard = z.object({
  id: z.int(),
  lastName: z.string(),
  phone: z.string(),
  birthDate: z.string().nullable(),
});
const dump = z.object({ talons: z.array(talon), medcards: z.array(medcard) });

export type Desk = {
  page: Page;
  api: Api;
  complaints: string[];
  talon(id: number): Promise<z.infer<typeof talon>>;
  state(): Promise<z.infer<typeof dump>>;
  [Symbol.asyncDispose](): Promise<void>;
};

/** One clinic and one page each. Doctor 8: 09:00–15:00 by 30 min in room 2; doctor 11: 09:00–11:00 by 20 min in room 5. */
export async function openDesk(browser: Browser, bookings: readonly object[] = []): Promise<Desk> {
  const api = await startClinic(smallClinic());
  for (const booking of bookings) await api.admin('POST', '/reception/api/talons', booking);
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, locale: 'en-US' });
  const page = await context.newPage();
  page.setDefaultTimeout(60_000);
  const complaints: string[] = [];
  page.on('pageerror', (error) => complaints.push(error.message));
  await page.goto(`${api.sandbox.url}/reception/?date=${date}`);
  await page.locator('.day-grid').waitFor();
  const state = async () => dump.parse(await (await api.admin('GET', '/_sandbox/sources/small')).json());
  return {
    page,
    api,
    complaints,
    state,
    talon: async (id) => talon.parse((await state()).talons.find((row) => row.id === id)),
    [Symbol.asyncDispose]: async () => {
      await context.close();
      await api[Symbol.asyncDispose]();
    },
  };
}

/** Takes a visit near its upper left corner and carries it onto a time. */
export async function dragTo(page: Page, from: string, to: string, drop = true): Promise<void> {
  const start = await page.getByTestId(from).boundingBox();
  const end = await page.getByTestId(to).boundingBox();
  if (start === null || end === null) throw new Error('not on the screen');
  await page.mouse.move(start.x + 30, start.y + 8);
  await page.mouse.down();
  await page.mouse.move(start.x + 40, start.y + 20);
  await page.mouse.move(end.x + 40, end.y + 10, { steps: 4 });
  if (drop) await page.mouse.up();
}
