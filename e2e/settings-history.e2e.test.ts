import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Browser, FrameLocator, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { demoCrm } from '../sandbox/demo/crm.ts';
import { bookingOf, freeSlot, sendBooking } from './support/booking.ts';
import { launch, openPage } from './support/browser.ts';
import { eventually } from './support/eventually.ts';
import { type Product, startProduct } from './support/product.ts';

/** «Почему сделка не сдвинулась?»: found, understood and repaired by an administrator on the page alone. */
const PATIENTLY = { timeout: 20_000 };
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const deal = (index: number) => demoCrm.firstLead + index;
let product: Product;
let browser: Browser;

beforeAll(async () => {
  // Three days of retries pass in seconds.
  product = await startProduct({ TIME_SCALE: '100000', POLL_SECONDS: '1' });
  await product.amocrm.settings({ indexDelayMs: 0 });
  browser = await launch();
}, 120_000);

afterAll(async () => {
  await browser?.close();
  await product?.stop();
});

test('failed updates of deals are found from «Состояние», explained, and retried: one by itself, the other with all that failed', async () => {
  const advanced = `${product.stack.amocrmUrl}/settings/widgets/${demoCrm.widgetCode}/advanced`;
  const { page, complaints, close } = await openPage(browser, advanced);
  const settings = page.frameLocator('iframe[src*="/settings/"]');
  await settings.getByTestId('section-automation').click();
  await settings.getByTestId('alert-user').selectOption(String(demoCrm.otherManager));
  await settings.getByTestId('save').click();
  await settings.getByTestId('saved').waitFor();

  await product.amocrm.fault({ kind: 'json-error', method: 'PATCH', path: 'leads*', status: 403 });
  for (const index of [0, 1]) {
    const answer = await sendBooking(product, bookingOf(product, index, await freeSlot(product, index)));
    expect(answer.status).toBe(201);
  }
  await eventually(failedEvents, (events) => events.length === 2);
  // One task for both, of the chosen user and of no deal.
  const alerts = () => product.amocrm.tasksOf(null);
  await eventually(alerts, (tasks) => tasks.length > 0);

  await settings.getByTestId('section-state').click();
  await settings.getByTestId('state-amocrm').waitFor();
  expect(await barriers(page)).toEqual([]);
  await settings.getByTestId('state-amocrm').getByTestId('to-failed').click();

  const event = settings.getByTestId('events').locator('details').last();
  await event.locator('summary').click();
  await event
    .getByTestId('attempts')
    .getByText('amoCRM не разрешил это действие: не хватает прав.')
    .first()
    .waitFor();
  expect(await event.getByTestId('attempts').textContent()).toContain('403');
  expect(await event.getByTestId('to-deal').getAttribute('href')).toContain(`/leads/detail/${deal(0)}`);
  expect(await barriers(page)).toEqual([]);
  await product.amocrm.clearFaults();
  await event.getByTestId('event-retry').click();
  await event.locator('summary').getByText('выполнено').waitFor();
  await isBooked(deal(0));

  await settings.getByTestId('history-retry-failed').click();
  await settings.getByTestId('retry-failed-start').click();
  await expect
    .poll(() => settings.getByTestId('retry-failed-result').textContent(), PATIENTLY)
    .toContain('выполнено 1');
  await isBooked(deal(1));
  // Pressed again there is nothing left to do.
  await settings.getByTestId('retry-failed-close').click();
  await settings.getByTestId('history-retry-failed').click();
  await settings.getByTestId('retry-failed-start').click();
  await settings.getByText('Неудачных событий по этому отбору нет.').waitFor();
  await settings.getByTestId('retry-failed-close').click();
  expect(await product.amocrm.notesOf(deal(1))).toHaveLength(1);

  expect((await alerts()).map(({ responsibleUserId }) => responsibleUserId)).toEqual([demoCrm.otherManager]);
  await story(settings);
  expect(await barriers(page)).toEqual([]);
  await page.evaluate('history.back()');
  await settings.getByTestId('history-search').waitFor();
  expect(complaints).toEqual([]);
  await close();
});

/** From a search to the whole story of a deal. */
async function story(settings: FrameLocator): Promise<void> {
  await settings.getByTestId('history-reset').click();
  await settings.getByTestId('history-search').fill(String(deal(0)));
  await settings.getByTestId('history-find').click();
  const found = settings.getByTestId('events').locator('details').first();
  await found.locator('summary').click();
  await found.getByTestId('to-deal-story').click();
  await settings.getByTestId('timeline').getByText('Запись из amoCRM', { exact: false }).first().waitFor();
  expect(await settings.getByTestId('story-subject').textContent()).toContain(String(deal(0)));
}

async function failedEvents() {
  const { events } = await product.admin.call(
    'GET',
    '/api/events?outcome=failed',
    z.object({ events: z.array(z.looseObject({ id: z.string() })) }),
  );
  return events;
}

const isBooked = (leadId: number) =>
  eventually(
    () => product.amocrm.lead(leadId),
    ({ statusId }) => statusId === demoCrm.stages.booked,
  );

/** What keeps somebody out, in the words of axe. */
async function barriers(page: Page): Promise<string[]> {
  const frame = page.frames().find((one) => one.url().includes('/settings/'));
  if (!frame) throw new Error('no frame of the settings');
  await frame.evaluate(axe);
  const found = await frame.evaluate(
    `axe.run(document).then(({ violations }) => violations.flatMap((one) => one.nodes.map((node) => one.id + ' ' + node.html)))`,
  );
  return z.array(z.string()).parse(found);
}
