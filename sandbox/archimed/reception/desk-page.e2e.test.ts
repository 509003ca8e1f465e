import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { launchBrowser } from '../../testing/browser.ts';
import type { Desk } from './desk-page.support.ts';
import { date, dragTo, openDesk } from './desk-page.support.ts';

/** The reception desk as a receptionist uses it: mouse, keyboard, and what stands in the clinic afterwards. */
let browser: Browser;

beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(() => browser?.close());

const open = (bookings: readonly object[] = []): Promise<Desk> => openDesk(browser, bookings);
const at10 = { doctorId: 8, date, begin: '10:00', patientId: 701 };
const first = 2201;

const text = (page: Page, testId: string) => page.getByTestId(testId).textContent();

test('a visit is dragged to another doctor and time; the journal and «Вернуть» know it', async () => {
  await using desk = await open([at10]);
  const { page } = desk;
  await dragTo(page, 'talon-2201', 'slot-11-1000');
  await expect
    .poll(() => desk.talon(first))
    .toMatchObject({ doctorId: 11, begin: '10:00', end: '10:30', room: 'Кабинет № 5' });
  // Offered for some seconds only.
  await page.getByTestId('undo').click();
  await expect.poll(() => desk.talon(first)).toMatchObject({ doctorId: 8, begin: '10:00', end: '10:30' });
  await page.getByTestId('open-journal').click();
  await expect
    .poll(() => text(page, 'journal'))
    .toContain('24.11.2026 10:00, Громов → 24.11.2026 10:00, Лаврентьева');
  expect(desk.complaints).toEqual([]);
});

test('Esc ends a drag and nothing has moved; a busy time is no target', async () => {
  await using desk = await open([at10, { ...at10, begin: '12:00', patientId: 702 }]);
  const { page } = desk;
  await dragTo(page, 'talon-2201', 'slot-8-1130', false);
  await page.locator('.slot.target').first().waitFor();
  expect(await page.getByTestId('slot-8-1200').getAttribute('class')).not.toContain('target');
  await page.keyboard.press('Escape');
  await page.mouse.up();
  await page.locator('#ghost').waitFor({ state: 'detached' });
  expect(await page.locator('.slot.target').count()).toBe(0);
  expect(await page.locator('dialog[open]').count()).toBe(0);
  expect(await desk.talon(first)).toMatchObject({ doctorId: 8, begin: '10:00' });
});

test('the lower edge makes a visit longer, as far as the next visit', async () => {
  await using desk = await open([at10, { ...at10, begin: '11:30', patientId: 702 }]);
  const { page } = desk;
  await page.getByTestId('talon-2201').hover();
  const edge = await page.getByTestId('edge-2201').boundingBox();
  const far = await page.getByTestId('slot-8-1300').boundingBox();
  if (edge === null || far === null) throw new Error('not on the screen');
  await page.mouse.move(edge.x + 40, edge.y + 3);
  await page.mouse.down();
  await page.mouse.move(edge.x + 40, edge.y + 20);
  await page.mouse.move(edge.x + 40, far.y + 10, { steps: 4 });
  await page.mouse.up();
  await expect.poll(async () => (await desk.talon(first)).end).toBe('11:30');
});

test('by keyboard alone: move, another length, status, deletion with a reason', async () => {
  await using desk = await open([at10]);
  const { page } = desk;
  await page.getByTestId('talon-2201').focus();
  await page.keyboard.press('m');
  await page.getByTestId('moving').waitFor();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await expect.poll(() => desk.talon(first)).toMatchObject({ begin: '11:00', end: '11:30' });
  await page.locator('[data-testid="talon-2201"]:focus').waitFor();
  await page.keyboard.press('Shift+ArrowDown');
  await expect.poll(async () => (await desk.talon(first)).end).toBe('12:00');
  await page.locator('[data-testid="talon-2201"][data-end="12:00"]:focus').waitFor();
  await page.keyboard.press('s');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await expect.poll(async () => (await desk.talon(first)).statusId).toBe(2);
  await page.locator('[data-testid="talon-2201"][data-status="2"]:focus').waitFor();
  await page.keyboard.press('Delete');
  await page.keyboard.press('2');
  await expect.poll(() => desk.talon(first)).toMatchObject({ deleted: true, deleteReasonId: 2 });
  // The keyboard stays in the grid although the visit is gone.
  await page.locator('[data-testid="slot-8-1100"]:focus').waitFor();
  expect(desk.complaints).toEqual([]);
});

test('across days: «Переместить…», the next day, a free time', async () => {
  await using desk = await open([at10]);
  const { page } = desk;
  await page.getByTestId('talon-2201').click({ button: 'right' });
  await page.getByTestId('menu-move').click();
  await page.getByTestId('week-2026-11-25').click();
  await page.getByTestId('slot-8-1330').click();
  await expect
    .poll(() => desk.talon(first))
    .toMatchObject({ date: '2026-11-25', begin: '13:30', end: '14:00' });
  await page.getByTestId('moving').waitFor({ state: 'hidden' });
});

test('booked by phone: a new patient with services, a longer visit, a note', async () => {
  await using desk = await open();
  const { page } = desk;
  await page.getByTestId('slot-8-1000').click();
  await page.getByTestId('book-search').fill('8 (905) 000 99 99');
  await page.getByText('Не найдено').waitFor();
  await page.keyboard.press('Enter');
  await page.getByTestId('book-last').fill('Новиков');
  await page.getByTestId('book-first').fill('Лев');
  await page.getByTestId('book-birth').fill('1.2.1990');
  expect(await page.getByTestId('book-phone').inputValue()).toBe('+7 905 000-99-99');
  await page.getByTestId('book-services').fill('1012');
  await page.getByTestId('service-101').click();
  await page.getByTestId('book-end').selectOption('11:00');
  // The page is read again every two seconds: a chosen length stays.
  for (let times = 0; times < 2; times += 1) {
    await page.waitForResponse((reply) => reply.url().includes('/reception/api/day'));
  }
  // The page is read again every two seconds: a chosen length stays.
  for (let times = 0; times < 2; times += 1) {
    await page.waitForResponse((reply) => reply.url().includes('/reception/api/day'));
  }
  await page.getByTestId('book-info').fill('Приедет с мамой');
  await page.getByTestId('book-save').click();
  await page.getByTestId('talon-2201').waitFor();
  const { talons, medcards } = await desk.state();
  expect(medcards.at(-1)).toMatchObject({
    lastName: 'Новиков',
    phone: '+79050009999',
    birthDate: '1990-02-01',
  });
  expect(talons).toMatchObject([
    { begin: '10:00', end: '11:00', info: 'Услуги: 1012 Приём кардиолога\nПриедет с мамой' },
  ]);
});

test('the time was taken meanwhile: a sentence, nothing typed is lost, the nearest free time stands ready', async () => {
  await using desk = await open();
  const { page } = desk;
  // The page does not see it: its refresh is held back, as between two looks.
  await page.route('**/reception/api/day?*', (route) => route.abort());
  await page.getByTestId('slot-8-1000').click();
  await page.getByTestId('book-search').fill('Белова');
  await page.getByTestId('patient-701').click();
  await page.getByTestId('book-info').fill('не терять');
  await desk.api.admin('POST', '/reception/api/talons', { ...at10, patientId: 702 });
  await page.unroute('**/reception/api/day?*');
  await page.getByTestId('book-save').click();
  await expect.poll(() => text(page, 'book-error')).toContain('Выбранное время занято. Запись не создана');
  expect(await page.getByTestId('book-begin').inputValue()).not.toBe('10:00');
  expect(await page.getByTestId('book-info').inputValue()).toBe('не терять');
  await page.getByTestId('book-save').click();
  await page.getByTestId('book-save').waitFor({ state: 'hidden' });
  expect((await desk.state()).talons).toHaveLength(2);
});

test('deleted from the menu, found under «Удалённые», restored', async () => {
  await using desk = await open([at10]);
  const { page } = desk;
  await page.getByTestId('talon-2201').hover();
  await page.getByTestId('menu-2201').click();
  await page.getByTestId('menu-delete').click();
  await page.getByTestId('reason-1').click();
  await page.getByTestId('talon-2201').waitFor({ state: 'detached' });
  expect(await desk.talon(first)).toMatchObject({ deleted: true, deleteReasonId: 1 });
  await page.getByTestId('open-removed').click();
  await page.getByTestId('restore-2201').click();
  await page.getByTestId('talon-2201').waitFor();
  expect(await desk.talon(first)).toMatchObject({ deleted: false, deleteReasonId: null });
});

test('a cancellation from the menu asks why, and frees the time', async () => {
  await using desk = await open([at10]);
  const { page } = desk;
  await page.getByTestId('talon-2201').click({ button: 'right' });
  await page.getByTestId('status-4').click();
  await page.getByTestId('reason-2').click();
  await expect
    .poll(() => desk.talon(first))
    .toMatchObject({ statusId: 4, deleteReasonId: 2, deleted: false });
  await page.locator('[data-testid="slot-8-1000"][data-free="true"]').waitFor();
});

test('by room: who works there, and a visit dragged into another room', async () => {
  await using desk = await open([at10]);
  const { page } = desk;
  await page.getByTestId('by-room').click();
  await page.locator('.head', { hasText: 'Каб. № 5' }).getByText('Лаврентьева Е.').waitFor();
  await dragTo(page, 'talon-2201', 'slot-31-1100');
  await expect
    .poll(() => desk.talon(first))
    .toMatchObject({ doctorId: 31, begin: '11:00', room: 'Кабинет № 9' });
});

test('the patient is found by birth date; his card leads to a visit on another day', async () => {
  await using desk = await open([{ ...at10, date: '2026-11-25' }]);
  const { page } = desk;
  await page.getByTestId('find').fill('14.03.1986');
  await page.getByTestId('found-701').click();
  expect(await text(page, 'card-name')).toBe('Белова Ирина Сергеевна');
  await page.getByTestId('visit-2201').click();
  await page.locator('[data-testid="talon-2201"]:focus').waitFor();
  expect(await page.getByTestId('day').inputValue()).toBe('25.11.2026');
  // With the card open a free time means this patient.
  await page.getByTestId('slot-8-1100').click();
  await expect.poll(() => text(page, 'book-coming')).toContain('25 ноября');
  await page.getByTestId('book-save').click();
  await expect
    .poll(async () => (await desk.state()).talons.at(-1))
    .toMatchObject({ patientId: 701, begin: '11:00' });
});

test('what came through the API flashes; typed text and focus stay', async () => {
  await using desk = await open([at10]);
  const { page, api } = desk;
  await page.getByTestId('talon-2201').click();
  await page.getByTestId('talon-info').fill('пишу и не мешайте');
  await api.send('PUT', 'talons/2201', { status_id: '2' });
  await page.locator('.visit.flash [data-testid="talon-2201"]').waitFor();
  expect(await page.getByTestId('talon-info').inputValue()).toBe('пишу и не мешайте');
  expect(await page.getByTestId('talon-status').inputValue()).toBe('2');
  await page.locator('[data-testid="talon-info"]:focus').waitFor();
});

test('«Начать заново» brings the clinic back to its beginning', async () => {
  await using desk = await open([at10]);
  const { page } = desk;
  await page.getByTestId('training').click();
  await page.getByTestId('restart').click();
  await page.getByTestId('talon-2201').waitFor({ state: 'detached' });
  expect((await desk.state()).talons).toEqual([]);
});
