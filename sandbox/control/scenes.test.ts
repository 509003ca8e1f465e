import { expect, test } from 'vitest';
import { demoCrm } from '../demo/crm.ts';
import { scenes } from './scenes/index.ts';
import { field, list, numberOf } from './scenes/reading.ts';
import type { Scene } from './scenes/scene.ts';
import { runScene, undoScene } from './scenes/stage.ts';
import { type Doubles, startDoubles } from './testing/doubles.ts';

function sceneOf(id: string): Scene {
  const found = scenes.find((scene) => scene.id === id);
  if (found === undefined) throw new Error(`no scene ${id}`);
  return found;
}

const account = `/accounts/${demoCrm.accountId}`;
const accountOf = async (doubles: Doubles): Promise<unknown> => (await doubles.amocrm('GET', account)).json;
const sourceOf = async (doubles: Doubles): Promise<unknown> =>
  (await doubles.archimed('GET', '/sources/zarya')).json;

async function faultsOf(doubles: Doubles): Promise<number> {
  const lists = await Promise.all([doubles.amocrm('GET', '/faults'), doubles.archimed('GET', '/faults')]);
  return lists.reduce((sum, { json }) => sum + list(json, 'faults').length, 0);
}

const visits = (source: unknown): unknown[] =>
  list(source, 'talons').filter((talon) => field(talon, 'deleted') === false);

test('monday: thirty bookings, moves, cancellations, managers’ edits; afterwards nothing is left of it', async () => {
  await using doubles = await startDoubles();
  const [source, before] = [await sourceOf(doubles), await accountOf(doubles)];
  const known = new Set(list(source, 'talons').map((talon) => numberOf(talon, 'id')));
  await runScene(sceneOf('monday-nine'), doubles.theatre);
  const booked = list(await sourceOf(doubles), 'talons').filter((talon) => !known.has(numberOf(talon, 'id')));
  expect(booked).toHaveLength(30);
  const statusIds = booked.map((talon) => numberOf(talon, 'statusId'));
  expect(statusIds.filter((id) => id === 5)).toHaveLength(6);
  expect(statusIds.filter((id) => id === 4)).toHaveLength(6);
  expect(booked.filter((talon) => field(talon, 'deleted') === true)).toHaveLength(3);
  expect(await faultsOf(doubles)).toBe(4);
  const prices = (dump: unknown): unknown[] => list(dump, 'leads').map((lead) => field(lead, 'price'));
  expect(prices(await accountOf(doubles))).not.toEqual(prices(before));
  await undoScene('monday-nine', doubles.theatre);
  expect(visits(await sourceOf(doubles))).toHaveLength(visits(source).length);
  expect(prices(await accountOf(doubles))).toEqual(prices(before));
  expect(await faultsOf(doubles)).toBe(0);
});

test('a revoked key is refused while the second one works', async () => {
  await using doubles = await startDoubles();
  await runScene(sceneOf('key-revoked'), doubles.theatre);
  expect((await doubles.clinic('talonstatuses')).status).toBe(403);
  const [apiId = '', apiSecret = ''] = doubles.said.join(' ').match(/[0-9a-f]{32}/g) ?? [];
  expect((await doubles.clinic('talonstatuses', { apiId, apiSecret })).status).toBe(200);
  await undoScene('key-revoked', doubles.theatre);
  expect((await doubles.clinic('talonstatuses')).status).toBe(200);
  expect((await doubles.clinic('talonstatuses', { apiId, apiSecret })).status).toBe(403);
});

test('two patients and two contacts share a phone, and one of them has a visit', async () => {
  await using doubles = await startDoubles();
  const before = visits(await sourceOf(doubles)).length;
  await runScene(sceneOf('patient-twin'), doubles.theatre);
  const { json } = await doubles.clinic('medcards?filters[0][field]=phone&filters[0][value]=%2B79057770077');
  expect(list(json, 'data').map((row) => field(row, 'last_name'))).toEqual(['Ковалёва', 'Ковалева']);
  expect(visits(await sourceOf(doubles))).toHaveLength(before + 1);
  const twins = (dump: unknown): unknown[] =>
    list(dump, 'contacts').filter((row) => /^Ковал[её]ва/.test(String(field(row, 'lastName'))));
  expect(twins(await accountOf(doubles))).toHaveLength(2);
  await undoScene('patient-twin', doubles.theatre);
  expect(visits(await sourceOf(doubles))).toHaveLength(before);
  expect(twins(await accountOf(doubles)).every((row) => field(row, 'isDeleted') === true)).toBe(true);
});

test('amoCRM is down until it is not', async () => {
  await using doubles = await startDoubles();
  await runScene(sceneOf('amocrm-down'), doubles.theatre);
  await expect(doubles.crm('GET', '/account')).rejects.toThrow();
  await undoScene('amocrm-down', doubles.theatre);
  expect((await doubles.crm('GET', '/account')).status).toBe(200);
});

test('three writes are done and not answered, the fourth is', async () => {
  await using doubles = await startDoubles();
  await runScene(sceneOf('reply-lost'), doubles.theatre);
  const rename = (name: string) => doubles.crm('PATCH', `/leads/${demoCrm.firstLead}`, { name });
  for (const name of ['Раз', 'Два', 'Три']) await expect(rename(name)).rejects.toThrow();
  const lead = await doubles.crm('GET', `/leads/${demoCrm.firstLead}`);
  expect(field(lead.json, 'name')).toBe('Три');
  expect((await rename('Четыре')).status).toBe(200);
  await undoScene('reply-lost', doubles.theatre);
  expect(await faultsOf(doubles)).toBe(0);
});

test('the schedule is not published, or the list of visits is empty', async () => {
  await using doubles = await startDoubles();
  const doctors = async (): Promise<unknown[]> =>
    list((await doubles.clinic('intervals?date_from=23.11.2026&date_to=24.11.2026')).json, 'doctors');
  const total = async (): Promise<unknown> => field((await doubles.clinic('talons')).json, 'total');
  await runScene(sceneOf('no-schedule'), doubles.theatre);
  expect(await doctors()).toEqual([]);
  await undoScene('no-schedule', doubles.theatre);
  await runScene(sceneOf('empty-list'), doubles.theatre);
  expect(await total()).toBe('0');
  await undoScene('empty-list', doubles.theatre);
  expect((await doctors()).length).toBeGreaterThan(0);
  expect(Number(await total())).toBeGreaterThan(0);
});

test('statuses and a doctor have new names under the same ids', async () => {
  await using doubles = await startDoubles();
  const statuses = async (): Promise<unknown[]> => list((await doubles.clinic('talonstatuses')).json, 'data');
  const [before, doctorsBefore] = [await statuses(), list(await sourceOf(doubles), 'doctors')];
  await runScene(sceneOf('directory-renamed'), doubles.theatre);
  const after = await statuses();
  expect(after.map((row) => field(row, 'id'))).toEqual(before.map((row) => field(row, 'id')));
  expect(after.every((row) => String(field(row, 'name')).endsWith(' (новое)'))).toBe(true);
  expect(list(await sourceOf(doubles), 'doctors')).not.toEqual(doctorsBefore);
  await undoScene('directory-renamed', doubles.theatre);
  expect(await statuses()).toEqual(before);
  expect(list(await sourceOf(doubles), 'doctors')).toEqual(doctorsBefore);
});

test('one deal is deleted, one merged into another; both come back', async () => {
  await using doubles = await startDoubles();
  const deleted = async (): Promise<number[]> =>
    list(await accountOf(doubles), 'leads')
      .filter((lead) => field(lead, 'isDeleted') === true)
      .map((lead) => numberOf(lead, 'id'));
  await runScene(sceneOf('deal-gone'), doubles.theatre);
  expect(await deleted()).toEqual([demoCrm.firstLead, demoCrm.firstLead + 1]);
  await undoScene('deal-gone', doubles.theatre);
  expect(await deleted()).toEqual([]);
});

test('a spent refresh token is refused for good, until the scene is over', async () => {
  await using doubles = await startDoubles();
  await runScene(sceneOf('token-spent'), doubles.theatre);
  expect((await doubles.crm('GET', '/account')).status).toBe(401);
  expect(await doubles.refresh()).toMatchObject({ status: 401, json: { hint: 'Token has been revoked' } });
  await undoScene('token-spent', doubles.theatre);
  expect((await doubles.refresh()).status).toBe(200);
  expect((await doubles.crm('GET', '/account')).status).toBe(200);
});

test('settings of the account: hooks, block, subdomain, and what they were before', async () => {
  await using doubles = await startDoubles();
  await runScene(sceneOf('hooks-mixed'), doubles.theatre);
  expect(field(await accountOf(doubles), 'settings', 'hooks')).toMatchObject({ double: true, shuffle: true });
  await undoScene('hooks-mixed', doubles.theatre);
  expect(field(await accountOf(doubles), 'settings', 'hooks')).toMatchObject({
    double: false,
    shuffle: false,
  });
  await runScene(sceneOf('account-blocked'), doubles.theatre);
  expect((await doubles.crm('GET', '/account')).status).toBe(403);
  await undoScene('account-blocked', doubles.theatre);
  await runScene(sceneOf('subdomain-changed'), doubles.theatre);
  expect((await doubles.crm('GET', '/account')).json).toMatchObject({ subdomain: 'novoe-imya' });
  expect(doubles.said).toContain('Теперь novoe-imya.amocrm.ru');
  await undoScene('subdomain-changed', doubles.theatre);
  expect((await doubles.crm('GET', '/account')).json).toMatchObject({ subdomain: 'zaryamed' });
});

test('«Всё исправно» takes back whatever is on, and what was set by hand', async () => {
  await using doubles = await startDoubles();
  for (const id of ['account-blocked', 'subdomain-changed', 'key-revoked', 'no-schedule', 'hooks-mixed']) {
    await runScene(sceneOf(id), doubles.theatre);
  }
  await doubles.amocrm('POST', '/faults', { kind: 'down' });
  await doubles.archimed('PATCH', '/clock', { offsetMs: 86_400_000, speed: 10 });
  await runScene(sceneOf('all-well'), doubles.theatre);
  expect((await doubles.crm('GET', '/account')).json).toMatchObject({ subdomain: 'zaryamed' });
  expect((await doubles.clinic('talonstatuses')).status).toBe(200);
  expect(await faultsOf(doubles)).toBe(0);
  expect((await doubles.archimed('GET', '/clock')).json).toMatchObject({ offsetMs: 0, speed: 1 });
  const { json } = await doubles.amocrm('GET', '/scenes');
  expect(list(json, 'scenes').every((scene) => list(scene, 'steps').length === 0)).toBe(true);
});

test('a scene that fails half-way can still be taken back, and one run twice is taken back once', async () => {
  await using doubles = await startDoubles();
  const broken: Scene = {
    ...sceneOf('amocrm-down'),
    async run(stage) {
      await sceneOf('amocrm-down').run(stage);
      throw new Error('the curtain fell');
    },
  };
  await expect(runScene(broken, doubles.theatre)).rejects.toThrow('the curtain fell');
  expect(await faultsOf(doubles)).toBe(1);
  await runScene(sceneOf('amocrm-down'), doubles.theatre);
  expect(await faultsOf(doubles)).toBe(1);
  await undoScene('amocrm-down', doubles.theatre);
  expect(await faultsOf(doubles)).toBe(0);
});
