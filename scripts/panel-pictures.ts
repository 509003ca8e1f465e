import type { Browser, Page } from 'playwright-core';
import { z } from 'zod';

/** The panel of the deal card in each of its states, for the guide and to be looked at. */
export type Shoot = (page: Page, name: string, clip: Area) => Promise<void>;
type Area = { x: number; y: number; width: number; height: number };

const ACCOUNT = 32100500;
const FIRST_DEAL = 41203317;
const FIRST_CONTACT = 58841203;

const bodySchema = z.record(z.string(), z.unknown());
type Body = z.infer<typeof bodySchema>;

type State = {
  name: string;
  deal?: number;
  /** What the server says instead, once it is known what it would say. */
  me?: (body: Body) => Body;
  visits?: (body: Body) => Body;
  /** The server is slow, silent or refuses. */
  reply?: 'never' | 'refused' | 'expired';
  dark?: boolean;
  /** What hangs out of the panel. */
  room?: number;
  after?: (page: Page) => Promise<void>;
};

const inDays = (days: number, time: string): string =>
  `${new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10)}T${time}:00+03:00`;

const visit = (id: string, start: string, over: Body = {}): Body => ({
  ...{ id, talonId: 1, branchId: 1, branchTitle: 'На Лесной', dealId: FIRST_DEAL, doctorId: 12 },
  ...{ doctorName: 'Соколова Мария Петровна', speciality: 'Кардиолог', patientId: 701, room: '205' },
  ...{ start, end: start, statusId: 1, statusName: 'Запись', meaning: 'booked', open: true, state: 'booked' },
  ...over,
});
const next = visit('v1', inDays(1, '14:30'));
const several = [
  next,
  visit('v2', inDays(6, '09:00'), { doctorName: 'Лаврентьева Ольга Игоревна', statusName: 'Подтверждён' }),
  visit('v3', inDays(-20, '17:30'), {
    ...{
      doctorName: 'Ким Виктор Андреевич',
      statusName: 'Приём состоялся',
      meaning: 'completed',
      open: false,
    },
  }),
];
const shows =
  (visits: readonly Body[], over: Body = {}) =>
  (body: Body): Body => ({ ...body, problems: [], visits, ...over });
const problem = (code: string) => [{ branchId: 1, code, message: '' }];
const LONG = 'Константинопольская-Преображенская Александра Станиславовна';

const lookAgain = async (page: Page): Promise<void> => {
  await page.evaluate("document.dispatchEvent(new Event('visibilitychange'))");
};

const states: readonly State[] = [
  { name: 'panel-loading', reply: 'never' },
  { name: 'panel-empty', visits: shows([]) },
  { name: 'panel-visit', visits: shows([next]) },
  {
    name: 'panel-several',
    room: 90,
    visits: shows(several),
    after: (page) => page.getByTestId('panel-menu-v2').click(),
  },
  { name: 'panel-dark', visits: shows(several), dark: true },
  {
    name: 'panel-trouble',
    visits: shows([next], { problems: problem('archimed.late'), asOf: inDays(0, '12:04') }),
  },
  {
    name: 'panel-offline',
    visits: shows([next]),
    after: async (page) => {
      // The socket is ready a moment later, and then the panel looks again.
      await page.waitForTimeout(1_000);
      await page.route('**/api/visits?*', (route) => route.abort());
      await lookAgain(page);
      await page.getByText('Нет связи с сервером', { exact: false }).waitFor();
    },
  },
  { name: 'panel-checking', visits: shows([{ ...next, state: 'checking' }]) },
  {
    name: 'panel-ended',
    visits: shows([{ ...next, state: 'checking' }]),
    after: async (page) => {
      // What is checked for a moment only is no news (widget/card/ended.ts).
      await page.waitForTimeout(4_000);
      await answer(page, '**/api/visits?*', shows([next]));
      await lookAgain(page);
      await page.getByTestId('panel-ended-v1').waitFor();
    },
  },
  {
    name: 'panel-hidden',
    visits: shows([next]),
    me: (body) => ({ ...body, hideOnStages: everyStage }),
  },
  { name: 'panel-no-access', reply: 'refused' },
  { name: 'panel-session', reply: 'expired' },
  { name: 'panel-no-phone', deal: FIRST_DEAL + 38, visits: shows([]) },
  {
    name: 'panel-no-contact',
    deal: FIRST_DEAL + 37,
    visits: shows([]),
    after: async (page) => {
      await page.locator('[data-testid^="contact-menu-"]').first().click();
      await page.locator('[data-testid^="contact-unlink-"]').click();
      await page.getByText('Контакт не прикреплён').waitFor();
      await lookAgain(page);
      await page.getByText('не прикреплён контакт', { exact: false }).waitFor();
    },
  },
  {
    name: 'panel-long',
    deal: FIRST_DEAL + 36,
    visits: shows([
      visit('v1', inDays(0, '23:30'), {
        ...{ doctorName: LONG, speciality: 'Врач ультразвуковой диагностики, акушер-гинеколог' },
        ...{ branchTitle: 'Многопрофильный центр на Большой Академической', room: 'Процедурный кабинет № 2' },
      }),
    ]),
  },
];
/** Both pipelines of the demo (sandbox/demo/crm.ts). */
const everyStage = [9011442, 9011450].flatMap((pipelineId) =>
  Array.from({ length: 130 }, (_, at) => ({ pipelineId, stageId: 75520010 + at })),
);

export async function panelPictures(browser: Browser, amocrm: string, shoot: Shoot): Promise<void> {
  await patch(amocrm, `contacts/${FIRST_CONTACT + 36}`, { name: LONG, phones: ['+49 30 901820'] });
  for (const state of states) {
    const page = await browser.newPage({ viewport: { width: 1440, height: 900 }, locale: 'ru-RU' });
    page.setDefaultTimeout(20_000);
    await prepare(page, state);
    await page.goto(`${amocrm}/leads/detail/${state.deal ?? FIRST_DEAL}`);
    const panel = page.getByTestId('panel');
    await panel.waitFor();
    if (state.reply !== 'never') await page.locator('[data-testid="panel"][aria-busy="false"]').waitFor();
    if (state.dark) await page.getByTestId('theme-switch').click();
    await state.after?.(page);
    const box = await page.locator('.card-widgets__widget-archimed_plus').boundingBox();
    if (box === null) throw new Error(`${state.name}: the panel is not there`);
    await shoot(page, state.name, { ...box, height: box.height + (state.room ?? 0) });
    await page.close();
  }
}

async function prepare(page: Page, state: State): Promise<void> {
  if (state.me) await answer(page, '**/api/me', state.me);
  if (state.visits) await answer(page, '**/api/visits?*', state.visits);
  if (state.reply === 'never') await page.route('**/api/me', () => undefined);
  if (state.reply === 'refused') await refuse(page, 403, 'access.none');
  if (state.reply === 'expired') await refuse(page, 401, 'session.invalid');
}

async function answer(page: Page, url: string, change: (body: Body) => Body): Promise<void> {
  await page.route(url, async (route) => {
    const response = await route.fetch();
    const body = bodySchema.parse(await response.json());
    await route.fulfill({ response, json: change(body) });
  });
}

async function refuse(page: Page, status: number, code: string): Promise<void> {
  await page.route('**/api/session', async (route) => {
    const response = await route.fetch();
    await route.fulfill({ response, status, json: { error: { code, message: '' } } });
  });
}

async function patch(amocrm: string, path: string, body: Body): Promise<void> {
  const reply = await fetch(`${amocrm}/_sandbox/accounts/${ACCOUNT}/${path}`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify(body),
  });
  if (!reply.ok) throw new Error(`${path}: ${await reply.text()}`);
}
