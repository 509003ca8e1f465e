import { expect, test } from 'vitest';
import type { Api } from '../testing/clinic.ts';
import { key, noon, outcome, rows, sign, smallClinic, startClinic } from '../testing/clinic.ts';

const slot = { doc_id: '8', date: '24.11.2026', begintime: '10:00', endtime: '10:30' };
const booking = { ...slot, patient_id: '701' };

async function talon(api: Api, id: unknown, query = 'withDeleted=1'): Promise<unknown> {
  return (await api.get(`talons/${id}?${query}`)).json();
}

async function book(api: Api, changes: Record<string, string> = {}): Promise<number> {
  const [, id] = await outcome(api.send('POST', 'talons', { ...booking, ...changes }));
  return Number(id);
}

test('a booking takes the slot, carries «Виджет» and the room of the interval', async () => {
  await using api = await startClinic();
  const [status, id] = await outcome(
    api.send('POST', 'talons', { ...booking, info: 'Услуги: 1012', colour: 'red' }),
  );
  expect(status).toBe(200);
  expect(await talon(api, id)).toMatchObject({
    patient_id: 701,
    status_id: 1,
    record_type: 'Виджет',
    creator: 'Администратор ArchiMed+',
    room: 'Кабинет № 2',
    info: 'Услуги: 1012',
    creation_datetime: '23.11.2026 12:00:00',
  });
  expect(await outcome(api.send('POST', 'talons', booking))).toEqual([403, 'Выбранное время занято']);
});

test('JSON works with the same names, and no endtime means one grid step', async () => {
  await using api = await startClinic();
  const reply = await fetch(`${api.sandbox.url}/api/v5/talons/`, {
    method: 'POST',
    headers: { authorization: `Bearer ${await sign(key, noon)}`, 'content-type': 'application/json' },
    body: JSON.stringify({ doc_id: 8, date: '24.11.2026', begintime: '11:00', patient_id: 701 }),
  });
  const id: unknown = (await reply.json()).id;
  expect(await talon(api, id)).toMatchObject({ begintime: '11:00:00', endtime: '11:30:00' });
});

test('a person instead of a patient makes a card, a refusal makes none', async () => {
  await using api = await startClinic();
  const person = { last_name: 'Новиков', first_name: 'Лев', birthdate: '01.02.1990', phone: '+79050009999' };
  const [, id] = await outcome(api.send('POST', 'talons', { ...slot, ...person }));
  expect(await talon(api, id)).toMatchObject({ patient_name: 'Новиков Лев', patient_phone: '+79050009999' });
  expect(await outcome(api.send('POST', 'talons', { ...slot, ...person }))).toEqual([
    403,
    'Выбранное время занято',
  ]);
  const cards = await rows(api.get('medcards'));
  expect(cards.filter((card) => card.last_name === 'Новиков')).toMatchObject([
    { birthdate: '01.02.1990', changedate: '23.11.2026 12:00:00' },
  ]);
});

test('medcards are never deduplicated', async () => {
  await using api = await startClinic();
  const person = { last_name: 'Новиков', first_name: 'Лев', phone: '9050009999', phone_alt: '+79050008888' };
  const [, first] = await outcome(api.send('POST', 'medcards', person));
  const [, second] = await outcome(api.send('POST', 'medcards', person));
  expect(second).toBe(Number(first) + 1);
  expect(await (await api.get(`medcards/${second}`)).json()).toMatchObject({
    phone: '9050009999',
    phone1: '+79050008888',
    birthdate: '',
  });
  expect(await outcome(api.send('POST', 'medcards', { last_name: 'Новиков' }))).toEqual([
    400,
    'Не указаны фамилия и имя пациента',
  ]);
});

test.for<[string, Record<string, string>, number, string]>([
  ['no grid step', { doc_id: '31' }, 403, 'Врачу не установлено время приёма'],
  ['a past day', { date: '22.11.2026' }, 403, 'Время приёма уже прошло'],
  [
    'earlier today',
    { date: '23.11.2026', begintime: '11:30', endtime: '12:00' },
    403,
    'Время приёма уже прошло',
  ],
  ['no schedule that day', { date: '27.11.2026' }, 403, 'Нет расписания на это время'],
  ['outside of the hours', { begintime: '08:30', endtime: '09:00' }, 403, 'Нет расписания на это время'],
  ['beyond the hours', { begintime: '14:30', endtime: '15:30' }, 403, 'Нет расписания на это время'],
  ['off the grid', { begintime: '10:10', endtime: '10:40' }, 403, 'Нет расписания на это время'],
  ['unknown doctor', { doc_id: '99' }, 400, 'Не указан врач (doc_id)'],
  ['no doctor', { doc_id: '' }, 400, 'Не указан врач (doc_id)'],
  ['an ISO date', { date: '2026-11-24' }, 400, 'Неверная дата'],
  ['no such day', { date: '31.02.2026' }, 400, 'Неверная дата'],
  ['no time', { begintime: '' }, 400, 'Не указано время начала (begintime)'],
  ['seconds', { begintime: '10:00:00' }, 400, 'Неверное время начала'],
  ['end before begin', { endtime: '09:30' }, 400, 'Время окончания раньше времени начала'],
  ['unknown patient', { patient_id: '9999' }, 400, 'Пациент не найден'],
  ['nobody', { patient_id: '' }, 400, 'Не указаны фамилия и имя пациента'],
])('POST talons is refused: %s', async ([, changes, status, message]) => {
  await using api = await startClinic();
  expect(await outcome(api.send('POST', 'talons', { ...booking, ...changes }))).toEqual([status, message]);
  expect(await rows(api.get('talons'))).toEqual([]);
});

test('unreadable JSON is a 400', async () => {
  await using api = await startClinic();
  const reply = await fetch(`${api.sandbox.url}/api/v5/talons`, {
    method: 'POST',
    headers: { authorization: `Bearer ${await sign(key, noon)}`, 'content-type': 'application/json' },
    body: '{"doc_id":',
  });
  expect([reply.status, await reply.json()]).toEqual([
    400,
    { status: 'Error', message: 'Неверный формат запроса' },
  ]);
});

test('a long visit needs every interval it covers', async () => {
  await using api = await startClinic();
  await book(api, { begintime: '11:00', endtime: '11:30' });
  expect(
    await outcome(api.send('POST', 'talons', { ...booking, begintime: '10:00', endtime: '11:30' })),
  ).toEqual([403, 'Выбранное время занято']);
  expect(await book(api, { begintime: '09:30', endtime: '11:00' })).toBeGreaterThan(0);
});

test('PUT changes only what is sent and moves update_datetime by the wall clock', async () => {
  const clock = { now: noon };
  await using api = await startClinic(smallClinic(), clock);
  const id = await book(api, { info: 'примечание' });
  clock.now += 61_000;
  expect(await outcome(api.send('PUT', `talons/${id}`, { status_id: '2' }))).toEqual([200, id]);
  expect(await talon(api, id)).toMatchObject({
    status_id: 2,
    status: 'Подтверждён',
    info: 'примечание',
    begintime: '10:00:00',
    creation_datetime: '23.11.2026 12:00:00',
    update_datetime: '23.11.2026 12:01:01',
  });
  const move = { doc_id: '11', date: '25.11.2026', begintime: '14:20', endtime: '14:40' };
  expect(await outcome(api.send('PUT', `talons/${id}`, move))).toEqual([200, id]);
  expect(await talon(api, id)).toMatchObject({ date: '25.11.2026', room: 'Кабинет 104', status_id: 2 });
  expect(await book(api)).toBeGreaterThan(id);
});

test.for<[string, Record<string, string>, number, string]>([
  ['onto another visit', { begintime: '12:00', endtime: '12:30' }, 403, 'Выбранное время занято'],
  ['into the past', { date: '23.11.2026' }, 403, 'Время приёма уже прошло'],
  ['where nobody works', { date: '30.11.2026' }, 403, 'Нет расписания на это время'],
  ['to a doctor without a grid', { doc_id: '31' }, 403, 'Врачу не установлено время приёма'],
  ['begin after the end that stays', { begintime: '11:00' }, 400, 'Время окончания раньше времени начала'],
  ['unknown status', { status_id: '77' }, 400, 'Неверный статус'],
  ['unknown reason', { delete_reason_id: '77' }, 400, 'Неверная причина удаления'],
])('PUT talons is refused: %s', async ([, changes, status, message]) => {
  await using api = await startClinic();
  const id = await book(api);
  await book(api, { begintime: '12:00', endtime: '12:30' });
  const before = await talon(api, id);
  expect(await outcome(api.send('PUT', `talons/${id}`, changes))).toEqual([status, message]);
  expect(await talon(api, id)).toEqual(before);
});

test('a cancelled visit frees its slot and needs it again to come back', async () => {
  await using api = await startClinic();
  const id = await book(api);
  expect(await outcome(api.send('PUT', `talons/${id}`, { status_id: '4', delete_reason_id: '1' }))).toEqual([
    200,
    id,
  ]);
  expect(await talon(api, id, '')).toMatchObject({
    status_id: 4,
    deleted: false,
    delete_reason: 'Отказ пациента',
  });
  await book(api);
  expect(await outcome(api.send('PUT', `talons/${id}`, { status_id: '1' }))).toEqual([
    403,
    'Выбранное время занято',
  ]);
});

test('a past visit may still get its final status', async () => {
  const clock = { now: noon };
  await using api = await startClinic(smallClinic(), clock);
  const id = await book(api);
  clock.now += 2 * 86_400_000;
  expect(await outcome(api.send('PUT', `talons/${id}`, { status_id: '3' }))).toEqual([200, id]);
});

test('DELETE is soft, repeatable, frees the slot and hides the talon', async () => {
  const clock = { now: noon };
  await using api = await startClinic(smallClinic(), clock);
  const id = await book(api);
  clock.now += 5000;
  for (const reason of ['delete_reason_id=2', 'delete_reason_id=1']) {
    const reply = await api.send('DELETE', `talons/${id}?${reason}`);
    expect([reply.status, await reply.json()]).toEqual([200, { status: 'Ok' }]);
  }
  expect(await talon(api, id, '')).toEqual([]);
  expect(await rows(api.get('talons'))).toEqual([]);
  expect(await rows(api.get('talons?withDeleted=1'))).toMatchObject([{ id }]);
  expect(await talon(api, id)).toMatchObject({
    deleted: true,
    delete_reason_id: 2,
    delete_reason: 'Болезнь врача',
    update_datetime: '23.11.2026 12:00:05',
  });
  expect(await outcome(api.send('PUT', `talons/${id}`, { status_id: '1' }))).toEqual([
    404,
    'Запись не найдена',
  ]);
  expect(await book(api)).toBeGreaterThan(id);
});

test('the delete reason may come in the body; unknown talons and reasons are refused', async () => {
  await using api = await startClinic();
  const id = await book(api);
  expect(await outcome(api.send('DELETE', `talons/${id}`, { delete_reason_id: '9' }))).toEqual([
    400,
    'Неверная причина удаления',
  ]);
  expect((await api.send('DELETE', `talons/${id}`, { delete_reason_id: '1' })).status).toBe(200);
  expect(await talon(api, id)).toMatchObject({ delete_reason: 'Отказ пациента' });
  for (const method of ['PUT', 'DELETE']) {
    expect(await outcome(api.send(method, 'talons/9999', {}))).toEqual([404, 'Запись не найдена']);
  }
});

test('twenty simultaneous bookings of one slot: one wins', async () => {
  await using api = await startClinic();
  const replies = await Promise.all(Array.from({ length: 20 }, () => api.send('POST', 'talons', booking)));
  expect(replies.filter((reply) => reply.status === 200)).toHaveLength(1);
});

test('wall clocks follow the zone of the source', async () => {
  await using api = await startClinic(smallClinic({ timeZone: 'Asia/Vladivostok' }));
  // 19:00 in Vladivostok: the working day is over there.
  expect(await outcome(api.send('POST', 'talons', { ...booking, date: '23.11.2026' }))).toEqual([
    403,
    'Время приёма уже прошло',
  ]);
  expect(await talon(api, await book(api))).toMatchObject({ creation_datetime: '23.11.2026 19:00:00' });
});
