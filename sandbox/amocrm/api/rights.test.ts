import { expect, test } from 'vitest';
import { at, type Kit, startKit } from '../testing/fixture.ts';

const manager = 11402240;
const ownLead = 41203317;
const otherLead = 41203318;
const denied = { title: 'Forbidden', type: 'https://httpstatus.es/403', status: 403 };

async function asManager(kit: Kit, rights: unknown): Promise<void> {
  await kit.admin('PATCH', `/accounts/32100500/users/${manager}`, { rights });
  await kit.connect(manager);
}

async function ids(kit: Kit, path: string, key: string): Promise<unknown[]> {
  const rows = at((await kit.api('GET', path)).json, '_embedded', key);
  return Array.isArray(rows) ? rows.map((row: unknown) => at(row, 'id')) : [];
}

test('what a manager may not view is absent, everywhere', async () => {
  await using kit = await startKit();
  await asManager(kit, { leads: { view: 'M' } });
  expect(await ids(kit, '/leads', 'leads')).toEqual([ownLead]);
  expect((await kit.api('GET', `/leads/${otherLead}`)).status).toBe(204);
  expect((await kit.api('PATCH', `/leads/${otherLead}`, { price: 5 })).json).toMatchObject({
    'validation-errors': [{ errors: [{ code: 'NotSupportedChoice', path: 'id' }] }],
  });
  await kit.connect();
  await kit.api('PATCH', `/leads/${otherLead}`, { price: 7 });
  await kit.connect(manager);
  expect((await kit.api('GET', '/events?filter[type]=sale_field_changed')).status).toBe(204);
  await kit.admin('PATCH', `/accounts/32100500/users/${manager}`, { rights: { leads: { view: 'D' } } });
  expect((await kit.api('GET', '/leads')).status).toBe(204);
  // A task is hidden with its deal, unless it is his own.
  expect(await ids(kit, '/tasks', 'tasks')).toEqual([]);
  const own = await kit.api('POST', '/tasks', [{ text: 'Своя', complete_till: 1785400000 }]);
  expect(await ids(kit, '/tasks', 'tasks')).toEqual([at(own.json, '_embedded', 'tasks', 0, 'id')]);
});

test('editing and adding denied is 403; groups count', async () => {
  await using kit = await startKit();
  await asManager(kit, { leads: { view: 'A', edit: 'M', add: 'D' }, contacts: { add: 'D' } });
  expect((await kit.api('PATCH', `/leads/${ownLead}`, { price: 5 })).status).toBe(200);
  const refused = await kit.api('PATCH', `/leads/${otherLead}`, { price: 5 });
  expect([refused.status, refused.headers.get('content-type')]).toEqual([403, 'application/problem+json']);
  expect(refused.json).toMatchObject(denied);
  const batch = [
    { id: ownLead, price: 6 },
    { id: otherLead, price: 6 },
  ];
  expect((await kit.api('PATCH', '/leads', batch)).status).toBe(403);
  expect((await kit.api('GET', `/leads/${ownLead}`)).json).toMatchObject({ price: 5 });
  for (const path of ['/leads', '/leads/complex', '/contacts'])
    expect([path, (await kit.api('POST', path, [{ name: 'x' }])).status]).toEqual([path, 403]);
  const link = [{ to_entity_id: 58841204, to_entity_type: 'contacts' }];
  expect((await kit.api('POST', `/leads/${otherLead}/link`, link)).status).toBe(403);
  expect((await kit.api('POST', `/leads/${ownLead}/link`, link)).status).toBe(200);
  await kit.admin('PATCH', `/accounts/32100500/users/${manager}`, {
    groupId: 3,
    rights: { leads: { view: 'G', edit: 'G' } },
  });
  expect(await ids(kit, '/leads', 'leads')).toEqual([ownLead]);
});

test('rights to a stage count instead of those to deals', async () => {
  await using kit = await startKit();
  const row = (rights: unknown) => ({ pipelineId: 9011442, statusId: 75520018, rights });
  await asManager(kit, { leads: { view: 'A' }, statusRights: [row({ view: 'D', edit: 'D', delete: 'D' })] });
  expect(await ids(kit, '/leads', 'leads')).toEqual([ownLead]);
  await kit.connect();
  expect(at((await kit.api('GET', `/users/${manager}`)).json, 'rights', 'status_rights')).toEqual([
    {
      entity_type: 'leads',
      pipeline_id: 9011442,
      status_id: 75520018,
      rights: { view: 'D', edit: 'D', delete: 'D' },
    },
  ]);
});

test('the context header and a session have the same rights; who is not active or free has none', async () => {
  await using kit = await startKit();
  await asManager(kit, { leads: { view: 'M' } });
  await kit.connect();
  const context = { 'X-Context-User-ID': String(manager) };
  expect((await kit.api('GET', `/leads/${otherLead}`, undefined, context)).status).toBe(204);
  expect((await kit.api('GET', '/users', undefined, context)).status).toBe(403);
  const login = await kit.admin('POST', '/accounts/32100500/login', { userId: manager });
  const asPage = () =>
    fetch(`${kit.sandbox.url}/api/v4/leads/${otherLead}`, {
      headers: { cookie: `session_id=${at(login.json, 'value')}` },
    });
  expect((await asPage()).status).toBe(204);
  await kit.connect(manager);
  for (const change of [{ isFree: true }, { isFree: false, isActive: false }]) {
    await kit.admin('PATCH', `/accounts/32100500/users/${manager}`, change);
    expect((await kit.api('GET', '/leads')).status).toBe(401);
    expect((await asPage()).status).toBe(401);
  }
  // What an administrator granted outlives him.
  await kit.connect();
  await kit.admin('PATCH', '/accounts/32100500/users/11402217', { isActive: false });
  expect((await kit.api('GET', '/leads')).status).toBe(200);
});

test('users: model, paging, creation', async () => {
  await using kit = await startKit();
  await kit.connect();
  const one = await kit.api('GET', `/users/${manager}?with=role,group,uuid,amojo_id,user_rank`);
  expect(one.json).toMatchObject({
    id: manager,
    lang: 'ru',
    rights: {
      leads: { view: 'G', edit: 'G', add: 'A', delete: 'D', export: 'D' },
      tasks: { edit: 'A', delete: 'A' },
      mail_access: false,
      catalog_access: true,
      status_rights: null,
      is_admin: false,
      is_free: false,
      is_active: true,
      group_id: null,
      role_id: 5150,
    },
    uuid: null,
    amojo_id: null,
    user_rank: 'newbie',
    _embedded: { roles: [{ id: 5150, name: 'Менеджер' }], groups: [{ id: 0, name: 'Отдел продаж' }] },
  });
  expect((await kit.api('GET', '/users?limit=2&page=2')).json).toMatchObject({
    _total_items: 3,
    _page: 2,
    _page_count: 2,
    _links: { last: { href: expect.stringContaining('page=2') } },
  });
  const fresh = (i: number) => ({ name: `Новый ${i}`, email: `new${i}@example.org`, password: 'secret' });
  const created = await kit.api('POST', '/users', [{ ...fresh(0), rights: { leads: { view: 'M' } } }]);
  expect(created.status).toBe(201);
  expect(at(created.json, '_embedded', 'users', 0)).toMatchObject({
    request_id: '0',
    rights: { leads: { view: 'M' } },
  });
  expect((await kit.api('POST', '/users', [fresh(0)])).status).toBe(400);
  const eleven = Array.from({ length: 11 }, (_, i) => fresh(i + 1));
  expect((await kit.api('POST', '/users', eleven)).status).toBe(400);
  for (let n = 0; n < 100; n += 10) {
    await kit.api(
      'POST',
      '/users',
      Array.from({ length: 10 }, (_, i) => fresh(100 + n + i)),
    );
  }
  expect((await kit.api('POST', '/users', [fresh(999)])).status).toBe(403);
});

test('roles are made, changed and deleted', async () => {
  await using kit = await startKit();
  await kit.connect();
  const made = await kit.api('POST', '/roles', [{ name: 'Регистратура', rights: { leads: { view: 'M' } } }]);
  const id = Number(at(made.json, '_embedded', 'roles', 0, 'id'));
  await kit.admin('PATCH', `/accounts/32100500/users/${manager}`, { roleId: id });
  const seen = async () => at((await kit.api('GET', `/users/${manager}`)).json, 'rights', 'leads', 'view');
  expect([made.status, await seen()]).toEqual([200, 'M']);
  const changed = await kit.api('PATCH', `/roles/${id}`, { rights: { leads: { view: 'A' } } });
  expect([changed.status, await seen()]).toEqual([202, 'A']);
  expect((await kit.api('GET', '/roles?with=users')).json).toMatchObject({ _total_items: 2, _page_count: 1 });
  expect(at((await kit.api('GET', `/roles/${id}?with=users`)).json, '_embedded', 'users', 0, 'id')).toBe(
    manager,
  );
  expect((await kit.api('DELETE', `/roles/${id}`)).status).toBe(204);
  expect([(await kit.api('GET', `/roles/${id}`)).status, await seen()]).toEqual([204, 'A']);
  await kit.connect(manager);
  expect((await kit.api('GET', '/roles')).json).toMatchObject(denied);
});

test('the account with everything that may be asked for', async () => {
  await using kit = await startKit();
  await kit.connect();
  const plain = await kit.api('GET', '/account');
  expect(plain.json).not.toHaveProperty('_embedded');
  expect(plain.json).not.toHaveProperty('amojo_id');
  const withs =
    'amojo_id,amojo_rights,users_groups,task_types,version,entity_names,datetime_settings,drive_url,is_api_filter_enabled,invoices_settings';
  const full = (await kit.api('GET', `/account?with=${withs}`)).json;
  expect(full).toMatchObject({
    is_api_filter_enabled: false,
    is_unsorted_on: true,
    is_loss_reason_enabled: true,
  });
  for (const key of ['amojo_id', 'version', 'drive_url']) expect(full).toHaveProperty(key);
  expect(Object.keys(Object(at(full, '_embedded'))).sort()).toEqual([
    'amojo_rights',
    'datetime_settings',
    'entity_names',
    'invoices_settings',
    'task_types',
    'users_groups',
  ]);
});
