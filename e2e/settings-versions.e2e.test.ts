import type { Browser, FrameLocator, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import type { Api } from '../sandbox/demo/connect.ts';
import { demoCrm } from '../sandbox/demo/crm.ts';
import { launch, openPage } from './support/browser.ts';
import { eventually } from './support/eventually.ts';
import { type Product, startProduct } from './support/product.ts';

/** What was set is kept: who, when, what; back to it, out as a file and in again; nobody writes over another unseen. */
let product: Product;
let browser: Browser;
let advanced: string;

beforeAll(async () => {
  // Five minutes without an answer of ArchiMed+ are three seconds.
  product = await startProduct({ TIME_SCALE: '100' });
  browser = await launch();
  advanced = `${product.stack.amocrmUrl}/settings/widgets/${demoCrm.widgetCode}/advanced`;
  const rows = [{ userId: demoCrm.manager, role: 'administer', branches: 'all', defaultBranch: null }];
  const users = await product.admin.call('GET', '/api/users', z.object({ version: z.int() }));
  await product.admin.call('PUT', '/api/users', z.unknown(), { version: users.version, rows });
});

afterAll(async () => {
  await browser?.close();
  await product?.stop();
});

const matchingSchema = z.object({
  version: z.int(),
  search: z.boolean(),
  stages: z.unknown(),
  idIsEnough: z.boolean(),
  keepTitle: z.boolean(),
  priority: z.string(),
});
const matching = () => product.admin.call('GET', '/api/matching', matchingSchema);

/** The other administrator saves from elsewhere. */
async function otherSaves(change: Partial<z.infer<typeof matchingSchema>>): Promise<void> {
  const other: Api = product.manager;
  await other.call('PUT', '/api/matching', z.unknown(), { ...(await matching()), ...change });
}

test('two saves are listed with who, when and what; the earlier one comes back, and only over what was looked at', async () => {
  const { page, complaints, close } = await openPage(browser, advanced);
  const settings = settingsFrame(page);
  await section(settings, 'automation');
  await settings.getByTestId('alert-user').selectOption(String(demoCrm.otherManager));
  await settings.getByTestId('alert-minutes').fill('4');
  await settings.getByText('Целое число от 5 до 1440', { exact: false }).waitFor();
  await settings.getByTestId('alert-minutes').fill('5');
  await save(settings);
  // Settings need nothing of the clinic: that it is silent from now on is told at the end.
  await product.archimed.fault({ kind: 'json-error', method: 'GET', path: 'ta*lons' });
  await section(settings, 'matching');
  await settings.getByTestId('matching-search').click();
  await save(settings);
  await settings.getByTestId('matching-id-is-enough').click();
  await save(settings);

  await section(settings, 'versions');
  const items = settings.getByTestId('versions').locator('details');
  await expect.poll(() => items.nth(0).textContent()).toContain('Поиск дублей');
  expect(await items.nth(0).textContent()).toContain('Анна Руденко');
  expect(await items.nth(0).textContent()).toContain('действует сейчас');
  const today = new Intl.DateTimeFormat('ru-RU', {
    day: 'numeric',
    month: 'long',
    timeZone: 'Europe/Moscow',
  });
  expect(await settings.getByTestId('versions').locator('h3').first().textContent()).toContain(
    today.format(new Date()),
  );
  const earlier = items.nth(1);
  await earlier.locator('summary').click();
  await expect
    .poll(() => earlier.getByTestId('diff').textContent())
    .toContain('Искать существующие сделкибыло: включено → , стало: выключено');

  await earlier.getByText('Вернуть эту версию').click();
  const dialog = settings.getByTestId('restore');
  await expect.poll(() => dialog.textContent()).toContain('Совпадение ID достаточно');
  expect(await dialog.textContent()).not.toContain('Не менять название');
  await otherSaves({ keepTitle: false });
  await settings.getByTestId('restore-confirm').click();
  await dialog.getByText('Версия не возвращена', { exact: false }).waitFor();
  expect(await matching()).toMatchObject({ idIsEnough: true, keepTitle: false });
  await settings.getByTestId('restore-again').click();
  await expect.poll(() => dialog.textContent()).toContain('Не менять название');
  await settings.getByTestId('restore-confirm').click();
  await settings.getByTestId('restored').waitFor();
  expect(await matching()).toMatchObject({ search: false, idIsEnough: false, keepTitle: true });
  await expect.poll(() => items.nth(1).textContent()).toContain('Марк Орлов');
  expect(complaints).toEqual([]);
  await close();
});

test('the settings go out as a file and come back from it; a file of something else is told in a sentence', async () => {
  const { page, complaints, close } = await openPage(browser, advanced);
  const settings = settingsFrame(page);
  // While the frame still loads: it is signed in all the same, in the theme of now.
  await page.getByTestId('theme-switch').click();
  await section(settings, 'versions');
  expect(await settings.locator('html').getAttribute('data-theme')).toBe('dark');
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    settings.getByTestId('settings-export').click(),
  ]);
  expect(download.suggestedFilename()).toMatch(/^archimed-amocrm-\d{4}-\d\d-\d\d\.json$/);
  const text = await textOf(await download.createReadStream());
  const saved = await matching();
  await otherSaves({ search: !saved.search, priority: 'updated' });

  const refused = async (content: string, sentence: string): Promise<void> => {
    await choose(settings, content);
    await settings.getByTestId('error').getByText(sentence, { exact: false }).waitFor();
  };
  await refused('Список дел', 'Это не файл настроек');
  await refused(text.replace('"formatVersion": 1', '"formatVersion": 7'), 'другой версией виджета');
  await refused(text.replace(String(demoCrm.accountId), '777'), 'другого аккаунта amoCRM');
  await refused(text.replace('"mode": "all"', '"mode": "everything"'), 'Файл повреждён');

  await choose(settings, text);
  const check = settings.getByTestId('import-check');
  await expect.poll(() => check.textContent()).toContain('Искать существующие сделки');
  await otherSaves({ priority: 'latest' });
  await settings.getByTestId('import-apply').click();
  await settings.getByTestId('error').getByText('Ничего не загружено', { exact: false }).waitFor();
  await settings.getByTestId('import-again').click();
  await settings.getByTestId('import-apply').click();
  await settings.getByTestId('imported').waitFor();
  const { version: _version, ...before } = saved;
  expect(await matching()).toMatchObject(before);
  expect(complaints).toEqual([]);
  await close();
});

test('the second administrator is told and keeps both edits; amoCRM’s own links wait while something is unsaved', async () => {
  const { page, complaints, close } = await openPage(browser, advanced);
  const settings = settingsFrame(page);
  await section(settings, 'matching');
  const before = await matching();
  await settings.getByTestId('matching-id-is-enough').click();
  await otherSaves({ keepTitle: !before.keepTitle });
  await settings.getByTestId('save').click();
  await settings.getByTestId('error').getByText('сохранил кто-то другой', { exact: false }).waitFor();
  await settings.getByTestId('conflict-rebase').click();
  await settings.getByTestId('error').waitFor({ state: 'detached' });

  await page.locator('a[href^="/leads"], a[href="/"]').first().click();
  await settings.getByTestId('leave-stay').click();
  expect(page.url()).toBe(advanced);
  await save(settings);
  expect(await matching()).toMatchObject({
    idIsEnough: !before.idIsEnough,
    keepTitle: !before.keepTitle,
  });

  await keptOnLeavingThenGivenUp(settings);
  const title = await branchTitleWhileAnotherRenames(settings);
  expect(title).toBe('Центр на Садовой');
  await section(settings, 'history');
  await page.locator('a[href^="/leads"], a[href="/"]').first().click();
  await page.waitForURL((url) => !url.pathname.includes('advanced'));
  expect(complaints).toEqual([]);
  await close();
  // Long after the five minutes: with the thirty of the beginning nobody would know yet.
  const [told] = await eventually(
    () => product.amocrm.tasksOf(null),
    (tasks) => tasks.length > 0,
  );
  expect(told).toMatchObject({
    responsibleUserId: demoCrm.otherManager,
    text: expect.stringContaining('не читаются с'),
  });
});

/** «Сохранить и перейти» keeps the edit; told that another was faster, one takes his and gives up one's own. */
async function keptOnLeavingThenGivenUp(settings: FrameLocator): Promise<void> {
  const before = await matching();
  await settings.getByTestId('matching-id-is-enough').click();
  await settings.getByTestId('section-users').click();
  await settings.getByTestId('leave-save').click();
  await settings.getByTestId(`user-role-${demoCrm.manager}`).waitFor();
  const kept = { ...before, idIsEnough: !before.idIsEnough };
  expect(await matching()).toMatchObject({ idIsEnough: kept.idIsEnough, keepTitle: kept.keepTitle });

  await section(settings, 'matching');
  await settings.getByTestId('matching-id-is-enough').click();
  await otherSaves({ keepTitle: !kept.keepTitle });
  await settings.getByTestId('save').click();
  await settings.getByTestId('conflict-drop').click();
  const isChecked = (name: string) => settings.getByTestId(`matching-${name}`).isChecked();
  await expect.poll(() => isChecked('keep-title')).toBe(!kept.keepTitle);
  expect(await isChecked('id-is-enough')).toBe(kept.idIsEnough);
  expect(await matching()).toMatchObject({ idIsEnough: kept.idIsEnough, keepTitle: !kept.keepTitle });
}

/** A branch has no version: the one who comes second sees what the first has saved before he saves his own. */
async function branchTitleWhileAnotherRenames(settings: FrameLocator): Promise<string> {
  const { center } = product.branches;
  await section(settings, 'branches');
  await settings.getByTestId(`branch-${center}`).getByTestId('branch-edit').click();
  const form = settings.getByTestId(`branch-${center}`);
  await form.getByTestId('branch-create-deals').click();
  await product.manager.call('PATCH', `/api/branches/${center}`, z.unknown(), { title: 'Центр на Садовой' });
  await form.getByTestId('branch-save').click();
  const changed = form.getByTestId('branch-changed');
  await changed.or(form.getByTestId('saved')).waitFor();
  // Unless the page had looked at the branches just before.
  if ((await changed.count()) > 0) await form.getByTestId('branch-save').click();
  await form.getByTestId('saved').waitFor();
  const { branches } = await product.admin.call(
    'GET',
    '/api/branches',
    z.object({ branches: z.array(z.object({ id: z.int(), title: z.string(), createDeals: z.boolean() })) }),
  );
  const branch = branches.find(({ id }) => id === center);
  expect(branch?.createDeals).toBe(false);
  return branch?.title ?? '';
}

function settingsFrame(page: Page): FrameLocator {
  return page.frameLocator('iframe[src*="/settings/"]');
}

async function section(settings: FrameLocator, id: string): Promise<void> {
  await settings.getByTestId(`section-${id}`).click();
}

async function save(settings: FrameLocator): Promise<void> {
  await settings.getByTestId('save').click();
  await settings.getByTestId('saved').waitFor();
}

async function choose(settings: FrameLocator, content: string): Promise<void> {
  const file = { name: 'settings.json', mimeType: 'application/json', buffer: Buffer.from(content) };
  await settings.getByTestId('settings-import-file').setInputFiles(file);
}

async function textOf(stream: AsyncIterable<Buffer>): Promise<string> {
  const parts: Buffer[] = [];
  for await (const part of stream) {
    parts.push(part);
  }
  return Buffer.concat(parts).toString('utf8');
}
