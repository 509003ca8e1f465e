import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { post } from '../sandbox/demo/connect.ts';
import { demoCrm } from '../sandbox/demo/crm.ts';
import { bookingOf, freeSlot, sendBooking } from './support/booking.ts';
import { launch, openPage } from './support/browser.ts';
import { eventSchema } from './support/events.ts';
import { eventually } from './support/eventually.ts';
import { type Product, startProduct } from './support/product.ts';

/** A stage's action sets a visit's status: set up in amoCRM's own page, carried out once, told in the history. */
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const { stages, primaryPipeline } = demoCrm;
const NO_SHOW = 6;
const BOOKED = 1;
const deal = (index: number) => demoCrm.firstLead + index;
let product: Product;
let browser: Browser;

beforeAll(async () => {
  product = await startProduct({ POLL_SECONDS: '1' });
  await product.amocrm.settings({ indexDelayMs: 0, hooks: { double: true } });
  browser = await launch();
});

afterAll(async () => {
  await browser?.close();
  await product?.stop();
});

test('an action is set up on a stage; a deal that comes there changes its visit once, one that moved on is left alone', async () => {
  const talons = [await booked(0), await booked(1)];
  const { page, complaints, close } = await openPage(
    browser,
    `${product.stack.amocrmUrl}/settings/pipeline/leads/${primaryPipeline}`,
  );
  await page.route('**/api/me', (route) => route.abort());
  await page.getByTestId(`add-action-${stages.noShow}`).click();
  await page.getByTestId(`stage-${stages.noShow}`).getByTestId(`add-${demoCrm.widgetCode}`).click();
  const form = page.getByTestId('dp-form');
  await form.getByTestId('dp-words').waitFor();
  await page.unroute('**/api/me');
  await form.getByRole('button', { name: 'Повторить' }).click();

  // Nothing is chosen yet: amoCRM itself refuses to save.
  await form.getByTestId('dp-what').waitFor();
  expect(await page.locator('input[name="dp_token"]').isVisible()).toBe(false);
  await page.getByTestId('trigger-save').click();
  await page.getByTestId('trigger-error').getByText('Заполните: Статус записи', { exact: true }).waitFor();
  await form.getByTestId('dp-what').selectOption({ label: 'Отменить запись' });
  await form.getByTestId(`dp-reason-${product.branches.center}`).waitFor();
  await form.getByTestId('dp-what').selectOption({ label: 'Поставить статус' });
  await form.getByTestId('dp-meaning').selectOption({ label: 'не пришёл' });
  const exact = form.getByTestId(`dp-status-${product.branches.center}`);
  expect(await exact.locator('option:checked').textContent()).toBe('По значению: «Не явился»');
  expect(await barriers(page)).toEqual([]);
  await page.getByTestId('trigger-save').click();
  await page.getByTestId('trigger-1').click();
  await expect.poll(() => form.getByTestId('dp-meaning').inputValue()).toBe('no-show');
  await page.keyboard.press('Escape');

  await product.amocrm.act(`/leads/${deal(0)}`, { statusId: stages.noShow });
  await statusIs(talons[0], NO_SHOW);
  const sent = await eventually(deliveries, (all) => all.every(({ reply }) => reply?.status === 200));
  expect(sent.map(({ leadId }) => leadId)).toEqual([deal(0), deal(0)]);
  const [event, ...others] = await eventually(
    () => actionsOf(0),
    ([first]) => first?.outcome === 'done',
  );
  expect(others).toEqual([]);
  expect(event?.decision?.actions.map(({ text }) => text)).toEqual([
    `Статус записи ${talons[0]}: «Не явился»`,
  ]);

  // The same call again, for a deal that stands elsewhere by now; the token is the one that amoCRM keeps.
  const settings = await savedSettings();
  await post(`${product.amocrm.url}/_sandbox/accounts/${demoCrm.accountId}/digital-pipeline`, {
    leadId: deal(1),
    settings,
    statusId: stages.noShow,
    format: 'form',
  });
  const [left] = await eventually(
    () => actionsOf(1),
    ([first]) => first?.outcome === 'ignored',
  );
  expect(left?.decision?.reasons.map(({ code }) => code)).toEqual(['dp.moved_on']);
  expect(await statusOf(talons[1])).toBe(BOOKED);

  await page.goto(`${product.stack.amocrmUrl}/settings/widgets/${demoCrm.widgetCode}/advanced`);
  const history = page.frameLocator('iframe[src*="/settings/"]');
  await history.getByTestId('section-history').click();
  const lines = history.getByTestId('events');
  await lines.getByText(`Статус записи ${talons[0]}: «Не явился»`).first().waitFor();
  await lines.getByText('Действие этапа «Не пришёл», а сделка уже на этапе «Записан»').first().waitFor();
  expect(complaints).toEqual([]);
  await close();
});

async function booked(index: number): Promise<number> {
  const slot = await freeSlot(product, index);
  const { body } = await sendBooking(product, bookingOf(product, index, slot));
  await eventually(
    async () => (await product.amocrm.lead(deal(index))).statusId,
    (statusId) => statusId === stages.booked,
  );
  return body.visit?.talonId ?? 0;
}

const statusOf = async (talonId: number | undefined) =>
  (await product.archimed.talons()).find(({ id }) => id === talonId)?.statusId;
const statusIs = (talonId: number | undefined, wanted: number) =>
  eventually(
    () => statusOf(talonId),
    (statusId) => statusId === wanted,
  );

async function actionsOf(index: number) {
  const path = `/api/events?kind=lead.dp_action&deal=${deal(index)}`;
  return (await product.admin.call('GET', path, z.object({ events: z.array(eventSchema) }))).events;
}

const delivery = z.looseObject({
  leadId: z.int(),
  reply: z.looseObject({ status: z.int().optional() }).nullable(),
});
async function deliveries() {
  const reply = await fetch(`${product.amocrm.url}/_sandbox/triggers`);
  return z.object({ triggers: z.array(delivery) }).parse(await reply.json()).triggers;
}

async function savedSettings(): Promise<Record<string, string>> {
  const reply = await fetch(`${product.amocrm.url}/_sandbox/accounts/${demoCrm.accountId}`);
  const action = z.looseObject({ settings: z.record(z.string(), z.string()) });
  const account = z.looseObject({
    widget: z.looseObject({ triggers: z.array(z.looseObject({ action })).min(1) }),
  });
  return account.parse(await reply.json()).widget.triggers[0]?.action.settings ?? {};
}

/** What keeps somebody out of the form, in the words of axe. */
async function barriers(page: Page): Promise<unknown> {
  await page.evaluate(axe);
  return page.evaluate(
    `axe.run(document.querySelector('[data-archimed-dp]')).then(({ violations }) => violations.flatMap((one) => one.nodes.map((node) => one.id + ' ' + node.html)))`,
  );
}
