import { expect, test } from 'vitest';
import { clientOf, json, pageOf } from './client.fixture.ts';

const card = {
  id: 2,
  number: '3',
  last_name: 'Лебедева',
  first_name: 'Ирина',
  middle_name: 'Сергеевна',
  birthdate: '23.12.1967',
  phone: '8 (905) 000-11-22',
  phone1: '',
};

test('a phone is tried in every spelling, and each card is checked', async () => {
  const stored = [
    { ...card, id: 2, phone: '+79050001122' },
    { ...card, id: 3, phone: '', phone1: '9050001122' },
    { ...card, id: 4, phone: '89050001122' },
    { ...card, id: 5, phone: '79990001122' },
  ];
  const { client, seen } = clientOf(({ query }) => {
    const phone = query.get('filters[0][value]');
    return pageOf(
      stored.filter((row) => row.phone === phone || row.phone1 === phone || row.id === 5),
      query,
    );
  });
  const found = await client.medcards.byPhoneSpellings('click', '8 905 000 11 22');
  expect(found.ok && found.value.map(({ id, phones }) => ({ id, phones }))).toEqual([
    { id: 2, phones: ['+79050001122'] },
    { id: 3, phones: ['9050001122'] },
    { id: 4, phones: ['89050001122'] },
  ]);
  expect(seen).toHaveLength(4);
  expect(seen[0]?.query.getAll('fields[]')).not.toContain('doc_number');
});

test('where the filter on phone is ignored everybody is looked at, once', async () => {
  const everybody = Array.from({ length: 1100 }, (_, id) => ({ ...card, id: id + 1, phone: `+7999${id}` }));
  everybody[1050] = { ...card, id: 1051 };
  const { client, seen } = clientOf(({ query }) => pageOf(everybody, query));
  const found = await client.medcards.byPhoneSpellings('click', '+79050001122');
  expect(found.ok && found.value.map(({ id }) => id)).toEqual([1051]);
  expect(seen).toHaveLength(3);
});

test('a card is created from a form; without a birth date the field is left out', async () => {
  const { client, seen } = clientOf(() => json({ status: 'Ok', id: 722 }));
  const person = { lastName: 'Лебедева', firstName: 'Ирина', middleName: '', phone: '+79050001122' };
  expect(await client.medcards.create('click', { ...person, birthDate: '1967-12-23' })).toEqual({
    ok: true,
    value: { id: 722 },
  });
  await client.medcards.create('click', { ...person, birthDate: null });
  const [first, second] = seen.map(({ body }) => Object.fromEntries(new URLSearchParams(body ?? '')));
  expect(first).toMatchObject({ last_name: 'Лебедева', birthdate: '23.12.1967', phone: '+79050001122' });
  expect(second).not.toHaveProperty('birthdate');
});

test('doctors with either spelling of the names; service accounts are marked', async () => {
  const { client, seen } = clientOf(() =>
    json({
      data: [
        { id: 6, name: 'Администратор ArchiMed+', name1: '', name2: '', type: '', max_time: 0, types: null },
        {
          id: 8,
          name: 'Орлов',
          name1: 'Марк',
          name2: 'Ильич',
          type: 'Хирург',
          max_time: '30',
          types: [{ id: 34, name: 'Хирург' }],
        },
        { id: 9, last_name: 'Архимедова', first_name: 'Анна', middle_name: null, type: 'ЛОР', max_time: 20 },
      ],
      total: '3',
    }),
  );
  const doctors = await client.doctors.list('background');
  expect(doctors.ok && doctors.value).toEqual([
    expect.objectContaining({ id: 6, isServiceAccount: true, maxTime: 0 }),
    {
      id: 8,
      lastName: 'Орлов',
      firstName: 'Марк',
      middleName: 'Ильич',
      speciality: 'Хирург',
      specialities: [{ id: 34, name: 'Хирург' }],
      maxTime: 30,
      isServiceAccount: false,
    },
    expect.objectContaining({ id: 9, lastName: 'Архимедова', middleName: '', isServiceAccount: false }),
  ]);
  expect(seen[0]?.query.getAll('fields[]')).not.toContain('photo');
});

const schedule = (date: string, build_id: string) => ({
  id: '2005',
  build_id,
  build_name: `Корпус ${build_id}`,
  room: 'Кабинет № 2',
  date,
  start: '08:00',
  end: '09:00',
  intervals: [
    { start: '08:00', end: '08:20', free: true },
    { start: '08:20', end: '08:40', free: 0 },
  ],
});

test('intervals are a flat list; what was not asked for is left out', async () => {
  const { client, seen } = clientOf(() =>
    json({
      doctors: [
        { id: 8, name: 'Орлов', schedules: [schedule('26.11.2026', '1'), schedule('27.11.2026', '2')] },
        { id: '9', name: 'Белова', schedules: [schedule('26.11.2026', '1')] },
        { id: 10, name: 'Без расписания', schedules: [] },
      ],
    }),
  );
  const query = { doctorId: 8, buildingId: 1, from: '2026-11-26', to: '2026-11-30' };
  const found = await client.intervals.list('click', query);
  const slot = {
    doctorId: 8,
    date: '2026-11-26',
    buildingId: 1,
    buildingName: 'Корпус 1',
    room: 'Кабинет № 2',
  };
  expect(found).toEqual({
    ok: true,
    value: [
      { ...slot, start: '08:00', end: '08:20', free: true },
      { ...slot, start: '08:20', end: '08:40', free: false },
    ],
  });
  expect(Object.fromEntries(seen[0]?.query ?? [])).toEqual({
    date_from: '26.11.2026',
    date_to: '30.11.2026',
    doc_id: '8',
    build_id: '1',
  });
});

test('a long period is asked for in pieces of 31 days without gap or overlap', async () => {
  const { client, seen } = clientOf(() => json([]));
  expect(await client.intervals.list('background', { from: '2026-11-22', to: '2027-02-20' })).toEqual({
    ok: true,
    value: [],
  });
  expect(seen.map(({ query }) => [query.get('date_from'), query.get('date_to')])).toEqual([
    ['22.11.2026', '22.12.2026'],
    ['23.12.2026', '22.01.2027'],
    ['23.01.2027', '20.02.2027'],
  ]);
});

test('all pages of services, with groups', async () => {
  const row = { code: '1012', name: 'Приём кардиолога', group_id: 7, group_name: 'Кардиология' };
  const all = Array.from({ length: 3646 }, (_, id) => ({ ...row, id: id + 1, base_cost: 4800, duration: 0 }));
  const { client } = clientOf(({ path, query }) =>
    path.endsWith('groupservices')
      ? json({ data: [{ id: 7, code: 'К', name: 'Кардиология', owner: 0 }], total: '1' })
      : pageOf(all, query),
  );
  const services = await client.services.list('background');
  expect(services.ok && services.value.length).toBe(3646);
  expect(services.ok && services.value[0]).toEqual({
    id: 1,
    code: '1012',
    name: 'Приём кардиолога',
    groupId: 7,
    groupName: 'Кардиология',
    price: 4800,
    durationMinutes: null,
    info: '',
  });
  expect(await client.services.groups('background')).toEqual({
    ok: true,
    value: [{ id: 7, code: 'К', name: 'Кардиология', parentId: null }],
  });
});

test('directories stand where the API spells them', async () => {
  const { client, seen } = clientOf(() => json([{ id: '1', name: 'Запись', address: null }]));
  const { statuses, deleteReasons, specializations, departments, buildings } = client.directories;
  expect(await statuses('click')).toEqual({ ok: true, value: [{ id: 1, name: 'Запись' }] });
  expect(await buildings('click')).toEqual({ ok: true, value: [{ id: 1, name: 'Запись', address: '' }] });
  for (const list of [deleteReasons, specializations, departments]) await list('click');
  expect(seen.map(({ path }) => path.replace('/api/v5/', ''))).toEqual([
    'talonstatuses',
    'buildings',
    'talondeletereasons',
    'specializations',
    'branchs',
  ]);
});
