import { expect, test } from 'vitest';
import type { SourceDescriptionInput } from '../clinic/description.ts';
import { envelope, noon, rows, smallClinic, startClinic } from '../testing/clinic.ts';

function crowd(count: number): SourceDescriptionInput {
  const patients = Array.from({ length: count }, (_, index) => ({
    id: 1000 + index,
    lastName: `Пациент${index}`,
    firstName: 'Имя',
    phone: `+7905${String(index).padStart(7, '0')}`,
  }));
  return smallClinic({ patients: patients.toReversed() });
}

test('the envelope: ascending ids, total a string, a hundred by default, five hundred at most', async () => {
  await using api = await startClinic(crowd(612));
  const first = await envelope(api.get('medcards?fields[]=id'));
  expect(first).toMatchObject({ total: '612', page: 1, limit: 100 });
  expect(first.data).toEqual(Array.from({ length: 100 }, (_, index) => ({ id: 1000 + index })));
  expect(await envelope(api.get('medcards?limit=2000&fields[]=id'))).toMatchObject({
    total: '612',
    limit: 500,
  });
  const second = await envelope(api.get('medcards?limit=500&page=2&fields[]=id'));
  expect(second.data).toHaveLength(112);
  expect(await envelope(api.get('medcards?limit=500&page=3'))).toMatchObject({
    data: [],
    page: 3,
    total: '612',
  });
});

test('filters compare for equality on their own fields, everything else is silently ignored', async () => {
  await using api = await startClinic();
  const found = async (query: string) =>
    (await rows(api.get(`medcards?fields[]=id&${query}`))).map((row) => row.id);
  const by = (field: string, value: string, index = 0) =>
    `filters[${index}][field]=${field}&filters[${index}][value]=${encodeURIComponent(value)}`;
  expect(await found(by('phone', '+79050001111'))).toEqual([701]);
  expect(await found(by('phone', '89050001111'))).toEqual([702]);
  expect(await found(by('phone', '79050001111'))).toEqual([]);
  expect(await found(by('number', '1701'))).toEqual([701]);
  expect(await found(by('last_name', 'Белов'))).toEqual([701, 702]);
  expect(await found(`${by('id', '701')}&filters[0][operator]=%3E%3D`)).toEqual([701]);
  expect(await found(`${by('id', '701')}&${by('number', '1702', 1)}`)).toEqual([]);
  expect(await found(by('constructor', 'x'))).toEqual([701, 702]);
});

test('talons filter by date, patient and status', async () => {
  const talon = { patientId: 701, doctorId: 8, date: '2026-11-24', begin: '09:00', end: '09:30' };
  await using api = await startClinic(
    smallClinic({
      talons: [
        { ...talon, id: 5 },
        { ...talon, id: 3, date: '2026-11-25', statusId: 2 },
        { ...talon, id: 9, begin: '10:00', end: '10:30', patientId: 702 },
      ],
    }),
  );
  const found = async (field: string, value: string) =>
    (await rows(api.get(`talons?filters[0][field]=${field}&filters[0][value]=${value}`))).map(
      (row) => row.id,
    );
  expect(await found('date', '24.11.2026')).toEqual([5, 9]);
  expect(await found('date', '2026-11-24')).toEqual([]);
  expect(await found('patient_id', '702')).toEqual([9]);
  expect(await found('status_id', '2')).toEqual([3]);
  expect(await found('update_datetime', '24.11.2026')).toEqual([3, 5, 9]);
  expect((await rows(api.get('medcards/702/talons'))).map((row) => row.id)).toEqual([9]);
  expect((await rows(api.get('doctors/8/talons/'))).map((row) => row.id)).toEqual([3, 5, 9]);
});

test('a clinic that can tells only the talons that changed since a moment', async () => {
  const talon = { patientId: 701, doctorId: 8, date: '2026-11-24', begin: '09:00', end: '09:30' };
  const talons = [
    { ...talon, id: 5 },
    { ...talon, id: 9, begin: '10:00', end: '10:30' },
  ];
  const since = (moment: string) =>
    `talons?filters[0][field]=update_datetime&filters[0][operator]=%3E%3D&filters[0][value]=${encodeURIComponent(moment)}`;
  const found = async (talonsSince: boolean, moment: string) => {
    const clock = { now: noon };
    await using api = await startClinic(smallClinic({ talons, talonsSince }), clock);
    clock.now += 60_000;
    await api.send('PUT', 'talons/9', { info: 'перезвонить' });
    return (await rows(api.get(since(moment)))).map((row) => row.id);
  };
  expect(await found(true, '23.11.2026 12:00:30')).toEqual([9]);
  expect(await found(true, '23.11.2026 12:00:00')).toEqual([5, 9]);
  expect(await found(false, '23.11.2026 12:00:30')).toEqual([5, 9]);
});

test('doctors carry live names, nulls and a megabyte of photo unless fields[] leaves it out', async () => {
  await using api = await startClinic();
  const [service, surgeon] = await rows(api.get('doctors'));
  expect(service).toMatchObject({
    id: 6,
    name: 'Администратор ArchiMed+',
    name1: '',
    name2: '',
    photo: null,
  });
  expect(surgeon).toMatchObject({
    id: 8,
    name: 'Громов',
    name1: 'Андрей',
    name2: 'Викторович',
    max_time: 30,
  });
  expect(surgeon).toMatchObject({ snils: null, branch_id: null, types: [{ id: 34, name: 'Хирург' }] });
  expect(String(surgeon?.photo).length).toBeGreaterThan(1_000_000);
  expect(Object.keys(surgeon ?? {})).toHaveLength(25);
  const slim = await api.get('doctors/8?fields[]=id&fields[]=max_time');
  expect(await slim.json()).toEqual({ id: 8, max_time: 30 });
});

test('a talon has the shape of the documentation sample', async () => {
  const talon = { id: 5, patientId: 701, doctorId: 8, date: '2026-11-24', begin: '09:00', end: '09:30' };
  await using api = await startClinic(smallClinic({ talons: [talon] }));
  expect(await (await api.get('talons/5')).json()).toEqual({
    id: 5,
    patient_id: 701,
    number: '1701',
    patient_name: 'Белова Ирина Сергеевна',
    patient_phone: '+79050001111',
    patient_email: '',
    sms_send: true,
    email_send: 0,
    info: '',
    begintime: '09:00:00',
    endtime: '09:30:00',
    date: '24.11.2026',
    datetime: '24.11.2026 09:00:00',
    room: 'Кабинет № 2',
    creator: 'Лапина Ольга Васильевна',
    status_id: 1,
    status: 'Запись',
    creation_datetime: '23.11.2026 12:00:00',
    update_datetime: '23.11.2026 12:00:00',
    reception_type_id: 0,
    reception_type: '',
    com_status_id: 0,
    com_status: '',
    info_source_id: 0,
    info_source: '',
    record_type_id: 1,
    record_type: 'По телефону',
    owner_id: 0,
    delete_reason_id: 0,
    delete_reason: '',
    deleted: false,
    docs: [{ id: 8, name: 'Громов Андрей Викторович', type: 'Хирург' }],
    assistants: [],
    agents: [],
  });
  const withDocs = await api.get('talons/5?fields[]=id&fields[]=docs');
  expect(await withDocs.json()).toEqual({ id: 5, docs: [expect.objectContaining({ id: 8 })] });
});

test('every directory answers, also below v4 and with a trailing slash', async () => {
  await using api = await startClinic();
  const paths = [
    'talonstatuses',
    'talondeletereasons',
    'specializations',
    'buildings',
    'services',
    'groupservices',
  ];
  for (const path of [...paths, 'branchs', 'zones', 'scientific_degrees', 'doctors', 'medcards', 'talons']) {
    expect((await envelope(api.get(`${path}/?limit=1`))).limit).toBe(1);
    expect((await envelope(api.get(`../v4/${path}?limit=1`))).limit).toBe(1);
  }
  expect(await rows(api.get('talonstatuses'))).toContainEqual({ id: 4, name: 'Отменён' });
  expect(await rows(api.get('groupservices'))).toEqual([{ id: 1, code: '10', name: 'Приёмы', owner: 0 }]);
  expect(await (await api.get('services/101')).json()).toMatchObject({
    code: '1012',
    group_name: 'Приёмы',
    base_cost: 2800,
    unit: null,
  });
});

test('unknown ids are an empty array, unknown paths 404 in JSON', async () => {
  await using api = await startClinic();
  for (const path of ['talons/9999', 'talons/abc', 'medcards/9999', 'doctors/9999', 'services/9999']) {
    const reply = await api.get(path);
    expect([reply.status, await reply.json()]).toEqual([200, []]);
  }
  for (const path of ['categories', 'branches', 'talons/1/docs', '../v6/talons', '../v5']) {
    const reply = await api.get(path);
    expect([reply.status, await reply.json()]).toEqual([
      404,
      { status: 'Error', message: 'Метод не найден' },
    ]);
  }
});
