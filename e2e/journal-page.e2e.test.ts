import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Browser, FrameLocator, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { post } from '../sandbox/demo/connect.ts';
import { demoCrm } from '../sandbox/demo/crm.ts';
import { bookingOf, type FreeSlot, freeSlots, sendBooking } from './support/booking.ts';
import { launch, openPage, type Watched } from './support/browser.ts';
import { type Product, startProduct } from './support/product.ts';
import { gridIn } from './support/schedule.ts';

/** «Журнал записи» as a manager uses it (product.md §3.2): from the pipeline, in place, by mouse and by keyboard. */
const SOON = { timeout: 10_000 };
const { primaryPipeline, repeatPipeline } = demoCrm;
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
let product: Product;
let browser: Browser;

beforeAll(async () => {
  product = await startProduct();
  browser = await launch();
  const automation = await product.admin.call('GET', '/api/automation', z.record(z.string(), z.unknown()));
  await product.admin.call('PUT', '/api/automation', z.unknown(), {
    ...automation,
    journalPipelines: [primaryPipeline],
  });
}, 120_000);

afterAll(async () => {
  await browser?.close();
  await product?.stop();
});

async function board(userId: number, pipeline: number = primaryPipeline): Promise<Watched> {
  const account = `${product.stack.amocrmUrl}/_sandbox/accounts/${demoCrm.accountId}`;
  const login = await post(`${account}/login`, { userId });
  const cookie = z.object({ name: z.string(), value: z.string() }).parse(login);
  const url = `${product.stack.amocrmUrl}/leads/pipeline/${pipeline}`;
  return openPage(browser, url, { width: 1440, height: 900 }, 'ru-RU', cookie);
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
  const [first, second, third, fourth] = [times[0], times[2], times[4], times[6]];
  if (!first || !second || !third || !fourth) throw new Error('too few times');
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
  const box = await grid.visit(visitId).boundingBox();
  if (box === null) throw new Error('the visit is not in the grid');
  const [x, y] = [box.x + 40, box.y + 6];
  const way = (await grid.down(clock(second.start))) - (await grid.down(clock(first.start)));
  const { mouse } = mine.page;
  await mouse.move(x, y);
  await mouse.down();
  await mouse.move(x, y + way / 2, { steps: 3 });
  await mouse.move(x, y + way, { steps: 3 });
  await expect
    .poll(() => frame.getByTestId('schedule-ghost').textContent(), SOON)
    .toContain(clock(second.start));
  await mouse.up();
  await expect
    .poll(() => frame.getByTestId('journal-move').textContent(), SOON)
    .toContain(clock(second.start));
  await frame.getByTestId('journal-move-submit').click();
  await frame.getByTestId('journal-done').waitFor();
  await expect
    .poll(() => gridIn(theirs).visit(visitId).getAttribute('title'), SOON)
    .toContain(clock(second.start));

  // The same by keyboard alone, from the visit's window.
  const isMine = (wanted: FreeSlot) =>
    expect.poll(() => grid.visit(visitId).getAttribute('title'), SOON).toContain(clock(wanted.start));
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
  }
  await mine.page.keyboard.press('Enter');
  await frame.getByTestId('journal-move-submit').press('Enter');
  await isMine(third);

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
  await expect
    .poll(() => gridIn(theirs).column(column).getByText(person.last).count(), SOON)
    .toBeGreaterThan(0);

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
  // Only in the chosen pipelines: there was time enough for the button to come.
  expect(await journalButton(elsewhere.page).count()).toBe(0);
  for (const { complaints, close } of [mine, others, stranger, elsewhere]) {
    expect(complaints).toEqual([]);
    await close();
  }
}, 120_000);
