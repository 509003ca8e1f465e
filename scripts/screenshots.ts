import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { type Browser, chromium, type FrameLocator, type Page } from 'playwright-core';
import { z } from 'zod';
import { demoKey } from '../sandbox/demo/clinic.ts';
import { bookingPictures } from './booking-pictures.ts';
import { CHROMIUM_ARGS, ensureChromium } from './chromium.ts';
import { journalPictures } from './journal-pictures.ts';
import { panelPictures } from './panel-pictures.ts';
import { settingsPictures } from './settings-pictures.ts';

// The pictures of README and guide, taken from a freshly started demo:
//   node scripts/screenshots.ts http://localhost:8788 http://localhost:8789   (amoCRM, reception)
// A third address, the amoCRM of a demo started with `--empty`, gives those of the first run. Those of history and state:
// history-pictures.ts.
const { positionals } = parseArgs({ allowPositionals: true });
const [amocrm = 'http://localhost:8788', reception = 'http://localhost:8789', empty = null] = positionals;
const outDir = join(import.meta.dirname, '../docs/screenshots');
const DEAL = 41203317;
const sections = ['start', 'users', 'matching', 'versions'] as const;
type SettingsPage = Page | FrameLocator;

const sourcesSchema = z.object({ sources: z.array(z.object({ id: z.string() })).min(1) });
const sourceSchema = z.object({
  talons: z.array(z.object({ id: z.int(), patientId: z.int(), date: z.string() })),
});

const named = z.object({ id: z.int(), name: z.string() });
const pipelinesSchema = z.object({
  _embedded: z.object({
    pipelines: z.array(named.extend({ _embedded: z.object({ statuses: z.array(named) }) })),
  }),
});
const fieldsSchema = z.object({ _embedded: z.object({ custom_fields: z.array(named) }) });

type Area = { x: number; y: number; width: number; height: number };

mkdirSync(outDir, { recursive: true });
const browser = await chromium.launch({ executablePath: ensureChromium(), args: CHROMIUM_ARGS });
try {
  await dealStory(browser);
  await settings(browser);
  await settingsPictures(browser, advanced(amocrm), { open, shoot, shootWhole });
  await longSections(browser);
  await deletedInAmocrm(browser);
  await darkPanel(browser);
  await bookingPictures(browser, amocrm, shoot);
  await panelPictures(browser, amocrm, shoot);
  await journalPictures(browser, { amocrm, reception }, shoot);
  await digitalPipeline(browser);
  if (empty !== null) await firstRun(browser, empty);
} finally {
  await browser.close();
}

async function open(at: Browser, url: string): Promise<Page> {
  const page = await at.newPage({
    viewport: { width: 1440, height: 900 },
    locale: 'ru-RU',
    timezoneId: 'Europe/Moscow',
  });
  page.setDefaultTimeout(20_000);
  await page.goto(url);
  return page;
}

async function shoot(page: Page, name: string, clip?: Area): Promise<void> {
  // What has just moved or faded in comes to rest.
  await page.waitForTimeout(600);
  await page.screenshot({
    path: join(outDir, `${name}.png`),
    animations: 'disabled',
    ...(clip ? { clip } : {}),
  });
  console.log(`${name}.png`);
}

/** As high as what there is to see: the page scrolls in itself, so the window grows instead. */
async function shootWhole(page: Page, name: string): Promise<void> {
  const { width = 1100, height = 900 } = page.viewportSize() ?? {};
  const whole = await page.evaluate(() => document.documentElement.scrollHeight);
  await page.setViewportSize({ width, height: whole });
  await shoot(page, name);
  await page.setViewportSize({ width, height });
}

/** A visit is booked, the patient arrives, the deal moves. */
async function dealStory(at: Browser): Promise<void> {
  const page = await open(at, `${amocrm}/leads/detail/${DEAL}`);
  await page.getByTestId('panel-book').waitFor();
  await shoot(page, 'deal-card');

  await page.getByTestId('panel-book').click();
  const window = page.frameLocator('iframe[src*="/booking/"]');
  await window.getByTestId('patient-701').waitFor();
  await chooseVisit(window);
  await shoot(page, 'booking-window');
  await window.getByTestId('book-submit').click();
  await window.getByTestId('book-done').waitFor();
  await shoot(page, 'booked');
  await window.getByTestId('done-close').click();
  await page.getByText('Запись на приём:').first().waitFor();
  await page.locator('[data-testid^="panel-visit-"]').first().waitFor();
  await shoot(page, 'deal-booked');

  const desk = await open(at, `${reception}/reception/`);
  const { date, id } = await bookedTalon();
  await desk.getByTestId('day').fill(date);
  await desk.getByTestId(`talon-${id}`).click();
  await desk.getByTestId('talon-status').selectOption({ label: 'Пациент пришёл' });
  await shoot(desk, 'reception');
  await desk.getByTestId('talon-save').click();
  await page.getByTestId('lead-stage').getByText('Пришёл на приём').waitFor();
  await page
    .locator('[data-testid^="panel-visit-"]', { hasText: 'Пациент пришёл' })
    .waitFor({ timeout: 60_000 });
  await shoot(page, 'deal-moved');
  await desk.close();
  await page.close();
}

async function chooseVisit(window: FrameLocator): Promise<void> {
  await window.getByTestId('doctor-input').click();
  await window.getByTestId('doctor-input').fill('Лаврентьева');
  await window.getByTestId('doctor-option-11').click();
  await window.getByTestId('service-input').click();
  await window.getByTestId('service-input').fill('1012');
  await window.getByTestId('service-option-102').click();
  await window.getByTestId('comment').fill('Просит напомнить утром');
  await window.getByTestId('best-slot-0').click();
}

/** The visit that the story has booked: the first patient's newest one. */
async function bookedTalon(): Promise<{ id: number; date: string }> {
  const { sources } = await read('sources', sourcesSchema);
  const { talons } = await read(`sources/${sources[0]?.id}`, sourceSchema);
  const talon = talons.filter((one) => one.patientId === 701).toSorted((a, b) => b.id - a.id)[0];
  if (!talon) throw new Error('the reception has no visit of the story');
  return talon;
}

async function read<T>(path: string, schema: z.ZodType<T>): Promise<T> {
  const reply = await fetch(`${reception}/_sandbox/${path}`);
  return schema.parse(await reply.json());
}

function advanced(of: string): string {
  return `${of}/settings/widgets/archimed_plus/advanced`;
}

async function openSettings(at: Browser, url: string): Promise<{ page: Page; frame: FrameLocator }> {
  const page = await open(at, url);
  await page.setViewportSize({ width: 1280, height: 800 });
  return { page, frame: page.frameLocator('iframe[src*="/settings/"]') };
}

async function go(page: Page, settings: SettingsPage, section: string): Promise<void> {
  await settings.getByTestId(`section-${section}`).click();
  await page.waitForTimeout(1200);
}

async function settings(at: Browser): Promise<void> {
  const { page, frame } = await openSettings(at, advanced(amocrm));
  for (const section of sections) {
    await go(page, frame, section);
    if (section === 'versions') {
      await frame.getByTestId('versions').locator('summary').first().click();
      await frame.getByTestId('diff').waitFor();
    }
    await shoot(page, `settings-${section}`);
  }
  await preview(page, frame);
  await page.close();
}

/** In a tab of their own and high enough to be seen whole. */
async function longSections(at: Browser): Promise<void> {
  const { page: inAmocrm, frame } = await openSettings(at, advanced(amocrm));
  const opened = inAmocrm.context().waitForEvent('page');
  await frame.getByTestId('own-tab').click();
  const page = await opened;
  await page.setViewportSize({ width: 1100, height: 900 });
  await go(page, page, 'automation');
  await shootWhole(page, 'settings-automation');

  await go(page, page, 'statuses');
  await page.getByTestId('status-mode-filtered').check();
  await page.getByTestId('rule-add').click();
  await page.getByTestId('rule-1-doctors').fill('лавр');
  await page.getByTestId('rule-1-doctors-option-11').click();
  await page.getByTestId('rule-1-fill').click();
  await page.getByTestId('two-way-on').check();
  await page.locator('body').click({ position: { x: 5, y: 5 } });
  await shootWhole(page, 'settings-rules');
  await page.getByTestId('undo').click();

  await page.setViewportSize({ width: 375, height: 720 });
  await go(page, page, 'users');
  await shoot(page, 'settings-phone');
  await inAmocrm.context().close();
}

/** A stage and a field are gone from amoCRM; what the object has read of it serves until settings are saved. */
async function deletedInAmocrm(at: Browser): Promise<void> {
  const { page, frame } = await openSettings(at, advanced(amocrm));
  await go(page, frame, 'matching');
  const { pipelines } = (await v4(page, 'GET', 'pipelines', pipelinesSchema))._embedded;
  const [pipeline] = pipelines;
  const stage = pipeline?._embedded.statuses.find(({ name }) => name === 'Подтвердил');
  const { custom_fields: fields } = (await v4(page, 'GET', 'custom_fields?limit=250', fieldsSchema))
    ._embedded;
  const field = fields.find(({ name }) => name === 'Кабинет');
  await v4(page, 'DELETE', `pipelines/${pipeline?.id}/statuses/${stage?.id}`, z.null());
  await v4(page, 'DELETE', `custom_fields/${field?.id}`, z.null());
  await frame.getByTestId('matching-id-is-enough').click();
  await frame.getByTestId('save').click();
  await frame.getByTestId('saved').waitFor();
  await page.reload();
  await frame.getByTestId('lost').waitFor();
  await go(page, frame, 'fields');
  await shoot(page, 'settings-deleted');
  await page.close();
}

/** amoCRM's API with the session of its own page. */
async function v4<T>(page: Page, method: string, path: string, schema: z.ZodType<T>): Promise<T> {
  const text = await page.evaluate(
    async ([method, path]) => (await fetch(`/api/v4/leads/${path}`, { method })).text(),
    [method, path] as const,
  );
  return schema.parse(text === '' ? null : JSON.parse(text));
}

async function firstRun(at: Browser, of: string): Promise<void> {
  const page = await open(at, `${of}/settings/widgets`);
  await page.setViewportSize({ width: 1280, height: 800 });
  await page.getByRole('button', { name: 'Установить' }).click();
  await page.getByRole('checkbox').last().check();
  await shoot(page, 'widget-install');
  await page.getByRole('button', { name: 'Установить' }).last().click();
  await page.waitForTimeout(1500);
  await page.goto(advanced(of));
  const frame = page.frameLocator('iframe[src*="/settings/"]');
  await frame.getByTestId('branch-title').fill('На Садовой');
  await frame.getByTestId('branch-api-id').fill(demoKey.apiId);
  await frame.getByTestId('branch-api-secret').fill(demoKey.apiSecret);
  await frame.getByTestId('branch-save').click();
  await frame.getByText('Ключи подходят', { exact: false }).waitFor();
  await shoot(page, 'start-keys');
  await frame.getByTestId('start-next').click();
  await frame.getByTestId('branch-building').waitFor();
  await shoot(page, 'start-directories');
  await frame.getByTestId('start-next').click();
  await frame.getByTestId('branch-table').waitFor();
  // As high as the table and the fields are.
  await page.setViewportSize({ width: 1280, height: 1620 });
  await shoot(page, 'start-statuses');
  await frame.getByTestId('start-next').click();
  await frame.getByTestId('fields-create-all').waitFor();
  await shoot(page, 'start-fields');
  await frame.getByTestId('fields-create-all').click();
  await frame.getByTestId('fields-created').waitFor();
  await frame.getByTestId('start-next').click();
  await frame.getByTestId('preview-stage-screen').waitFor();
  await page.setViewportSize({ width: 1280, height: 1000 });
  await shoot(page, 'start-check');
  await page.close();
}

/** The story's visit, by a table in which a status was changed and not saved. */
async function preview(page: Page, frame: FrameLocator): Promise<void> {
  // Beside the section, as on an ordinary screen.
  await page.setViewportSize({ width: 1560, height: 950 });
  await frame.getByTestId('section-statuses').click();
  await frame.getByTestId('preview-toggle').click();
  await frame.getByTestId('preview-visit-search').click();
  await frame
    .locator('[data-testid^="preview-option-"]', { hasText: `сделка ${DEAL}` })
    .first()
    .click();
  await frame.getByTestId('status-stage-5').selectOption({ label: 'В работе · Первичные пациенты' });
  await frame.getByTestId('preview-differs').waitFor();
  await shoot(page, 'settings-preview');
}

async function darkPanel(at: Browser): Promise<void> {
  const page = await open(at, `${amocrm}/leads/detail/${DEAL}`);
  await page.getByTestId('theme-switch').click();
  await page.locator('[data-testid^="panel-visit-"]').first().waitFor();
  await shoot(page, 'deal-dark', { x: 940, y: 0, width: 500, height: 540 });
  await page.close();
}

/** An action of a stage, being set up in amoCRM's editor of the pipeline. */
async function digitalPipeline(at: Browser): Promise<void> {
  const page = await open(at, `${amocrm}/settings/pipeline/leads/9011442`);
  await page.getByTestId('add-action-75520034').click();
  await page.getByTestId('stage-75520034').getByTestId('add-archimed_plus').click();
  await page.getByTestId('dp-meaning').selectOption('no-show');
  await shoot(page, 'digital-pipeline');
  await page.close();
}
