import { expect, test } from 'vitest';
import { at, type Kit, smallAccount, startKit } from '../testing/fixture.ts';

const described = {
  ...smallAccount,
  lossReasons: [{ id: 4203701, name: 'Дорого' }],
  sources: [{ id: 21940101, externalId: 'site-1', name: 'Сайт', pipelineId: 9011450 }],
  companies: [{ id: 58841377, name: 'ООО Заря' }],
};

async function lead(kit: Kit, id: unknown, withs = ''): Promise<unknown> {
  return (await kit.api('GET', `/leads/${id}?with=${withs}`)).json;
}

async function refused(kit: Kit, body: object): Promise<unknown> {
  const reply = await kit.api('PATCH', '/leads/41203317', body);
  const errors = at(reply.json, 'validation-errors', 0, 'errors', 0);
  return [reply.status, at(errors, 'code'), at(errors, 'path')];
}

test('a lost deal carries its reason; leaving 143 takes it away', async () => {
  await using kit = await startKit(described);
  await kit.connect();
  expect(await refused(kit, { loss_reason_id: 4203701 })).toEqual([
    400,
    'NotSupportedChoice',
    'loss_reason_id',
  ]);
  expect(await refused(kit, { status_id: 143, loss_reason_id: 7 })).toEqual([
    400,
    'NotSupportedChoice',
    'loss_reason_id',
  ]);
  await kit.api('PATCH', '/leads/41203317', { status_id: 143, loss_reason_id: 4203701 });
  expect(await lead(kit, 41203317, 'loss_reason')).toMatchObject({
    loss_reason_id: 4203701,
    closed_at: 1785310000,
    _embedded: {
      loss_reason: [
        {
          id: 4203701,
          name: 'Дорого',
          sort: expect.any(Number),
          created_at: expect.any(Number),
          updated_at: expect.any(Number),
        },
      ],
    },
  });
  await kit.api('PATCH', '/leads/41203317', { status_id: 75520014, pipeline_id: 9011442 });
  expect(await lead(kit, 41203317, 'loss_reason')).toMatchObject({
    loss_reason_id: null,
    closed_at: null,
    _embedded: { loss_reason: [] },
  });
});

test('with=…: what is only there when it is asked for', async () => {
  await using kit = await startKit(described);
  await kit.connect();
  const plain = await lead(kit, 41203317);
  for (const key of ['source_id', 'is_price_modified_by_robot']) expect(plain).not.toHaveProperty(key);
  expect(at(plain, '_embedded')).toEqual({ tags: [expect.anything()], companies: [] });
  expect(
    await lead(kit, 41203317, 'source_id,is_price_modified_by_robot,catalog_elements,contacts'),
  ).toMatchObject({
    source_id: null,
    is_price_modified_by_robot: false,
    _embedded: { catalog_elements: [], contacts: [{ id: 58841203, is_main: true }] },
  });
  await kit.api('PATCH', '/leads/41203317', { price: 5, updated_by: 0 });
  expect(await lead(kit, 41203317, 'is_price_modified_by_robot')).toMatchObject({
    is_price_modified_by_robot: true,
    updated_by: 0,
  });
  await kit.admin('POST', '/accounts/32100500/leads/41203317', { laborCost: 3600, score: 7 });
  expect(await lead(kit, 41203317)).toMatchObject({ labor_cost: 3600, score: 7 });
});

test('a source brings its pipeline; a company is linked on creation; nothing is required', async () => {
  await using kit = await startKit(described);
  await kit.connect();
  const reply = await kit.api('POST', '/leads', [
    {
      visitor_uid: '5692210d-58d0-468c-acb2-dce7f93eef87',
      _embedded: {
        source: { external_id: 'site-1', type: 'widget' },
        companies: [{ id: 58841377 }],
      },
    },
    {},
  ]);
  const ids = [0, 1].map((n) => at(reply.json, '_embedded', 'leads', n, 'id'));
  expect(await lead(kit, ids[0], 'source_id')).toMatchObject({
    pipeline_id: 9011450,
    status_id: 75520110,
    source_id: 21940101,
    _embedded: { companies: [{ id: 58841377 }] },
  });
  expect(await lead(kit, ids[1])).toMatchObject({
    name: `Сделка #${ids[1]}`,
    price: 0,
    pipeline_id: 9011442,
    status_id: 75520014,
  });
  const bad = await kit.api('POST', '/leads', [{ _embedded: { source: { external_id: 'unknown' } } }]);
  expect(at(bad.json, 'validation-errors', 0, 'errors', 0, 'path')).toBe('_embedded.source.external_id');
});

test('tags: the embedded list replaces, null clears, add and delete only change', async () => {
  await using kit = await startKit(described);
  await kit.connect();
  const names = async (body: object): Promise<unknown> => {
    await kit.api('PATCH', '/leads/41203317', body);
    const tags = at(await lead(kit, 41203317), '_embedded', 'tags');
    return Array.isArray(tags) ? tags.map((tag: unknown) => at(tag, 'name')) : tags;
  };
  expect(await names({ tags_to_add: [{ name: 'звонок' }] })).toEqual(['сайт', 'звонок']);
  expect(await names({ tags_to_delete: [{ name: 'сайт' }] })).toEqual(['звонок']);
  expect(await names({ _embedded: { tags: [{ name: 'повтор' }, { name: 'сайт' }] } })).toEqual([
    'сайт',
    'повтор',
  ]);
  expect(await names({ _embedded: { tags: null } })).toEqual([]);
  expect(await names({ _embedded: { tags: [{ name: 'сайт' }] } })).toEqual(['сайт']);
  expect(await names({ _embedded: { tags: [] } })).toEqual([]);
  const events = await kit.api(
    'GET',
    '/events?filter[type][]=entity_tag_deleted&filter[entity][]=lead&filter[entity_id][]=41203317',
  );
  expect(at(events.json, '_embedded', 'events', 0, 'value_before')).toEqual([{ tag: { name: 'сайт' } }]);
});

test('a stale updated_at is taken, a robot may be the author, a nobody and a former user may not', async () => {
  await using kit = await startKit(described);
  await kit.connect();
  await kit.api('PATCH', '/leads/41203317', { name: 'Старое', updated_at: 1785200000, updated_by: 0 });
  expect(await lead(kit, 41203317)).toMatchObject({ updated_at: 1785200000, updated_by: 0 });
  expect(await refused(kit, { responsible_user_id: 11402299 })).toEqual([
    400,
    'NotSupportedChoice',
    'responsible_user_id',
  ]);
  expect(await refused(kit, { created_by: 5 })).toEqual([400, 'NotSupportedChoice', 'created_by']);
  expect(await refused(kit, { price: '5' })).toEqual([400, 'InvalidType', 'price']);
});

test('closest_task_at follows the open tasks of each kind of entity', async () => {
  await using kit = await startKit(described);
  await kit.connect();
  const closest = async (path: string): Promise<unknown> =>
    at((await kit.api('GET', path)).json, 'closest_task_at');
  expect(await closest('/contacts/58841203')).toBeNull();
  const reply = await kit.api('POST', '/tasks', [
    { text: 'а', complete_till: 1785390000, entity_id: 41203317, entity_type: 'leads' },
    { text: 'б', complete_till: 1785380000, entity_id: 58841203, entity_type: 'contacts' },
    { text: 'в', complete_till: 1785370000, entity_id: 58841377, entity_type: 'companies' },
  ]);
  expect(await closest('/leads/41203317')).toBe(1785390000);
  expect(await closest('/contacts/58841203')).toBe(1785380000);
  expect(await closest('/companies/58841377')).toBe(1785370000);
  const first = at(reply.json, '_embedded', 'tasks', 0, 'id');
  await kit.api('PATCH', `/tasks/${first}`, { is_completed: true });
  expect(await closest('/leads/41203317')).toBe(1785400000);
});

test('orders and the recycle bin of every kind', async () => {
  await using kit = await startKit(described);
  await kit.connect();
  const firstId = async (path: string): Promise<unknown> => {
    const { json } = await kit.api('GET', path);
    return at(json, '_embedded', path.includes('leads') ? 'leads' : 'contacts', 0, 'id');
  };
  await kit.api('PATCH', '/leads/41203317', { price: 1 });
  expect(await firstId('/leads?order[updated_at]=desc')).toBe(41203317);
  expect(await firstId('/leads?order[created_at]=asc')).toBe(41203317);
  expect(await firstId('/leads?order[id]=desc')).toBe(41203318);
  for (const [path, kind] of [
    ['leads/41203317', 'leads'],
    ['contacts/58841203', 'contacts'],
    ['companies/58841377', 'companies'],
  ] as const) {
    await kit.admin('POST', `/accounts/32100500/${path}/delete`);
    expect((await kit.api('GET', `/${path}`)).status).toBe(204);
    expect((await kit.api('PATCH', `/${path}`, { name: 'x' })).status).toBe(400);
    await kit.admin('POST', `/accounts/32100500/${path}/restore`);
    expect((await kit.api('GET', `/${path}`)).status).toBe(200);
    const name = { leads: 'lead', contacts: 'contact', companies: 'company' }[kind];
    const types = await kit.api(
      'GET',
      `/events?filter[type][]=${name}_deleted&filter[type][]=${name}_restored`,
    );
    expect(at(types.json, '_embedded', 'events')).toHaveLength(2);
  }
});
