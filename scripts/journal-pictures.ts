import type { Browser, FrameLocator, Page } from 'playwright-core';
import { z } from 'zod';
import { post } from '../sandbox/demo/connect.ts';
import { demoCrm } from '../sandbox/demo/crm.ts';

/** The pictures of «Журнал записи», from the board of the first pipeline and from a deal's card. */
const DEAL = 41203317;
type Shoot = (page: Page, name: string) => Promise<void>;
type Doubles = { amocrm: string; reception: string };

export async function journalPictures(browser: Browser, doubles: Doubles, shoot: Shoot): Promise<void> {
  const { amocrm } = doubles;
  const namesake = await doubt(doubles);
  const page = await open(browser, `${amocrm}/leads/pipeline/9011442`);
  await page.getByRole('button', { name: 'Журнал записи' }).waitFor();
  await shoot(page, 'journal-button');
  const frame = await openJournal(page);
  await shoot(page, 'journal-day');
  await frame.getByTestId('journal-room').click();
  await shoot(page, 'journal-rooms');
  await frame.getByTestId('journal-branch').click();
  await shoot(page, 'journal-branches');
  await frame.getByTestId('journal-doctor').click();
  const visit = frame.locator('.sched-visit--movable').first();
  const column = (await visit.locator('xpath=..').getAttribute('data-testid')) ?? '';
  await visit.click();
  await frame.getByTestId('visit-view').waitFor();
  await shoot(page, 'journal-visit');
  await frame.getByTestId('journal-place').click();
  await frame.getByTestId('schedule-cursor').waitFor();
  await page.keyboard.press('ArrowDown');
  await shoot(page, 'journal-placing');
  await page.keyboard.press('Enter');
  await frame.getByTestId('journal-move').waitFor();
  await shoot(page, 'journal-move');
  await takenAtDesk(doubles, column, (await frame.getByTestId('journal-move').textContent()) ?? '');
  await frame.getByTestId('journal-move-submit').click();
  await frame.getByTestId('journal-nearest-0').waitFor();
  await shoot(page, 'journal-taken');
  await page.keyboard.press('Escape');
  await page.keyboard.press('Escape');
  await frame.getByTestId('journal-week').click();
  await frame.getByTestId('journal-overview').waitFor();
  await shoot(page, 'journal-week');
  await doctorsWeek(page, frame);
  await shoot(page, 'journal-doctor-week');
  await frame.getByTestId('journal-reset').click();
  await frame.getByTestId('journal-day').click();
  await frame.getByTestId('journal-search').fill('ма');
  await frame.getByTestId('journal-search-more').click();
  await page.mouse.move(0, 0);
  await shoot(page, 'journal-search');
  await frame.getByTestId('journal-search').fill('');
  await frame.getByTestId('journal-book').click();
  await frame.getByTestId('book-deal').fill('сделка Петровой');
  await frame.getByTestId('best-slot-0').click();
  await frame.getByTestId('patient-last').fill('Петрова');
  await frame.getByTestId('patient-first').fill('Ольга');
  await frame.getByTestId('patient-phone').fill('+7 905 111-22-33');
  await frame.getByTestId('book-submit').click();
  await frame.getByText('Это не номер сделки').waitFor();
  await shoot(page, 'journal-deal');
  await page.keyboard.press('Escape');
  await review(page, namesake);
  await shoot(page, 'journal-review');
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

  const { page: north, frame: theirs } = await asOtherManager(browser, amocrm);
  await doctorsWeek(north, theirs);
  await shoot(north, 'journal-foreign');
  await north.close();
}

/** One who sees patients in both branches, by turns. */
const DOCTOR = 21;

async function doctorsWeek(page: Page, frame: FrameLocator): Promise<void> {
  await frame.getByTestId('journal-filter-doctor').selectOption(String(DOCTOR));
  await frame.getByTestId('journal-week').click();
  await frame.getByTestId('schedule').waitFor();
  await page.mouse.move(0, 0);
}

async function asOtherManager(
  browser: Browser,
  amocrm: string,
): Promise<{ page: Page; frame: FrameLocator }> {
  const login = await post(`${amocrm}/_sandbox/accounts/${demoCrm.accountId}/login`, {
    userId: demoCrm.otherManager,
  });
  const { name, value } = z.object({ name: z.string(), value: z.string() }).parse(login);
  const page = await open(browser, 'about:blank');
  await page.context().addCookies([{ name, value, url: amocrm }]);
  await page.goto(`${amocrm}/leads/pipeline/9011442`);
  return { page, frame: await openJournal(page) };
}

/** A visit of one of two namesakes on one phone: a person has to say which. */
async function doubt({ amocrm, reception }: Doubles): Promise<number> {
  const person = { firstName: 'Мария', lastName: 'Седова' };
  for (const _one of [1, 2])
    await post(`${amocrm}/_sandbox/accounts/${demoCrm.accountId}/contacts`, {
      ...person,
      phones: ['+79057703001'],
    });
  return desk(reception, {
    doctorId: 29,
    date: dayAfter(2),
    begin: '10:30',
    person: { ...person, phone: '+79057703001' },
  });
}

/** Somebody at the reception is faster: «Станет 2 декабря, ср, 09:20–09:40». */
async function takenAtDesk({ reception }: Doubles, column: string, question: string): Promise<void> {
  const [, doctorId, day = ''] = /^schedule-column-d(\d+)-\d+-(.+)$/.exec(column) ?? [];
  const begin = /Станет.*?(\d\d:\d\d)–/.exec(question)?.[1] ?? '';
  const person = { firstName: 'Нина', lastName: 'Быстрова' };
  await desk(reception, { doctorId: Number(doctorId), date: day, begin, person });
}

async function desk(reception: string, booking: unknown): Promise<number> {
  const talon = await post(`${reception}/_sandbox/sources/zarya/talons`, booking);
  return z.looseObject({ id: z.int() }).parse(talon).id;
}

function dayAfter(days: number): string {
  return new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);
}

/** The queue is counted when the journal is opened. */
async function review(page: Page, talonId: number): Promise<void> {
  await page.reload();
  const frame = await openJournal(page);
  await frame.getByTestId('journal-reviews').click();
  await frame.getByTestId(`review-of-${talonId}`).waitFor();
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
