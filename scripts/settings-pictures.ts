import { readFileSync } from 'node:fs';
import type { Browser, Page } from 'playwright-core';

/** Settings in a tab of their own, each section as high as it is; and what two administrators, versions and a file look like. */
type Shots = {
  open: (browser: Browser, url: string) => Promise<Page>;
  shoot: (page: Page, name: string) => Promise<void>;
  shootWhole: (page: Page, name: string) => Promise<void>;
};

export async function settingsPictures(browser: Browser, advanced: string, shots: Shots): Promise<void> {
  const page = await ownTab(browser, advanced, shots);
  await sections(page, shots);
  await lastWeek(page, shots);
  await twoAdministrators(page, await ownTab(browser, advanced, shots), shots);
  await versions(page, shots);
  await page.context().close();
}

async function ownTab(browser: Browser, advanced: string, { open }: Shots): Promise<Page> {
  const inAmocrm = await open(browser, advanced);
  const opened = inAmocrm.context().waitForEvent('page');
  await inAmocrm.frameLocator('iframe[src*="/settings/"]').getByTestId('own-tab').click();
  const page = await opened;
  page.setDefaultTimeout(20_000);
  await page.setViewportSize({ width: 1100, height: 900 });
  return page;
}

async function go(page: Page, section: string): Promise<void> {
  await page.getByTestId(`section-${section}`).click();
  await page.waitForTimeout(1200);
}

async function sections(page: Page, { shootWhole }: Shots): Promise<void> {
  await go(page, 'branches');
  await page.getByTestId('branch-test').first().click();
  await page.getByTestId('branch-test-result').waitFor();
  await page.getByTestId('branch-edit').first().click();
  await shootWhole(page, 'settings-branches');
  for (const section of ['statuses', 'fields', 'support']) {
    await go(page, section);
    await shootWhole(page, `settings-${section}`);
  }
}

/** A table in which a status was changed and not saved, against the days that were. */
async function lastWeek(page: Page, { shootWhole }: Shots): Promise<void> {
  await page.setViewportSize({ width: 1560, height: 950 });
  await go(page, 'statuses');
  await page.getByTestId('preview-toggle').click();
  await page.getByTestId('preview-days').click();
  await page.getByTestId('status-stage-5').selectOption({ label: 'В работе · Первичные пациенты' });
  await page.getByTestId('replay-run').click();
  await page.getByTestId('replay-differences').waitFor();
  await shootWhole(page, 'settings-replay');
  await page.getByTestId('preview-close').click();
  await page.getByTestId('undo').click();
  await page.setViewportSize({ width: 1100, height: 900 });
}

/** The first one edits while the other saves. */
async function twoAdministrators(page: Page, other: Page, { shootWhole }: Shots): Promise<void> {
  await go(page, 'matching');
  await page.getByTestId('matching-keep-title').click();
  await go(other, 'matching');
  await other.getByTestId('matching-id-is-enough').click();
  await other.getByTestId('save').click();
  await other.getByTestId('saved').waitFor();
  await other.context().close();
  await page.getByTestId('save').click();
  await page.getByTestId('conflict-rebase').waitFor();
  await shootWhole(page, 'settings-conflict');
  await page.getByTestId('conflict-drop').click();
}

async function versions(page: Page, { shoot, shootWhole }: Shots): Promise<void> {
  await go(page, 'versions');
  // Of what the demo saves itself only the fields were saved twice.
  const earlier = page.getByTestId('versions').locator('details', { hasText: 'Поля' }).nth(1);
  await earlier.locator('summary').click();
  await earlier.getByText('Вернуть эту версию').click();
  await page.getByTestId('restore-confirm').waitFor();
  await shoot(page, 'settings-restore');
  await page.keyboard.press('Escape');
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByTestId('settings-export').click(),
  ]);
  const text = readFileSync(await download.path(), 'utf8');
  const changed = text.replace(/"keepTitle": (true|false)/, (_, on) => `"keepTitle": ${on !== 'true'}`);
  const file = { name: 'archimed-amocrm.json', mimeType: 'application/json', buffer: Buffer.from(changed) };
  await page.getByTestId('settings-import-file').setInputFiles(file);
  await page.getByTestId('import-check').waitFor();
  await shootWhole(page, 'settings-import');
}
