import { expect, test } from 'vitest';
import { startReceiver } from '../amocrm/testing/fixture.ts';
import { demoCrm } from '../demo/crm.ts';
import { field, list } from './scenes/reading.ts';
import { call, mondayNine, startDoubles } from './testing/doubles.ts';

const account = `/accounts/${demoCrm.accountId}`;
const DAY = 86_400_000;

test('the clock is read and set over HTTP, nonsense is refused', async () => {
  await using doubles = await startDoubles();
  for (const pull of [doubles.amocrm, doubles.archimed]) {
    expect((await pull('GET', '/clock')).json).toEqual({
      now: '2026-11-23T06:00:00.000Z',
      real: '2026-11-23T06:00:00.000Z',
      offsetMs: 0,
      speed: 1,
    });
    const moved = await pull('PATCH', '/clock', { at: '2026-11-24T12:00:00+03:00', speed: 60 });
    expect(moved.json).toMatchObject({
      now: '2026-11-24T09:00:00.000Z',
      offsetMs: DAY + 3 * 3_600_000,
      speed: 60,
    });
    for (const body of [
      { at: 'tomorrow' },
      { speed: -1 },
      { at: '2026-11-24T09:00:00Z', offsetMs: 1 },
      { now: 1 },
    ]) {
      expect((await pull('PATCH', '/clock', body)).status).toBe(400);
    }
  }
});

test('tokens age by the clock, the visit’s day is past, and signatures keep to real time', async () => {
  await using doubles = await startDoubles();
  await doubles.amocrm('PATCH', '/clock', { offsetMs: DAY + 1000 });
  await doubles.archimed('PATCH', '/clock', { offsetMs: DAY });
  expect((await doubles.crm('GET', '/account')).status).toBe(401);
  expect((await doubles.refresh()).status).toBe(200);
  const { json } = await doubles.amocrm('POST', `${account}/disposable-token`, { userId: demoCrm.admin });
  const claims: unknown = JSON.parse(
    Buffer.from(String(field(json, 'token')).split('.')[1] ?? '', 'base64url').toString(),
  );
  expect(field(claims, 'iat')).toBe(mondayNine / 1000);
  // Its `exp` is a minute after the real time, a day before the clinic's.
  expect((await doubles.clinic('talonstatuses')).status).toBe(200);
  expect(field((await doubles.archimed('GET', '/sources/zarya')).json, 'now')).toBe('2026-11-24 09:00:00');
});

test('a hook that was refused comes again when the clock has passed its wait', async () => {
  await using receiver = await startReceiver();
  receiver.answer = 500;
  await using doubles = await startDoubles();
  const subscribed = await doubles.crm('POST', '/webhooks', {
    destination: `${receiver.url}/wh`,
    settings: ['update_lead'],
  });
  expect(subscribed.status).toBe(201);
  await doubles.amocrm('POST', `${account}/leads/${demoCrm.firstLead}`, { price: 1 });
  await receiver.count(1);
  // The answer is on its way back: the retry is armed when the attempt is in the log.
  await expect
    .poll(async () => list((await doubles.amocrm('GET', '/hooks')).json, 'hooks', 0, 'attempts').length)
    .toBe(1);
  receiver.answer = 200;
  await doubles.amocrm('PATCH', '/clock', { offsetMs: 5 * 60_000 });
  await receiver.count(2);
});

test('the log of both doubles has one shape, with durations, faults and the head of the reply', async () => {
  await using doubles = await startDoubles();
  await doubles.archimed('POST', '/faults', { kind: 'json-error', status: 503, path: 'talons', times: 1 });
  await doubles.clinic('talons?limit=1');
  await doubles.crm('PATCH', `/leads/${demoCrm.firstLead}`, { price: 7 });
  expect(list((await doubles.archimed('GET', '/log')).json, 'rows').at(-1)).toMatchObject({
    owner: 'zarya',
    method: 'GET',
    path: 'talons',
    query: '?limit=1',
    status: 503,
    faults: ['json-error'],
    durationMs: expect.any(Number),
    reply: expect.stringContaining('Error'),
  });
  const row = list((await doubles.amocrm('GET', '/log')).json, 'rows').at(-1);
  expect(row).toMatchObject({
    owner: String(demoCrm.accountId),
    path: `leads/${demoCrm.firstLead}`,
    body: '{"price":7}',
    reply: expect.stringContaining(String(demoCrm.firstLead)),
  });
  const { json } = await doubles.amocrm('GET', `/log?after=${field(row, 'seq')}`);
  expect(list(json, 'rows')).toEqual([]);
  // Tokens never get into the log.
  expect(JSON.stringify((await doubles.amocrm('GET', '/log')).json)).not.toContain('refresh_token');
});

test('rates name account and endpoint; a window that makes no sense is refused', async () => {
  await using doubles = await startDoubles();
  await doubles.amocrm('PATCH', `${account}/settings`, { rps: 2 });
  for (let i = 0; i < 4; i += 1) await doubles.crm('GET', `/leads/${demoCrm.firstLead + i}`);
  const { json } = await doubles.amocrm('GET', '/rates?window=10000');
  expect(list(json, 'rows')).toContainEqual(
    expect.objectContaining({
      owner: String(demoCrm.accountId),
      method: 'GET',
      endpoint: 'leads/{id}',
      count: 4,
      perSecond: { max: 4, mean: 0.4 },
      statuses: { '2xx': 2, '4xx': 2 },
      limited: 2,
    }),
  );
  expect((await doubles.amocrm('GET', '/rates?window=soon')).status).toBe(400);
});

test('pages on this machine may ask across origins, others may not', async () => {
  await using doubles = await startDoubles();
  const allowed = async (origin: string): Promise<string | null> =>
    (await call(`${doubles.archimedUrl}/_sandbox/sources`, 'GET', { origin })).headers.get(
      'access-control-allow-origin',
    );
  expect(await allowed('http://localhost:8788')).toBe('http://localhost:8788');
  expect(await allowed('https://example.org')).toBeNull();
  expect(await allowed('http://localhost.example.org')).toBeNull();
  const preflight = await fetch(`${doubles.amocrmUrl}/_sandbox/clock`, {
    method: 'OPTIONS',
    headers: { origin: doubles.archimedUrl, 'access-control-request-method': 'PATCH' },
  });
  expect(preflight.headers.get('access-control-allow-methods')).toContain('PATCH');
});

test('seeds: a big clinic and account, empty ones, the demo again; the connection lives through all of them', async () => {
  await using doubles = await startDoubles();
  const state = async (pull: typeof doubles.amocrm): Promise<unknown> =>
    field((await pull('GET', '/state')).json, 'owners', 0);
  const both = async (seed: string): Promise<void> => {
    for (const pull of [doubles.amocrm, doubles.archimed]) {
      expect((await pull('POST', '/seed', { seed })).status).toBe(200);
    }
  };
  await both('large');
  expect(await state(doubles.amocrm)).toMatchObject({
    id: String(demoCrm.accountId),
    counts: { leads: 2000, contacts: 5000 },
    tokens: { access: 1, refresh: 1 },
    widget: { installed: true },
  });
  expect(await state(doubles.archimed)).toMatchObject({ counts: { services: 3600, medcards: 5000 } });
  const doctors = list((await doubles.archimed('GET', '/sources/zarya')).json, 'doctors');
  expect(doctors.filter((doctor) => Number(field(doctor, 'maxTime')) > 0)).toHaveLength(40);
  await both('empty');
  expect(await state(doubles.amocrm)).toMatchObject({ counts: { leads: 0, contacts: 0 } });
  expect(await state(doubles.archimed)).toMatchObject({ counts: { talons: 0, medcards: 0, doctors: 0 } });
  await both('demo');
  expect(await state(doubles.amocrm)).toMatchObject({ counts: { leads: 40 } });
  expect((await doubles.crm('GET', '/account')).status).toBe(200);
  expect((await doubles.clinic('talonstatuses')).status).toBe(200);
  expect((await doubles.amocrm('POST', '/seed', { seed: 'huge' })).status).toBe(400);
});

test('the page and its modules are served without types, nothing else of the folder is', async () => {
  await using doubles = await startDoubles();
  for (const url of [doubles.amocrmUrl, doubles.archimedUrl]) {
    const page = await fetch(`${url}/_sandbox/`);
    expect(await page.text()).toContain('/_sandbox/files/page/main.ts');
    const module = await fetch(`${url}/_sandbox/files/scenes/stage.ts`);
    expect(module.headers.get('content-type')).toContain('text/javascript');
    expect(await module.text()).not.toContain('import type');
    for (const path of ['files/page/..%2frates.ts', 'files/control/rates.ts', 'files/scenes/none.ts']) {
      expect((await fetch(`${url}/_sandbox/${path}`)).status).toBe(404);
    }
  }
  expect((await doubles.amocrm('GET', '/control')).json).toMatchObject({
    kind: 'amocrm',
    peerUrl: doubles.archimedUrl,
    faultKinds: expect.arrayContaining(['latency', 'down']),
  });
});
