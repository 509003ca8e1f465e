import { expect, test } from 'vitest';
import { z } from 'zod';
import type { Api } from '../testing/clinic.ts';
import { envelope, outcome, rows, startClinic } from '../testing/clinic.ts';
import { Faults } from './faults.ts';

const booking = { doc_id: '8', date: '24.11.2026', begintime: '10:00', patient_id: '701' };
const created = z.object({ id: z.number() });
const log = z.object({
  requests: z.array(z.looseObject({ path: z.string(), status: z.number().nullable() })),
});

async function fault(api: Api, description: Record<string, unknown>): Promise<number> {
  const reply = await api.admin('POST', '/_sandbox/faults', description);
  expect(reply.status).toBe(201);
  return created.parse(await reply.json()).id;
}

async function talons(api: Api): Promise<number> {
  await api.admin('DELETE', '/_sandbox/faults');
  return (await rows(api.get('talons'))).length;
}

test('errors in JSON and HTML come instead of the work, as often as asked', async () => {
  await using api = await startClinic();
  await fault(api, { kind: 'json-error', status: 503, times: 1, method: 'post', path: 'talons' });
  expect(await outcome(api.send('POST', 'talons', booking))).toEqual([503, 'Внутренняя ошибка сервера']);
  await fault(api, { kind: 'html-error', status: 504, times: 1 });
  const gateway = await api.send('POST', 'talons', booking);
  expect(gateway.headers.get('content-type')).toContain('text/html');
  expect([gateway.status, await gateway.text()]).toEqual([
    504,
    expect.stringContaining('504 Gateway Time-out'),
  ]);
  expect((await api.send('POST', 'talons', booking)).status).toBe(200);
  expect(await talons(api)).toBe(1);
});

test('429 with and without Retry-After', async () => {
  await using api = await startClinic();
  await fault(api, { kind: 'rate-limit', times: 1, retryAfter: 3 });
  await fault(api, { kind: 'rate-limit', times: 1 });
  const replies = [await api.get('talons'), await api.get('talons')];
  expect(replies.map((reply) => [reply.status, reply.headers.get('retry-after')])).toEqual([
    [429, '3'],
    [429, null],
  ]);
});

test('a socket torn before does nothing, one torn after has done it', async () => {
  await using api = await startClinic();
  await fault(api, { kind: 'reset-before', times: 1 });
  await expect(api.send('POST', 'talons', booking)).rejects.toThrow();
  expect(await talons(api)).toBe(0);
  await fault(api, { kind: 'reset-after', times: 1 });
  await expect(api.send('POST', 'talons', booking)).rejects.toThrow();
  expect(await talons(api)).toBe(1);
  await fault(api, { kind: 'hang-after', delayMs: 40 });
  await expect(api.send('POST', 'talons', { ...booking, begintime: '11:00' })).rejects.toThrow();
  expect(await talons(api)).toBe(2);
});

test('a hanging answer does not keep the sandbox from closing', async () => {
  const api = await startClinic();
  await fault(api, { kind: 'hang-after' });
  const hanging = expect(api.get('talons')).rejects.toThrow();
  await expect
    .poll(async () => log.parse(await (await api.admin('GET', '/_sandbox/requests')).json()).requests.length)
    .toBe(1);
  await api.sandbox.close();
  await hanging;
});

test('a fault may ask for something in the query', async () => {
  await using api = await startClinic();
  await fault(api, { kind: 'json-error', method: 'GET', path: 'talons', query: 'filters[0][field]=date' });
  const asked = async (field: string) =>
    (await api.get(`talons?${new URLSearchParams({ 'filters[0][field]': field, 'filters[0][value]': '1' })}`))
      .status;
  expect([await asked('date'), await asked('patient_id')]).toEqual([500, 200]);
});

test('lists lose all or most of their rows, schedules vanish', async () => {
  await using api = await startClinic();
  const days = 'intervals?date_from=23.11.2026&date_to=25.11.2026';
  await fault(api, { kind: 'no-schedule' });
  expect(await (await api.get(days)).json()).toEqual({ doctors: [] });
  expect((await envelope(api.get('doctors?fields[]=id'))).total).toBe('4');
  await api.admin('DELETE', '/_sandbox/faults');
  const id = await fault(api, { kind: 'short-list', path: 'doctors' });
  expect(await envelope(api.get('doctors?fields[]=id'))).toMatchObject({ total: '1', data: [{ id: 6 }] });
  expect((await envelope(api.get('medcards'))).total).toBe('2');
  expect((await api.admin('DELETE', `/_sandbox/faults/${id}`)).status).toBe(200);
  await fault(api, { kind: 'empty-list' });
  expect(await envelope(api.get('doctors'))).toMatchObject({ total: '0', data: [] });
});

test('latency adds to whatever else happens', async () => {
  await using api = await startClinic();
  await fault(api, { kind: 'latency', delayMs: 80, path: 'talon*' });
  const started = performance.now();
  expect((await api.get('talonstatuses')).status).toBe(200);
  expect(performance.now() - started).toBeGreaterThan(70);
});

test('a fault is aimed by method, path and source, and chance decides', () => {
  const draws = [0.9, 0.1];
  const faults = new Faults(() => draws.shift() ?? 0);
  const target = { method: 'GET', path: 'talons/5', sourceId: 'small', page: 1 };
  const taken = (changes: Partial<typeof target>) => faults.take({ ...target, ...changes }).fault?.kind;
  faults.add({ kind: 'json-error', path: 'talons', method: 'get', sourceId: 'small', chance: 0.5 });
  expect(taken({ path: 'talonstatuses' })).toBeUndefined();
  expect(taken({ method: 'PUT' })).toBeUndefined();
  expect(taken({ sourceId: 'other' })).toBeUndefined();
  expect(taken({})).toBeUndefined();
  expect(taken({})).toBe('json-error');
  faults.clear();
  faults.add({ kind: 'rate-limit', path: '/talon*s', chance: 1, times: 1 });
  expect(taken({ path: 'talondeletereasons' })).toBe('rate-limit');
  expect(taken({ path: 'talondeletereasons' })).toBeUndefined();
});

test('the log tells what came and what was answered, newest last', async () => {
  await using api = await startClinic();
  await api.get('doctors?limit=1');
  await fault(api, { kind: 'reset-after', times: 1 });
  await api.send('POST', 'talons', booking).catch(() => undefined);
  await fetch(`${api.sandbox.url}/api/v5/talons`);
  const read = async (since: string) =>
    log.parse(await (await api.admin('GET', `/_sandbox/requests?since=${since}`)).json()).requests;
  expect(await read('2026-11-23T09:00:00Z')).toMatchObject([
    {
      at: '2026-11-23T09:00:00.000Z',
      method: 'GET',
      path: 'doctors',
      query: '?limit=1',
      status: 200,
      source: 'small',
    },
    {
      method: 'POST',
      path: 'talons',
      status: null,
      fault: 'reset-after',
      body: expect.stringContaining('doc_id=8'),
    },
    { method: 'GET', path: 'talons', status: 401, source: null, fault: null },
  ]);
  expect(await read('2026-11-23T09:00:01Z')).toEqual([]);
  await api.admin('DELETE', '/_sandbox/requests');
  expect(await read('0')).toEqual([]);
});
