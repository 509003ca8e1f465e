import { expect, test } from 'vitest';
import { at, type Kit, smallAccount, startKit } from '../testing/fixture.ts';

const withCompany = {
  ...smallAccount,
  companies: [
    { id: 58841377, name: 'ООО Заря', phones: ['+7 495 000-11-22'], web: 'https://zarya.example' },
    { id: 58841378, name: 'ООО Рассвет' },
  ],
};
const self = (path: string) => ({ _links: { self: { href: `https://zaryamed.amocrm.ru/api/v4${path}` } } });

async function rows(kit: Kit, path: string, key: string): Promise<unknown> {
  return at((await kit.api('GET', path)).json, '_embedded', key);
}

test('a company is created, read, patched and found', async () => {
  await using kit = await startKit();
  await kit.connect();
  const created = await kit.api('POST', '/companies', [
    {
      name: 'ООО Полдень',
      request_id: 'c-1',
      tags_to_add: [{ name: 'партнёр' }],
      custom_fields_values: [
        { field_code: 'PHONE', values: [{ value: '+74951112233', enum_code: 'WORK' }] },
        { field_code: 'WEB', values: [{ value: 'https://polden.example' }] },
        { field_code: 'ADDRESS', values: [{ value: 'Тверская, 1' }] },
      ],
    },
  ]);
  const id = at(created.json, '_embedded', 'companies', 0, 'id');
  expect(created.json).toEqual({
    ...self('/companies'),
    _embedded: { companies: [{ id, request_id: 'c-1', ...self(`/companies/${id}`) }] },
  });
  const read = await kit.api('GET', `/companies/${id}?with=contacts,leads,customers,catalog_elements`);
  expect(read.json).toEqual({
    id,
    name: 'ООО Полдень',
    responsible_user_id: 11402217,
    group_id: 0,
    created_by: 11402217,
    updated_by: 11402217,
    created_at: 1785310000,
    updated_at: 1785310000,
    is_deleted: false,
    closest_task_at: null,
    custom_fields_values: [
      expect.objectContaining({ field_code: 'PHONE', field_type: 'multitext' }),
      expect.objectContaining({ field_code: 'WEB', values: [{ value: 'https://polden.example' }] }),
      expect.objectContaining({ field_code: 'ADDRESS', values: [{ value: 'Тверская, 1' }] }),
    ],
    account_id: 32100500,
    ...self(`/companies/${id}`),
    _embedded: {
      tags: [{ id: expect.any(Number), name: 'партнёр', color: null }],
      contacts: [],
      leads: [],
      customers: [],
      catalog_elements: [],
    },
  });
  const patched = await kit.api('PATCH', `/companies/${id}`, { name: 'ООО Полночь', updated_at: 1785300001 });
  expect(patched.json).toEqual({
    id,
    name: 'ООО Полночь',
    updated_at: 1785300001,
    ...self(`/companies/${id}`),
  });
  expect((await kit.api('GET', '/companies?query=4951112233')).status).toBe(204);
  kit.advance(2000);
  expect(await rows(kit, '/companies?query=4951112233', 'companies')).toMatchObject([{ id }]);
  expect((await kit.api('POST', '/companies', [{ first_name: 'Ольга' }])).json).toMatchObject({
    'validation-errors': [{ errors: [{ code: 'FieldNotExpected', path: 'first_name' }] }],
  });
  expect((await kit.api('GET', '/companies/7')).status).toBe(204);
});

test('companies have filters, orders, fields, groups, tags, notes, tasks and events of their own', async () => {
  await using kit = await startKit(withCompany);
  await kit.connect();
  await kit.admin('PATCH', '/accounts/32100500/settings', { filtersEnabled: true });
  expect(await rows(kit, '/companies?filter[id][]=58841378', 'companies')).toMatchObject([{ id: 58841378 }]);
  expect(await rows(kit, '/companies?order[id]=desc&limit=1', 'companies')).toMatchObject([{ id: 58841378 }]);
  expect(at((await kit.api('GET', '/companies/custom_fields')).json, '_total_items')).toBe(4);
  expect(at((await kit.api('GET', '/companies/custom_fields/groups')).json, '_total_items')).toBe(1);
  await kit.api('POST', '/companies/tags', [{ name: 'сеть' }]);
  expect(await rows(kit, '/companies/tags', 'tags')).toMatchObject([{ name: 'сеть' }]);
  await kit.api('POST', '/companies/58841377/notes', [{ note_type: 'common', params: { text: 'Договор' } }]);
  expect(await rows(kit, '/companies/notes', 'notes')).toMatchObject([{ entity_id: 58841377 }]);
  await kit.api('POST', '/tasks', [
    { text: 'Счёт', complete_till: 1785400000, entity_id: 58841377, entity_type: 'companies' },
  ]);
  expect(await rows(kit, '/tasks?filter[entity_type]=companies', 'tasks')).toMatchObject([
    { entity_id: 58841377, entity_type: 'companies' },
  ]);
  expect(at((await kit.api('GET', '/companies/58841377')).json, 'closest_task_at')).toBe(1785400000);
  await kit.api('PATCH', '/companies/58841377', { responsible_user_id: 11402240 });
  const events = await kit.api('GET', '/events?filter[entity][]=company&filter[entity_id][]=58841377');
  expect(at(events.json, '_embedded', 'events', 0)).toMatchObject({
    type: 'entity_responsible_changed',
    entity_type: 'company',
    _embedded: { entity: { ...self('/companies/58841377') } },
  });
});

test('links: all four forms, both ends, metadata and filters', async () => {
  await using kit = await startKit(withCompany);
  await kit.connect();
  const company = { to_entity_id: 58841377, to_entity_type: 'companies' };
  const linked = await kit.api('POST', '/leads/41203317/link', [company]);
  expect(at(linked.json, '_embedded', 'links')).toEqual([
    { entity_id: 41203317, entity_type: 'leads', ...company, metadata: null },
  ]);
  await kit.api('POST', '/contacts/link', [{ entity_id: 58841203, ...company }]);
  const ofCompany = await kit.api('GET', '/companies/links?filter[entity_id][]=58841377');
  expect(at(ofCompany.json, '_embedded', 'links')).toMatchObject([
    { to_entity_id: 58841203, to_entity_type: 'contacts', metadata: null },
    { to_entity_id: 41203317, to_entity_type: 'leads', metadata: null },
  ]);
  const filtered = await kit.api(
    'GET',
    '/leads/41203317/links?filter[to_entity_type]=contacts&filter[to_entity_id]=58841203',
  );
  expect(at(filtered.json, '_embedded', 'links')).toMatchObject([{ metadata: { main_contact: true } }]);
  const lead = await kit.api('GET', '/leads/41203317');
  expect(at(lead.json, '_embedded', 'companies')).toEqual([{ id: 58841377, ...self('/companies/58841377') }]);
  const contact = await kit.api('GET', '/contacts/58841203');
  expect(at(contact.json, '_embedded', 'companies')).toMatchObject([{ id: 58841377 }]);
  expect(await rows(kit, '/companies?with=leads,contacts', 'companies')).toMatchObject([
    { _embedded: { leads: [{ id: 41203317 }], contacts: [{ id: 58841203 }] } },
    { _embedded: { leads: [], contacts: [] } },
  ]);

  // A deal has one company: another one takes its place, from whichever end.
  await kit.api('POST', '/companies/58841378/link', [{ to_entity_id: 41203317, to_entity_type: 'leads' }]);
  expect(at((await kit.api('GET', '/leads/41203317')).json, '_embedded', 'companies')).toMatchObject([
    { id: 58841378 },
  ]);
  const gone = await kit.api('POST', '/companies/unlink', [
    { entity_id: 58841378, to_entity_id: 41203317, to_entity_type: 'leads' },
  ]);
  expect([gone.status, gone.text]).toEqual([204, '']);
  expect(at((await kit.api('GET', '/leads/41203317')).json, '_embedded', 'companies')).toEqual([]);
  const types = await kit.api('GET', '/events?filter[entity][]=lead&filter[entity_id][]=41203317');
  expect(JSON.stringify(types.json)).toContain('"type":"entity_unlinked"');
});

test('links that cannot be are refused', async () => {
  await using kit = await startKit(withCompany);
  await kit.connect();
  const errors = async (path: string, body: unknown): Promise<unknown> => {
    const reply = await kit.api('POST', path, body);
    return [reply.status, at(reply.json, 'validation-errors', 0, 'errors', 0, 'path')];
  };
  const toLead = [{ to_entity_id: 41203317, to_entity_type: 'leads' }];
  expect(await errors('/contacts/58841203/link', toLead)).toEqual([400, 'to_entity_type']);
  expect(await errors('/companies/58841377/link', [{ to_entity_id: 1, to_entity_type: 'leads' }])).toEqual([
    400,
    'to_entity_id',
  ]);
  expect(await errors('/leads/7/link', [{ to_entity_id: 58841377, to_entity_type: 'companies' }])).toEqual([
    400,
    'entity_id',
  ]);
  expect(
    (await kit.api('POST', '/leads/41203317/unlink', [{ to_entity_id: 1, to_entity_type: 'customers' }]))
      .status,
  ).toBe(400);
  expect((await kit.api('GET', '/leads/links')).status).toBe(400);
  expect((await kit.api('GET', '/leads/41203317/links?filter[to_entity_id]=1')).status).toBe(400);
  await kit.admin('PATCH', '/accounts/32100500/users/11402240', {
    rights: { companies: { view: 'A', edit: 'D' } },
  });
  await kit.connect(11402240);
  expect((await kit.api('POST', '/companies/58841377/link', toLead)).status).toBe(403);
});
