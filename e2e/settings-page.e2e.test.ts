import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Browser, FrameLocator, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { type Api, apiWith, post } from '../sandbox/demo/connect.ts';
import { demoCrm } from '../sandbox/demo/crm.ts';
import { secondKey } from '../sandbox/demo/second-clinic.ts';
import { issueSession } from '../worker/session/session-token.ts';
import { importKeyring } from '../worker/shared/envelope.ts';
import { bookingOf, freeSlot, sendBooking } from './support/booking.ts';
import { launch, openPage, type Watched } from './support/browser.ts';
import { day } from './support/day.ts';
import { eventually } from './support/eventually.ts';
import { type Product, startProduct } from './support/product.ts';

/** The settings page as a whole: for everybody who may open it, on every screen, and when something goes wrong. */
const SECRETS_KEY = randomBytes(32).toString('base64');
const SECTIONS = [
  ...['start', 'branches', 'statuses', 'fields', 'users', 'automation', 'matching', 'history', 'versions'],
  ...['state', 'support'],
] as const;
const { stages, primaryPipeline } = demoCrm;
let product: Product;
let browser: Browser;

beforeAll(async () => {
  product = await startProduct({ SECRETS_KEY });
  browser = await launch();
});

afterAll(async () => {
  await browser?.close();
  await product?.stop();
});

const advanced = () => `${product.stack.amocrmUrl}/settings/widgets/${demoCrm.widgetCode}/advanced`;

/** A tab of its own, as «Открыть в отдельной вкладке» opens it. */
async function ownTab(api: Api, size = { width: 1024, height: 800 }, locale?: string): Promise<Watched> {
  const { url } = await api.call('POST', '/api/session/handoff', z.object({ url: z.string() }));
  return openPage(browser, url, size, locale);
}

/** Signed as the Worker signs: it was opened almost twelve hours ago and cannot be renewed when they are over. */
async function tabUntil(end: number): Promise<Watched> {
  const session = {
    ...{ accountId: demoCrm.accountId, userId: demoCrm.admin, isAdmin: true, name: 'Анна Руденко' },
    startedAt: Math.floor(end / 1000) - 12 * 3600,
  };
  const issued = await issueSession(await importKeyring(SECRETS_KEY, null), session, Date.now());
  if (issued === null) throw new Error('the session has ended already');
  return ownTab(apiWith(product.stack.workerUrl, issued.token));
}

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const findingsSchema = z.array(z.object({ id: z.string(), impact: z.string(), target: z.string() }));

/** What keeps somebody out; in the words of axe «serious» and «critical». */
async function seriousFindings(page: Page): Promise<z.infer<typeof findingsSchema>> {
  await page.evaluate(axe);
  const found = await page.evaluate(`axe.run(document).then(({ violations }) => violations.map((one) => ({
    id: one.id, impact: String(one.impact), target: String(one.nodes[0]?.target) })))`);
  return findingsSchema.parse(found).filter(({ impact }) => impact === 'serious' || impact === 'critical');
}

async function open(page: Page | FrameLocator, section: string): Promise<void> {
  await page.getByTestId(`section-${section}`).click();
  // Only then is what says «busy» the new section.
  await page.locator(`[data-testid="section-${section}"][aria-current="page"]`).waitFor();
  await expect.poll(() => page.locator('main [aria-busy="true"]').count()).toBe(0);
}

/** A section with everything open that can be opened in it. */
async function unfold(page: Page, section: string): Promise<void> {
  if (section === 'start') {
    await page.getByTestId('guide-check').getByRole('button').click();
    await page.getByTestId('preview-table').waitFor();
  }
  if (section === 'matching') {
    await page.getByTestId('preview-toggle').click();
    await page.getByTestId('preview-take-sample').click();
    await page.getByTestId('preview-table').waitFor();
  }
  if (section === 'branches') await page.getByTestId('branch-edit').first().click();
  if (section === 'automation') await page.locator('details summary').first().click();
  if (section === 'versions') {
    await page.locator('details summary').first().click();
    await page.getByTestId('diff').waitFor();
  }
  if (section === 'statuses') {
    await page.getByTestId('status-mode-filtered').check();
    await page.getByTestId('rule-add').click();
    await page.getByTestId('two-way-on').check();
  }
}

test.each([
  // What 1024 px leave beside amoCRM's own menu.
  ['ru-RU', 944, /[а-яё]/i],
  ['en-GB', 375, /^[^а-яё]*$/i],
])(
  '%s, %i px wide: every section fits, speaks one language and keeps nobody out',
  async (locale, width, letters) => {
    const { page, complaints, close } = await ownTab(product.admin, { width, height: 800 }, locale);
    await page.getByTestId('section-branches').waitFor();
    expect(await page.locator('html').getAttribute('lang')).toBe(locale.slice(0, 2));
    for (const section of SECTIONS) {
      await open(page, section);
      await unfold(page, section);
      expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth), section).toBe(0);
      for (const text of await page.locator('nav, main h2, main h2 + p').allTextContents()) {
        // Branches are called as the clinic calls them.
        expect(text.replace(/Центр|Север|Клиника «Заря»/g, 'x'), section).toMatch(letters);
      }
      expect(await seriousFindings(page), section).toEqual([]);
      const preview = page.getByTestId('preview-close');
      if ((await preview.count()) > 0) await preview.click();
      const undo = page.getByTestId('undo');
      if ((await undo.count()) > 0) await undo.click();
    }
    expect(complaints).toEqual([]);
    await close();
  },
);

test('with the keyboard alone: a section is chosen, changed, saved and left; the focus is never lost', async () => {
  const { page, complaints, close } = await ownTab(product.admin);
  await page.getByTestId('section-matching').waitFor();
  await tabTo(page, 'section-matching');
  await page.keyboard.press('Enter');
  await page.getByTestId('matching-id-is-enough').waitFor();
  await tabTo(page, 'matching-id-is-enough');
  await page.keyboard.press('Space');
  await tabTo(page, 'save');
  await page.keyboard.press('Enter');
  await page.getByTestId('saved').waitFor();
  expect(await focusedOn(page)).toBe('save');

  await tabTo(page, 'matching-keep-title', 'Shift+Tab');
  await page.keyboard.press('Space');
  await tabTo(page, 'section-users', 'Shift+Tab');
  await page.keyboard.press('Enter');
  await page.getByTestId('leave').waitFor();
  await page.keyboard.press('Escape');
  await expect.poll(() => focusedOn(page)).toBe('section-users');
  await page.keyboard.press('Enter');
  await tabTo(page, 'leave-drop');
  await page.keyboard.press('Enter');
  await page.getByTestId(`user-role-${demoCrm.manager}`).waitFor();
  expect(complaints).toEqual([]);
  await close();
});

test('Tab alone comes to every control of every section, shows where it is, and leaves again', async () => {
  const { page, complaints, close } = await ownTab(product.admin);
  await page.getByTestId('section-branches').waitFor();
  for (const section of SECTIONS) {
    await open(page, section);
    await unfold(page, section);
    await page.getByTestId(`section-${SECTIONS[0]}`).focus();
    const { stops, missed, unmarked } = await walkByTab(page);
    expect(stops, section).toBeGreaterThan(SECTIONS.length);
    expect(missed, section).toEqual([]);
    expect(unmarked, section).toEqual([]);
    const preview = page.getByTestId('preview-close');
    if ((await preview.count()) > 0) await preview.click();
    const undo = page.getByTestId('undo');
    if ((await undo.count()) > 0) await undo.click();
  }
  expect(complaints).toEqual([]);
  await close();
});

test('refused keys, a lost network and an ended session are told, and nothing that was typed is lost', async () => {
  const end = Date.now() + 35_000;
  const ending = await tabUntil(end);
  await ending.page.getByTestId('section-users').click();
  const typed = ending.page.getByTestId(`user-role-${demoCrm.otherManager}`);
  await typed.selectOption('administer');
  // A visit that is linked tells one database from another.
  const slot = await freeSlot(product, 1);
  const booked = await sendBooking(product, bookingOf(product, 0, slot));
  expect(booked.status).toBe(201);
  const { page, close } = await ownTab(product.admin);
  const card = page.getByTestId(`branch-${product.branches.center}`);
  await card.getByTestId('branch-edit').click();
  await card.getByTestId('branch-api-secret').fill('0'.repeat(32));
  await card.getByTestId('branch-save').click();
  await card.getByTestId('error').getByText('Ключи не приняты', { exact: false }).waitFor();
  // The keys of another clinic open, but not this one.
  await card.getByTestId('branch-api-id').fill(secondKey.apiId);
  await card.getByTestId('branch-api-secret').fill(secondKey.apiSecret);
  await card.getByTestId('branch-save').click();
  await card.getByTestId('error').getByText('другую базу', { exact: false }).waitFor();
  await page.getByTestId('section-users').click();
  await page.getByTestId('leave-drop').click();

  const role = page.getByTestId(`user-role-${demoCrm.otherManager}`);
  await role.selectOption('view');
  await page.context().setOffline(true);
  await page.getByTestId('save').click();
  await page.getByTestId('error').getByText('Нет связи', { exact: false }).waitFor();
  await page.context().setOffline(false);
  expect(await role.inputValue()).toBe('view');
  await save(page);

  await open(page, 'support');
  const download = page.waitForEvent('download');
  await page.getByTestId('links-download').click();
  const table = readFileSync(await (await download).path(), 'utf8');
  expect(table).toContain(`;${booked.body.visit?.talonId};`);
  expect(table).toContain(`;${demoCrm.firstLead};`);
  await close();

  await sleep(Math.max(0, end + 1000 - Date.now()));
  await ending.page.getByTestId('save').click();
  await ending.page
    .getByTestId('error')
    .getByText('Сеанс этой вкладки закончился', { exact: false })
    .waitFor();
  expect(await typed.inputValue()).toBe('administer');
  await ending.close();
});

test('a field, a stage and a user whom amoCRM no longer has are named wherever they were chosen, until something else is', async () => {
  const automation = await product.admin.call('GET', '/api/automation', z.looseObject({}));
  const former = { ...automation, defaultResponsible: demoCrm.formerManager };
  await product.admin.call('PUT', '/api/automation', z.unknown(), former);
  const { page, complaints, close } = await openPage(browser, advanced());
  const settings = page.frameLocator('iframe[src*="/settings/"]');
  await open(settings, 'branches');
  await page.waitForLoadState('networkidle');
  await v4(page, 'DELETE', `/leads/pipelines/${primaryPipeline}/statuses/${stages.confirmed}`);
  const { fields } = await product.amocrm.state();
  await v4(page, 'DELETE', `/leads/custom_fields/${fields.leads.find(({ name }) => name === 'Кабинет')?.id}`);
  await forgetLists();
  // Back from amoCRM's own pages: nothing is reloaded. A list that could not be read then is with the next return.
  const lost = settings.getByTestId('lost');
  await eventually(
    async () => {
      await settings.locator('html').evaluate(() => window.dispatchEvent(new Event('focus')));
      return lost.textContent();
    },
    (text) =>
      [
        'удалённое поле «Кабинет»',
        'Статусы, «Север»: удалённый этап «Подтвердил»',
        'Автоматизация: пользователь «Игорь Савин», отключённый в amoCRM',
      ].every((wanted) => text?.includes(wanted)),
    undefined,
    2000,
  );

  await lost.getByText('Автоматизация').click();
  await settings.getByTestId('default-responsible').selectOption(String(demoCrm.manager));
  await save(settings);
  await expect.poll(() => lost.textContent()).not.toContain('Автоматизация');
  await lost.getByText('Статусы, «Центр»').click();
  const stage = settings.getByTestId('status-stage-2');
  expect(await stage.locator('option:checked').textContent()).toBe('удалённый этап «Подтвердил»');
  await stage.selectOption(`${primaryPipeline}:${stages.booked}`);
  await save(settings);
  await expect.poll(() => lost.textContent()).not.toContain('«Центр»');
  await lost.getByText('Поля', { exact: true }).click();
  await settings.getByTestId('field-create-lead.room').click();
  await settings.getByTestId('fields-created').waitFor();
  await expect.poll(() => lost.textContent()).not.toContain('Кабинет');
  expect(complaints).toEqual([]);
  await close();
});

test('who books sees a sentence; an administrator of one branch sees his branch; a new user appears by himself', async () => {
  const closed = await ownTab(product.manager);
  await closed.page.getByText('Настройки открыты администраторам', { exact: false }).waitFor();
  await closed.close();

  // The widget's own dialog leads to the page, too.
  const dialog = await openPage(browser, `${product.stack.amocrmUrl}/settings/widgets`);
  await dialog.page.getByRole('button', { name: 'Настроить' }).click();
  const popup = dialog.page.context().waitForEvent('page');
  await dialog.page.getByRole('button', { name: 'Открыть настройки' }).click();
  const page = await popup;
  await open(page, 'users');
  await v4(dialog.page, 'POST', '/users', [
    { name: 'Ольга Лис', email: 'lis@zaryamed.example', password: 'Long-enough-1' },
  ]);
  await page.getByTestId(`user-role-${demoCrm.manager}`).selectOption('administer');
  await page.getByTestId(`user-branches-all-${demoCrm.manager}`).uncheck();
  await page.getByTestId(`user-branch-${demoCrm.manager}-${product.branches.north}`).check();
  await save(page);
  await eventually(
    async () => {
      await page.evaluate(() => window.dispatchEvent(new Event('focus')));
      return page.getByRole('rowheader', { name: 'Ольга Лис' }).count();
    },
    (count) => count === 1,
    undefined,
    2000,
  );
  await dialog.close();

  const north = await ownTab(product.manager);
  await north.page.getByTestId(`branch-${product.branches.north}`).waitFor();
  await expect
    .poll(() => north.page.locator('nav li a').evaluateAll((all) => all.map((a) => a.getAttribute('href'))))
    .toEqual(['#branches', '#statuses', '#history', '#state', '#support']);
  expect(await north.page.locator('article').count()).toBe(1);
  await open(north.page, 'statuses');
  await north.page.getByTestId('status-stage-2').selectOption(`${primaryPipeline}:${stages.inWork}`);
  await save(north.page);
  expect(await refusalOf(product.manager, 'GET', '/api/automation')).toContain('access.forbidden');
  expect(
    await refusalOf(product.manager, 'GET', `/api/branches/${product.branches.center}/statuses`),
  ).toContain('access.branch');
  await open(north.page, 'support');
  expect(await north.page.getByTestId('diagnosis').inputValue()).not.toContain(
    `branch ${product.branches.center} `,
  );
  expect(await north.page.getByTestId('links-download').count()).toBe(0);
  expect(north.complaints).toEqual([]);
  await north.close();
});

test('branches are added: zone by search, building, the callback’s address; each has its own visits; what is deleted is called in vain', async () => {
  const { page, complaints, close } = await ownTab(product.admin);
  await open(page, 'branches');
  await addBranch(page, 'Полюс, взрослые', 1);
  const children = await addBranch(page, 'Полюс, дети', 2);
  // Their stock is taken: from now on visits are news.
  const read = z.object({ health: z.object({ lastSuccessAt: z.string().nullable() }) });
  await eventually(
    () => product.admin.call('GET', '/api/branches', z.object({ branches: z.array(read) })),
    ({ branches }) => branches.length === 4 && branches.every(({ health }) => health.lastSuccessAt !== null),
  );
  const card = page.getByTestId(`branch-${children}`);
  const told = await card.getByTestId('branch-callback').inputValue();
  await post(`${product.archimed.url}/_sandbox/sources/polyus/talons`, {
    ...{ doctorId: CHILD.doctor, date: day(2), begin: '09:00', patientId: CHILD.patient },
  });
  expect((await fetch(told, { method: 'POST' })).status).toBeLessThan(300);
  await eventually(
    () => product.amocrm.field(CHILD.deal, 'Филиал'),
    (title) => title === 'Полюс, дети',
  );
  // Nine o’clock there.
  expect(await product.amocrm.field(CHILD.deal, 'Дата и время записи')).toBe(
    Date.parse(`${day(2)}T09:00:00+05:00`) / 1000,
  );

  await card.getByTestId('branch-delete').click();
  await page.getByTestId('branch-delete-confirm').click();
  await card.waitFor({ state: 'detached' });
  expect((await fetch(told, { method: 'POST' })).status).toBe(404);
  expect(await page.getByRole('article').count()).toBe(3);
  expect(complaints).toEqual([]);
  await close();
});

/** Of the second clinic (sandbox/demo/second-clinic.ts): who sees children, and the first of those whom both clinics know. */
const CHILD = { doctor: 9, patient: 701, deal: demoCrm.firstLead + 8 } as const;

/** By hand, as the guide says: keys, then the building that they opened, then on. Its id. */
async function addBranch(page: Page, title: string, building: number): Promise<number> {
  await page.getByTestId('branch-add').click();
  const form = page.getByRole('article', { name: 'Новый филиал' });
  await form.getByTestId('branch-title').fill(title);
  await form.getByTestId('branch-timezone').selectOption('other');
  await form.getByTestId('branch-timezone-search').fill('almaty');
  await page.getByRole('option', { name: /Almaty/ }).click();
  await form.getByTestId('branch-api-id').fill(secondKey.apiId);
  await form.getByTestId('branch-api-secret').fill(secondKey.apiSecret);
  await form.getByTestId('branch-save').click();
  const card = page.getByRole('article', { name: title });
  await card.getByText('Ключи подходят', { exact: false }).waitFor();
  await card.getByTestId('branch-building').selectOption(String(building));
  await card.getByTestId('branch-save').click();
  await card.getByTestId('saved').waitFor();
  await card.getByTestId('branch-enabled').click();
  return Number((await card.getAttribute('data-testid'))?.replace('branch-', ''));
}

test('whoever leaves switches everything off in one place, and nothing is booked any more', async () => {
  const { page, complaints, close } = await ownTab(product.admin);
  await open(page, 'support');
  // The manager may do little by now.
  const asAdmin = { ...product, manager: product.admin };
  const slot = await freeSlot(asAdmin, 2);
  await page.getByTestId('switch-off').click();
  await page.getByTestId('switch-off-confirm').click();
  await page.getByTestId('all-off').waitFor();
  const { branches } = await product.admin.call(
    'GET',
    '/api/branches',
    z.object({ branches: z.array(z.object({ enabled: z.boolean() })) }),
  );
  expect(branches.filter(({ enabled }) => enabled)).toEqual([]);
  const refused = await sendBooking(asAdmin, bookingOf(product, 1, slot));
  expect(refused).toMatchObject({ status: 409, body: { error: { code: 'setup.no_branch' } } });
  expect(complaints).toEqual([]);
  await close();
});

async function save(page: Page | FrameLocator): Promise<void> {
  await page.getByTestId('save').click();
  await page.getByTestId('saved').waitFor();
}

/** amoCRM's API with the session of its own page. */
async function v4(page: Page, method: string, path: string, body?: unknown): Promise<void> {
  const status = await page.evaluate(
    async ([method, path, body]) =>
      (await fetch(`/api/v4${path}`, { method, body, headers: { 'Content-Type': 'application/json' } }))
        .status,
    [method, path, body === undefined ? null : JSON.stringify(body)] as const,
  );
  expect(status).toBeLessThan(300);
}

/** What the object has read of amoCRM serves a minute; a save of settings ends that. */
async function forgetLists(): Promise<void> {
  const matching = await product.admin.call('GET', '/api/matching', z.looseObject({}));
  await product.admin.call('PUT', '/api/matching', z.unknown(), matching);
}

async function refusalOf(api: Api, method: string, path: string): Promise<string> {
  return api.call(method, path, z.unknown()).then(
    () => 'allowed',
    (error: unknown) => String(error),
  );
}

/**
 * From where the focus is to where Tab leaves the page: which controls behind it were passed by, and which did not look
 * otherwise than at rest while they had the focus.
 */
async function walkByTab(page: Page): Promise<{ stops: number; missed: string[]; unmarked: string[] }> {
  await page.evaluate(WALK);
  const stepSchema = z.object({ at: z.int().nullable(), marked: z.boolean() });
  const unmarked: number[] = [];
  let stops = 0;
  for (let at: number | null = 0; at !== null; ) {
    await page.keyboard.press('Tab');
    const step = stepSchema.parse(await page.evaluate('__walk.step()'));
    if (!step.marked && step.at !== null) unmarked.push(step.at);
    if (step.at !== null) stops += 1;
    at = step.at;
  }
  const names = z.array(z.string());
  return {
    stops,
    missed: names.parse(await page.evaluate('__walk.missed()')),
    unmarked: names.parse(await page.evaluate(`__walk.named(${JSON.stringify(unmarked)})`)),
  };
}

/** In the page. Of radios with one name only the chosen one is a stop; a list that scrolls may be one, too. */
const WALK = `globalThis.__walk = (() => {
  const look = (element) => [element, element.nextElementSibling, element.parentElement].filter(Boolean)
    .map((one) => { const { outline, boxShadow, borderColor } = getComputedStyle(one); return outline + boxShadow + borderColor; }).join();
  const chosen = (element) => element.type !== 'radio' || element.checked;
  const all = [...document.querySelectorAll('a[href],button,input,select,textarea,summary')].filter((element) =>
    !element.disabled && element.tabIndex >= 0 && chosen(element) && element.checkVisibility({ visibilityProperty: true }));
  const began = all.indexOf(document.activeElement);
  const rest = new Map(all.map((element) => [element, element === document.activeElement ? '' : look(element)]));
  const seen = new Set([document.activeElement]);
  let last = document.activeElement;
  let stays = 0;
  const name = (element) => element.dataset.testid ?? element.outerHTML.slice(0, 120);
  return {
    step() {
      const element = document.activeElement;
      // A date has several stops inside, the last with a ring of the browser's; who stays longer is caught.
      stays = element === last ? stays + 1 : 0;
      if (element === document.body || stays > 5 || (stays === 0 && seen.has(element))) return { at: null, marked: true };
      last = element;
      seen.add(element);
      return { at: all.indexOf(element), marked: stays > 0 || !rest.has(element) || look(element) !== rest.get(element) };
    },
    missed: () => all.slice(began).filter((element) => !seen.has(element)).map(name),
    named: (places) => places.map((at) => name(all[at])),
  };
})()`;

/** Every stop on the way is something, never the bare page. */
async function tabTo(page: Page, testId: string, key = 'Tab'): Promise<void> {
  const stops: string[] = [];
  while (stops.at(-1) !== testId && stops.length < 60) {
    await page.keyboard.press(key);
    stops.push(await focusedOn(page));
  }
  expect(stops.at(-1)).toBe(testId);
  expect(stops.slice(1)).not.toContain('BODY');
}

function focusedOn(page: Page): Promise<string> {
  return page.evaluate(() => {
    const { activeElement } = document;
    return (
      (activeElement instanceof HTMLElement && activeElement.dataset.testid) || (activeElement?.tagName ?? '')
    );
  });
}
