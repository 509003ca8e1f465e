import { expect, test } from 'vitest';
import { at, type Kit, startKit } from '../testing/fixture.ts';

async function types(kit: Kit, query: string): Promise<unknown[]> {
  const rows = at((await kit.api('GET', `/events?${query}`)).json, '_embedded', 'events');
  return Array.isArray(rows) ? rows.map((row: unknown) => at(row, 'type')) : [];
}

test('filters of events by value, author and field', async () => {
  await using kit = await startKit();
  await kit.connect();
  const lead = '/leads/41203317';
  await kit.api('PATCH', lead, { price: 777, responsible_user_id: 11402217 });
  kit.advance(1000);
  await kit.api('PATCH', lead, {
    custom_fields_values: [{ field_id: 1480033, values: [{ enum_id: 912203 }] }],
  });
  const field = 'custom_field_1480033_value_changed';
  expect(await types(kit, 'filter[value_after][value]=777')).toEqual(['sale_field_changed']);
  expect(await types(kit, 'filter[value_after][responsible_user_id]=1,11402217')).toEqual([
    'entity_responsible_changed',
  ]);
  expect(await types(kit, `filter[type]=${field}&filter[value_after][custom_field_values]=912203`)).toEqual([
    field,
  ]);
  expect(await types(kit, `filter[type]=${field}&filter[value_before][custom_field_values]=912203`)).toEqual(
    [],
  );
  // Newest first.
  expect((await types(kit, 'filter[entity]=lead'))[0]).toBe(field);
  expect(await types(kit, 'filter[type]=custom_field_value_changed')).toEqual([field]);
  expect(await types(kit, `filter[created_at][from]=${1785310001}`)).toEqual([field]);
  expect(await types(kit, 'filter[created_by][]=1')).toEqual([]);
});

test('filters of events that are refused', async () => {
  await using kit = await startKit();
  await kit.connect();
  const eleven = Array.from({ length: 11 }, (_, i) => i + 1).join(',');
  for (const query of [
    `filter[entity]=lead&filter[entity_id]=${eleven}`,
    `filter[created_by]=${eleven}`,
    'filter[entity_id]=1',
    'filter[entity]=lead,contact&filter[entity_id]=1',
    'filter[entity]=ships',
    'filter[type]=custom_field_1_value_changed,lead_added',
    'filter[value_after][custom_field_values]=1',
  ]) {
    expect([query, (await kit.api('GET', `/events?${query}`)).status]).toEqual([query, 400]);
  }
  const known = await kit.api('GET', '/events/types?language_code=ru');
  const rows = at(known.json, '_embedded', 'events_types');
  expect(rows).toContainEqual({ key: 'lead_added', type: 1, lang: 'Новая сделка' });
  expect(at(known.json, '_total_items')).toBe(Array.isArray(rows) ? rows.length : 0);
});

test('tags: colours for deals only, exact names, ids', async () => {
  await using kit = await startKit();
  await kit.connect();
  const made = await kit.api('POST', '/leads/tags', [{ name: 'срочно', color: 'FF8F92' }, { name: 'сайт' }]);
  expect(at(made.json, '_embedded', 'tags')).toMatchObject([
    { color: 'FF8F92' },
    { name: 'сайт', color: null },
  ]);
  const id = at(made.json, '_embedded', 'tags', 0, 'id');
  const list = async (query: string) =>
    at((await kit.api('GET', `/leads/tags?${query}`)).json, '_embedded', 'tags');
  expect(await list('filter[name]=срочно')).toMatchObject([{ id }]);
  expect(await list(`filter[id][]=${id}`)).toHaveLength(1);
  expect(await list('query=сай')).toMatchObject([{ name: 'сайт' }]);
  expect((await kit.api('GET', '/leads/tags?filter[name]=сроч')).status).toBe(204);
  expect((await kit.api('POST', '/leads/tags', [{ name: 'x', color: '#FF8F92' }])).status).toBe(400);
  for (const kind of ['contacts', 'companies'])
    expect((await kit.api('POST', `/${kind}/tags`, [{ name: 'x', color: 'FF8F92' }])).status).toBe(400);
});

test('widgets: settings for the linked integration only', async () => {
  await using kit = await startKit();
  await kit.connect();
  const path = '/widgets/archimed_plus';
  expect((await kit.api('GET', '/widgets/other')).status).toBe(404);
  const installed = await kit.api('POST', path, { consent: '1' });
  expect(installed.json).toMatchObject({ is_active_in_account: true, settings: { consent: '1' } });
  const login = await kit.admin('POST', '/accounts/32100500/login', {});
  const page = await fetch(`${kit.sandbox.url}/api/v4${path}`, {
    headers: { cookie: `session_id=${at(login.json, 'value')}` },
  });
  expect(await page.json()).not.toHaveProperty('settings');
  expect((await kit.api('DELETE', path)).status).toBe(204);
  expect((await kit.api('GET', path)).json).toMatchObject({ is_active_in_account: false });
  await kit.connect(11402240);
  expect((await kit.api('POST', path, {})).status).toBe(403);
});

test('subscriptions: exact destination, upsert, deletion by body', async () => {
  await using kit = await startKit();
  await kit.connect();
  const destination = 'https://hub.example.dev/wh/amo/1';
  const post = (body: unknown) => kit.api('POST', '/webhooks', body);
  const first = await post({ destination, settings: ['add_lead'] });
  const again = await post({ destination, settings: ['status_lead'], sort: 4 });
  expect([first.status, again.status, at(again.json, 'id')]).toEqual([201, 201, at(first.json, 'id')]);
  const list = (filter: string) =>
    kit.api('GET', `/webhooks?filter[destination]=${encodeURIComponent(filter)}`);
  expect((await list(destination)).json).toMatchObject({
    _total_items: 1,
    _embedded: { webhooks: [{ destination, settings: ['status_lead'], sort: 4, disabled: false }] },
  });
  expect((await list(`${destination}0`)).status).toBe(204);
  for (const bad of ['ftp://hub.example.dev', 'hub', 'https://клиника.рф/hook'])
    expect([400, 422]).toContain((await post({ destination: bad, settings: ['add_lead'] })).status);
  expect([400, 422]).toContain((await post({ destination, settings: ['add_ship'] })).status);
  const remove = (target: string) => kit.api('DELETE', '/webhooks', { destination: target });
  expect([(await remove(destination)).status, (await remove(destination)).status]).toEqual([204, 404]);
  for (let i = 0; i < 100; i += 1) await post({ destination: `${destination}${i}`, settings: ['add_lead'] });
  expect((await post({ destination, settings: ['add_lead'] })).status).toBe(422);
  await kit.connect(11402240);
  expect((await remove(`${destination}1`)).status).toBe(403);
});
