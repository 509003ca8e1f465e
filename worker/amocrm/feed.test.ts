import { expect, test } from 'vitest';
import { clientOf, json, page, problem } from './client.fixture.ts';

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
      : json({ _embedded: { tasks: [{ id: 771204, updated_at: 1785310000, request_id: '0' }] } });
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
        request_id: '0',
      },
    ],
    [{ id: 771204, complete_till: 1785500000 }],
    [{ id: 771204, is_completed: true, result: { text: 'Пришёл' } }],
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
    {
      entity_id: 1,
      note_type: 'service_message',
      params: { service: 'ArchiMed+', text: 'Записан' },
      request_id: '0',
    },
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
