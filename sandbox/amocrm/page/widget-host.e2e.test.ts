import { strToU8 } from 'fflate';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { launchBrowser } from '../../testing/browser.ts';
import { at, type Kit, type Receiver, smallAccount, startKit, startReceiver } from '../testing/fixture.ts';
import { hostArchive, hostManifest } from '../testing/host-archive.ts';

/** The widget host in a real browser: an archive goes through what amoCRM does with it. */

let browser: Browser;
beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(() => browser.close());

type Stage = AsyncDisposable & { kit: Kit; receiver: Receiver; page: Page; errors: string[]; url: string };

async function startStage(change: Record<string, Uint8Array> = {}): Promise<Stage> {
  const receiver = await startReceiver();
  const integration = { ...smallAccount.integration, redirectUri: `${receiver.url}/oauth/callback` };
  const kit = await startKit({ ...smallAccount, integration });
  const upload = await fetch(`${kit.sandbox.url}/_sandbox/widget`, {
    method: 'POST',
    body: hostArchive(`${receiver.url}/dp`, change),
  });
  expect(upload.status).toBe(201);
  await kit.admin('POST', '/accounts/32100500/install', { deliver: false });
  const page = await browser.newPage();
  const errors: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error') errors.push(message.text());
  });
  page.on('pageerror', (error) => errors.push(error.message));
  return {
    kit,
    receiver,
    page,
    errors,
    url: kit.sandbox.url,
    async [Symbol.asyncDispose]() {
      await page.close();
      await kit[Symbol.asyncDispose]();
      await receiver[Symbol.asyncDispose]();
    },
  };
}

/** What the example widget wrote down; it lives in jQuery's data of the document. */
const callsOf = (page: Page) => page.evaluate<string[]>(`(window.$ && $(document).data('hostCalls')) || []`);

async function hasCalls(page: Page, expected: string[]): Promise<void> {
  const text = JSON.stringify(expected);
  await page
    .waitForFunction(`window.$ && JSON.stringify($(document).data('hostCalls')) === ${JSON.stringify(text)}`)
    .catch(() => undefined);
  expect(await callsOf(page)).toEqual(expected);
}

/** Runs code with the widget as `w`. */
function onWidget<T>(page: Page, code: string): Promise<T> {
  return page.evaluate<T>(`(async () => { const w = $(document).data('hostWidget'); ${code} })()`);
}

const card = (name: string): string[] => [`${name} leads_card`];
const drawn = [...card('render'), ...card('init'), ...card('bind_actions')];

test('a card: render, init and bind_actions; drawn again without destroy; then another page', async () => {
  await using stage = await startStage();
  const { page } = stage;
  await page.goto(`${stage.url}/leads/detail/41203317?rerender=2`);
  await hasCalls(page, [...drawn, ...drawn, ...drawn]);
  await page.getByTestId('widget-rerender').click();
  await hasCalls(page, [...drawn, ...drawn, ...drawn, ...drawn]);
  expect(await page.locator('.card-widgets__widget-archimed_plus').count()).toBe(1);
  expect(await page.locator('.host-example-name').textContent()).toBe('ПРИМЕР ВИДЖЕТА');
  await page.evaluate(
    `$(document).on('page:changed', () => $(document).data('hostCalls').push('page:changed'))`,
  );
  await page.locator('[data-nav="/settings/widgets"]').click();
  const next = ['render', 'init', 'bind_actions'].map((name) => `${name} widgetsSettings`);
  const before = [...drawn, ...drawn, ...drawn, ...drawn];
  await hasCalls(page, [...before, 'destroy leads_card', 'page:changed', ...next]);
  expect(stage.errors).toEqual([]);
});

test('the settings: fields, an unwilling onSave, install, disable', async () => {
  await using stage = await startStage();
  const { page } = stage;
  await stage.kit.admin('POST', '/accounts/32100500/disconnect', { deliver: false });
  await page.goto(`${stage.url}/settings/widgets`);
  await page.getByTestId('widget-open').click();
  await page.getByTestId('widget-tour').waitFor();
  await page.getByTestId('widget-save').click();
  expect(await page.getByTestId('widget-error').textContent()).toBe('Заполните: Ключ');
  await page.getByPlaceholder('ключ').fill('no');
  await page.getByTestId('widget-save').click();
  await page.waitForFunction(`$(document).data('hostCalls').includes('onSave Y token')`);
  await page.getByTestId('widget-modal').waitFor();
  await page.getByPlaceholder('ключ').fill('yes');
  await page.getByTestId('widget-save').click();
  await page.getByText('Установлено', { exact: true }).waitFor();
  const [hook] = await stage.receiver.count(1);
  expect(hook?.url).toContain('from_widget=1');
  await page.getByTestId('widget-open').click();
  const reloaded = page.waitForEvent('load');
  await page.getByTestId('widget-disable').waitFor();
  // The page is new: what disabling calls is caught before the reload takes it away.
  await page.evaluate(`$(document).data('hostWidget').callbacks.destroy = function () {
    sessionStorage.setItem('calls', JSON.stringify($(document).data('hostCalls').slice(-1).concat('destroy')));
  }`);
  await page.getByTestId('widget-disable').click();
  await reloaded;
  await page.getByText('Не установлено', { exact: true }).waitFor();
  await expect
    .poll(() => page.evaluate(`sessionStorage.getItem('calls')`))
    .toBe('["onSave N token","destroy"]');
});

test('the Digital Pipeline: an action is made, fires when a deal is moved, is deleted', async () => {
  await using stage = await startStage();
  const { page, kit } = stage;
  await page.goto(`${stage.url}/settings/pipeline/leads/9011442`);
  await page.getByTestId('add-action-75520018').click();
  await page.getByTestId('stage-75520018').getByTestId('add-archimed_plus').click();
  const modal = page.getByTestId('trigger-modal');
  await page.waitForFunction(`window.$ && $('input[name=comment]').val() === 'по умолчанию'`);
  await modal.locator('input[name=comment]').fill('Отмена из воронки');
  await page.getByTestId('trigger-when').selectOption('went_in_trigger');
  await page.getByTestId('trigger-save').click();
  await page.getByTestId('trigger-1').waitFor();
  await page.goto(`${stage.url}/leads/detail/41203317`);
  await page.getByTestId('lead-stage-select').selectOption('9011442:75520018');
  const [hook] = await stage.receiver.count(1);
  const body: unknown = JSON.parse(hook?.body ?? '');
  expect(at(body, 'action', 'settings', 'widget', 'settings')).toEqual({ comment: 'Отмена из воронки' });
  expect(at(body, 'event', 'data')).toMatchObject({ id: 41203317, direction_of_movement: 'went_in_trigger' });
  await page.goto(`${stage.url}/settings/pipeline/leads/9011442`);
  await page.getByTestId('trigger-1').click();
  expect(await modal.locator('input[name=comment]').inputValue()).not.toBe('');
  await page.getByTestId('trigger-delete').click();
  await page.getByTestId('trigger-1').waitFor({ state: 'detached' });
  expect(at((await kit.admin('GET', '/accounts/32100500')).json, 'widget', 'triggers')).toEqual([]);
});

test('twig files, crm_post, socket channels and the open card', async () => {
  await using stage = await startStage();
  const { page, kit } = stage;
  await page.goto(`${stage.url}/leads/detail/41203317`);
  await hasCalls(page, drawn);
  const list = await onWidget<string>(
    page,
    `const template = await w.render({ href: '/templates/list.twig', base_path: w.params.path, v: w.get_version(), promised: true });
     return template.render({ items: [{ name: 'А & Б' }], title: 'Далее' });`,
  );
  expect(list).toContain('<li>А &amp; Б</li>');
  expect(list).toContain('button-input-inner__text">Далее<');
  const posted = await onWidget<string>(
    page,
    `return new Promise((resolve, reject) => w.crm_post(${JSON.stringify(`${stage.receiver.url}/post`)}, { deal: 1 }, resolve, 'text', reject));`,
  );
  expect(posted).toBe('ok');
  expect(stage.receiver.received[0]?.body).toBe('deal=1');
  await onWidget(
    page,
    `window.sessionStorage.clear();
     const stop = w.listenSocketChannel('leads:card:41203317', ['status'], (data) => {
       stop();
       document.title = 'этап ' + data.status_id;
     });`,
  );
  // Only what happens after the subscription is told: wait for its first answer.
  await page.waitForResponse((response) => response.url().includes('/ajax/host/live?since='));
  await kit.admin('POST', '/accounts/32100500/leads/41203317', { pipelineId: 9011442, statusId: 75520018 });
  await page.waitForFunction(`document.title === 'этап 75520018'`);
  const seen = await onWidget(
    page,
    `return {
      area: w.system().area, status: w.get_install_status(), same: APP === AMOCRM, entity: APP.getBaseEntity(),
      card: [APP.isCard(), APP.data.current_card.id, APP.data.current_card.model.get('lead[PRICE]')],
      contacts: (await w.get_current_card_contacts_data()).map((contact) => contact.phones),
    };`,
  );
  expect(seen).toEqual({
    area: 'lcard',
    status: 'not_configured',
    same: true,
    entity: 'leads',
    card: [true, 41203317, 48000],
    contacts: [['+7 905 000-11-22']],
  });
  expect(stage.errors).toEqual([]);
});

test('a click on a phone, a source in the composer, a modal', async () => {
  await using stage = await startStage();
  const { page } = stage;
  await page.goto(`${stage.url}/leads/detail/41203317`);
  await hasCalls(page, drawn);
  await onWidget(
    page,
    `const log = $(document).data('hostCalls');
     w.add_action('phone', (params) => log.push('call ' + params.value));
     w.add_source('sms', async (params) => log.push('sms ' + params.phone + ' ' + params.text), 'СМС клиники');`,
  );
  await page.getByTestId('widget-rerender').click();
  await page.locator('a[href^="tel:"]').first().click();
  await page.getByTestId('note-text').fill('Ждём вас');
  await page.getByTestId('source-sms').click();
  const said = ['call +7 905 000-11-22', 'sms +7 905 000-11-22 Ждём вас'];
  await hasCalls(page, [...drawn, ...drawn, ...said]);
  await onWidget(
    page,
    `const Modal = $(document).data('hostModal');
     new Modal({ class_name: 'host-modal', container: $('.card'), init: ($body) => $body.text('Окно').trigger('modal:loaded') });`,
  );
  await page.locator('.card > .host-modal').getByText('Окно').waitFor();
  await page.keyboard.press('Escape');
  await page.locator('.host-modal').waitFor({ state: 'detached' });
});

test('card_sdk: a tab with rows of the widget, searched and linked', async () => {
  const script = `define([], function () { return function () {
    var linked = [];
    var rows = [{ id: 7, sku: 'A1', name: 'Приём кардиолога', price: 4800, quantity: 1 }, { id: 8, name: 'ЭКГ', price: 900 }];
    this.callbacks = {
      render: function () { return true; },
      dpSettings: function () { return true; },
      loadPreloadedData: function () { return Promise.resolve(rows); },
      loadElements: function (type, id) { return Promise.resolve(type === 'leads' && id === 41203317 ? linked : []); },
      searchDataInCard: function (query) { return Promise.resolve(rows.filter(function (row) { return row.name.includes(query); })); },
      linkCard: function (links) {
        links.link.forEach(function (link) { linked = linked.concat(rows.filter(function (row) { return row.id === link.to_id; })); });
        links.unlink.forEach(function (link) { linked = linked.filter(function (row) { return row.id !== link.to_id; }); });
        return Promise.resolve();
      }
    };
  }; });\n`;
  const manifest = JSON.stringify(hostManifest('https://hub.example.dev/dp'));
  await using stage = await startStage({
    'script.js': strToU8(script),
    'manifest.json': strToU8(manifest.replace('"lcard-1"', '"lcard-0","card_sdk"')),
  });
  const { page } = stage;
  await page.goto(`${stage.url}/leads/detail/41203317`);
  await page.getByTestId('sdk-tab-archimed_plus').click();
  const found = page.getByTestId('sdk-found');
  const linked = page.getByTestId('sdk-linked');
  await found.getByTestId('sdk-row-8').waitFor();
  await page.getByTestId('sdk-search').fill('кардиолога');
  await page.getByTestId('sdk-search').press('Enter');
  await found.getByTestId('sdk-row-8').waitFor({ state: 'detached' });
  await found.getByTestId('sdk-row-7').getByRole('button').click();
  await linked.getByTestId('sdk-row-7').getByRole('button').click();
  await linked.getByTestId('sdk-row-7').waitFor({ state: 'detached' });
  await page.getByTestId('sdk-main').click();
  await page.getByTestId('lead-stage').waitFor();
  expect(stage.errors).toEqual([]);
});

test('checked rows of a list reach the widget', async () => {
  await using stage = await startStage();
  const { page } = stage;
  await page.goto(`${stage.url}/leads/list`);
  await hasCalls(page, ['render leads', 'init leads', 'bind_actions leads']);
  await page.getByTestId('check-41203317').check();
  await page.getByTestId('mass-widget-archimed_plus').click();
  expect(await callsOf(page)).toContainEqual(expect.stringMatching(/^selected \{"items":1,/));
});

test('init_once: a single time for all pages, cleaning up is its own business', async () => {
  const manifest = hostManifest('https://hub.example.dev/dp');
  await using stage = await startStage({
    'manifest.json': strToU8(JSON.stringify(manifest).replace('"init_once":false', '"init_once":true')),
  });
  const { page } = stage;
  await page.goto(`${stage.url}/leads/detail/41203317`);
  await hasCalls(page, drawn);
  await page.locator('[data-nav="/settings/widgets"]').click();
  await page.getByTestId('widget-open').waitFor();
  await hasCalls(page, [...drawn, 'page:changed leads_card']);
});

test('vendored modules by name, with their versions', async () => {
  await using stage = await startStage();
  const { page } = stage;
  await page.goto(`${stage.url}/leads/detail/41203317`);
  await hasCalls(page, drawn);
  const versions = await page.evaluate<unknown>(`new Promise((resolve, reject) => require(
    ['jquery', 'underscore', 'backbone', 'twigjs', 'moment', 'chartjs', 'quill', 'cropperjs', 'fullcalendar',
     'google-libphonenumber', 'intl_tel_input', 'js-uuid', 'store', 'lib/components/base/modal'],
    function ($, _, Backbone, twig, moment, Chart, Quill, Cropper, fullcalendar, phone, tel, uuid, store, Modal) {
      resolve([
        $.fn.jquery, _.VERSION, Backbone.VERSION, typeof twig.twig, moment.version, typeof Chart, Quill.version,
        typeof Cropper, $.fullCalendar.version, typeof phone.PhoneNumberUtil.getInstance, typeof tel,
        uuid.v4().length, typeof store.set, typeof Modal,
      ]);
    }, reject))`);
  expect(versions).toEqual([
    '2.1.3',
    '1.9.1',
    '1.1.2',
    'function',
    '2.24.0',
    'function',
    '1.3.6',
    'function',
    '2.3.1',
    'function',
    'function',
    36,
    'function',
    'function',
  ]);
});

test('a library that defines itself first takes the place of the widget', async () => {
  const umd = `(function (root, factory) { define(factory); })(this, function () { return { library: true }; });\n`;
  await using stage = await startStage({
    'script.js': strToU8(
      `${umd}define([], function () { return function () { this.callbacks = { render: function () { return true; }, dpSettings: function () { return true; } }; }; });\n`,
    ),
  });
  await stage.page.goto(`${stage.url}/leads/detail/41203317`);
  await expect.poll(() => stage.errors.join('\n')).toContain('second anonymous define');
});

test('code from another host: refused for a public integration, loaded for a private one', async () => {
  await using stage = await startStage();
  const { page, kit, receiver } = stage;
  const remote = `${receiver.url}/remote.js`;
  await kit.admin('PATCH', '/accounts/32100500/settings', { integration: { kind: 'private' } });
  const script = `define(['${remote}'], function () { return function () {
    this.callbacks = { render: function () { return true; }, dpSettings: function () { return true; } };
  }; });\n`;
  const upload = await fetch(`${stage.url}/_sandbox/widget`, {
    method: 'POST',
    body: hostArchive(`${receiver.url}/dp`, { 'script.js': strToU8(script) }),
  });
  expect(at(await upload.json(), 'warnings', 0)).toContain('Код с чужого адреса');
  await page.goto(`${stage.url}/leads/detail/41203317`);
  expect((await receiver.count(1))[0]?.url).toContain('/remote.js');
  await kit.admin('PATCH', '/accounts/32100500/settings', { integration: { kind: 'public' } });
  await page.reload();
  await expect
    .poll(() => stage.errors.join('\n'))
    .toContain('публичная интеграция не загружает код с других адресов');
  expect(receiver.received).toHaveLength(1);
});

test('the upload page names reasons and warnings', async () => {
  await using stage = await startStage();
  const { page } = stage;
  await page.goto(`${stage.url}/settings/widgets`);
  await page.getByTestId('upload-link').click();
  const archive = hostArchive(`${stage.receiver.url}/dp`, {
    'lib/bad.js': strToU8(`eval('1');\n// TODO: later\n`),
  });
  const input = page.getByTestId('upload-file');
  await input.setInputFiles({
    name: 'widget.zip',
    mimeType: 'application/zip',
    buffer: Buffer.from(archive),
  });
  await page.getByText('Архив не принят: причин 1').waitFor();
  expect(await page.getByTestId('upload-findings').locator('tbody tr').allTextContents()).toEqual([
    expect.stringContaining('lib/bad.js:1eval недопустим.'),
    expect.stringContaining('lib/bad.js:2'),
    expect.stringContaining('manifest.version'),
  ]);
  const chosen = page.waitForResponse((reply) => reply.url().includes('/ajax/host/integration'));
  await page.getByTestId('kind-private').check();
  await chosen;
  await input.setInputFiles({
    name: 'widget.zip',
    mimeType: 'application/zip',
    buffer: Buffer.from(archive),
  });
  await page.getByText('Архив принят, версия 1.0.3').waitFor();
});
