import { expect, test } from 'vitest';
import { at, type Kit, startKit } from '../testing/fixture.ts';

async function ids(kit: Kit, path: string, key: string): Promise<unknown[]> {
  const rows = at((await kit.api('GET', path)).json, '_embedded', key);
  return Array.isArray(rows) ? rows.map((row: unknown) => at(row, 'id')) : [];
}

test('every filter and order of tasks, always on', async () => {
  await using kit = await startKit();
  await kit.connect();
  kit.advance(60_000);
  const reply = await kit.api('POST', '/tasks', [
    {
      text: 'Встреча',
      complete_till: 1785390000,
      task_type_id: 2,
      responsible_user_id: 11402240,
      entity_id: 58841203,
      entity_type: 'contacts',
      duration: 1800,
      request_id: 't-1',
    },
  ]);
  const id = at(reply.json, '_embedded', 'tasks', 0, 'id');
  expect(at(reply.json, '_embedded', 'tasks', 0)).toMatchObject({ request_id: 't-1' });
  for (const filter of [
    'filter[responsible_user_id]=11402240',
    'filter[responsible_user_id][]=11402240',
    'filter[task_type]=2',
    'filter[task_type][]=2',
    'filter[entity_type]=contacts&filter[entity_id]=58841203',
    'filter[entity_type][]=contacts',
    `filter[id][]=${id}`,
    'filter[updated_at]=1785310060',
    'filter[updated_at][from]=1785310060&filter[updated_at][to]=1785310061',
  ]) {
    expect([filter, await ids(kit, `/tasks?${filter}`, 'tasks')]).toEqual([filter, [id]]);
  }
  expect(await ids(kit, '/tasks?filter[is_completed]=1', 'tasks')).toEqual([]);
  expect(await ids(kit, '/tasks?filter[is_completed]=0&order[complete_till]=asc', 'tasks')).toEqual([
    id,
    771204,
  ]);
  expect(await ids(kit, '/tasks?order[created_at]=desc', 'tasks')).toEqual([id, 771204]);
  expect(await ids(kit, '/tasks?order[id]=asc', 'tasks')).toEqual([771204, id]);
});

test('a task reads as documented, is closed with a result, and both paths patch', async () => {
  await using kit = await startKit();
  await kit.connect();
  expect((await kit.api('GET', '/tasks/771204')).json).toEqual({
    id: 771204,
    created_by: 11402217,
    updated_by: 11402217,
    created_at: 1700000000,
    updated_at: 1700000000,
    responsible_user_id: 11402217,
    group_id: 0,
    entity_id: 41203317,
    entity_type: 'leads',
    duration: 0,
    is_completed: false,
    task_type_id: 1,
    text: 'Перезвонить',
    result: [],
    complete_till: 1785400000,
    account_id: 32100500,
    _links: { self: { href: 'https://zaryamed.amocrm.ru/api/v4/tasks/771204' } },
  });
  const batch = await kit.api('PATCH', '/tasks', [{ id: 771204, task_type_id: 2, request_id: 'p' }]);
  expect(at(batch.json, '_embedded', 'tasks', 0)).toMatchObject({
    id: 771204,
    updated_at: 1785310000,
    request_id: 'p',
  });
  await kit.api('PATCH', '/tasks/771204', { is_completed: true, result: { text: 'Дозвонились' } });
  expect((await kit.api('GET', '/tasks/771204')).json).toMatchObject({
    is_completed: true,
    result: { text: 'Дозвонились' },
  });
  const { json } = await kit.api('GET', '/events?filter[entity][]=task&filter[entity_id][]=771204');
  const types = at(json, '_embedded', 'events');
  expect(Array.isArray(types) ? types.map((event: unknown) => at(event, 'type')).sort() : []).toEqual([
    'task_completed',
    'task_result_added',
    'task_type_changed',
  ]);
  expect((await kit.api('DELETE', '/tasks/771204')).status).toBe(405);
  const bad = await kit.api('POST', '/tasks', [
    { text: 'x', complete_till: 1, entity_id: 41203317 },
    { text: 'x', complete_till: 1, entity_id: 7, entity_type: 'companies' },
    { text: 'x', complete_till: 1, task_type_id: 9 },
  ]);
  const errors = at(bad.json, 'validation-errors');
  expect(Array.isArray(errors) ? errors.map((row: unknown) => at(row, 'errors', 0, 'path')) : []).toEqual([
    'entity_type',
    'entity_id',
    'task_type_id',
  ]);
});

const notes: readonly [string, object][] = [
  ['common', { text: 'Привет' }],
  [
    'call_in',
    {
      uniq: 'c1',
      duration: 60,
      source: 'АТС',
      link: 'https://records.example/1',
      phone: '+79050001122',
      call_responsible: 11402240,
    },
  ],
  [
    'call_out',
    { uniq: 'c2', duration: 0, source: 'АТС', link: '', phone: '+79050001122', call_responsible: 'Марк' },
  ],
  ['service_message', { service: 'Hub', text: 'Готово' }],
  ['extended_service_message', { service: 'Hub', text: 'Готово' }],
  ['message_cashier', { status: 'shown', text: 'Оплата' }],
  ['geolocation', { text: 'Здесь', address: 'Тверская, 1', longitude: '37.61', latitude: '55.76' }],
  ['sms_in', { text: 'Да', phone: '+79050001122' }],
  ['sms_out', { text: 'Ждём', phone: '+79050001122' }],
  ['attachment', { file_uuid: 'f1', file_name: 'план.pdf' }],
];

test('notes of every type are taken with their params and no others', async () => {
  await using kit = await startKit();
  await kit.connect();
  const good = await kit.api(
    'POST',
    '/leads/41203317/notes',
    notes.map(([note_type, params]) => ({ note_type, params })),
  );
  expect([good.status, at(good.json, '_embedded', 'notes')]).toEqual([200, expect.any(Array)]);
  const list = await kit.api('GET', '/leads/notes?filter[entity_id][]=41203317');
  const rows = at(list.json, '_embedded', 'notes');
  expect(
    Array.isArray(rows) ? rows.map((row: unknown) => [at(row, 'note_type'), at(row, 'params')]) : [],
  ).toEqual(notes);
  const bad: [object, string, string][] = [
    [{ note_type: 'common', params: {} }, 'FieldMissing', 'params.text'],
    [{ note_type: 'sms_in', params: { text: 'x' } }, 'FieldMissing', 'params.phone'],
    [{ note_type: 'chat', params: { text: 'x' } }, 'NotSupportedChoice', 'note_type'],
    [
      { note_type: 'message_cashier', params: { status: 'new', text: 'x' } },
      'NotSupportedChoice',
      'params.status',
    ],
    [{ note_type: 'common', params: { text: 'x', by: 1 } }, 'FieldNotExpected', 'params.by'],
  ];
  for (const [body, code, path] of bad) {
    const reply = await kit.api('POST', '/leads/41203317/notes', [body]);
    expect(at(reply.json, 'validation-errors', 0, 'errors', 0)).toMatchObject({ code, path });
  }
});

test('notes: filters, orders and PATCH on every path', async () => {
  await using kit = await startKit();
  await kit.connect();
  const post = async (path: string, text: string): Promise<unknown> => {
    const reply = await kit.api('POST', path, [
      { entity_id: 41203318, note_type: 'common', params: { text }, request_id: text },
    ]);
    return at(reply.json, '_embedded', 'notes', 0, 'id');
  };
  const first = await post('/leads/41203317/notes', 'первое');
  kit.advance(60_000);
  const second = await post('/leads/notes', 'второе');
  expect(await ids(kit, '/leads/41203317/notes', 'notes')).toEqual([first]);
  expect(await ids(kit, '/leads/notes?order[id]=desc', 'notes')).toEqual([second, first]);
  expect(await ids(kit, '/leads/notes?filter[note_type][]=call_in', 'notes')).toEqual([]);
  expect(await ids(kit, '/leads/notes?filter[updated_at][from]=1785310060', 'notes')).toEqual([second]);
  expect(await ids(kit, `/leads/notes?filter[id][]=${first}`, 'notes')).toEqual([first]);
  const params = { text: 'исправлено' };
  const one = await kit.api('PATCH', `/leads/41203317/notes/${first}`, { note_type: 'common', params });
  expect(one.json).toMatchObject({ id: first, entity_id: 41203317, updated_at: 1785310060 });
  const many = await kit.api('PATCH', '/leads/notes', [
    { id: first, note_type: 'common', params },
    { id: second, note_type: 'common', params },
  ]);
  expect(at(many.json, '_embedded', 'notes')).toMatchObject([{ id: first }, { id: second }]);
  expect((await kit.api('GET', `/leads/notes/${second}`)).json).toMatchObject({ params });
  const foreign = await kit.api('PATCH', '/leads/41203317/notes', [
    { id: second, note_type: 'common', params },
  ]);
  expect(at(foreign.json, 'validation-errors', 0, 'errors', 0, 'path')).toBe('id');
  expect((await kit.api('PATCH', `/leads/notes/${first}`, { params })).status).toBe(400);
});
