import { expect, test } from 'vitest';
import { clientOf, json, noContent, page, problem } from './client.fixture.ts';

test('the account with its time zone, task types and whether filters work', async () => {
  const { client, seen } = clientOf(() =>
    json({
      id: 32100500,
      name: 'Заря',
      subdomain: 'zaryamed',
      current_user_id: 11402217,
      is_api_filter_enabled: false,
      _embedded: {
        task_types: [{ id: 1, name: 'Связаться', color: null, icon_id: null, code: 'FOLLOW_UP' }],
        datetime_settings: { timezone: 'Europe/Moscow', timezone_offset: '+03:00' },
      },
    }),
  );
  expect(await client.account.current('click')).toEqual({
    ok: true,
    value: {
      id: 32100500,
      name: 'Заря',
      subdomain: 'zaryamed',
      currentUserId: 11402217,
      timeZone: 'Europe/Moscow',
      filtersEnabled: false,
      taskTypes: [{ id: 1, name: 'Связаться', code: 'FOLLOW_UP' }],
    },
  });
  expect(seen[0]?.query.get('with')).toContain('is_api_filter_enabled');
});

test('users of all pages, also where only the count of pages tells', async () => {
  const user = (id: number) => ({ id, name: `П${id}`, rights: { is_admin: id === 1, is_active: true } });
  const { client } = clientOf(({ path, query }) => {
    if (path.endsWith('/users/1')) return json(user(1));
    const number = Number(query.get('page'));
    return json({ _total_items: 2, _page: number, _page_count: 2, _embedded: { users: [user(number)] } });
  });
  expect(await client.users.list('background')).toEqual({
    ok: true,
    value: [
      { id: 1, name: 'П1', isAdmin: true, isActive: true },
      { id: 2, name: 'П2', isAdmin: false, isActive: true },
    ],
  });
  expect(await client.users.byId('click', 1)).toMatchObject({ ok: true, value: { isAdmin: true } });
});

test('pipelines with what their stages are', async () => {
  const stage = (id: number, type: number) => ({ id, name: `Э${id}`, sort: id, type, color: '#c1c1c1' });
  const { client } = clientOf(() =>
    json({
      _total_items: 1,
      _embedded: {
        pipelines: [
          {
            id: 9011442,
            name: 'Первичные',
            sort: 1,
            is_main: true,
            is_archive: false,
            _embedded: { statuses: [stage(75520010, 1), stage(75520014, 0), stage(142, 0), stage(143, 0)] },
          },
        ],
      },
    }),
  );
  const pipelines = await client.pipelines.list('background');
  expect(pipelines.ok && pipelines.value[0]?.stages.map(({ kind }) => kind)).toEqual([
    'unsorted',
    'open',
    'won',
    'lost',
  ]);
});

test('links of a deal to contacts', async () => {
  const link = { to_entity_id: 58841203, to_entity_type: 'contacts', metadata: { main_contact: true } };
  const { client, seen } = clientOf(({ path }) =>
    path.endsWith('/unlink') ? noContent() : json({ _total_items: 1, _embedded: { links: [link] } }),
  );
  expect(await client.links.list('click', 'leads', 1)).toEqual({
    ok: true,
    value: [{ toId: 58841203, toType: 'contacts', isMain: true }],
  });
  expect(await client.links.linkContact('click', 1, 58841203, { isMain: true })).toEqual({
    ok: true,
    value: null,
  });
  expect(await client.links.unlinkContact('click', 1, 58841203)).toEqual({ ok: true, value: null });
  expect(seen[1]).toMatchObject({
    path: '/api/v4/leads/1/link',
    body: [{ to_entity_id: 58841203, to_entity_type: 'contacts', metadata: { is_main: true } }],
  });
});

const definition = {
  id: 1480033,
  name: 'Услуги',
  type: 'multiselect',
  code: null,
  sort: 510,
  group_id: 'leads_77001785300000',
  enums: [
    { id: 912201, value: 'Приём', sort: 1, code: null },
    { id: 912203, value: 'УЗИ', sort: 20, code: 'UZI' },
  ],
};

test('fields of all pages; text fields have no options', async () => {
  const text = { ...definition, id: 1480021, type: 'text', enums: null, group_id: null };
  const { client, seen } = clientOf(({ query }) =>
    json({
      _page: Number(query.get('page')),
      _page_count: 2,
      _embedded: { custom_fields: [query.get('page') === '1' ? definition : text] },
    }),
  );
  const fields = await client.customFields.list('background', 'leads');
  expect(fields.ok && fields.value.map(({ id, options }) => [id, options.length])).toEqual([
    [1480033, 2],
    [1480021, 0],
  ]);
  expect(seen[0]?.path).toBe('/api/v4/leads/custom_fields');
});

test('a field is created in its group, answered with 201', async () => {
  const { client, seen } = clientOf(({ path }) =>
    path.endsWith('groups')
      ? json({ _embedded: { custom_field_groups: [{ id: 'leads_1', name: 'ArchiMed+' }] } }, 201)
      : json({ _total_items: 1, _embedded: { custom_fields: [{ ...definition, request_id: '0' }] } }, 201),
  );
  expect(await client.customFields.createGroup('click', 'leads', 'ArchiMed+')).toEqual({
    ok: true,
    value: { id: 'leads_1', name: 'ArchiMed+' },
  });
  const created = await client.customFields.create('click', 'leads', [
    { name: 'Услуги', type: 'multiselect', groupId: 'leads_1', options: ['Приём', 'УЗИ'] },
  ]);
  expect(created).toMatchObject({ ok: true, value: [{ id: 1480033 }] });
  expect(seen[1]?.body).toEqual([
    {
      name: 'Услуги',
      type: 'multiselect',
      group_id: 'leads_1',
      enums: [
        { value: 'Приём', sort: 10 },
        { value: 'УЗИ', sort: 20 },
      ],
    },
  ]);
});

test('new options are added, the present ones are sent with their ids', async () => {
  const { client, seen } = clientOf(({ method }) => json(definition, method === 'PATCH' ? 201 : 200));
  const added = await client.customFields.addOptions('background', 'leads', 1480033, [
    'УЗИ',
    'МРТ',
    'МРТ',
    'КТ',
  ]);
  expect(added).toMatchObject({ ok: true, value: { id: 1480033 } });
  expect(seen.map(({ method, path }) => `${method} ${path}`)).toEqual([
    'GET /api/v4/leads/custom_fields/1480033',
    'PATCH /api/v4/leads/custom_fields/1480033',
  ]);
  expect(seen[1]?.body).toEqual({
    enums: [
      { id: 912201, value: 'Приём', sort: 1 },
      { id: 912203, value: 'УЗИ', sort: 20, code: 'UZI' },
      { value: 'МРТ', sort: 30 },
      { value: 'КТ', sort: 40 },
    ],
  });
});

test('options that are all there write nothing; a field that is gone is not found', async () => {
  const there = clientOf(() => json(definition));
  await there.client.customFields.addOptions('background', 'leads', 1480033, ['Приём']);
  expect(there.seen).toHaveLength(1);
  const gone = clientOf(noContent);
  expect(await gone.client.customFields.addOptions('background', 'leads', 1, ['Приём'])).toEqual({
    ok: false,
    error: { kind: 'not_found' },
  });
});

const task = {
  id: 771204,
  text: 'Перезвонить',
  task_type_id: 1,
  responsible_user_id: 11402240,
  entity_id: 41203317,
  entity_type: 'leads',
  complete_till: 1785400000,
  is_completed: false,
  result: [],
  created_at: 1785300100,
  updated_at: 1785309900,
};

test('tasks of a deal: listed, created, moved, completed', async () => {
  const { client, seen } = clientOf(({ method, query }) => {
    if (method === 'GET') return page('tasks', [task], query);
    return method === 'POST'
      ? json({ _embedded: { tasks: [{ id: 771205, request_id: '0' }] } })
      : json({ id: 771204, updated_at: 1785310000 });
  });
  const { tasks } = client;
  expect(await tasks.listByLead('background', 41203317, { maxPages: 2 })).toMatchObject({
    ok: true,
    value: { rows: [{ id: 771204, entityId: 41203317, isCompleted: false }], complete: true },
  });
  expect(seen[0]?.query.get('filter[entity_type]')).toBe('leads');
  expect(await tasks.listNewest('background', { limit: 10 })).toMatchObject({
    ok: true,
    value: [{ id: 771204 }],
  });
  const fresh = { leadId: 41203317, text: 'Подтвердить', completeTill: 1785400000, taskTypeId: 1 };
  expect(await tasks.create('click', fresh)).toEqual({ ok: true, value: { id: 771205 } });
  expect(await tasks.patch('click', 771204, { completeTill: 1785500000 })).toEqual({
    ok: true,
    value: { id: 771204 },
  });
  expect(await tasks.complete('click', 771204, 'Пришёл')).toEqual({ ok: true, value: { id: 771204 } });
  expect(seen.slice(2).map(({ body }) => body)).toEqual([
    [
      {
        text: 'Подтвердить',
        complete_till: 1785400000,
        task_type_id: 1,
        entity_id: 41203317,
        entity_type: 'leads',
      },
    ],
    { complete_till: 1785500000 },
    { is_completed: true, result: { text: 'Пришёл' } },
  ]);
});

test('notes of any type are read, ours are service messages', async () => {
  const note = { id: 3, entity_id: 1, note_type: 'service_message', created_at: 1785300100 };
  const { client, seen } = clientOf(({ method, query }) =>
    method === 'POST'
      ? json({ _embedded: { notes: [{ id: 4, entity_id: 1, request_id: '0' }] } })
      : page(
          'notes',
          [
            { ...note, params: { service: 'ArchiMed+', text: 'Записан' } },
            { ...note, id: 2, params: [] },
          ],
          query,
        ),
  );
  expect(await client.notes.listNewest('background', 1, { limit: 5 })).toEqual({
    ok: true,
    value: [
      { id: 3, leadId: 1, type: 'service_message', text: 'Записан', createdAt: 1785300100 },
      { id: 2, leadId: 1, type: 'service_message', text: '', createdAt: 1785300100 },
    ],
  });
  expect(await client.notes.create('click', 1, { service: 'ArchiMed+', text: 'Записан' })).toEqual({
    ok: true,
    value: { id: 4 },
  });
  expect(seen[1]?.body).toEqual([
    { note_type: 'service_message', params: { service: 'ArchiMed+', text: 'Записан' } },
  ]);
});

test('events with the stages they tell of', async () => {
  const event = {
    id: '01k9r2v6s3mzq4d1t8e7b5a0cx',
    type: 'lead_status_changed',
    entity_id: 41203317,
    entity_type: 'lead',
    created_by: 11402240,
    created_at: 1785309000,
    value_after: [{ lead_status: { id: 75520018, pipeline_id: 9011442 } }],
    value_before: [{ lead_status: { id: 75520014, pipeline_id: 9011442 } }],
  };
  const { client, seen } = clientOf(({ query }) =>
    page(
      'events',
      [event, { ...event, id: 'x', type: 'lead_deleted', value_after: [], value_before: [] }],
      query,
    ),
  );
  const events = await client.events.list('background', {
    types: ['lead_status_changed', 'lead_deleted'],
    entity: { type: 'lead', ids: [41203317] },
    from: 1785300000,
    maxPages: 3,
  });
  expect(events).toMatchObject({
    ok: true,
    value: {
      rows: [
        {
          stageAfter: { pipelineId: 9011442, statusId: 75520018 },
          stageBefore: { pipelineId: 9011442, statusId: 75520014 },
          createdBy: 11402240,
        },
        { type: 'lead_deleted', stageAfter: null, stageBefore: null },
      ],
    },
  });
  const query = seen[0]?.query;
  expect(query?.get('limit')).toBe('100');
  expect(query?.getAll('filter[type][]')).toEqual(['lead_status_changed', 'lead_deleted']);
  expect(query?.getAll('filter[entity_id][]')).toEqual(['41203317']);
  expect(query?.get('filter[created_at][from]')).toBe('1785300000');
});

test('a subscription is found by its exact address, replaced and dropped', async () => {
  const destination = 'https://hub.example.dev/hooks/amocrm/32100500/secret';
  const hook = { id: 9912044, destination, settings: ['add_lead'], disabled: true };
  const { client, seen } = clientOf(({ method }) => {
    if (method === 'GET') {
      return json({ _embedded: { webhooks: [{ ...hook, id: 1, destination: `${destination}x` }, hook] } });
    }
    return method === 'POST' ? json({ ...hook, disabled: false }, 201) : problem(404, 'Not found');
  });
  expect(await client.webhooks.byDestination('background', destination)).toMatchObject({
    ok: true,
    value: { id: 9912044, disabled: true },
  });
  expect(await client.webhooks.subscribe('background', destination, ['add_lead'])).toMatchObject({
    ok: true,
    value: { disabled: false },
  });
  expect(await client.webhooks.unsubscribe('background', destination)).toEqual({ ok: true, value: null });
  expect(seen[2]).toMatchObject({ method: 'DELETE', path: '/api/v4/webhooks', body: { destination } });
});
