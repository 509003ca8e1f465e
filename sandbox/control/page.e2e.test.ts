import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { demoCrm } from '../demo/crm.ts';
import { launchBrowser } from '../testing/browser.ts';
import { type Doubles, startDoubles } from './testing/doubles.ts';

let browser: Browser;
let doubles: Doubles;
const problems: string[] = [];

beforeAll(async () => {
  browser = await launchBrowser();
  doubles = await startDoubles(Date.now);
});
afterAll(async () => {
  await browser?.close();
  await doubles?.[Symbol.asyncDispose]();
});

async function open(place: string): Promise<Page> {
  const page = await browser.newPage();
  page.on('pageerror', (error) => problems.push(error.message));
  await page.goto(`${doubles.amocrmUrl}/_sandbox/#${place}`);
  return page;
}

test('a fault that a person adds strikes, is seen in the log and can be taken away', async () => {
  const page = await open('amocrm/faults');
  await page.getByTestId('no-faults').waitFor();
  await page.getByTestId('fault-kind').selectOption('json-error');
  await page.getByTestId('fault-path').fill('leads/*');
  await page.getByTestId('fault-status').fill('503');
  await page.getByTestId('fault-times').fill('1');
  await page.getByTestId('fault-add').click();
  await page.getByTestId('faults').getByText('ошибка JSON').waitFor();
  expect((await doubles.crm('GET', `/leads/${demoCrm.firstLead}`)).status).toBe(503);
  await page.getByTestId('faults').getByText('исчерпан (1)').waitFor();

  await page.getByTestId('nav-requests').click();
  await page.getByTestId('log-path').fill(`leads/${demoCrm.firstLead}`);
  await page.getByTestId('log-status').selectOption('5');
  const row = page.getByTestId('log').locator('tr.clickable');
  await row.getByText('503').waitFor();
  expect(await row.textContent()).toContain('ошибка JSON');
  await row.click();
  await page.getByTestId('log-detail').getByText('Внутренняя ошибка').waitFor();

  await page.getByTestId('nav-faults').click();
  await page.getByTestId('faults-clear').click();
  await page.getByTestId('no-faults').waitFor();
  await page.close();
});

test('a scene plays on both doubles from this page and is taken back there', async () => {
  const page = await open('amocrm/scenes');
  await page.getByTestId('scene-run-key-revoked').click();
  await page.getByTestId('scene-progress-key-revoked').getByText('Отозван ключ').waitFor();
  await page.getByTestId('message').getByText('Сцена сыграна: Ключ отозван.').waitFor();
  expect((await doubles.clinic('talonstatuses')).status).toBe(403);
  await page.getByTestId('scene-key-revoked').getByText('идёт').waitFor();
  await page.getByTestId('scene-undo-key-revoked').click();
  await page.getByTestId('message').getByText('Сцена отменена: Ключ отозван.').waitFor();
  expect((await doubles.clinic('talonstatuses')).status).toBe(200);
  await page.close();
});

test('the other double is a tab away: its state, its clock', async () => {
  const page = await open('archimed/state');
  await page.getByTestId('owner-zarya').waitFor();
  await page.getByTestId('nav-clock').click();
  await page.getByTestId('clock-both').uncheck();
  await page.getByTestId('clock-jump-1440').click();
  await page.getByTestId('clock-note').getByText('+1 дн').waitFor();
  expect((await doubles.amocrm('GET', '/clock')).json).toMatchObject({ offsetMs: 0 });
  await page.getByTestId('clock-real').click();
  await page.getByTestId('clock-note').getByText('Настоящее время.').waitFor();
  await page.close();
  expect(problems).toEqual([]);
});

test('hooks are held and let go, data are loaded', async () => {
  const page = await open('amocrm/hooks');
  await doubles.crm('POST', '/webhooks', {
    destination: 'http://localhost:9/hook',
    settings: ['update_lead'],
  });
  await page.getByTestId('hooks-paused').click();
  await page.locator('[data-testid=hooks-paused][aria-pressed=true]').waitFor();
  await doubles.crm('PATCH', `/leads/${demoCrm.firstLead}`, { price: 777 });
  await page.getByTestId('hooks').getByText('ждёт').waitFor();
  await page.getByTestId('hooks-paused').click();
  await page.getByTestId('hooks').getByText('нет ответа').waitFor();
  await page.getByTestId('nav-data').click();
  await page.getByTestId('seed-empty').click();
  await page.getByTestId('message').getByText('Загружено: Пусто.').waitFor();
  await page.getByTestId('nav-state').click();
  await page.getByTestId(`owner-${demoCrm.accountId}`).waitFor();
  expect((await doubles.amocrm('GET', '/state')).json).toMatchObject({ owners: [{ counts: { leads: 0 } }] });
  await page.close();
});
