import { expect, test } from 'vitest';
import { at, startKit } from '../testing/fixture.ts';

test('reads a deal and its contact as documented', async () => {
  await using kit = await startKit();
  await kit.connect();
  const lead = await kit.api('GET', '/leads/41203317?with=contacts');
  expect(lead.headers.get('content-type')).toBe('application/hal+json');
  expect(lead.headers.get('x-request-id')).toMatch(/^[0-9a-f-]{36}$/);
  expect(lead.json).toEqual({
    id: 41203317,
    name: 'Заявка с лендинга',
    price: 48000,
    responsible_user_id: 11402240,
    group_id: 0,
    status_id: 75520014,
    pipeline_id: 9011442,
    loss_reason_id: null,
    created_by: 11402217,
    updated_by: 11402217,
    created_at: 1785300000,
    updated_at: 1785300000,
    closed_at: null,
    closest_task_at: 1785400000,
    is_deleted: false,
    custom_fields_values: [
      {
        field_id: 1480033,
        field_name: 'Источник',
        field_code: null,
        field_type: 'select',
        values: [{ value: 'Сайт', enum_id: 912201, enum_code: null }],
      },
      {
        field_id: 1480050,
        field_name: 'Дата визита',
        field_code: null,
        field_type: 'date_time',
        values: [{ value: 1785283200 }],
      },
    ],
    score: null,
    account_id: 32100500,
    labor_cost: null,
    _links: { self: { href: 'https://zaryamed.amocrm.ru/api/v4/leads/41203317' } },
    _embedded: {
      tags: [{ id: expect.any(Number), name: 'сайт', color: null }],
      companies: [],
      contacts: [
        {
          id: 58841203,
          is_main: true,
          _links: { self: { href: 'https://zaryamed.amocrm.ru/api/v4/contacts/58841203' } },
        },
      ],
    },
  });
  const bare = await kit.api('GET', '/contacts/58841204');
  expect(bare.json).toMatchObject({ custom_fields_values: null, is_unsorted: false });
});

test('nothing found is 204 without a body', async () => {
  await using kit = await startKit();
  await kit.connect();
  for (const path of [
    '/leads/1',
    '/contacts/1',
    '/tasks/1',
    '/leads?page=9',
    '/leads/41203317/notes',
    '/webhooks',
    '/leads?query=нетничего',
  ]) {
    const reply = await kit.api('GET', path);
    expect([path, reply.status, reply.text]).toEqual([path, 204, '']);
  }
  expect((await kit.api('GET', '/nothing')).status).toBe(404);
  expect((await kit.api('DELETE', '/leads/41203317')).status).toBe(405);
});

test('creates a deal with the documented body and answers with ids and request_id', async () => {
  await using kit = await startKit();
  await kit.connect();
  const reply = await kit.api('POST', '/leads', [
    {
      name: 'Заявка №17',
      price: 48000,
      pipeline_id: 9011442,
      status_id: 75520014,
      created_by: 0,
      responsible_user_id: 11402240,
      request_id: 'form-17',
      custom_fields_values: [
        { field_id: 1480021, values: [{ value: 'Казань' }] },
        { field_id: 1480033, values: [{ enum_id: 912201 }] },
      ],
      tags_to_add: [{ name: 'сайт' }],
      _embedded: { contacts: [{ id: 58841203, is_main: true }] },
    },
  ]);
  expect(reply.status).toBe(200);
  const id = at(reply.json, '_embedded', 'leads', 0, 'id');
  expect(reply.json).toEqual({
    _links: { self: { href: 'https://zaryamed.amocrm.ru/api/v4/leads' } },
    _embedded: {
      leads: [
        {
          id,
          request_id: 'form-17',
          _links: { self: { href: `https://zaryamed.amocrm.ru/api/v4/leads/${id}` } },
        },
      ],
    },
  });
  const read = await kit.api('GET', `/leads/${id}?with=contacts`);
  expect(read.json).toMatchObject({
    created_by: 0,
    price: 48000,
    status_id: 75520014,
    updated_at: 1785310000,
  });
});

test('leads/complex answers with a bare array', async () => {
  await using kit = await startKit();
  await kit.connect();
  const reply = await kit.api('POST', '/leads/complex', [
    {
      name: 'Запись',
      pipeline_id: 9011442,
      status_id: 75520018,
      request_id: 'c1',
      _embedded: {
        contacts: [
          {
            first_name: 'Олег',
            custom_fields_values: [
              { field_code: 'PHONE', values: [{ value: '+79050009988', enum_code: 'WORK' }] },
            ],
          },
        ],
      },
    },
    { _embedded: { contacts: [{ id: 58841203 }] } },
  ]);
  expect(reply.json).toEqual([
    {
      id: expect.any(Number),
      contact_id: expect.any(Number),
      company_id: null,
      request_id: ['c1'],
      merged: false,
    },
    { id: expect.any(Number), contact_id: 58841203, company_id: null, request_id: ['1'], merged: false },
  ]);
  const contact = await kit.api('GET', `/contacts/${at(reply.json, 0, 'contact_id')}?with=leads`);
  expect(contact.json).toMatchObject({
    first_name: 'Олег',
    custom_fields_values: [
      { field_code: 'PHONE', values: [{ value: '+79050009988', enum_id: 911001, enum_code: 'WORK' }] },
    ],
    _embedded: { leads: [{ id: at(reply.json, 0, 'id') }] },
  });
});

test('one bad item fails the batch and every problem has its path', async () => {
  await using kit = await startKit();
  await kit.connect();
  const reply = await kit.api('POST', '/leads', [
    { name: 'good' },
    { name: 'bad', price: '48000', request_id: 'r-2' },
    { responsible_user_id: 11402299, custom_fields_values: [{ field_id: 1, values: [{ value: 'x' }] }] },
    { custom_fields_values: [{ field_id: 1480033, values: [{ enum_id: 1 }] }], status_id: 1 },
  ]);
  expect(reply.status).toBe(400);
  expect(reply.headers.get('content-type')).toBe('application/problem+json');
  expect(reply.json).toEqual({
    'validation-errors': [
      {
        request_id: 'r-2',
        errors: [{ code: 'InvalidType', path: 'price', detail: 'This value should be of type int.' }],
      },
      {
        request_id: '2',
        errors: [
          {
            code: 'NotSupportedChoice',
            path: 'responsible_user_id',
            detail: 'The value you selected is not a valid choice.',
          },
          {
            code: 'NotSupportedChoice',
            path: 'custom_fields_values.0.field_id',
            detail: 'The value you selected is not a valid choice.',
          },
        ],
      },
      {
        request_id: '3',
        errors: [
          {
            code: 'NotSupportedChoice',
            path: 'status_id',
            detail: 'The value you selected is not a valid choice.',
          },
          {
            code: 'NotSupportedChoice',
            path: 'custom_fields_values.0.values.0.enum_id',
            detail: 'The value you selected is not a valid choice.',
          },
        ],
      },
    ],
    title: 'Bad Request',
    type: 'https://httpstatus.es/400',
    status: 400,
    detail: 'Request validation failed',
  });
  const all = await kit.api('GET', '/leads');
  expect(at(all.json, '_embedded', 'leads')).toHaveLength(2);
});

test('patches a deal: only listed fields, null clears, closing sets closed_at', async () => {
  await using kit = await startKit();
  await kit.connect();
  const moved = await kit.api('PATCH', '/leads/41203317', {
    status_id: 142,
    pipeline_id: 9011442,
    custom_fields_values: [
      { field_id: 1480033, values: null },
      { field_id: 1480060, values: [{ value: '1204' }] },
    ],
  });
  expect(moved.json).toEqual({
    id: 41203317,
    updated_at: 1785310000,
    _links: { self: { href: 'https://zaryamed.amocrm.ru/api/v4/leads/41203317' } },
  });
  const lead = await kit.api('GET', '/leads/41203317');
  expect(lead.json).toMatchObject({
    status_id: 142,
    closed_at: 1785310000,
    name: 'Заявка с лендинга',
    custom_fields_values: [{ field_id: 1480050 }, { field_id: 1480060, values: [{ value: '1204' }] }],
  });
  const batch = await kit.api('PATCH', '/leads', [
    { id: 41203317, price: 1 },
    { id: 7, price: 1 },
  ]);
  expect(at(batch.json, 'validation-errors', 0)).toMatchObject({ request_id: '1', errors: [{ path: 'id' }] });
});

test('pages: next also after an exactly full page, no totals', async () => {
  await using kit = await startKit();
  await kit.connect();
  const first = await kit.api('GET', '/leads?limit=2&page=1');
  expect(at(first.json, '_links', 'next', 'href')).toBe(
    'https://zaryamed.amocrm.ru/api/v4/leads?limit=2&page=2',
  );
  expect(first.json).not.toHaveProperty('_total_items');
  expect((await kit.api('GET', '/leads?limit=2&page=2')).status).toBe(204);
  const newest = await kit.api('GET', '/leads?order%5Bid%5D=desc&limit=1');
  expect(at(newest.json, '_embedded', 'leads', 0, 'id')).toBe(41203318);
  // Contacts cannot be ordered by created_at: the order is ignored.
  const contacts = await kit.api('GET', '/contacts?order[created_at]=desc');
  expect(at(contacts.json, '_embedded', 'contacts', 0, 'id')).toBe(58841203);
});

test('alpha filters are ignored until the account has them', async () => {
  await using kit = await startKit();
  await kit.connect();
  const path = '/leads?filter[statuses][0][pipeline_id]=9011442&filter[statuses][0][status_id]=75520018';
  expect(at((await kit.api('GET', path)).json, '_embedded', 'leads')).toHaveLength(2);
  await kit.admin('PATCH', '/accounts/32100500/settings', { filtersEnabled: true });
  const filtered = await kit.api('GET', path);
  expect(at(filtered.json, '_embedded', 'leads')).toMatchObject([{ id: 41203318 }]);
  expect((await kit.api('GET', '/contacts?filter[id][]=58841204')).json).toMatchObject({
    _embedded: { contacts: [{ id: 58841204 }] },
  });
  expect(
    at((await kit.api('GET', '/account?with=is_api_filter_enabled')).json, 'is_api_filter_enabled'),
  ).toBe(true);
});

test('query finds digits inside phones, lags behind writes and finds too much', async () => {
  await using kit = await startKit();
  await kit.connect();
  const find = async (query: string) => {
    const { json } = await kit.api('GET', `/contacts?query=${encodeURIComponent(query)}`);
    const rows = at(json, '_embedded', 'contacts');
    return Array.isArray(rows) ? rows.map((row: unknown) => at(row, 'name')) : [];
  };
  expect(await find('9050001122')).toEqual(['Ирина Лебедева']);
  expect(await find('+79050001122')).toEqual([]);
  expect(await find('89050001122')).toEqual([]);
  await kit.api('POST', '/contacts', [{ name: 'Заказ 9050001122' }]);
  await kit.api('PATCH', '/contacts/58841203', {
    custom_fields_values: [{ field_code: 'PHONE', values: [{ value: '+79061112233' }] }],
  });
  expect(await find('9050001122')).toEqual(['Ирина Лебедева']);
  expect(await find('9061112233')).toEqual([]);
  kit.advance(2000);
  expect(await find('9050001122')).toEqual(['Заказ 9050001122']);
  expect(await find('9061112233')).toEqual(['Ирина Лебедева']);
  await kit.admin('PATCH', '/accounts/32100500/settings', { falsePositives: false });
  expect(await find('90500011')).toEqual(['Заказ 9050001122']);
});

test('links a contact to a deal and takes it away again', async () => {
  await using kit = await startKit();
  await kit.connect();
  const linked = await kit.api('POST', '/leads/41203318/link', [
    { to_entity_id: 58841203, to_entity_type: 'contacts', metadata: { is_main: true } },
  ]);
  expect(linked.json).toEqual({
    _total_items: 1,
    _links: { self: { href: 'https://zaryamed.amocrm.ru/api/v4/leads/41203318/links' } },
    _embedded: {
      links: [
        {
          entity_id: 41203318,
          entity_type: 'leads',
          to_entity_id: 58841203,
          to_entity_type: 'contacts',
          metadata: { main_contact: true },
        },
      ],
    },
  });
  const gone = await kit.api('POST', '/leads/41203318/unlink', [
    { to_entity_id: 58841203, to_entity_type: 'contacts' },
  ]);
  expect([gone.status, gone.text]).toEqual([204, '']);
  expect(at((await kit.api('GET', '/leads/41203318/links')).json, '_total_items')).toBe(0);
});

test('custom fields: create 201, PATCH replaces every option, delete erases values', async () => {
  await using kit = await startKit();
  await kit.connect();
  const created = await kit.api('POST', '/leads/custom_fields', [
    {
      name: 'Статус проверки',
      type: 'select',
      sort: 520,
      enums: [
        { value: 'Нет', sort: 1 },
        { value: 'Да', sort: 2 },
      ],
    },
  ]);
  expect(created.status).toBe(201);
  expect(at(created.json, '_embedded', 'custom_fields', 0)).toMatchObject({
    request_id: '0',
    type: 'select',
    entity_type: 'leads',
  });
  const patched = await kit.api('PATCH', '/leads/custom_fields/1480033', {
    enums: [{ id: 912203, value: 'Звонок' }, { value: 'Новый' }],
  });
  expect(patched.status).toBe(201);
  const enums = at(patched.json, '_embedded', 'custom_fields', 0, 'enums');
  expect(enums).toMatchObject([{ id: 912203 }, { value: 'Новый' }]);
  expect(at((await kit.api('GET', '/leads/41203317')).json, 'custom_fields_values')).toMatchObject([
    { field_id: 1480050 },
  ]);
  expect((await kit.api('DELETE', '/leads/custom_fields/1480050')).status).toBe(204);
  expect(at((await kit.api('GET', '/leads/41203317')).json, 'custom_fields_values')).toBeNull();
  const list = await kit.api('GET', '/leads/custom_fields');
  expect(list.json).toMatchObject({ _total_items: 4, _page: 1, _page_count: 1 });
  const group = await kit.api('POST', '/leads/custom_fields/groups', [{ name: 'ArchiMed+', sort: 5 }]);
  expect([group.status, typeof at(group.json, '_embedded', 'custom_field_groups', 0, 'id')]).toEqual([
    201,
    'string',
  ]);
});

test('tasks, notes and events', async () => {
  await using kit = await startKit();
  await kit.connect();
  const task = await kit.api('POST', '/tasks', [
    { text: 'Подтвердить', complete_till: 1785400000, entity_id: 41203317, entity_type: 'leads' },
  ]);
  const taskId = at(task.json, '_embedded', 'tasks', 0, 'id');
  expect((await kit.api('GET', `/tasks/${taskId}`)).json).toMatchObject({
    is_completed: false,
    result: [],
    task_type_id: 1,
  });
  const open = await kit.api(
    'GET',
    '/tasks?filter[entity_type]=leads&filter[entity_id]=41203317&filter[is_completed]=0',
  );
  expect(at(open.json, '_embedded', 'tasks')).toHaveLength(2);
  await kit.api('PATCH', `/tasks/${taskId}`, { is_completed: true, result: { text: 'Готово' } });
  expect((await kit.api('GET', `/tasks/${taskId}`)).json).toMatchObject({
    is_completed: true,
    result: { text: 'Готово' },
  });
  expect((await kit.api('POST', '/tasks', [{ text: 'x' }])).json).toMatchObject({
    'validation-errors': [{ errors: [{ code: 'FieldMissing', path: 'complete_till' }] }],
  });

  const note = await kit.api('POST', '/leads/notes', [
    {
      entity_id: 41203317,
      note_type: 'service_message',
      request_id: 'n1',
      params: { service: 'Hub', text: 'Готово' },
      is_need_to_trigger_digital_pipeline: false,
    },
  ]);
  expect(at(note.json, '_embedded', 'notes', 0)).toMatchObject({ entity_id: 41203317, request_id: 'n1' });
  const notes = await kit.api('GET', '/leads/41203317/notes?filter[note_type]=service_message');
  expect(at(notes.json, '_embedded', 'notes', 0)).toMatchObject({
    params: { service: 'Hub', text: 'Готово' },
  });

  await kit.api('PATCH', '/leads/41203317', { status_id: 75520018, pipeline_id: 9011442 });
  const events = await kit.api(
    'GET',
    '/events?filter[type][]=lead_status_changed&filter[entity][]=lead&filter[entity_id][]=41203317',
  );
  expect(at(events.json, '_embedded', 'events', 0)).toMatchObject({
    type: 'lead_status_changed',
    entity_id: 41203317,
    entity_type: 'lead',
    created_by: 11402217,
    created_at: 1785310000,
    value_after: [{ lead_status: { id: 75520018, pipeline_id: 9011442 } }],
    value_before: [{ lead_status: { id: 75520014, pipeline_id: 9011442 } }],
  });
});

test('account, users, pipelines; what needs an administrator is refused to others', async () => {
  await using kit = await startKit();
  await kit.connect();
  const account = await kit.api('GET', '/account?with=task_types,datetime_settings');
  expect(account.json).toMatchObject({
    id: 32100500,
    current_user_id: 11402217,
    _embedded: {
      task_types: [{ id: 1 }, { id: 2 }],
      datetime_settings: { date_formant: 'd.m.Y', timezone_offset: '+03:00' },
    },
  });
  expect((await kit.api('GET', '/users')).json).toMatchObject({ _total_items: 3, _page_count: 1 });
  expect((await kit.api('GET', '/users/11402240')).json).toMatchObject({
    rights: { is_admin: false, is_active: true },
  });
  const pipelines = await kit.api('GET', '/leads/pipelines');
  const statuses = at(pipelines.json, '_embedded', 'pipelines', 0, '_embedded', 'statuses');
  expect(Array.isArray(statuses) ? statuses.map((row: unknown) => at(row, 'id')) : []).toEqual([
    75520010, 75520014, 75520018, 142, 143,
  ]);
  await kit.connect(11402240);
  for (const path of ['/users', '/webhooks']) expect((await kit.api('GET', path)).status).toBe(403);
  expect((await kit.api('POST', '/leads/custom_fields', [{ name: 'x', type: 'text' }])).status).toBe(403);
});

test('a deleted deal is gone from the API but its stub is in the recycle bin', async () => {
  await using kit = await startKit();
  await kit.connect();
  await kit.admin('POST', '/accounts/32100500/leads/41203317/delete');
  expect((await kit.api('GET', '/leads/41203317')).status).toBe(204);
  const bin = await kit.api('GET', '/leads?with=only_deleted');
  expect(at(bin.json, '_embedded', 'leads')).toEqual([
    { id: 41203317, updated_at: 1785310000, updated_by: 11402217, is_deleted: true },
  ]);
  await kit.admin('POST', '/accounts/32100500/leads/41203317/restore');
  expect((await kit.api('GET', '/leads/41203317')).status).toBe(200);
});
