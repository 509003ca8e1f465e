import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { launchBrowser } from '../../testing/browser.ts';
import { at, type Kit, smallAccount, startKit } from '../testing/fixture.ts';

/** Closing a deal with its reason, and the editors of values that have several parts. */

let browser: Browser;
beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(() => browser.close());

const LEAD = 41203317;
const CONTACT = 58841203;
const PHONE = 1479007;
const FIELD = { address: 11, company: 12, visit: 1480050 };
const account = {
  ...smallAccount,
  lossReasons: [
    { id: 71, name: 'Дорого' },
    { id: 72, name: 'Записался в другую клинику' },
  ],
  fields: {
    ...smallAccount.fields,
    leads: [
      ...(smallAccount.fields?.leads ?? []),
      { id: FIELD.address, name: 'Адрес', type: 'smart_address' as const },
      { id: FIELD.company, name: 'Плательщик', type: 'legal_entity' as const },
    ],
  },
};

async function openAt(kit: Kit, path: string): Promise<Page> {
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
  page.setDefaultTimeout(60_000);
  await page.goto(`${kit.sandbox.url}${path}`);
  return page;
}

async function valuesOf(kit: Kit, path: string, fieldId: number): Promise<unknown> {
  const fields = at((await kit.api('GET', path)).json, 'custom_fields_values');
  return Array.isArray(fields)
    ? at(
        fields.find((field) => at(field, 'field_id') === fieldId),
        'values',
      )
    : null;
}

test('a tile dropped on «Закрыто и не реализовано» asks for the reason first; restored to a stage it loses it', async () => {
  await using kit = await startKit(account);
  await kit.connect();
  const page = await openAt(kit, '/');
  const tile = await page.locator(`[data-lead="${LEAD}"]`).boundingBox();
  await page.mouse.move((tile?.x ?? 0) + 40, (tile?.y ?? 0) + 20);
  await page.mouse.down();
  await page.mouse.move((tile?.x ?? 0) + 80, (tile?.y ?? 0) + 60, { steps: 4 });
  const area = await page.getByTestId('drop-lost').boundingBox();
  await page.mouse.move((area?.x ?? 0) + 60, (area?.y ?? 0) + 30, { steps: 6 });
  await page.mouse.up();
  await page.getByTestId('loss-reason').selectOption({ label: 'Дорого' });
  expect((await kit.api('GET', `/leads/${LEAD}`)).json).toMatchObject({ status_id: 75520014 });
  await page.getByTestId('loss-dialog-confirm').click();
  await page.getByTestId('loss-dialog').waitFor({ state: 'detached' });
  expect((await kit.api('GET', `/leads/${LEAD}`)).json).toMatchObject({ status_id: 143, loss_reason_id: 71 });

  await page.getByTestId(`lead-${LEAD}`).click();
  await page.getByTestId('lead-loss-reason').waitFor();
  expect(await page.getByTestId('lead-loss-reason').textContent()).toBe('Дорого');
  await page.getByTestId('lead-stage-select').selectOption('9011442:75520018');
  await page.getByTestId('lead-loss-reason').waitFor({ state: 'detached' });
  expect((await kit.api('GET', `/leads/${LEAD}`)).json).toMatchObject({
    status_id: 75520018,
    loss_reason_id: null,
  });
  await page.close();
});

test('an address, a legal entity, a date with its time and phones with types are edited in the card', async () => {
  await using kit = await startKit(account);
  await kit.connect();
  const page = await openAt(kit, `/leads/detail/${LEAD}`);
  const field = (id: number, part = '') => page.getByTestId(`field-${id}${part}`);

  await field(FIELD.address).click();
  await field(FIELD.address, '-part-1').fill('ул. Ясная, 7');
  await field(FIELD.address, '-part-3').fill('Казань');
  await field(FIELD.address, '-save').click();
  await expect.poll(() => field(FIELD.address).textContent()).toBe('ул. Ясная, 7, Казань');
  expect(await valuesOf(kit, `/leads/${LEAD}`, FIELD.address)).toMatchObject([
    { value: 'ул. Ясная, 7', enum_code: 'address_line_1' },
    { value: 'Казань', enum_code: 'city' },
  ]);

  await field(FIELD.company).click();
  await field(FIELD.company, '-part-name').fill('ООО «Ромашка»');
  await field(FIELD.company, '-part-vat_id').fill('1655000000');
  await field(FIELD.company, '-save').click();
  await expect.poll(() => field(FIELD.company).textContent()).toBe('ООО «Ромашка», ИНН 1655000000');
  expect(await valuesOf(kit, `/leads/${LEAD}`, FIELD.company)).toMatchObject([
    { value: { name: 'ООО «Ромашка»', vat_id: '1655000000', entity_type: 2 } },
  ]);

  await field(FIELD.visit).click();
  await field(FIELD.visit, '-input').fill('2026-11-27T14:30');
  await field(FIELD.visit, '-input').press('Enter');
  await expect.poll(() => field(FIELD.visit).textContent()).toContain('27 ноября');
  expect(await valuesOf(kit, `/leads/${LEAD}`, FIELD.visit)).toEqual([
    { value: Date.parse('2026-11-27T14:30:00+03:00') / 1000 },
  ]);

  const phone = (part = '') => page.getByTestId(`contact-field-${PHONE}${part}`);
  await phone().click();
  await phone('-add').click();
  await phone('-input-1').fill('+7 905 000-33-44');
  await phone('-type-1').selectOption({ label: 'моб.' });
  await phone('-save').click();
  await expect.poll(() => page.getByTestId('contact-phone').count()).toBe(2);
  expect(await valuesOf(kit, `/contacts/${CONTACT}`, PHONE)).toMatchObject([
    { value: '+7 905 000-11-22', enum_code: 'WORK' },
    { value: '+7 905 000-33-44', enum_code: 'MOB' },
  ]);
  await page.close();
});
