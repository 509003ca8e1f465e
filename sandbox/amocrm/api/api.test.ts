import { expect, test } from 'vitest';
import { at, startKit } from '../testing/fixture.ts';

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
