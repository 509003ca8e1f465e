import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Locator, Page } from 'playwright-core';
import { z } from 'zod';
import { bookingOf, freeSlot, sendBooking } from '../e2e/support/booking.ts';
import { launch, openPage } from '../e2e/support/browser.ts';
import { eventually } from '../e2e/support/eventually.ts';
import { type Product, startProduct } from '../e2e/support/product.ts';
import { demoCrm } from '../sandbox/demo/crm.ts';

// The pictures of «История запросов» and «Состояние»: a clinic of their own, in which three days of retries pass in seconds.
//   node scripts/history-pictures.ts
const outDir = join(import.meta.dirname, '../docs/screenshots');
const deal = (index: number) => demoCrm.firstLead + index;
const WIDTH = 1100;

mkdirSync(outDir, { recursive: true });
const product: Product = await startProduct({ TIME_SCALE: '100000', POLL_SECONDS: '3' });
await product.amocrm.settings({ indexDelayMs: 0, rps: 0 });
const browser = await launch();
try {
  const page = await ownTab();
  await past();
  await history(page);
  await state(page);
} finally {
  await browser.close();
  await product.stop();
}

/** The settings in a tab of their own: as high as what there is to see. */
async function ownTab(): Promise<Page> {
  const advanced = `${product.stack.amocrmUrl}/settings/widgets/${demoCrm.widgetCode}/advanced`;
  const { page } = await openPage(browser, advanced);
  const opened = page.context().waitForEvent('page');
  await page.frameLocator('iframe[src*="/settings/"]').getByTestId('own-tab').click();
  const tab = await opened;
  await tab.setViewportSize({ width: WIDTH, height: 900 });
  return tab;
}

async function shoot(page: Page, name: string, width = WIDTH): Promise<void> {
  // The page scrolls in itself, so the window grows instead; what has just faded in comes to rest.
  await page.setViewportSize({ width, height: 900 });
  const whole = await page.evaluate(() => document.documentElement.scrollHeight);
  await page.setViewportSize({ width, height: whole });
  await page.waitForTimeout(600);
  await page.screenshot({ path: join(outDir, `${name}.png`), animations: 'disabled' });
  await page.setViewportSize({ width: WIDTH, height: 900 });
  console.log(`${name}.png`);
}

async function book(index: number) {
  const answer = await sendBooking(product, bookingOf(product, index, await freeSlot(product, index)));
  const { id = '', talonId } = answer.body.visit ?? {};
  await eventually(() => eventsOf(`visit=${id}&outcome=pending`), isEmpty);
  return { visitId: id, talonId: talonId ?? 0 };
}

async function eventsOf(query: string) {
  const found = z.looseObject({ id: z.string(), held: z.boolean(), outcome: z.string() });
  const schema = z.object({ events: z.array(found) });
  return (await product.admin.call('GET', `/api/events?${query}`, schema)).events;
}

function isEmpty(events: readonly unknown[]): boolean {
  return events.length === 0;
}

function settled() {
  return eventually(() => eventsOf('outcome=pending'), isEmpty);
}

function stageIs(index: number, stage: number) {
  return eventually(
    () => product.amocrm.lead(deal(index)),
    ({ statusId }) => statusId === stage,
  );
}

async function automation(change: Record<string, unknown>): Promise<void> {
  const schema = z.looseObject({ version: z.int() });
  const { taskTypes: _types, ...kept } = await product.admin.call('GET', '/api/automation', schema);
  await product.admin.call('PUT', '/api/automation', z.unknown(), { ...kept, ...change });
}

/** What happened before anybody looks: a visit with a story, a protected stage, a hiccup that passed, a refusal. */
async function past(): Promise<void> {
  const { talonId } = await book(0);
  await stageIs(0, demoCrm.stages.booked);
  for (const [statusId, stage] of [
    [2, demoCrm.stages.confirmed],
    [5, demoCrm.stages.arrived],
  ] as const) {
    await product.archimed.change(talonId, { statusId });
    await stageIs(0, stage);
  }
  await automation({
    protectedStages: [{ pipelineId: demoCrm.primaryPipeline, stageId: demoCrm.stages.arrived }],
  });
  await product.archimed.change(talonId, { statusId: 3 });
  await eventually(
    () => eventsOf('kind=visit.status_changed'),
    (events) => events.length === 3,
  );
  await settled();
  await product.amocrm.fault({ kind: 'html-error', status: 503, method: 'PATCH', path: 'leads*', times: 2 });
  await book(1);
  await product.amocrm.clearFaults();
  await product.amocrm.fault({ kind: 'json-error', status: 403, method: 'PATCH', path: 'leads*' });
  for (const index of [2, 3]) await book(index);
  await settled();
  await product.amocrm.clearFaults();
}

async function open(page: Page, section: string): Promise<void> {
  await page.getByTestId(`section-${section}`).click();
  await page.waitForTimeout(1_200);
}

/** Opened, and with its foot in sight. */
async function unfold(event: Locator): Promise<void> {
  await event.locator('summary').first().click();
  await event.getByTestId('attempts').waitFor();
}

async function history(page: Page): Promise<void> {
  await open(page, 'history');
  await page.getByTestId('failed-first').waitFor();
  await shoot(page, 'settings-history');
  await shoot(page, 'history-phone', 375);
  await unfold(page.getByTestId('failed-first').locator('details').first());
  await shoot(page, 'history-failed');

  await page.getByTestId('history-search').fill(String(deal(1)));
  await page.getByTestId('history-kind').selectOption('visit.created');
  await page.getByTestId('history-find').click();
  await page.waitForTimeout(1_000);
  await unfold(page.getByTestId('events').locator('details').first());
  await shoot(page, 'history-event');

  await page.getByTestId('history-reset').click();
  await page.getByTestId('history-search').fill(String(deal(0)));
  await page.getByTestId('history-kind').selectOption('visit.status_changed');
  await page.getByTestId('history-find').click();
  await page.waitForTimeout(1_000);
  const stayed = page.getByTestId('events').locator('details').first();
  await stayed.locator('summary').first().click();
  await stayed.getByTestId('verdict').waitFor();
  await shoot(page, 'history-why');

  await page.getByTestId('history-reset').click();
  await page.getByTestId('history-retry-failed').click();
  await page.getByTestId('retry-failed-start').click();
  await page.getByText('Готово: выполнено', { exact: false }).waitFor();
  await page.waitForTimeout(600);
  await page.screenshot({ path: join(outDir, 'history-retry.png'), animations: 'disabled' });
  console.log('history-retry.png');
  await page.getByTestId('retry-failed-close').click();

  await page.getByTestId('history-search').fill(String(deal(0)));
  await page.getByTestId('history-find').click();
  await page.waitForTimeout(1_000);
  await page.getByTestId('events').locator('summary').last().click();
  await page.getByTestId('to-deal-story').click();
  await page.getByTestId('timeline').waitFor();
  await shoot(page, 'history-story');
  await page.getByTestId('timeline').locator('summary').first().click();
  await page.getByTestId('to-visit-story').first().click();
  await page.getByTestId('story-subject').getByText('Сейчас', { exact: false }).waitFor();
  await shoot(page, 'history-visit');
}

async function state(page: Page): Promise<void> {
  const card = page.getByTestId(`state-branch-${product.branches.center}`);
  await open(page, 'state');
  await card.getByTestId('reconcile').click();
  await card.getByText('Сверка:', { exact: false }).first().waitFor({ timeout: 60_000 });
  await shoot(page, 'settings-state');

  // A manager has written over a field: reported, and left.
  const fields = (await product.amocrm.state()).fields.leads;
  const room = fields.find(({ name }) => name === 'Кабинет')?.id ?? 0;
  await product.amocrm.act(`/leads/${deal(1)}`, { fields: { [room]: 'по договорённости' } });
  await card.getByTestId('reconcile').click();
  await card
    .getByText(String(deal(1)), { exact: false })
    .first()
    .waitFor({ timeout: 60_000 });
  await shoot(page, 'state-night');

  // amoCRM answers no write for a while.
  for (const path of ['leads*', 'tasks*']) {
    await product.amocrm.fault({ kind: 'html-error', status: 503, method: 'PATCH,POST', path });
  }
  await book(4);
  await page.getByTestId('state-refresh').click();
  await page.getByTestId('state-amocrm').getByTestId('state-trouble').waitFor();
  await shoot(page, 'state-amocrm');
  await product.amocrm.clearFaults();
  await product.admin.call('POST', '/api/events/retry', z.unknown(), {});
  await settled();

  // One move in ten minutes is allowed: what the reception changes at once is a flood.
  const talons = [];
  for (const index of [5, 6, 7, 8]) talons.push((await book(index)).talonId);
  await automation({ limits: { moves: 1, creations: 1 } });
  await Promise.all(talons.map((talon) => product.archimed.change(talon, { statusId: 2 })));
  await eventually(
    () => eventsOf('outcome=held'),
    (events) => events.length > 0,
  );
  await page.getByTestId('state-refresh').click();
  await card.getByTestId('what-would-look').click();
  await card.getByTestId('what-would').getByText('этап «', { exact: false }).first().waitFor();
  await page.waitForTimeout(2_000);
  await shoot(page, 'state-stopped');
  await product.admin.call('POST', `/api/state/branches/${product.branches.center}/approve`, z.unknown(), {});
  await automation({ limits: { moves: 200, creations: 50 } });
  await settled();

  await product.archimed.fault({ kind: 'empty-list', method: 'GET', path: 'talons' });
  await card.getByTestId('held-first').waitFor({ timeout: 30_000 });
  await shoot(page, 'state-held');
  await shoot(page, 'state-phone', 375);
}
