import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { demoCrm } from '../sandbox/demo/crm.ts';
import { bookingOf, freeSlot, freeSlots, sendBooking, soonestStays } from './support/booking.ts';
import { bookingFrame, launch, openPage } from './support/browser.ts';
import { connectClinic } from './support/clinic.ts';
import { day } from './support/day.ts';
import { eventually } from './support/eventually.ts';
import { type Held, watchLeftovers } from './support/leftovers.ts';
import { cutOff, HOSTILE_CSS, markAround, ourLooks, theirLooks } from './support/looks.ts';
import { type Product, startProduct } from './support/product.ts';

/** The panel as a guest in amoCRM's card: it keeps to itself, leaves nothing behind and knows what others do. */
const { primaryPipeline, stages } = demoCrm;
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
let product: Product;
let browser: Browser;

beforeAll(async () => {
  product = await startProduct();
  browser = await launch();
  const automation = await product.admin.call('GET', '/api/automation', z.record(z.string(), z.unknown()));
  const hideOnStages = [{ pipelineId: primaryPipeline, stageId: stages.noShow }];
  await product.admin.call('PUT', '/api/automation', z.unknown(), { ...automation, hideOnStages });
});

afterAll(async () => {
  await browser?.close();
  await product?.stop();
});

const deal = (index: number) => demoCrm.firstLead + index;
const card = (index: number) => `${product.stack.amocrmUrl}/leads/detail/${deal(index)}`;
const visits = (page: Page) => page.locator('[data-testid^="panel-visit-"]');

/** As amoCRM goes from page to page: without loading anything. */
async function goInside(page: Page, path: string): Promise<void> {
  await page.evaluate(
    `(() => { const link = document.createElement('a'); link.href = '${path}'; document.body.append(link); link.click(); link.remove(); })()`,
  );
}

/** What keeps somebody out of the panel, in the words of axe; it looks into shadow roots. */
function barriers(page: Page): Promise<string[]> {
  return page.evaluate(
    `axe.run({ include: [['.card-widgets__widget-${demoCrm.widgetCode}']] }).then(({ violations }) => violations.map((one) => one.id + ' ' + one.nodes[0].html))`,
  );
}

/** The test id of what has the focus inside the panel. */
function focused(page: Page): Promise<string> {
  return page.evaluate('document.activeElement?.shadowRoot?.activeElement?.dataset.testid ?? ""');
}

/** Not `page.goBack`, which waits for a page that never comes when the step is held. */
const goBack = (page: Page) => page.evaluate('history.back()');

async function bookFor(index: number, place: number): Promise<string> {
  const answer = await sendBooking(
    product,
    bookingOf(product, index, await freeSlot(product, place), { confirmed: true }),
  );
  expect([201, 202]).toContain(answer.status);
  return answer.body.visit?.id ?? '';
}

test('styles leak neither in nor out, the theme changes at once, and axe has nothing to say', async () => {
  await bookFor(1, 1);
  await bookFor(1, 2);
  // amoCRM's feed must not grow while looks are compared.
  await eventually(
    () => product.amocrm.notesOf(deal(1)),
    (notes) => notes.filter((text) => text.startsWith('Запись на приём')).length === 2,
  );
  const { page, complaints, close } = await openPage(browser, card(1));
  await visits(page).first().waitFor();
  await page.evaluate(axe);
  expect(await barriers(page)).toEqual([]);

  // The menu of a visit by the keyboard alone; the focus comes back to its button.
  const menu = page.locator('[data-testid^="panel-menu-"]').first();
  await menu.press('Enter');
  await expect.poll(() => focused(page)).toMatch(/^panel-open-/);
  expect(await barriers(page)).toEqual([]);
  await page.keyboard.press('ArrowDown');
  expect(await focused(page)).toMatch(/^panel-move-/);
  await page.keyboard.press('ArrowUp');
  await page.keyboard.press('ArrowUp');
  expect(await focused(page)).toMatch(/^panel-cancel-/);
  await page.keyboard.press('Escape');
  await expect.poll(() => focused(page)).toMatch(/^panel-menu-/);

  await markAround(page);
  const before = await ourLooks(page);
  expect(before.length).toBeGreaterThan(20);
  const style = await page.addStyleTag({ content: HOSTILE_CSS });
  expect(await ourLooks(page)).toEqual(before);
  await style.evaluate((element) => (element as Element).remove());

  const theirs = await theirLooks(page);
  // The same page without us: neither of our hosts is there.
  await page.evaluate(
    'for (const host of [...document.querySelectorAll("*")].filter((one) => one.shadowRoot)) host.remove()',
  );
  expect(await theirLooks(page)).toEqual(theirs);

  await page.reload();
  await visits(page).first().waitFor();
  const background = () =>
    visits(page)
      .first()
      .evaluate((one) => getComputedStyle(one).backgroundColor);
  expect(await background()).toBe('rgb(255, 255, 255)');
  await page.getByTestId('theme-switch').click();
  await expect.poll(background).not.toBe('rgb(255, 255, 255)');
  await page.evaluate(axe);
  expect(await barriers(page)).toEqual([]);
  // amoCRM's own palette goes before ours.
  await page.addStyleTag({ content: ':root { --palette-background-primary: rgb(1, 2, 3) !important; }' });
  expect(await background()).toBe('rgb(1, 2, 3)');
  expect(complaints).toEqual([]);
  await close();
});

test('nothing jumps when data arrives, and at 300 and 360 pixels nothing is cut, however long', async () => {
  const slots = await freeSlots(product);
  const [first, second] = [23, 11].map((doctor) => slots.find(({ doctorId }) => doctorId === doctor));
  if (first === undefined || second === undefined) throw new Error('a day of Журавлёва and Лаврентьева');
  const booked = [];
  for (const slot of [first, second].toSorted((a, b) => Date.parse(a.start) - Date.parse(b.start)))
    booked.push(await sendBooking(product, bookingOf(product, 4, slot, { confirmed: true })));
  await product.archimed.change(booked[0]?.body.visit?.talonId ?? 0, { statusId: 5 });

  const { page, complaints, close } = await openPage(browser, 'about:blank');
  let release = (): void => {};
  const released = new Promise<void>((resolve) => {
    release = resolve;
  });
  await page.route('**/api/me', async (route) => {
    await released;
    await route.continue();
  });
  await page.goto(card(4));
  const panel = page.getByTestId('panel');
  const button = page.getByTestId('panel-book');
  const top = async (what: Locator) => (await what.boundingBox())?.y;
  const expected = await top(panel.locator('> .am-skeleton').last());
  release();
  await panel.getByText('Пациент пришёл').first().waitFor();
  expect(await top(button)).toBe(expected);
  const fits = async (): Promise<void> => {
    for (const width of [300, 360]) {
      await panel.evaluate((element, px) => {
        const around = (element.getRootNode() as ShadowRoot).host.parentElement;
        if (around !== null) around.style.width = `${px}px`;
      }, width);
      expect(await cutOff(panel)).toEqual([]);
    }
  };
  await fits();
  expect(await panel.locator('.line').count()).toBe(1);

  const long = 'Константинопольская-Преображенская';
  const clinic = await connectClinic(product, 'long', {
    ...{ title: 'Многопрофильный центр на Большой Академической', room: 'Процедурный кабинет №' },
    ...{ from: day(1), to: day(2), work: { start: '09:00', end: '12:00', step: 30 } },
    doctors: [
      {
        ...{ id: 8, lastName: long, firstName: 'Александра', middleName: 'Станиславовна', maxTime: 30 },
        ...{ photo: false, specializationIds: [1] },
      },
    ],
    directories: {
      specializations: [{ id: 1, name: 'Врач ультразвуковой диагностики, акушер-гинеколог' }],
    },
  });
  await product.amocrm.act(`/contacts/${demoCrm.firstContact + 10}`, { name: `${long} Александра` });
  await sendBooking(product, {
    ...{ dealId: deal(10), branchId: clinic.branchId, doctorId: 8, serviceIds: [], comment: '' },
    ...{ start: `${day(1)}T09:00:00+03:00`, end: `${day(1)}T09:30:00+03:00`, confirmed: true },
    patient: {
      lastName: long,
      firstName: 'Александра',
      middleName: '',
      birthDate: null,
      phone: '+79990001234',
    },
  });
  await goInside(page, `/leads/detail/${deal(10)}`);
  await panel.getByText('Процедурный кабинет № 8', { exact: false }).waitFor();
  await fits();
  for (const text of [`${long} Александра Станиславовна`, 'акушер-гинеколог', 'Большой Академической'])
    expect(await visits(page).first().textContent()).toContain(text);
  expect(complaints).toEqual([]);
  await close();
});

test('thirty cards later nothing is left: nodes, listeners, timers, frames, sockets', async () => {
  const { page, complaints, close } = await openPage(browser, 'about:blank');
  const leftovers = await watchLeftovers(page);
  await page.goto(`${product.stack.amocrmUrl}/leads/list`);
  await page.getByTestId('list-search').waitFor();
  const visit = async (index: number): Promise<void> => {
    await goInside(page, `/leads/detail/${deal(index % 6)}`);
    await page.getByTestId('panel').waitFor();
    // Mostly it is left before anything has arrived; sometimes amoCRM draws it anew.
    if (index % 5 !== 0) return;
    await page.getByTestId('panel-book').waitFor();
    await page.getByTestId('widget-rerender').click();
    expect(await page.getByTestId('panel').count()).toBe(1);
  };
  const settle = async (): Promise<Held> => {
    // Where nothing of ours is shown: the board has the journal's button.
    await goInside(page, '/leads/list');
    await page.getByTestId('list-search').waitFor();
    await expect.poll(async () => (await leftovers.count()).sockets).toBe(0);
    return leftovers.count();
  };
  for (let index = 0; index < 6; index += 1) await visit(index);
  const before = await settle();
  for (let index = 0; index < 30; index += 1) await visit(index);
  const after = await settle();
  expect(after).toMatchObject({ frames: 1, intervals: before.intervals, hosts: 0 });
  // A leak of one panel a card would be thousands of nodes; the page itself draws a tile more or less.
  expect(after.nodes).toBeLessThan(before.nodes + 300);
  expect(after.listeners).toBeLessThan(before.listeners + 30);
  expect(complaints).toEqual([]);
  await close();
});

test('what one manager does the other sees within seconds, also without a socket; a stage that hides the window hides it', async () => {
  const board = `${product.stack.amocrmUrl}/`;
  const [one, other, deaf] = await Promise.all(
    [board, card(2), 'about:blank'].map((url) => openPage(browser, url)),
  );
  if (!one || !other || !deaf) throw new Error('three pages');
  await one.page.getByTestId('board').waitFor();
  await goInside(one.page, `/leads/detail/${deal(2)}`);
  await deaf.page.clock.install();
  await deaf.page.context().routeWebSocket(/\/api\/live/, (socket) => socket.close());
  await deaf.page.goto(card(2));
  for (const { page } of [one, other, deaf]) await page.getByTestId('panel-book').waitFor();

  await soonestStays();
  await one.page.getByTestId('panel-book').click();
  const window = bookingFrame(one.page);
  await window.getByTestId('patient-703').waitFor();
  await window.getByTestId('best-slot-0').click();
  await window.getByTestId('book-submit').click();
  await window.getByTestId('book-done').waitFor();
  await visits(other.page).first().waitFor();
  // «Back» of the browser closes the window and nothing else.
  await goBack(one.page);
  await expect.poll(() => one.page.locator('dialog[data-page="booking"]').isVisible()).toBe(false);
  expect(one.page.url()).toBe(card(2));

  // The booking moves the deal itself, a little later.
  await eventually(
    () => product.amocrm.lead(deal(2)),
    ({ statusId }) => statusId === stages.booked,
  );
  await product.amocrm.act(`/leads/${deal(2)}`, { statusId: stages.noShow });
  for (const { page } of [one, other]) {
    await page.getByText('запись из сделки выключена', { exact: false }).waitFor();
    expect(await page.getByTestId('panel-book').count()).toBe(0);
  }
  await product.amocrm.act(`/leads/${deal(2)}`, { statusId: stages.inWork });
  await other.page.getByTestId('panel-book').waitFor();
  // Without a socket it asks every 15 seconds.
  await deaf.page.clock.fastForward(16_000);
  await visits(deaf.page).first().waitFor();
  for (const watched of [one, other, deaf]) {
    expect(watched.complaints.filter((text) => !text.includes('WebSocket'))).toEqual([]);
    await watched.close();
  }
});

test('a booking left in «проверяем…» ends in a notice; no phone, no contact and a sleeping ArchiMed+ are told', async () => {
  const { page, complaints, close } = await openPage(browser, card(3));
  await page.getByTestId('panel-book').waitFor();
  expect(await page.getByTestId('panel-person').textContent()).toMatch(/\+7 \d{3} \d{3}-\d\d-\d\d/);
  await product.archimed.fault({ kind: 'reset-after', method: 'POST', path: 'talons', times: 1 });
  await product.archimed.fault({ kind: 'latency', method: 'GET', path: 'talons', delayMs: 8_000 });
  const answer = await sendBooking(product, bookingOf(product, 3, await freeSlot(product, 3)));
  expect(answer.status).toBe(202);
  const id = answer.body.visit?.id ?? '';
  await page.getByTestId(`panel-status-${id}`).getByText('проверяем…').waitFor();
  // Several answers of eight seconds each.
  await page.getByTestId(`panel-ended-${id}`).getByText('Проверили: запись на').waitFor();
  await product.archimed.clearFaults();
  await page.getByTestId(`panel-ended-${id}`).getByRole('button').click();
  expect(await page.getByTestId(`panel-ended-${id}`).count()).toBe(0);

  await goInside(page, `/leads/detail/${deal(38)}`);
  await page.getByTestId('panel-person').getByText('телефон не указан').waitFor();
  await goInside(page, `/leads/detail/${deal(39)}`);
  await page.getByTestId('panel-person').getByText('не прикреплён контакт', { exact: false }).waitFor();
  await goInside(page, `/leads/detail/${deal(38)}`);
  await page.getByTestId('panel-person').getByText('телефон не указан').waitFor();
  await product.archimed.fault({ kind: 'json-error', status: 503 });
  // By itself the panel looks once a minute while its socket is open.
  await expect
    .poll(async () => {
      await page.evaluate("document.dispatchEvent(new Event('visibilitychange'))");
      return page.getByTestId('panel-trouble').textContent();
    })
    .toContain('ArchiMed+ не отвечает');
  await product.archimed.clearFaults();
  expect(complaints).toEqual([]);
  await close();
});

test('unsaved settings are asked about on the browser’s «back», too', async () => {
  const { page, complaints, close } = await openPage(browser, `${product.stack.amocrmUrl}/leads/list`);
  const path = `/settings/widgets/${demoCrm.widgetCode}/advanced`;
  await page.getByTestId('list-search').waitFor();
  await goInside(page, path);
  // The page in the frame tells amoCRM's page now and then.
  await page.evaluate(
    "addEventListener('message', ({ data }) => { if (data.type === 'archimed:unsaved') window.__unsaved = true; })",
  );
  const settings = page.frameLocator('iframe[src*="/settings/"]');
  await settings.getByTestId('branch-edit').first().click();
  await settings.getByTestId('branch-title').fill('Другое название');
  await page.waitForFunction('window.__unsaved');
  await goBack(page);
  await settings.getByTestId('leave-stay').click();
  expect(new URL(page.url()).pathname).toBe(path);
  await settings.getByTestId('branch-title').fill('Ещё одно название');
  await goBack(page);
  await settings.getByTestId('leave-drop').click();
  await expect.poll(() => new URL(page.url()).pathname).toBe('/leads/list');
  expect(complaints).toEqual([]);
  await close();
});
