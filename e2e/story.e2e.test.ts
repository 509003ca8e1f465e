import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { demoCrm } from '../sandbox/demo/crm.ts';
import { bookingOf, sendBooking, soonestStays } from './support/booking.ts';
import { bookingFrame, countClicks, launch, openPage } from './support/browser.ts';
import { day } from './support/day.ts';
import { eventually } from './support/eventually.ts';
import { type Product, startProduct } from './support/product.ts';

/** What the product is for, done in a browser by a manager and a receptionist. */
let product: Product;
let browser: Browser;

beforeAll(async () => {
  // Once as the demo and a developer start it.
  product = await startProduct({}, { isBare: false });
  browser = await launch();
});

afterAll(async () => {
  await browser?.close();
  await product?.stop();
});

const card = (index: number) => `${product.stack.amocrmUrl}/leads/detail/${demoCrm.firstLead + index}`;
/** The demo clinic's doctor to whom no length of a visit is set (sandbox/demo/clinic-doctors.ts). */
const STEPLESS = { id: 31, name: 'Мещеряков' };

const REFUSAL = 'Запись к этому врачу только через заведующего';

test('a visit is booked from the deal card, stands at the reception, and «Пациент пришёл» moves the deal', async () => {
  await soonestStays();
  const { page, complaints, close } = await openPage(browser, card(0));
  const clicks = await countClicks(page);
  await page.getByTestId('panel-book').click();
  const window = bookingFrame(page);
  await window.getByTestId('patient-701').waitFor();
  expect(await window.getByTestId('patient-701').isChecked()).toBe(true);
  await window.getByTestId('doctor-input').click();
  await window.getByTestId('doctor-input').fill('Лаврентьева');
  await window.getByTestId('doctor-option-11').click();
  await window.getByTestId('service-input').click();
  await window.getByTestId('service-input').fill('1012');
  await window.getByTestId('service-option-102').click();
  await window.getByTestId('comment').fill('Просит напомнить утром');
  await window.getByTestId('best-slot-0').click();
  await window.getByTestId('book-submit').click();
  await window.getByTestId('book-done').waitFor();
  expect(await clicks()).toBeLessThanOrEqual(10);
  await window.getByTestId('done-close').click();

  // Live, without reloading: stage, budget, fields, task and feed.
  await expect.poll(() => page.getByTestId('lead-stage').textContent()).toContain('Записан');
  await expect
    .poll(() => page.getByTestId('lead-budget').textContent())
    .toContain('2 800'.replace(' ', '\u00a0'));
  const talon = (await product.archimed.talons()).find(
    (candidate) => candidate.patientId === 701 && candidate.statusId === 1,
  );
  expect(talon?.info).toContain('Услуги: 1012');
  expect(talon?.info).toContain('Просит напомнить утром');
  expect(await product.amocrm.field(demoCrm.firstLead, 'ID записи ArchiMed+')).toBe(String(talon?.id));
  await expect.poll(() => page.getByText('Запись на приём:').count()).toBe(1);
  const tasks = page.locator('[data-testid^="task-"]');
  await expect.poll(() => tasks.getByText('Подтвердить запись:').count()).toBe(1);
  await page.locator('[data-testid^="panel-visit-"]').first().waitFor();

  const desk = await openPage(browser, `${product.stack.archimedUrl}/reception/`);
  // The page listens once its day is drawn.
  await desk.page.locator('.day-grid').waitFor();
  await desk.page.getByTestId('day').fill(talon?.date ?? '');
  await desk.page.getByTestId(`talon-${talon?.id}`).click();
  await desk.page.getByTestId('talon-status').selectOption({ label: 'Пациент пришёл' });
  await desk.page.getByTestId('talon-save').click();
  await expect.poll(() => page.getByTestId('lead-stage').textContent()).toContain('Пришёл на приём');
  await expect
    .poll(() => page.locator('[data-testid^="panel-visit-"]').first().textContent())
    .toContain('Пациент пришёл');
  expect(complaints).toEqual([]);
  expect(desk.complaints).toEqual([]);
  await desk.close();
  await close();
});

test('the slot is taken meanwhile: a clear message with the nearest three, nothing typed is lost', async () => {
  await soonestStays();
  const { page, complaints, close } = await openPage(browser, 'about:blank');
  // Nobody tells the window: it is the click that meets the taken time.
  await page.context().routeWebSocket(/\/api\/live/, (socket) => socket.close());
  await page.goto(card(3));
  await page.getByTestId('panel-book').click();
  const window = bookingFrame(page);
  await window.getByTestId('patient-704').waitFor();
  await window.getByTestId('doctor-input').click();
  await window.getByTestId('doctor-input').fill('Лаврентьева');
  await window.getByTestId('doctor-option-11').click();
  await window.getByTestId('comment').fill('не терять');
  const slot = window.locator('[data-testid^="slot-11-"]').last();
  const testId = (await slot.getAttribute('data-testid')) ?? '';
  await slot.click();
  const [date = '', time = ''] = testId.replace('slot-11-', '').split('T');
  await product.archimed.book({
    doctorId: 11,
    date,
    begin: `${time.slice(0, 2)}:${time.slice(2)}`,
    patientId: 719,
  });
  await window.getByTestId('book-submit').click();
  await window.getByTestId('book-error').waitFor();
  expect(await window.getByTestId('book-error').textContent()).toMatch(/занято/i);
  expect(await window.getByTestId('comment').inputValue()).toBe('не терять');
  await window.getByTestId('nearest-0').click();
  await window.getByTestId('book-submit').click();
  await window.getByTestId('book-done').waitFor();
  expect(complaints.filter((text) => !text.includes('WebSocket'))).toEqual([]);
  await close();
});

test('a doctor without a grid step cannot be chosen, and a refusal of ArchiMed+ is shown in its own words', async () => {
  await soonestStays();
  const { page, complaints, close } = await openPage(browser, card(4));
  await page.getByTestId('panel-book').click();
  const window = bookingFrame(page);
  await window.getByTestId('patient-705').waitFor();
  await window.getByTestId('doctor-input').click();
  await window.getByTestId('doctor-input').fill(STEPLESS.name);
  expect(await window.getByTestId(`doctor-option-${STEPLESS.id}`).getAttribute('aria-disabled')).toBe('true');
  await window.getByTestId('doctor-input').fill('');
  await window.getByTestId('doctor-input').press('Escape');
  await window.getByTestId('best-slot-0').click();
  await product.archimed.fault({
    kind: 'json-error',
    status: 403,
    message: REFUSAL,
    method: 'POST',
    path: 'talons',
    times: 1,
  });
  const before = (await product.archimed.talons()).length;
  await window.getByTestId('book-submit').click();
  await window.getByTestId('book-error').waitFor();
  expect(await window.getByTestId('book-error').textContent()).toContain(REFUSAL);
  expect(await product.archimed.talons()).toHaveLength(before);
  expect(complaints).toEqual([]);
  await close();
});

test('a click on a doctor without a grid step through the API is refused and leaves nothing', async () => {
  const slots = await product.manager.call(
    'GET',
    `/api/slots?branch=${product.branches.center}&doctor=${STEPLESS.id}&from=${day(1)}&to=${day(8)}`,
    z.object({
      slots: z.array(z.object({ doctorId: z.int(), start: z.string(), end: z.string(), room: z.string() })),
    }),
  );
  const slot = slots.slots.at(-1);
  if (!slot) throw new Error('the doctor has no schedule');
  const answer = await sendBooking(product, bookingOf(product, 6, slot));
  expect(answer).toMatchObject({
    status: 422,
    body: { error: { code: 'visits.refused', message: 'Врачу не установлено время приёма' } },
  });
  expect((await product.archimed.talons()).filter((talon) => talon.doctorId === STEPLESS.id)).toEqual([]);
});

test('a visit is moved and cancelled from the panel; the deal, the task and the feed follow', async () => {
  await soonestStays();
  const { page, complaints, close } = await openPage(browser, card(5));
  await page.getByTestId('panel-book').click();
  const window = bookingFrame(page);
  await window.getByTestId('patient-706').waitFor();
  await window.getByTestId('best-slot-0').click();
  await window.getByTestId('book-submit').click();
  await window.getByTestId('book-done').waitFor();
  await window.getByTestId('done-close').click();
  await page.locator('[data-testid^="panel-move-"]').first().click();
  const moving = bookingFrame(page);
  await moving.locator('[data-testid^="slot-"]').last().click();
  await moving.getByTestId('move-submit').click();
  await moving.getByTestId('book-done').waitFor();
  await moving.getByTestId('done-close').click();
  const lead = demoCrm.firstLead + 5;
  await eventually(
    () => product.amocrm.notesOf(lead),
    (notes) => notes.some((note) => note.startsWith('Запись перенесена:')),
  );

  await page.locator('[data-testid^="panel-cancel-"]').first().click();
  const cancelling = bookingFrame(page);
  await cancelling.getByTestId('cancel-reason').selectOption({ index: 1 });
  await cancelling.getByTestId('cancel-submit').click();
  await expect.poll(() => page.getByTestId('lead-stage').textContent()).toContain('Отменил запись');
  // Written after the stage.
  const kinds = async () => (await product.amocrm.notesOf(lead)).map((note) => note.split(':')[0]);
  const wanted = ['Запись на приём', 'Запись перенесена', 'Запись отменена'];
  await expect.poll(kinds).toEqual(wanted);
  const tasks = (await product.amocrm.tasksOf(lead)).filter((task) => task.text.startsWith('Подтвердить'));
  expect(tasks).toMatchObject([{ isCompleted: true }]);
  expect(complaints).toEqual([]);
  await close();
});
