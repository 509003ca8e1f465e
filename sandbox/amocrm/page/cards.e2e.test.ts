import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { launchBrowser } from '../../testing/browser.ts';
import { at, type Kit, type Receiver, smallAccount, startKit, startReceiver } from '../testing/fixture.ts';
import { hostArchive } from '../testing/host-archive.ts';

/** The pages of the double as a manager uses them: what is done by hand stands in the API and goes out as a hook. */

let browser: Browser;
beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(() => browser.close());

const ACCOUNT = '/accounts/32100500';
const LEAD = 41203317;
const FIELD = { text: 1, number: 2, check: 3, radio: 4, multi: 5, date: 6, url: 7, address: 8, note: 9 };
const typed = {
  ...smallAccount,
  fields: {
    ...smallAccount.fields,
    leads: [
      ...(smallAccount.fields?.leads ?? []),
      { id: FIELD.text, name: 'Повод', type: 'text' as const },
      { id: FIELD.number, name: 'Скидка', type: 'numeric' as const },
      { id: FIELD.check, name: 'Согласие', type: 'checkbox' as const },
      {
        id: FIELD.radio,
        name: 'Пол',
        type: 'radiobutton' as const,
        enums: [
          { id: 41, value: 'Ж' },
          { id: 42, value: 'М' },
        ],
      },
      {
        id: FIELD.multi,
        name: 'Услуги',
        type: 'multiselect' as const,
        enums: [
          { id: 51, value: 'Приём' },
          { id: 52, value: 'УЗИ' },
          { id: 53, value: 'ЭКГ' },
        ],
      },
      { id: FIELD.date, name: 'День', type: 'date' as const },
      { id: FIELD.url, name: 'Сайт', type: 'url' as const },
      { id: FIELD.note, name: 'Заметка', type: 'textarea' as const },
    ],
  },
};

type Stage = AsyncDisposable & { kit: Kit; hooks: Receiver; page: Page; complaints: string[]; url: string };

async function startStage(): Promise<Stage> {
  const hooks = await startReceiver();
  const kit = await startKit(typed);
  await kit.connect();
  await kit.api('POST', '/webhooks', {
    destination: `${hooks.url}/hook`,
    settings: ['status_lead', 'update_lead', 'update_contact', 'delete_contact'],
  });
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 }, timezoneId: 'Europe/Moscow' });
  page.setDefaultTimeout(60_000);
  const complaints: string[] = [];
  page.on('pageerror', (error) => complaints.push(error.message));
  return {
    kit,
    hooks,
    page,
    complaints,
    url: kit.sandbox.url,
    async [Symbol.asyncDispose]() {
      await page.close();
      await kit[Symbol.asyncDispose]();
      await hooks[Symbol.asyncDispose]();
    },
  };
}

const leadOf = async ({ kit }: Stage) => (await kit.api('GET', `/leads/${LEAD}?with=contacts`)).json;

async function drag(page: Page, from: string, to: string): Promise<void> {
  const tile = await page.locator(from).boundingBox();
  const target = await page.locator(to).boundingBox();
  if (!tile || !target) throw new Error(`${from} or ${to} is not on the page`);
  await page.mouse.move(tile.x + 40, tile.y + 20);
  await page.mouse.down();
  await page.mouse.move(tile.x + 60, tile.y + 30, { steps: 3 });
  await page.mouse.move(target.x + target.width / 2, target.y + 40, { steps: 8 });
  await page.mouse.up();
}

test('a tile is dragged to another stage: the API says so and the hook goes out; Esc lets go', async () => {
  await using stage = await startStage();
  const { page, hooks } = stage;
  await page.goto(`${stage.url}/`);
  await page.getByTestId(`lead-${LEAD}`).waitFor();
  await drag(page, `[data-lead="${LEAD}"]`, '[data-testid="column-75520018"]');
  await expect.poll(async () => at(await leadOf(stage), 'status_id')).toBe(75520018);
  await expect
    .poll(() => hooks.received.some(({ body }) => decodeURIComponent(body).includes('leads[status][0][id]')))
    .toBe(true);
  await expect.poll(() => page.getByTestId('column-75520018').getByTestId(`lead-${LEAD}`).count()).toBe(1);

  const tile = await page.locator(`[data-lead="${LEAD}"]`).boundingBox();
  await page.mouse.move((tile?.x ?? 0) + 40, (tile?.y ?? 0) + 20);
  await page.mouse.down();
  await page.mouse.move((tile?.x ?? 0) - 200, (tile?.y ?? 0) + 30, { steps: 5 });
  await page.keyboard.press('Escape');
  await page.mouse.up();
  expect(at(await leadOf(stage), 'status_id')).toBe(75520018);
  expect(stage.complaints).toEqual([]);
});

test('without a pointer a tile is moved by its menu', async () => {
  await using stage = await startStage();
  const { page } = stage;
  await page.goto(`${stage.url}/`);
  await page.getByTestId(`lead-move-${LEAD}`).focus();
  await page.keyboard.press('Enter');
  await page.getByRole('menuitem', { name: 'В работе' }).waitFor();
  while ((await page.locator('[role=menuitem]:focus').textContent()) !== 'В работе') {
    await page.keyboard.press('ArrowDown');
  }
  await page.keyboard.press('Enter');
  await expect.poll(async () => at(await leadOf(stage), 'status_id')).toBe(75520018);
});

const values = (lead: unknown, id: number): unknown => {
  const fields = at(lead, 'custom_fields_values');
  return Array.isArray(fields)
    ? at(
        fields.find((field) => at(field, 'field_id') === id),
        'values',
      )
    : null;
};

test('every type of field has its editor', async () => {
  await using stage = await startStage();
  const { page } = stage;
  await page.goto(`${stage.url}/leads/detail/${LEAD}`);
  const type = async (id: number, text: string, end = 'Enter') => {
    await page.getByTestId(`field-${id}`).click();
    await page.getByTestId(`field-${id}-input`).fill(text);
    // Each save draws the fields anew.
    const saved = page.waitForResponse((reply) => reply.request().method() !== 'GET');
    await page.getByTestId(`field-${id}-input`).press(end);
    await saved;
  };
  await type(FIELD.text, 'Боль в спине');
  await type(FIELD.number, '12,5');
  await type(FIELD.url, 'https://clinic.example');
  await type(FIELD.date, '2026-11-27');
  await type(FIELD.note, 'Просит утро', 'Tab');
  await page.getByTestId(`field-${FIELD.check}-input`).check();
  await page.getByTestId(`field-${FIELD.radio}`).click();
  await page.getByTestId(`field-${FIELD.radio}-input`).selectOption({ label: 'М' });
  await page.getByTestId(`field-${FIELD.multi}`).click();
  await page.getByTestId(`field-${FIELD.multi}-option-51`).check();
  await page.getByTestId(`field-${FIELD.multi}-option-53`).check();
  await page.getByTestId(`field-${FIELD.multi}-save`).click();
  await expect.poll(async () => values(await leadOf(stage), FIELD.multi)).toHaveLength(2);
  const lead = await leadOf(stage);
  expect(values(lead, FIELD.text)).toEqual([{ value: 'Боль в спине' }]);
  expect(values(lead, FIELD.number)).toEqual([{ value: '12.5' }]);
  expect(values(lead, FIELD.url)).toEqual([{ value: 'https://clinic.example' }]);
  expect(values(lead, FIELD.check)).toEqual([{ value: true }]);
  expect(values(lead, FIELD.radio)).toMatchObject([{ value: 'М', enum_id: 42 }]);
  expect(values(lead, FIELD.note)).toEqual([{ value: 'Просит утро' }]);
  // The day as the account's zone has it, whatever the browser's.
  const day = at(values(lead, FIELD.date), 0, 'value');
  expect(new Date(Number(day) * 1000).toLocaleDateString('sv', { timeZone: 'Europe/Moscow' })).toBe(
    '2026-11-27',
  );
  await type(FIELD.text, '');
  await expect.poll(async () => values(await leadOf(stage), FIELD.text)).toBeUndefined();
  expect(stage.complaints).toEqual([]);
});

test('a contact is unlinked from the deal and linked again; its own card has the phones', async () => {
  await using stage = await startStage();
  const { page } = stage;
  await page.goto(`${stage.url}/leads/detail/${LEAD}`);
  await page.getByTestId('contact-menu-58841203').click();
  await page.getByTestId('contact-unlink-58841203').click();
  await expect.poll(async () => at(await leadOf(stage), '_embedded', 'contacts')).toEqual([]);
  await page.getByTestId('contact-add').click();
  await page.getByTestId('link-search').fill('Лебедева');
  await page.getByTestId('link-pick-58841203').check();
  await page.keyboard.press('Enter');
  await expect.poll(async () => at(await leadOf(stage), '_embedded', 'contacts', 0, 'id')).toBe(58841203);
  await page.locator('.contact__name').click();
  await page.waitForURL('**/contacts/detail/58841203');
  await expect.poll(() => page.getByTestId('contact-phone').textContent()).toContain('905 000-11-22');
  await expect
    .poll(() => page.evaluate('APP.getWidgetsArea() + APP.getBaseEntity()'))
    .toBe('contacts_cardcontacts');
});

test('two contacts are merged from the list: the loser is gone, the winner has its phone', async () => {
  await using stage = await startStage();
  const { kit, page, hooks } = stage;
  await kit.admin('POST', `${ACCOUNT}/contacts`, { name: 'Ирина Л.', phones: ['+79050009999'] });
  await page.goto(`${stage.url}/contacts/list`);
  await page.getByTestId('list-search').fill('Ирин');
  await expect.poll(() => page.locator('[data-testid^="row-"]').count()).toBe(2);
  for (const box of await page.locator('[data-testid^="check-"]').all()) await box.check();
  await page.getByTestId('mass-merge').click();
  await page.getByTestId('merge-winner-58841203').check();
  await page.getByRole('button', { name: 'Объединить', exact: true }).last().click();
  await expect.poll(() => page.locator('[data-testid^="row-"]').count()).toBe(1);
  const winner = JSON.stringify((await kit.api('GET', '/contacts/58841203')).json);
  expect(winner).toContain('905 000-11-22');
  expect(winner).toContain('9050009999');
  await expect
    .poll(() =>
      hooks.received.some(({ body }) => decodeURIComponent(body).includes('contacts[delete][0][id]')),
    )
    .toBe(true);
});

test('the dark theme stays; a manager sees no settings and is told so', async () => {
  await using stage = await startStage();
  const { page } = stage;
  const { json } = await stage.kit.admin('POST', `${ACCOUNT}/login`, { userId: 11402240 });
  await page.context().addCookies([{ name: 'session_id', value: String(at(json, 'value')), url: stage.url }]);
  await page.goto(`${stage.url}/`);
  await page.getByTestId('theme-switch').click();
  await page.reload();
  await page.getByTestId('board').waitFor();
  await expect
    .poll(() => page.evaluate("document.documentElement.getAttribute('data-color-scheme')"))
    .toBe('dark');
  expect(await page.locator('nav a[href="/settings/fields"]').count()).toBe(0);
  await page.goto(`${stage.url}/settings/fields`);
  await page.getByTestId('settings-denied').waitFor();
});

test('the widgets of a contact stand in its card; live data leaves them alone', async () => {
  await using stage = await startStage();
  const { kit, page } = stage;
  const upload = await fetch(`${kit.sandbox.url}/_sandbox/widget`, {
    method: 'POST',
    body: hostArchive(`${stage.hooks.url}/dp`, {}),
  });
  expect(upload.status).toBe(201);
  await kit.admin('POST', `${ACCOUNT}/install`, { deliver: false });
  await page.goto(`${stage.url}/leads/detail/${LEAD}`);
  const block = page.locator('.card-widgets__widget').first();
  await block.waitFor();
  await block.evaluate((node) => node.setAttribute('data-mine', 'yes'));
  await kit.api('PATCH', `/leads/${LEAD}`, { price: 777 });
  await expect.poll(() => page.getByTestId('lead-budget').textContent()).toContain('777');
  expect(await block.getAttribute('data-mine')).toBe('yes');
  await page.getByTestId('widgets-collapse').click();
  await expect.poll(() => block.isVisible()).toBe(false);
});
