import { expect, test } from 'vitest';
import { z } from 'zod';
import type { Api } from '../testing/clinic.ts';
import { key, noon, outcome, rows, smallClinic, startClinic } from '../testing/clinic.ts';

const booking = { doctorId: 8, date: '2026-11-24', begin: '10:00', patientId: 701 };
const dump = z.looseObject({
  keys: z.array(z.unknown()),
  behaviour: z.unknown(),
  talons: z.array(z.looseObject({ id: z.number() })),
});

async function call(api: Api, method: string, path: string, body?: unknown): Promise<[number, unknown]> {
  const reply = await api.admin(method, `/_sandbox/sources/small${path}`, body);
  return [reply.status, await reply.json()];
}

test('a directory is read, added to, renamed and cut', async () => {
  await using api = await startClinic();
  const added = { id: 9, name: 'Полюс', address: '' };
  expect(await call(api, 'POST', '/directories/buildings', { id: 9, name: 'Полюс' })).toEqual([
    201,
    { entry: added },
  ]);
  expect(await call(api, 'PATCH', '/directories/buildings/9', { address: 'Льдина, 1' })).toEqual([
    200,
    { entry: { ...added, address: 'Льдина, 1' } },
  ]);
  expect(await call(api, 'DELETE', '/directories/buildings/2')).toEqual([200, { ok: true }]);
  const [, body] = await call(api, 'GET', '/directories/buildings');
  expect(body).toMatchObject({ rows: [{ id: 1 }, { id: 9 }] });
});

test.for<[string, string, unknown, number]>([
  ['POST', '/directories/statuses', { id: 1, name: 'Второй первый' }, 409],
  ['PATCH', '/directories/statuses/2', { id: 1 }, 409],
  ['POST', '/directories/statuses', { id: 9, title: 'Не так' }, 400],
  ['PATCH', '/directories/statuses/9', { name: 'Никто' }, 404],
  ['DELETE', '/directories/statuses/9', undefined, 404],
  ['GET', '/directories/constructor', undefined, 404],
  ['PATCH', '/behaviour', { closedHours: { from: '25:00', to: '06:00' } }, 400],
  ['PATCH', '/behaviour', { speed: 2 }, 400],
  ['POST', '/keys/expire', { apiId: 'nobody' }, 404],
  ['POST', '/bookings', booking, 400],
  ['POST', '/bookings', { ...booking, as: 'site', begin: '10:10' }, 409],
  ['POST', '/bookings', { ...booking, as: 'site', date: '2026-11-22' }, 409],
  ['POST', '/bookings', { ...booking, as: 'aggregator', patientId: 999 }, 422],
])('%s %s %j is refused with %i', async ([method, path, body, status]) => {
  await using api = await startClinic();
  expect((await call(api, method, path, body))[0]).toBe(status);
});

test('a status that is gone leaves its id in the talons; a new talon gets the first of the rest', async () => {
  await using api = await startClinic();
  await call(api, 'POST', '/talons', booking);
  await call(api, 'DELETE', '/directories/statuses/1');
  await call(api, 'POST', '/talons', { ...booking, begin: '11:00' });
  expect(await rows(api.get('talons?fields[]=status_id&fields[]=status'))).toEqual([
    { status_id: 1, status: '' },
    { status_id: 2, status: 'Подтверждён' },
  ]);
});

test('the site and an aggregator bring new people as the API does', async () => {
  await using api = await startClinic();
  const { patientId: _, ...slot } = booking;
  const person = { lastName: 'Новиков', firstName: 'Лев', birthDate: '2000-04-23', phone: '+79555555555' };
  const [status, talon] = await call(api, 'POST', '/bookings', {
    ...slot,
    as: 'aggregator',
    person,
    info: 'х',
  });
  expect([status, talon]).toEqual([201, expect.objectContaining({ recordType: 'СберЗдоровье', info: 'х' })]);
  expect(await rows(api.get('medcards?fields[]=birthdate&fields[]=last_name'))).toContainEqual({
    birthdate: '23.04.2000',
    last_name: 'Новиков',
  });
});

test('behaviour changes one thing at a time and is told in the state', async () => {
  await using api = await startClinic();
  await call(api, 'PATCH', '/behaviour', { clockSkewMs: 5000 });
  const [, behaviour] = await call(api, 'PATCH', '/behaviour', { absent: 'null' });
  const expected = { clockSkewMs: 5000, lateVisibilityMs: 0, closedHours: null, absent: 'null' };
  expect(behaviour).toEqual(expected);
  await call(api, 'POST', '/keys/expire', { apiId: key.apiId });
  const state = dump.parse((await call(api, 'GET', ''))[1]);
  expect(state.behaviour).toEqual(expected);
  expect(state.keys[0]).toEqual({
    apiId: key.apiId,
    revoked: false,
    refusedFrom: new Date(noon).toISOString(),
  });
});

test('a fresh start brings the description back; keys and behaviour stay', async () => {
  const talon = { patientId: 701, doctorId: 8, date: '2026-11-24', begin: '09:00', end: '09:30' };
  await using api = await startClinic(smallClinic({ talons: [talon] }));
  await call(api, 'PATCH', '/behaviour', { lateVisibilityMs: 60_000 });
  await call(api, 'PATCH', '/talons/2201', { deleted: true });
  await call(api, 'POST', '/talons', booking);
  await call(api, 'DELETE', '/directories/doctors/11');
  await call(api, 'POST', '/keys/revoke', { apiId: key.apiId });
  expect(await call(api, 'POST', '/restart')).toEqual([200, { ok: true }]);
  const state = dump.parse((await call(api, 'GET', ''))[1]);
  expect(state.talons).toMatchObject([{ id: 2201, deleted: false }]);
  expect(state).toMatchObject({
    doctors: [{ id: 6 }, { id: 8 }, { id: 11 }, { id: 31 }],
    behaviour: { lateVisibilityMs: 60_000 },
    keys: [{ revoked: true }, { revoked: false }],
  });
});

test('what came with the description is in the lists at once, however late new talons are', async () => {
  const talon = { patientId: 701, doctorId: 8, date: '2026-11-24', begin: '09:00', end: '09:30' };
  const behaviour = { lateVisibilityMs: 60_000 };
  await using api = await startClinic(smallClinic({ talons: [talon], behaviour }));
  const form = { doc_id: '8', date: '24.11.2026', begintime: '10:00', patient_id: '701' };
  expect((await outcome(api.send('POST', 'talons', form)))[0]).toBe(200);
  expect(await rows(api.get('talons?fields[]=id'))).toEqual([{ id: 2201 }]);
});
