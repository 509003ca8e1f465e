import { expect, test } from 'vitest';
import { clientOf, json, pageOf, wireTalon } from './client.fixture.ts';

const talons = (count: number, change: object = {}) =>
  Array.from({ length: count }, (_, index) => ({ ...wireTalon, ...change, id: index + 1 }));

test('a talon in our words', async () => {
  const { client } = clientOf(() => json(wireTalon));
  expect(await client.talons.byId('click', 2283, { withDeleted: true })).toEqual({
    ok: true,
    value: {
      id: 2283,
      patientId: 721,
      patientName: 'Лебедева Ирина Сергеевна',
      patientPhone: '+79050001122',
      date: '2026-11-30',
      begin: '12:00',
      end: '12:30',
      room: 'Кабинет № 2',
      doctorId: 8,
      doctorName: 'Орлов Марк Ильич',
      speciality: 'Хирург',
      statusId: 1,
      deleted: false,
      deleteReasonId: null,
      info: 'Просила позвонить',
      updatedAt: '2026-11-22T09:05:00',
      createdAt: '2026-11-21T11:33:33',
      recordType: 'По телефону',
    },
  });
});

test('strings for numbers, 1 for true and null for none are the same talon', async () => {
  const odd = {
    ...wireTalon,
    id: '2283',
    patient_id: '721',
    status_id: '1',
    deleted: 0,
    delete_reason_id: null,
  };
  const { client } = clientOf(({ query }) => json(query.get('withDeleted') === '1' ? odd : wireTalon));
  expect(await client.talons.byId('click', 2283, { withDeleted: true })).toEqual(
    await client.talons.byId('click', 2283),
  );
});

test('an unknown talon is null', async () => {
  const { client } = clientOf(() => json([]));
  expect(await client.talons.byId('click', 99)).toEqual({ ok: true, value: null });
});

test('a talon without docs is a bad reply, not a talon without a doctor', async () => {
  const { docs: _docs, ...withoutDocs } = wireTalon;
  const { client } = clientOf(() => json({ data: [wireTalon, withoutDocs], total: '2' }));
  const list = await client.talons.listByDate('background', '2026-11-30');
  expect(list).toMatchObject({ ok: false, error: { kind: 'bad_reply' } });
  expect(!list.ok && list.error.kind === 'bad_reply' && list.error.detail).toContain('data.1.docs');
});

test('a day is asked for by date, with deleted ones and only the fields we use, on all its pages', async () => {
  const { client, seen } = clientOf(({ query }) => pageOf(talons(1203), query));
  const list = await client.talons.listByDate('background', '2026-11-30', { withDeleted: true });
  expect(list.ok && list.value.length).toBe(1203);
  expect(seen.map(({ query }) => query.get('page'))).toEqual(['1', '2', '3']);
  const query = seen[0]?.query;
  expect(query?.get('filters[0][field]')).toBe('date');
  expect(query?.get('filters[0][value]')).toBe('30.11.2026');
  expect(query?.get('withDeleted')).toBe('1');
  expect(query?.get('limit')).toBe('500');
  expect(query?.getAll('fields[]')).toContain('docs');
  expect(query?.getAll('fields[]')).not.toContain('patient_email');
});

test('where the filter on date is ignored the first page says so', async () => {
  const { client, seen } = clientOf(({ query }) => pageOf(talons(5000, { date: '01.02.2020' }), query));
  const list = await client.talons.listByDate('background', '2026-11-30');
  expect(list).toMatchObject({ ok: false, error: { kind: 'bad_reply' } });
  expect(seen).toHaveLength(1);
});

test('a server that cuts pages shorter than asked is read to its end', async () => {
  const all = talons(250);
  const { client } = clientOf(({ query }) => {
    const page = Number(query.get('page'));
    return json({ data: all.slice((page - 1) * 100, page * 100), total: 250, page, limit: 100 });
  });
  const list = await client.talons.listByDate('background', '2026-11-30');
  expect(list.ok && list.value.length).toBe(250);
});

test('a server that repeats its page does not hold us for ever', async () => {
  const { client, seen } = clientOf(() => json({ data: talons(3), total: '99' }));
  const list = await client.talons.listByDate('background', '2026-11-30');
  expect(list.ok && list.value.map(({ id }) => id)).toEqual([1, 2, 3]);
  expect(seen).toHaveLength(2);
});

test.each([
  { count: 1203, afterId: 1150, ids: [1151, 1203], requests: 3 },
  { count: 1203, afterId: 1202, ids: [1203, 1203], requests: 2 },
  { count: 1203, afterId: 1203, ids: [], requests: 2 },
  { count: 1200, afterId: 1199, ids: [1200, 1200], requests: 2 },
  { count: 1203, afterId: undefined, ids: [1201, 1203], requests: 2 },
  { count: 0, afterId: undefined, ids: [], requests: 2 },
])('the tail of $count after $afterId', async ({ count, afterId, ids, requests }) => {
  const { client, seen } = clientOf(({ query }) => pageOf(talons(count), query));
  const tail = await client.talons.listTail('background', {
    withDeleted: true,
    ...(afterId === undefined ? {} : { afterId }),
  });
  const found = tail.ok ? tail.value.rows.map(({ id }) => id) : [];
  expect(tail).toMatchObject({ ok: true, value: { total: count, complete: true } });
  expect([...found.slice(0, 1), ...found.slice(-1)]).toEqual(ids);
  expect(seen).toHaveLength(requests);
});

test('a tail longer than we read at once says that it is not complete', async () => {
  const { client } = clientOf(({ query }) => pageOf(talons(7000), query));
  const tail = await client.talons.listTail('background', { afterId: 5 });
  expect(tail).toMatchObject({ ok: true, value: { complete: false } });
  expect(tail.ok && tail.value.rows.map(({ id }) => id).slice(0, 1)).toEqual([2001]);
});

test('a list in another order has no tail', async () => {
  const { client } = clientOf(({ query }) => pageOf(talons(50).reverse(), query));
  expect(await client.talons.listTail('background')).toMatchObject({
    ok: false,
    error: { kind: 'bad_reply' },
  });
});

test("a patient's talons come from the card, foreign ones left out", async () => {
  const { client, seen } = clientOf(({ query }) =>
    pageOf([wireTalon, { ...wireTalon, id: 5, patient_id: 1 }], query),
  );
  const list = await client.talons.byPatient('click', 721);
  expect(list.ok && list.value.map(({ id }) => id)).toEqual([2283]);
  expect(seen[0]?.path).toBe('/api/v5/medcards/721/talons');
});

test('writes are forms in the spelling of the API, and only what changes', async () => {
  const { client, seen } = clientOf(() => json({ status: 'Ok', id: '2284' }));
  const created = await client.talons.create('click', {
    doctorId: 8,
    date: '2026-11-30',
    begin: '16:45',
    end: '17:00',
    patientId: 721,
    info: 'Услуги: 1012 Приём',
  });
  expect(created).toEqual({ ok: true, value: { id: 2284 } });
  expect(await client.talons.update('click', 2284, { statusId: 4, deleteReasonId: 2 })).toEqual({
    ok: true,
    value: null,
  });
  await client.talons.remove('click', 2284, 3);
  expect(seen.map(({ method, path }) => `${method} ${path}`)).toEqual([
    'POST /api/v5/talons',
    'PUT /api/v5/talons/2284',
    'DELETE /api/v5/talons/2284',
  ]);
  expect(Object.fromEntries(new URLSearchParams(seen[0]?.body ?? ''))).toEqual({
    doc_id: '8',
    date: '30.11.2026',
    begintime: '16:45',
    endtime: '17:00',
    patient_id: '721',
    info: 'Услуги: 1012 Приём',
  });
  expect(Object.fromEntries(new URLSearchParams(seen[1]?.body ?? ''))).toEqual({
    status_id: '4',
    delete_reason_id: '2',
  });
  expect(seen[2]?.query.get('delete_reason_id')).toBe('3');
});

test('a creation whose id is not told must be looked up', async () => {
  const { client } = clientOf(() => json({ status: 'Ok' }));
  const talon = { doctorId: 8, date: '2026-11-30', begin: '16:45', end: '17:00', patientId: 721 };
  expect(await client.talons.create('click', talon)).toMatchObject({
    ok: false,
    error: { kind: 'bad_reply' },
  });
});
