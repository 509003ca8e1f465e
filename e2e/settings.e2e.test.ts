import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, FrameLocator, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { demoKey } from '../sandbox/demo/clinic.ts';
import { post, sessionToken } from '../sandbox/demo/connect.ts';
import { demoCrm } from '../sandbox/demo/crm.ts';
import { people } from '../sandbox/demo/people.ts';
import { type Stack, startStack } from '../scripts/stack.ts';
import { type Amocrm, amocrmControl } from './support/amocrm.ts';
import { launch, openPage } from './support/browser.ts';
import { eventually } from './support/eventually.ts';
import { freePorts } from './support/product.ts';

/** An administrator who has never seen the settings connects the clinic, inside amoCRM's own page, with nothing but the keys. */
const folder = mkdtempSync(join(tmpdir(), 'archimed-amocrm-'));
let stack: Stack;
let amocrm: Amocrm;
let browser: Browser;

beforeAll(async () => {
  const [worker = 0, crm = 0, archimed = 0] = await freePorts(3);
  stack = await startStack({
    ports: { worker, amocrm: crm, archimed },
    stateDir: join(folder, 'state'),
    outDir: join(folder, 'dist'),
    isBare: true,
    variables: { TIME_SCALE: '10', POLL_SECONDS: '1' },
  });
  amocrm = amocrmControl(stack.amocrmUrl);
  await post(`${stack.amocrmUrl}/_sandbox/accounts/${demoCrm.accountId}/install`, { userId: demoCrm.admin });
  // The install is finished in the background.
  await sessionToken(stack, demoCrm.admin);
  browser = await launch();
});

afterAll(async () => {
  await browser?.close();
  await stack?.stop();
  rmSync(folder, { recursive: true, force: true });
});

/** People whom amoCRM does not know (sandbox/demo/crm.ts): no deal is found for them, it could only be created. */
const STRANGERS = { first: 45, second: 51 } as const;
/** Patients 701… are the people, in the same order (sandbox/demo/clinic.ts). */
const FIRST_PATIENT = 701;
const CARDIOLOGIST = 11;

test('a clinic is connected from nothing in amoCRM’s settings; a deal for a reception booking appears only once that is allowed', async () => {
  const advanced = `${stack.amocrmUrl}/settings/widgets/${demoCrm.widgetCode}/advanced`;
  const { page, complaints, close } = await openPage(browser, advanced);
  const settings = page.frameLocator('iframe[src*="/settings/"]');
  await connect(settings);
  // Left in the middle and opened again: it goes on where it was, by what is saved.
  await page.reload();
  await mapEverything(settings);

  await settings.getByTestId('branch-enabled').click();
  // The stock is taken: from now on what happens at the reception is an event.
  await settings.getByText('Последнее обновление:').waitFor();
  expect(await settings.getByTestId('branch-enabled').isChecked()).toBe(true);
  await settings.getByTestId('start-users').click();
  await settings.getByTestId(`user-role-${demoCrm.manager}`).selectOption('book');
  await save(settings);

  const before = (await amocrm.state()).leads.length;
  const desk = await openPage(browser, `${stack.archimedUrl}/reception/`);
  await bookAtReception(desk.page, STRANGERS.first, 'first');
  await section(settings, 'history');
  await eventually(
    async () => {
      await settings.getByTestId('history-refresh').click();
      return settings.getByTestId('events').getByText('Новая запись').count();
    },
    (count) => count === 1,
  );
  expect((await amocrm.state()).leads).toHaveLength(before);

  await section(settings, 'automation');
  await settings
    .getByTestId('new-deal-stage')
    .selectOption(`${demoCrm.primaryPipeline}:${demoCrm.stages.fresh}`);
  await save(settings);
  await section(settings, 'branches');
  await settings.getByTestId('branch-edit').click();
  await settings.getByTestId('branch-create-deals').uncheck();
  await settings.getByTestId('branch-save').click();
  await settings.getByTestId('saved').waitFor();

  await bookAtReception(desk.page, STRANGERS.second, 'last');
  const state = await eventually(
    () => amocrm.state(),
    ({ leads }) => leads.length > before,
  );
  expect(state.leads).toHaveLength(before + 1);
  const created = state.leads.at(-1);
  expect(created).toMatchObject({ pipelineId: demoCrm.primaryPipeline });
  await eventually(
    () => amocrm.lead(created?.id ?? 0),
    ({ statusId }) => statusId === demoCrm.stages.booked,
  );
  expect(complaints).toEqual([]);
  expect(desk.complaints).toEqual([]);
  await desk.close();
  await close();
});

async function connect(settings: FrameLocator): Promise<void> {
  // An empty account begins with the guided way.
  const letter = settings.getByTestId('support-letter').getByRole('textbox');
  expect(await letter.inputValue()).toContain('Просим выдать для API ArchiMed+');
  await settings.getByTestId('branch-title').fill('Центр');
  await settings.getByTestId('branch-api-id').fill(demoKey.apiId);
  await settings.getByTestId('branch-api-secret').fill('0'.repeat(32));
  await settings.getByTestId('branch-save').click();
  const result = settings.getByTestId('branch-test-result');
  await result.getByText('Ключи не приняты', { exact: false }).waitFor();
  await settings.getByTestId('start-next').press('Enter');
  await settings.getByText('Дальше — когда ключи подойдут.').waitFor();

  await settings.getByTestId('branch-api-secret').fill(demoKey.apiSecret);
  await settings.getByTestId('branch-save').click();
  await result.getByText('Ключи подходят', { exact: false }).waitFor();
  await result.getByText('Пациент пришёл', { exact: false }).waitFor();
  expect(await settings.getByTestId('branch-api-secret').inputValue()).toBe('');

  await settings.getByTestId('start-next').click();
  await settings.getByTestId('branch-building').selectOption({ label: 'Центр, ул. Садовая, 12' });
  // Going on saves it.
  await settings.getByTestId('start-next').click();
  await settings.getByTestId('branch-table').waitFor();

  // Not before a deal can be recognised: refused, with the way to go on.
  await section(settings, 'branches');
  // The proposed stages wait there, unsaved.
  await settings.getByTestId('leave-drop').click();
  await settings.getByTestId('branch-enabled').click();
  await settings.getByTestId('to-fields').waitFor();
  await settings.getByTestId('start-open').click();
}

async function mapEverything(settings: FrameLocator): Promise<void> {
  // Proposed by themselves, saved by going on.
  await expect
    .poll(() => settings.getByTestId('status-stage-5').locator('option:checked').textContent())
    .toContain('Пришёл на приём');
  await settings.getByTestId('start-next').click();

  await settings.getByTestId('fields-create-all').click();
  await settings.getByTestId('fields-created').waitFor();
  const { fields } = await amocrm.state();
  expect(fields.leads.map(({ name }) => name)).toEqual(
    expect.arrayContaining(['ID записи ArchiMed+', 'ID филиала ArchiMed+', 'Врач']),
  );
  await settings.getByTestId('start-next').click();
  // The dry run: a visit of a branch that is not on yet, as if it were.
  const booked = settings.getByTestId('preview-stage-screen');
  await booked.getByText('Записан', { exact: true }).waitFor();
  await settings.getByTestId('sample-status').selectOption('5');
  await booked.getByText('Пришёл на приём', { exact: true }).waitFor();
  await settings.getByTestId('start-next').click();
}

async function section(settings: FrameLocator, id: string): Promise<void> {
  await settings.getByTestId(`section-${id}`).click();
}

async function save(settings: FrameLocator): Promise<void> {
  await settings.getByTestId('save').click();
  await settings.getByTestId('saved').waitFor();
}

async function bookAtReception(page: Page, person: number, which: 'first' | 'last'): Promise<void> {
  const day = new Date(Date.now() + 2 * 86_400_000).toISOString().slice(0, 10);
  await page.getByTestId('day').fill(day);
  await page.locator(`[data-testid^="slot-${CARDIOLOGIST}-"][data-free="true"]`)[which]().click();
  // The day that was asked for, however fast the click was.
  expect(await page.locator('#book-where').textContent()).toContain(`· ${Number(day.slice(8))} `);
  await page.getByTestId('book-search').fill(people[person]?.lastName ?? '');
  await page.getByTestId(`patient-${FIRST_PATIENT + person}`).click();
  await page.getByTestId('book-save').click();
  await page.getByTestId('book-save').waitFor({ state: 'hidden' });
}
