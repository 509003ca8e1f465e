import { expect, test } from 'vitest';
import { z } from 'zod';
import { noon, outcome, rows, smallClinic, startClinic } from '../testing/clinic.ts';

const base = '/_sandbox/sources/small/talons';
const slot = { doctorId: 8, date: '2026-11-24', begin: '10:00' };
const dump = z.object({ talons: z.array(z.looseObject({ id: z.number() })), medcards: z.array(z.unknown()) });

async function json(reply: Promise<Response>): Promise<[number, unknown]> {
  const answer = await reply;
  return [answer.status, await answer.json()];
}

test('the desk books by phone, for a known patient or a new person', async () => {
  await using api = await startClinic();
  expect(await json(api.admin('POST', base, { ...slot, patientId: 701 }))).toEqual([
    201,
    expect.objectContaining({ recordType: 'По телефону', creator: 'Лапина Ольга Васильевна', end: '10:30' }),
  ]);
  const person = { lastName: 'Новиков', firstName: 'Лев', birthDate: '1990-02-01', phone: '+79050009999' };
  expect((await json(api.admin('POST', base, { ...slot, begin: '11:00', end: '12:00', person })))[0]).toBe(
    201,
  );
  expect(await json(api.admin('POST', base, { ...slot, patientId: 702 }))).toEqual([
    409,
    { error: 'Выбранное время занято' },
  ]);
  const talons = await rows(api.get('talons'));
  expect(talons).toMatchObject([
    { record_type: 'По телефону', patient_id: 701 },
    { record_type: 'По телефону', patient_name: 'Новиков Лев', endtime: '12:00:00' },
  ]);
});

test('the desk may enter a past visit and book a doctor without a grid step', async () => {
  await using api = await startClinic();
  const past = { doctorId: 8, date: '2026-11-23', begin: '09:00', patientId: 701 };
  expect(await json(api.admin('POST', base, past))).toEqual([201, expect.objectContaining({ end: '09:30' })]);
  const gridless = { doctorId: 31, date: '2026-11-24', begin: '10:30', patientId: 701 };
  expect(await json(api.admin('POST', base, gridless))).toEqual([
    201,
    expect.objectContaining({ end: '11:00' }),
  ]);
});

test('status, note, move with the same length, delete, restore', async () => {
  const clock = { now: noon };
  await using api = await startClinic(smallClinic(), clock);
  await api.admin('POST', base, { ...slot, end: '11:00', patientId: 701 });
  const [first] = await rows(api.get('talons'));
  const path = `${base}/${first?.id}`;
  clock.now += 1000;
  const change = (body: unknown) => json(api.admin('PATCH', path, body));
  expect(await change({ statusId: 2, info: 'перезвонить' })).toEqual([
    200,
    expect.objectContaining({ statusId: 2, info: 'перезвонить', updatedAt: '2026-11-23 12:00:01' }),
  ]);
  expect(await change({ date: '2026-11-25', begin: '12:00' })).toEqual([
    200,
    expect.objectContaining({ date: '2026-11-25', begin: '12:00', end: '13:00' }),
  ]);
  expect(await change({ begin: '14:30' })).toEqual([409, { error: 'Нет расписания на это время' }]);
  expect(await change({ deleted: true, deleteReasonId: 2 })).toEqual([
    200,
    expect.objectContaining({ deleted: true, deleteReasonId: 2 }),
  ]);
  expect(await change({ statusId: 1 })).toEqual([409, { error: 'Запись удалена' }]);
  expect(await change({ restored: true })).toEqual([
    200,
    expect.objectContaining({ deleted: false, deleteReasonId: null, statusId: 2 }),
  ]);
  expect(await change({ statusId: 99 })).toEqual([422, { error: 'Неверный статус' }]);
  expect(await json(api.admin('PATCH', `${base}/9999`, { statusId: 1 }))).toEqual([
    404,
    { error: 'Запись не найдена' },
  ]);
});

test('a deleted visit comes back only while its slot is free', async () => {
  await using api = await startClinic();
  await api.admin('POST', base, { ...slot, patientId: 701 });
  const [first] = await rows(api.get('talons'));
  await api.admin('PATCH', `${base}/${first?.id}`, { deleted: true });
  await api.admin('POST', base, { ...slot, patientId: 702 });
  expect(await json(api.admin('PATCH', `${base}/${first?.id}`, { restored: true }))).toEqual([
    409,
    { error: 'Выбранное время занято' },
  ]);
});

test('a body that says nothing sensible is a 400, an unknown source a 404', async () => {
  await using api = await startClinic();
  expect((await api.admin('POST', base, slot)).status).toBe(400);
  expect((await api.admin('POST', base, { ...slot, patientId: 701, person: {} })).status).toBe(400);
  expect((await api.admin('POST', '/_sandbox/sources/none/talons', { ...slot, patientId: 701 })).status).toBe(
    404,
  );
  expect((await api.admin('POST', '/_sandbox/sources', { id: 'x' })).status).toBe(400);
});

test('the dump shows deleted talons too, reset empties everything', async () => {
  await using api = await startClinic();
  await api.admin('POST', base, { ...slot, patientId: 701 });
  const [first] = await rows(api.get('talons'));
  await api.send('DELETE', `talons/${first?.id}`);
  const state = dump.parse(await (await api.admin('GET', '/_sandbox/sources/small')).json());
  expect(state.talons).toMatchObject([{ deleted: true, room: 'Кабинет № 2' }]);
  expect(state.medcards).toHaveLength(2);
  await api.admin('POST', '/_sandbox/reset');
  expect((await api.admin('GET', '/_sandbox/sources/small')).status).toBe(404);
  expect(await outcome(api.get('talons'))).toEqual([403, 'Доступ запрещён']);
});

test('a description that points at nothing is refused with the place', async () => {
  await using api = await startClinic();
  const broken = smallClinic({ id: 'broken', keys: [{ apiId: 'z', apiSecret: 'z' }], doctors: [] });
  expect(await json(api.admin('POST', '/_sandbox/sources', broken))).toEqual([
    409,
    { error: 'schedules: no doctor 8' },
  ]);
});
