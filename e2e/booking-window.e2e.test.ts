import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Browser, Frame, FrameLocator, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { demoCrm } from '../sandbox/demo/crm.ts';
import { bookingFrame, countClicks, launch, openPage } from './support/browser.ts';
import { type Product, startProduct } from './support/product.ts';

/** The booking window with a patient on the phone: quick, live, and nothing that was typed or booked is lost. */
const SOON = { timeout: 20_000 };
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
let product: Product;
let browser: Browser;

beforeAll(async () => {
  product = await startProduct();
  browser = await launch();
}, 120_000);

afterAll(async () => {
  await browser?.close();
  await product?.stop();
});

const card = (index: number) => `${product.stack.amocrmUrl}/leads/detail/${demoCrm.firstLead + index}`;

async function openWindow(index: number, size?: { width: number; height: number }) {
  const opened = await openPage(browser, card(index), size);
  await opened.page.getByTestId('panel-book').click();
  const window = bookingFrame(opened.page);
  await window.getByTestId(`patient-${701 + index}`).waitFor();
  return { ...opened, window };
}

function frameOf(page: Page): Frame {
  const frame = page.frames().find((candidate) => candidate.url().includes('/booking/'));
  if (!frame) throw new Error('the booking window is not open');
  return frame;
}

/** Requests of the window that a step began before its result was there. */
function countRequests(page: Page) {
  let seen: string[] = [];
  page.on('request', (request) => {
    const { pathname } = new URL(request.url());
    // The session is handed over by the panel; it is no part of a step.
    const isOurs = request.serviceWorker() === null && request.frame().url().includes('/booking/');
    if (isOurs && pathname.startsWith('/api/') && pathname !== '/api/live') seen.push(pathname);
  });
  return async (step: () => Promise<unknown>): Promise<string[]> => {
    seen = [];
    await step();
    return seen;
  };
}

const partAddresses: Readonly<Record<string, string>> = {
  ...{ doctors: '/api/doctors', slots: '/api/slots', services: '/api/services' },
  patients: '/api/patients/search',
};

/** What the opening said would have to be asked for by itself. */
function lateParts(page: Page) {
  const reply = page.waitForResponse((response) => response.url().endsWith('/api/booking/opening'));
  return async (): Promise<string[]> => {
    const parts = z.record(z.string(), z.unknown()).parse(await (await reply).json());
    const isLate = z.object({ late: z.literal(true) });
    return Object.entries(partAddresses).flatMap(([part, address]) =>
      isLate.safeParse(parts[part]).success ? [address] : [],
    );
  };
}

const type = async (window: FrameLocator, text: string) => {
  await window.getByTestId('doctor-input').click();
  await window.getByTestId('doctor-input').fill(text);
};
const barriersIn = async (page: Page): Promise<unknown> => {
  const frame = frameOf(page);
  await frame.evaluate(axe);
  return frame.evaluate(
    `axe.run(document).then(({ violations }) => violations.flatMap((one) => one.nodes.map((node) => one.id + ' ' + node.html)))`,
  );
};

test('a new manager books with three clicks, each waits for one request at most; the next visit needs no second search', async () => {
  const { page, complaints, close } = await openPage(browser, card(5));
  await page.getByTestId('panel-book').waitFor();
  const clicks = await countClicks(page);
  const during = countRequests(page);
  const window = bookingFrame(page);
  const late = lateParts(page);
  const steps = [
    await during(async () => {
      await page.getByTestId('panel-book').click();
      await window.getByTestId('best-slot-0').waitFor();
      await expect.poll(() => window.getByTestId('patient-706').isChecked(), SOON).toBe(true);
    }),
    await during(() => window.getByTestId('best-slot-0').click()),
    await during(async () => {
      await window.getByTestId('book-submit').click();
      await window.getByTestId('book-done').waitFor();
    }),
  ];
  expect(await clicks()).toBe(3);
  // On a busy machine a part may be late: then it is asked for by itself, and nothing else is.
  expect(steps[0]?.toSorted()).toEqual(['/api/booking/opening', ...(await late())].toSorted());
  expect(steps[1]).toEqual([]);
  expect(steps[2]?.[0]).toBe('/api/visits');
  expect(steps[2]?.filter((path) => path === '/api/visits')).toHaveLength(1);

  // For the patient: address and preparation, a neutral text, a file for the calendar.
  await expect.poll(() => window.getByTestId('patient-text').textContent(), SOON).toMatch(/Садовая|Полярный/);
  await window.getByTestId('copy-neutral').check();
  expect(await window.getByTestId('patient-text').textContent()).not.toMatch(/Терапевт|Кардиолог|Хирург|ЛОР/);
  const [file] = await Promise.all([page.waitForEvent('download'), window.getByTestId('done-ics').click()]);
  expect(file.suggestedFilename()).toBe('Запись на приём.ics');

  await window.getByTestId('done-again').click();
  await window.getByTestId('best-slot-0').waitFor();
  expect(await window.getByTestId('patient-706').isChecked()).toBe(true);
  await expect.poll(() => window.getByText('уже есть запись').count(), SOON).toBe(1);
  expect(await barriersIn(page)).toEqual([]);
  expect(complaints).toEqual([]);
  await close();
});

test('one line finds it: speciality, day, time and branch with slips of a letter; what is not understood is named', async () => {
  const { page, window, complaints, close } = await openWindow(6);
  await type(window, 'невролг завтра посл 15 центор абракадабра');
  await expect.poll(() => window.getByTestId('part-remove-speciality').count(), SOON).toBe(1);
  expect(await window.getByTestId('phrase-unknown').textContent()).toContain('«абракадабра»');
  await type(window, 'невролог завтра после 10 север');
  await expect
    .poll(() => window.getByTestId('branch-select').inputValue(), SOON)
    .toBe(String(product.branches.north));
  await expect.poll(() => window.getByTestId('best-slot-0').textContent(), SOON).toContain('завтра');
  expect(await window.getByTestId('best-slot-0').textContent()).toContain('Невролог');
  await window.getByTestId('part-remove-days').click();
  expect(await window.getByTestId('doctor-input').inputValue()).toBe('невролог после 10 север');

  // Two services are longer than one interval: neighbours are taken.
  await window.getByTestId('service-input').click();
  for (const code of ['1013', '2001']) {
    await window.getByTestId('service-input').fill(code);
    await window.locator('[data-testid^="service-option-"]', { hasText: code }).first().click();
  }
  await expect.poll(() => window.getByTestId('services-total').textContent(), SOON).toContain('60');
  // By a doctor's week, with the keyboard.
  await window.getByTestId('way-week').click();
  const free = window.getByTestId('schedule').locator('[data-cursor]');
  await free.waitFor();
  await free.focus();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  const summary = window.getByRole('region', { name: 'Итог' });
  const chosen = /(\d\d):(\d\d)–(\d\d):(\d\d)/.exec((await summary.textContent()) ?? '');
  const [, fromHour = 0, fromMinute = 0, toHour = 0, toMinute = 0] = chosen?.map(Number) ?? [];
  expect((toHour - fromHour) * 60 + toMinute - fromMinute).toBeGreaterThanOrEqual(60);
  await window.getByTestId('way-day').click();
  await window.getByTestId('schedule').waitFor();
  expect(await barriersIn(page)).toEqual([]);
  // A family on one phone: nobody is chosen for the manager, and it is said what is missing.
  await window.getByTestId('book-submit').click();
  await window.getByText('Выберите пациента', { exact: false }).waitFor();
  await window.getByTestId('patient-707').check();
  await window.getByTestId('book-submit').click();
  await window.getByTestId('book-done').waitFor();
  expect(complaints).toEqual([]);
  await close();
});

test('two managers at one time: one gets it, the other sees it go and takes the nearest with one click', async () => {
  const [first, second] = [await openWindow(7), await openWindow(8)];
  await first.window.getByTestId('patient-708').check();
  for (const { window } of [first, second]) {
    await type(window, 'Соболева');
    await expect.poll(() => window.getByTestId('best-slot-0').textContent(), SOON).toContain('Соболева');
    await window.locator('[data-testid^="slot-21-"]').last().click();
    await window.getByTestId('comment').fill('не терять');
  }
  await first.window.getByTestId('book-submit').click();
  await second.window.getByTestId('slot-lost').waitFor();
  await first.window.getByTestId('book-done').waitFor();
  expect(await second.window.getByTestId('slot-lost').textContent()).toContain('только что заняли');
  expect(await second.window.getByTestId('comment').inputValue()).toBe('не терять');
  await second.window.getByTestId('nearest-0').click();
  await second.window.getByTestId('book-submit').click();
  await second.window.getByTestId('book-done').waitFor();
  for (const { complaints, close } of [first, second]) {
    expect(complaints).toEqual([]);
    await close();
  }
});

test('ArchiMed+ does not answer: «проверяем…», and one visit in the end; then it is looked at, confirmed, unlinked, linked and changed', async () => {
  const { page, window, complaints, close } = await openWindow(9);
  await window.getByTestId('best-slot-0').click();
  const before = new Set((await product.archimed.talons()).map(({ id }) => id));
  await product.archimed.fault({ kind: 'reset-after', method: 'POST', path: 'talons', times: 1 });
  await window.getByTestId('book-submit').click();
  await window.getByTestId('book-checking').waitFor();
  await window.getByTestId('book-done').waitFor();
  await window.getByTestId('done-close').click();
  const talons = (await product.archimed.talons()).filter(({ id }) => !before.has(id));
  expect(talons).toHaveLength(1);

  await page.locator('[data-testid^="panel-open-"]').first().click();
  await window.getByTestId('visit-view').waitFor();
  await window.getByTestId('visit-status').selectOption({ label: 'Подтверждён' });
  await window.getByTestId('visit-status-save').click();
  await expect.poll(() => page.getByTestId('lead-stage').textContent(), SOON).toContain('Подтвердил');
  await expect.poll(() => window.getByTestId('visit-story').textContent(), SOON).toContain('Новая запись');
  expect(await barriersIn(page)).toEqual([]);
  await window.getByTestId('visit-unlink').click();
  await window.getByTestId('visit-link').click();
  await window.getByTestId('visit-unlink').waitFor();

  await window.getByTestId('visit-move').click();
  await window.getByTestId('move-submit').waitFor();
  await window.getByTestId('comment').fill('Придёт с мамой');
  await window.getByTestId('move-submit').click();
  await window.getByTestId('book-done').waitFor();
  const changed = (await product.archimed.talons()).find(({ id }) => id === talons[0]?.id);
  expect([changed?.info, changed?.begin]).toEqual(['Придёт с мамой', talons[0]?.begin]);
  expect(complaints).toEqual([]);
  await close();
});
