import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { type Browser, chromium, type FrameLocator, type Page } from 'playwright-core';
import { z } from 'zod';
import { CHROMIUM_ARGS, ensureChromium } from './chromium.ts';

// The pictures of README and guide, taken from a freshly started demo:
//   node scripts/screenshots.ts http://localhost:8788 http://localhost:8789   (amoCRM, reception)
const { positionals } = parseArgs({ allowPositionals: true });
const [amocrm = 'http://localhost:8788', reception = 'http://localhost:8789'] = positionals;
const outDir = join(import.meta.dirname, '../docs/screenshots');
const DEAL = 41203317;
const sections = [
  'start',
  'branches',
  'statuses',
  'fields',
  'users',
  'automation',
  'matching',
  'history',
  'versions',
] as const;

const sourcesSchema = z.object({ sources: z.array(z.object({ id: z.string() })).min(1) });
const sourceSchema = z.object({
  talons: z.array(z.object({ id: z.int(), patientId: z.int(), date: z.string() })),
});

type Area = { x: number; y: number; width: number; height: number };

mkdirSync(outDir, { recursive: true });
const browser = await chromium.launch({ executablePath: ensureChromium(), args: CHROMIUM_ARGS });
try {
  await dealStory(browser);
  await settings(browser);
  await darkPanel(browser);
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

async function settings(at: Browser): Promise<void> {
  const page = await open(at, `${amocrm}/settings/widgets/archimed_plus/advanced`);
  const frame = page.frameLocator('iframe[src*="/settings/"]');
  for (const section of sections) {
    await frame.getByTestId(`section-${section}`).click();
    await page.waitForTimeout(1500);
    await shoot(page, `settings-${section}`);
  }
  await preview(page, frame);
  await page.close();
}

/** The story's visit, by a table in which a status was changed and not saved. */
async function preview(page: Page, frame: FrameLocator): Promise<void> {
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
  await shoot(page, 'deal-dark', { x: 940, y: 0, width: 500, height: 380 });
  await page.close();
}
