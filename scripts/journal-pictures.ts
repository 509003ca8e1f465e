import type { Browser, FrameLocator, Page } from 'playwright-core';

/** The pictures of «Журнал записи», from the board of the first pipeline and from a deal's card. */
const DEAL = 41203317;
type Shoot = (page: Page, name: string) => Promise<void>;

export async function journalPictures(browser: Browser, amocrm: string, shoot: Shoot): Promise<void> {
  const page = await open(browser, `${amocrm}/leads/pipeline/9011442`);
  await page.getByRole('button', { name: 'Журнал записи' }).waitFor();
  await shoot(page, 'journal-button');
  const frame = await openJournal(page);
  await shoot(page, 'journal-day');
  await frame.getByTestId('journal-room').click();
  await shoot(page, 'journal-rooms');
  await frame.getByTestId('journal-doctor').click();
  await frame.locator('.sched-visit--movable').first().click();
  await frame.getByTestId('visit-view').waitFor();
  await shoot(page, 'journal-visit');
  await frame.getByTestId('journal-place').click();
  await frame.getByTestId('schedule-cursor').waitFor();
  await page.keyboard.press('ArrowDown');
  await shoot(page, 'journal-placing');
  await page.keyboard.press('Enter');
  await frame.getByTestId('journal-move').waitFor();
  await shoot(page, 'journal-move');
  await page.keyboard.press('Escape');
  await page.keyboard.press('Escape');
  await frame.getByTestId('journal-week').click();
  await frame.getByTestId('journal-overview').waitFor();
  await shoot(page, 'journal-week');
  await page.close();

  const card = await open(browser, `${amocrm}/leads/detail/${DEAL}`);
  await card.getByTestId('theme-switch').click();
  await card.getByTestId('panel-journal').click();
  await dayOf(card);
  await shoot(card, 'journal-dark');
  await card.close();

  const phone = await open(browser, `${amocrm}/leads/detail/${DEAL}`, { width: 360, height: 740 });
  await phone.getByTestId('panel-journal').click();
  await dayOf(phone);
  await shoot(phone, 'journal-phone');
  await phone.close();
}

async function openJournal(page: Page): Promise<FrameLocator> {
  await page.getByRole('button', { name: 'Журнал записи' }).click();
  return dayOf(page);
}

/** Tomorrow: nothing of it is past, whatever the hour. */
async function dayOf(page: Page): Promise<FrameLocator> {
  const frame = page.frameLocator('iframe[src*="/journal/"]');
  await frame.getByTestId('journal-later').click();
  await frame.getByTestId('schedule').waitFor();
  return frame;
}

async function open(browser: Browser, url: string, viewport = { width: 1440, height: 900 }): Promise<Page> {
  const page = await browser.newPage({ viewport, locale: 'ru-RU', timezoneId: 'Europe/Moscow' });
  page.setDefaultTimeout(20_000);
  await page.goto(url);
  return page;
}
