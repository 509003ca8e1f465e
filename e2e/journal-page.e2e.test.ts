import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Browser, FrameLocator, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { post } from '../sandbox/demo/connect.ts';
import { demoCrm } from '../sandbox/demo/crm.ts';
import { bookingOf, type FreeSlot, freeSlots, sendBooking } from './support/booking.ts';
import { launch, openPage, type Watched } from './support/browser.ts';
import { eventually } from './support/eventually.ts';
import { type Product, startProduct } from './support/product.ts';
import { gridIn } from './support/schedule.ts';

/** «Журнал записи» as a manager uses it (product.md §3.2): from the pipeline, in place, by mouse and by keyboard. */
const { primaryPipeline, repeatPipeline } = demoCrm;
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
let product: Product;
let browser: Browser;
let doubtful: Awaited<ReturnType<typeof doubt>>;

beforeAll(async () => {
  product = await startProduct();
  browser = await launch();
  const automation = await product.admin.call('GET', '/api/automation', z.record(z.string(), z.unknown()));
  await product.admin.call('PUT', '/api/automation', z.unknown(), {
    ...automation,
    journalPipelines: [primaryPipeline],
  });
  doubtful = await doubt();
});

afterAll(async () => {
  await browser?.close();
  await product?.stop();
});

async function board(
  userId: number,
  pipeline: number = primaryPipeline,
  path = `/leads/pipeline/${pipeline}`,
): Promise<Watched> {
  const account = `${product.stack.amocrmUrl}/_sandbox/accounts/${demoCrm.accountId}`;
  const login = await post(`${account}/login`, { userId });
  const cookie = z.object({ name: z.string(), value: z.string() }).parse(login);
  const url = `${product.stack.amocrmUrl}${path}`;
  return openPage(browser, url, { width: 1440, height: 900 }, 'ru-RU', cookie);
}

/** amoCRM in another language: `APP.lang_id` tells it. */
async function inEnglish({ page }: Watched): Promise<void> {
  await page.addInitScript(() => {
    let app: object | undefined;
    Object.defineProperty(window, 'APP', {
      get: () => app,
      set: (made: object) => {
        app = Object.assign(made, { lang_id: 'en' });
      },
    });
  });
  await page.reload();
}

/** Booked at the reception for one of two namesakes on one phone: only a person can tell which. */
async function doubt() {
  const person = { firstName: 'Мария', lastName: 'Седова' };
  const made = z.looseObject({ id: z.int() });
  const namesakes = [];
  for (const _one of [1, 2]) {
    const contact = await product.amocrm.act('/contacts', { ...person, phones: ['+79057703001'] });
    namesakes.push(made.parse(contact).id);
  }
  const slot = (await freeSlots(product, product.branches.north)).at(-1);
  if (slot === undefined) throw new Error('no free time');
  const at = { doctorId: slot.doctorId, date: dayOf(slot), begin: clock(slot.start) };
  const talon = await product.archimed.book({ ...at, person: { ...person, phone: '+79057703001' } });
  return { talonId: talon.id, contactId: namesakes[1] ?? 0 };
}

const journalButton = (page: Page) => page.getByRole('button', { name: 'Журнал записи' });
const journalIn = (page: Page): FrameLocator => page.frameLocator('iframe[src*="/journal/"]');
const clock = (instant: string): string => instant.slice(11, 16);
const dayOf = ({ start }: FreeSlot): string => start.slice(0, 10);

async function openJournal(page: Page, day: string): Promise<FrameLocator> {
  await journalButton(page).click();
  const frame = journalIn(page);
  await frame.getByTestId('journal-date').fill(day);
  await frame.getByTestId('schedule').waitFor();
  return frame;
}

/** Free times of one doctor on one day, in the main branch. */
async function timesOfOneDoctor(): Promise<FreeSlot[]> {
  const slots = await freeSlots(product);
  const groups = Map.groupBy(slots, (slot) => `${slot.doctorId} ${dayOf(slot)}`);
  const times = [...groups.values()].find((group) => group.length >= 8);
  if (times === undefined) throw new Error('no doctor of the demo clinic has eight free times on a day');
  return times;
}

test('from the pipeline: found, moved by mouse and by keyboard, booked in place; others see it, a foreign branch nothing', async () => {
  const times = await timesOfOneDoctor();
  const [first, second, third, fourth, fifth] = [times[0], times[2], times[4], times[6], times[7]];
  if (!first || !second || !third || !fourth || !fifth) throw new Error('too few times');
  const day = dayOf(first);
  const column = `d${first.doctorId}-${product.branches.center}-${day}`;
  const answer = await sendBooking(product, bookingOf(product, 4, first));
  const visitId = answer.body.visit?.id ?? '';

  const [mine, others, elsewhere, stranger] = await Promise.all([
    board(demoCrm.manager),
    board(demoCrm.admin),
    board(demoCrm.manager, repeatPipeline),
    board(demoCrm.otherManager),
  ]);
  const frame = await openJournal(mine.page, day);
  const grid = gridIn(frame);
  const theirs = await openJournal(others.page, day);
  await gridIn(theirs).visit(visitId).waitFor({ state: 'attached' });

  // Found by name, opened, and back.
  const label = await grid.visit(visitId).getAttribute('title');
  const surname = label?.split(', ')[1]?.split(' ')[0] ?? '';
  await frame.getByTestId('journal-search').fill(surname.toLowerCase());
  await frame.getByTestId(`journal-found-${visitId}`).click();
  await frame.getByTestId('visit-view').waitFor();
  expect(await frame.getByTestId('journal-deal').getAttribute('href')).toContain(
    `/leads/detail/${demoCrm.firstLead + 4}`,
  );
  await mine.page.keyboard.press('Escape');
  await frame.getByTestId('journal-search').fill('');

  // Dragged to a later time: what will change is said, then done; the other browser sees it come.
  await grid.show(column, clock(first.start));
  await grid.visit(visitId).waitFor();
  const box = await grid.visit(visitId).boundingBox();
  if (box === null) throw new Error('the visit is not in the grid');
  const [x, y] = [box.x + 40, box.y + 6];
  const way = (await grid.down(clock(second.start))) - (await grid.down(clock(first.start)));
  const { mouse } = mine.page;
  await mouse.move(x, y);
  await mouse.down();
  await mouse.move(x, y + way / 2, { steps: 3 });
  await mouse.move(x, y + way, { steps: 3 });
  await expect.poll(() => frame.getByTestId('schedule-ghost').textContent()).toContain(clock(second.start));
  await mouse.up();
  await expect.poll(() => frame.getByTestId('journal-move').textContent()).toContain(clock(second.start));
  await frame.getByTestId('journal-move-submit').click();
  await frame.getByTestId('journal-done').waitFor();
  await expect.poll(() => gridIn(theirs).visit(visitId).getAttribute('title')).toContain(clock(second.start));

  // The same by keyboard alone, from the visit's window.
  const isMine = (wanted: FreeSlot) =>
    expect.poll(() => grid.visit(visitId).getAttribute('title')).toContain(clock(wanted.start));
  await isMine(second);
  await grid.visit(visitId).focus();
  await mine.page.keyboard.press('Enter');
  await frame.getByTestId('journal-place').press('Enter');
  const cursor = frame.getByTestId('schedule-cursor');
  const wanted = new RegExp(`${clock(third.start)}–`);
  for (let step = 0; step < 30; step += 1) {
    const told = (await cursor.textContent()) ?? '';
    if (wanted.test(told)) break;
    const now = /(\d\d:\d\d)–/.exec(told)?.[1] ?? '';
    await mine.page.keyboard.press(now > clock(third.start) ? 'ArrowUp' : 'ArrowDown');
    await expect.poll(() => cursor.textContent()).not.toBe(told);
  }
  await mine.page.keyboard.press('Enter');
  // Somebody else is faster: the nearest times are offered, and one of them will do.
  const question = frame.getByTestId('journal-move');
  await expect.poll(() => question.textContent()).toContain(`${clock(third.start)}–`);
  expect((await sendBooking(product, bookingOf(product, 11, third))).status).toBe(201);
  await frame.getByTestId('journal-move-submit').press('Enter');
  await frame.getByTestId('journal-move-error').waitFor();
  const nearest = frame.getByTestId('journal-nearest-0');
  const offered = /(\d\d:\d\d)–/.exec((await nearest.textContent()) ?? '')?.[1] ?? '';
  expect(await frame.locator('[data-testid^="journal-nearest-"]').count()).toBe(3);
  await nearest.press('Enter');
  await expect.poll(() => question.locator('strong').first().textContent()).toContain(offered);
  expect(await frame.getByTestId('journal-move-error').count()).toBe(0);
  await mine.page.keyboard.press('Enter');
  await expect.poll(() => grid.visit(visitId).getAttribute('title')).toContain(offered);

  // Booked in place, without a deal: the person is typed in.
  await grid.choose(column, clock(fourth.start));
  const person = { last: 'Журнальная', first: 'Вера', phone: '+7 905 111-22-33' };
  await frame.getByTestId('book-submit').waitFor();
  await frame.getByTestId('patient-last').fill(person.last);
  await frame.getByTestId('patient-first').fill(person.first);
  await frame.getByTestId('patient-phone').fill(person.phone);
  await frame.getByTestId('book-submit').click();
  await frame.getByTestId('book-done').waitFor();
  await frame.getByTestId('done-close').click();
  await expect.poll(() => gridIn(theirs).column(column).getByText(person.last).count()).toBeGreaterThan(0);

  // The same into a deal of one's choice: what names none, and what amoCRM does not know, is told at the field.
  await grid.choose(column, clock(fifth.start));
  await frame.getByTestId('book-submit').waitFor();
  await frame.getByTestId('patient-last').fill('Журнальный');
  await frame.getByTestId('patient-first').fill('Глеб');
  await frame.getByTestId('patient-phone').fill('+7 905 111-22-44');
  // A busy amoCRM is not waited for: the visit would be booked before it says that it knows no such deal.
  const pending = z.object({ events: z.array(z.unknown()) });
  await eventually(
    () => product.admin.call('GET', '/api/events?outcome=pending', pending),
    ({ events }) => events.length === 0,
  );
  const deal = frame.getByTestId('book-deal');
  const told = () => deal.locator('xpath=..').getByRole('alert').textContent();
  for (const [typed, answer] of [
    ['вчерашняя', 'Это не номер сделки'],
    ['999', 'Такой сделки в amoCRM нет'],
  ] as const) {
    await deal.fill(typed);
    await frame.getByTestId('book-submit').click();
    await expect.poll(told).toContain(answer);
    await expect.poll(() => deal.evaluate((field) => field === document.activeElement)).toBe(true);
  }
  await deal.fill(`${product.stack.amocrmUrl}/leads/detail/${demoCrm.firstLead + 12}`);
  await frame.getByTestId('book-submit').click();
  await frame.getByTestId('book-done').waitFor();
  await frame.getByTestId('done-close').click();
  const chosen = await product.manager.call(
    'GET',
    `/api/visits?deal=${demoCrm.firstLead + 12}`,
    z.object({ visits: z.array(z.looseObject({ start: z.string() })) }),
  );
  expect(chosen.visits.map(({ start }) => start)).toEqual([fifth.start]);

  // Axe has nothing to say, the address outlives the browser's back.
  const inside = mine.page.frames().find((one) => one.url().includes('/journal/'));
  await inside?.evaluate(axe);
  const barriers = await inside?.evaluate(
    'axe.run().then(({ violations }) => violations.map((one) => one.id + " " + one.nodes[0].html))',
  );
  expect(barriers).toEqual([]);
  await frame.getByTestId('journal-week').click();
  await frame.getByTestId('journal-overview').waitFor();
  await inside?.evaluate('history.back()');
  await frame.getByTestId('schedule').waitFor();

  // Who may use another branch only learns that the time is taken.
  const strange = await openJournal(stranger.page, day);
  await strange.getByTestId('journal-period').waitFor();
  expect(await gridIn(strange).visit(visitId).count()).toBe(0);
  expect(await strange.getByText(surname).count()).toBe(0);
  // Only in the chosen pipelines: there was time enough for the button to come. Also where the address names none.
  expect(await journalButton(elsewhere.page).count()).toBe(0);
  const known = () => elsewhere.page.waitForResponse((reply) => reply.url().endsWith('/api/me'));
  await Promise.all([known(), elsewhere.page.goto(`${product.stack.amocrmUrl}/leads/`)]);
  await elsewhere.page.waitForTimeout(300);
  expect(await journalButton(elsewhere.page).count()).toBe(0);
  // It comes although the first question got no answer.
  let lost = 0;
  await elsewhere.page.route('**/api/me', (route) => {
    lost += 1;
    return lost === 1 ? route.abort() : route.continue();
  });
  await elsewhere.page.getByTestId(`pipeline-${primaryPipeline}`).click();
  await elsewhere.page.goto(`${product.stack.amocrmUrl}/leads/`);
  await journalButton(elsewhere.page).waitFor();
  expect(lost).toBeGreaterThan(1);
  for (const { complaints, close } of [mine, others, stranger, elsewhere]) {
    expect(complaints).toEqual([]);
    await close();
  }
});

const doctorsOfBoth = [12, 15, 21];

test('from a deal: columns, filters, a week, search; cancelled, decided, on to the deal; English; a foreign branch’s time', async () => {
  const slots = await freeSlots(product);
  const shared = slots.find(({ doctorId }) => doctorsOfBoth.includes(doctorId));
  const other = slots.findLast(({ doctorId }) => !doctorsOfBoth.includes(doctorId));
  if (shared === undefined || other === undefined) throw new Error('too few times');
  const idOf = async (dealIndex: number, slot: FreeSlot) =>
    (await sendBooking(product, bookingOf(product, dealIndex, slot))).body.visit?.id ?? '';
  const [visitId, laterId] = [await idOf(13, shared), await idOf(14, other)];
  await eventually(
    () => product.manager.call('GET', '/api/review', z.object({ items: z.array(z.unknown()) })),
    ({ items }) => items.length > 0,
  );
  const dealId = demoCrm.firstLead + 13;
  const [day, { center, north }] = [dayOf(shared), product.branches];
  const [mine, english] = await Promise.all([
    board(demoCrm.manager, primaryPipeline, `/leads/detail/${dealId}`),
    board(demoCrm.otherManager),
  ]);
  await inEnglish(english);

  // Deal → journal: its own visit stands out.
  await mine.page.getByTestId('panel-journal').click();
  const frame = journalIn(mine.page);
  await frame.getByTestId('journal-date').fill(day);
  const grid = gridIn(frame);
  const columns = frame.locator('[data-testid^="schedule-column-"]');
  const isIn = (key: string) =>
    grid.column(key).getByTestId(`schedule-visit-${visitId}`).waitFor({ state: 'attached' });
  await isIn(`d${shared.doctorId}-${center}-${day}`);
  expect(await grid.visit(visitId).getAttribute('class')).toContain('sched-visit--own');
  expect(await frame.locator('.sched-visit--own').count()).toBe(1);
  await frame.getByText(`Журнал открыт из сделки № ${dealId}`).waitFor();

  // By room, by branch, by doctor again.
  await frame.getByTestId('journal-room').click();
  await isIn(`r${shared.room}-${center}-${day}`);
  await frame.getByTestId('journal-branch').click();
  await isIn(`b${center}-${day}`);
  expect(await columns.count()).toBe(2);
  await frame.getByTestId('journal-doctor').click();
  await isIn(`d${shared.doctorId}-${center}-${day}`);

  // Every filter, alone.
  const all = await columns.count();
  const keys = () =>
    columns.evaluateAll((found) =>
      found.map((column) => column.getAttribute('data-testid')?.replace('schedule-column-', '') ?? ''),
    );
  const isReset = async () => {
    await frame.getByTestId('journal-reset').click();
    await expect.poll(() => columns.count()).toBe(all);
  };
  await frame.getByTestId('journal-filter-branch').selectOption(String(north));
  await expect.poll(() => grid.visit(visitId).count()).toBe(0);
  expect((await keys()).every((key) => key.endsWith(`-${north}-${day}`))).toBe(true);
  await isReset();
  await frame.getByTestId('journal-filter-room').selectOption(shared.room);
  await expect.poll(() => columns.count()).toBeLessThan(all);
  await isIn(`d${shared.doctorId}-${center}-${day}`);
  await isReset();
  const status = (await grid.visit(visitId).getAttribute('title'))?.split(', ')[3] ?? '';
  await frame.getByTestId('journal-filter-status').selectOption(status);
  await isIn(`d${shared.doctorId}-${center}-${day}`);
  await isReset();
  await frame.getByTestId('journal-filter-doctor').selectOption(String(shared.doctorId));
  await expect.poll(keys).toEqual([`d${shared.doctorId}-${center}-${day}`]);

  // A doctor's week, with the filter that is set; after a reload it is the same.
  await frame.getByTestId('journal-week').click();
  await isIn(`d${shared.doctorId}-${center}-${day}`);
  expect(await columns.count()).toBeGreaterThanOrEqual(7);
  // Also on a phone nothing of its head is cut off.
  const [wide, narrow] = [mine.page.viewportSize(), { width: 360, height: 740 }];
  await mine.page.setViewportSize(narrow);
  const inside = mine.page.frames().find((one) => one.url().includes('/journal/'));
  await expect
    .poll(() => inside?.evaluate('[innerWidth, document.documentElement.scrollWidth]'))
    .toEqual([narrow.width, narrow.width]);
  await frame.getByTestId('journal-later').click({ trial: true });
  await mine.page.setViewportSize(wide ?? { width: 1440, height: 900 });
  await frame.getByTestId('journal-day').click();
  await isReset();

  // Search by phone, however it is typed; by name in the days that are not in view.
  const visits = z.object({
    visits: z.array(
      z.looseObject({ id: z.string(), patientName: z.string(), patientPhone: z.string().nullable() }),
    ),
  });
  const known = async (id: string, on: string) =>
    (await product.manager.call('GET', `/api/journal?from=${on}&to=${on}`, visits)).visits.find(
      (visit) => visit.id === id,
    );
  const digits = ((await known(visitId, day))?.patientPhone ?? '').replaceAll(/\D/g, '').slice(-10);
  const search = frame.getByTestId('journal-search');
  for (const typed of [`8${digits}`, `+7 (${digits.slice(0, 3)}) ${digits.slice(3)}`]) {
    await search.fill(typed);
    await frame.getByTestId(`journal-found-${visitId}`).waitFor();
  }
  const surname = (await known(laterId, dayOf(other)))?.patientName.split(' ')[0] ?? '';
  await search.fill('');
  await frame.getByTestId('journal-today').click();
  await search.fill(surname);
  expect(await frame.getByTestId(`journal-found-${laterId}`).count()).toBe(0);
  await frame.getByTestId('journal-search-more').click();
  // Also from there its window leads to the deal. Esc before it is painted is not the journal's.
  await frame.getByTestId(`journal-found-${laterId}`).evaluate(async (found) => {
    (found as HTMLElement).click();
    for (let turns = 0; turns < 20; turns += 1) await Promise.resolve();
    document.activeElement?.dispatchEvent(new KeyboardEvent('keydown', { key: 'Escape', bubbles: true }));
  });
  expect(await frame.getByTestId('journal-deal').getAttribute('href')).toContain(
    `/${demoCrm.firstLead + 14}`,
  );
  await mine.page.keyboard.press('Escape');
  expect(await frame.locator(`[data-testid="journal-found-${laterId}"]`).count()).toBe(1);

  // Cancelled from what was found; shown only «с отменёнными».
  await frame
    .locator('li', { has: frame.getByTestId(`journal-found-${laterId}`) })
    .getByRole('button', { name: 'Показать в сетке' })
    .click();
  await grid.visit(laterId).click();
  await frame.getByTestId('visit-cancel').click();
  await frame.getByTestId('cancel-reason').selectOption({ index: 1 });
  await frame.getByTestId('cancel-submit').click();
  await frame.getByTestId('book-done').waitFor();
  await frame.getByTestId('done-close').click();
  await expect.poll(() => grid.visit(laterId).count()).toBe(0);
  await frame.getByTestId('journal-gone').click();
  await expect.poll(() => grid.visit(laterId).getAttribute('class')).toContain('sched-visit--over');

  // Who somebody is is decided here, too.
  await frame.getByTestId('journal-reviews').click();
  const review = frame.getByTestId(`review-of-${doubtful.talonId}`);
  await review.getByTestId(`review-accept-${doubtful.contactId}`).click();
  await review.getByText('Решено').waitFor();
  await mine.page.keyboard.press('Escape');
  await expect.poll(() => frame.getByTestId('journal-reviews').count()).toBe(0);

  // Who may use the other branch only: a doctor of both is taken, and no more is told. In English.
  await english.page.getByRole('button', { name: 'Visit journal' }).click();
  const theirs = journalIn(english.page);
  await theirs.getByTestId('journal-date').fill(day);
  await theirs.getByTestId('journal-filter-doctor').selectOption(String(shared.doctorId));
  await theirs.getByTestId('journal-week').click();
  const block = theirs
    .getByTestId(`schedule-column-d${shared.doctorId}-${north}-${day}`)
    .getByText('another branch');
  await block.first().waitFor({ state: 'attached' });
  expect(await gridIn(theirs).visit(visitId).count()).toBe(0);
  const words = theirs.locator(
    'h1, .jr-head button, .sched-legend, .sched-block, option[value=""], .jr-filters .am-toggle',
  );
  expect((await words.allTextContents()).filter((text) => /[а-яё]/i.test(text))).toEqual([]);

  // Visit → deal.
  await frame.getByTestId('journal-gone').click();
  await frame.getByTestId('journal-date').fill(day);
  await grid.visit(visitId).click();
  await frame.getByTestId('journal-deal').click();
  await mine.page.waitForURL(`**/leads/detail/${dealId}`);
  await mine.page.getByTestId('card').waitFor();
  for (const { complaints, close } of [mine, english]) {
    expect(complaints).toEqual([]);
    await close();
  }
});
