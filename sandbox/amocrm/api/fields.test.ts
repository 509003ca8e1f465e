import { expect, test } from 'vitest';
import { at, type Kit, startKit } from '../testing/fixture.ts';

type Made = { id: number; enums: unknown };

async function make(kit: Kit, kind: string, field: Record<string, unknown>): Promise<Made> {
  const reply = await kit.api('POST', `/${kind}/custom_fields`, [{ name: `Поле ${field.type}`, ...field }]);
  expect([field.type, reply.status]).toEqual([field.type, 201]);
  const row = at(reply.json, '_embedded', 'custom_fields', 0);
  return { id: Number(at(row, 'id')), enums: at(row, 'enums') };
}

async function write(kit: Kit, fieldId: number, ...values: unknown[]) {
  return kit.api('PATCH', '/leads/41203318', { custom_fields_values: [{ field_id: fieldId, values }] });
}

async function read(kit: Kit, fieldId: number): Promise<unknown> {
  const rows = at((await kit.api('GET', '/leads/41203318')).json, 'custom_fields_values');
  const row = Array.isArray(rows)
    ? rows.find((candidate: unknown) => at(candidate, 'field_id') === fieldId)
    : undefined;
  return at(row, 'values');
}

test('every type is written and read in its own form', async () => {
  await using kit = await startKit();
  await kit.connect();
  const uuid = '0f0d3f8e-6f0e-4f21-8d9e-4a1f0c0f9b77';
  const entity = { name: 'ООО «Заря»', entity_type: 2, vat_id: '7700000000', kpp: '770001001' };
  const table: [Record<string, unknown>, unknown[], unknown[]][] = [
    [{ type: 'text' }, [{ value: 'Казань' }], [{ value: 'Казань' }]],
    [{ type: 'textarea' }, [{ value: 'два\nряда' }], [{ value: 'два\nряда' }]],
    [{ type: 'streetaddress' }, [{ value: 'Лесная, 1' }], [{ value: 'Лесная, 1' }]],
    [{ type: 'numeric' }, [{ value: '1.5' }], [{ value: '1.5' }]],
    [{ type: 'monetary', currency: 'RUB' }, [{ value: '100' }], [{ value: '100' }]],
    [{ type: 'checkbox' }, [{ value: true }], [{ value: true }]],
    [{ type: 'date' }, [{ value: 1785283200 }], [{ value: 1785283200 }]],
    [{ type: 'date_time' }, [{ value: '2026-07-29T03:00:00+03:00' }], [{ value: 1785283200 }]],
    [{ type: 'birthday', remind: 'week' }, [{ value: 631152000 }], [{ value: 631152000 }]],
    [{ type: 'url' }, [{ value: 'https://example.org' }], [{ value: 'https://example.org' }]],
    [{ type: 'tracking_data' }, [{ value: 'google' }], [{ value: 'google' }]],
    [
      { type: 'smart_address' },
      [
        { value: 'Казань', enum_code: 'city' },
        { value: '420000', enum_id: 5 },
      ],
      [
        { value: 'Казань', enum_id: 3, enum_code: 'city' },
        { value: '420000', enum_id: 5, enum_code: 'zip' },
      ],
    ],
    [{ type: 'legal_entity' }, [{ value: entity }], [{ value: entity }]],
    [
      { type: 'file' },
      [{ value: { file_uuid: uuid, file_name: 'снимок.png', file_size: 5 } }],
      [{ value: { file_uuid: uuid, file_name: 'снимок.png', file_size: 5 } }],
    ],
    [
      { type: 'chained_list', chained_lists: [{ title: 'Услуги', catalog_id: 5001 }] },
      [{ catalog_id: 5001, catalog_element_id: 7 }],
      [{ catalog_id: 5001, catalog_element_id: 7 }],
    ],
  ];
  for (const [field, given, shown] of table) {
    const { id } = await make(kit, 'leads', field);
    expect([field.type, (await write(kit, id, ...given)).status]).toEqual([field.type, 200]);
    expect([field.type, await read(kit, id)]).toEqual([field.type, shown]);
  }
});

test('options are named by value, id or code; a list replaces', async () => {
  await using kit = await startKit();
  await kit.connect();
  const options = [{ value: 'Да', code: 'YES' }, { value: 'Нет' }, { value: 'Может быть' }];
  const { id, enums } = await make(kit, 'leads', { type: 'multiselect', enums: options });
  const enumId = at(enums, 1, 'id');
  await write(kit, id, { enum_code: 'YES' }, { enum_id: enumId }, { value: 'Может быть' });
  expect(await read(kit, id)).toMatchObject([
    { value: 'Да', enum_code: 'YES' },
    { value: 'Нет', enum_id: enumId, enum_code: null },
    { value: 'Может быть' },
  ]);
  await write(kit, id, { enum_id: enumId });
  expect(await read(kit, id)).toHaveLength(1);
  const single = await make(kit, 'leads', { type: 'radiobutton', enums: options });
  expect((await write(kit, single.id, { value: 'Да' }, { value: 'Нет' })).status).toBe(400);
  expect(at((await write(kit, single.id, { value: 'Никогда' })).json, 'validation-errors', 0)).toMatchObject({
    errors: [{ code: 'NotSupportedChoice', path: 'custom_fields_values.0.values.0.value' }],
  });
});

test('wrong values are refused with their path', async () => {
  await using kit = await startKit();
  await kit.connect();
  const table: [Record<string, unknown>, unknown, string, string][] = [
    [{ type: 'text' }, { value: 5 }, 'InvalidType', 'value'],
    [{ type: 'numeric' }, { value: 'пять' }, 'InvalidType', 'value'],
    [{ type: 'checkbox' }, { value: 'да' }, 'InvalidType', 'value'],
    [{ type: 'date' }, { value: '29.07.2026' }, 'InvalidDate', 'value'],
    [{ type: 'smart_address' }, { value: 'x', enum_id: 7 }, 'NotSupportedChoice', 'enum_id'],
    [{ type: 'legal_entity' }, { value: { vat_id: '1' } }, 'FieldMissing', 'value.name'],
    [{ type: 'legal_entity' }, { value: { name: 'А', boss: 'Б' } }, 'FieldNotExpected', 'value.boss'],
    [{ type: 'file' }, { value: {} }, 'FieldMissing', 'value.file_uuid'],
    [
      { type: 'chained_list', chained_lists: [{ catalog_id: 1 }] },
      { catalog_id: 2, catalog_element_id: 3 },
      'NotSupportedChoice',
      'catalog_id',
    ],
  ];
  for (const [field, value, code, path] of table) {
    const { id } = await make(kit, 'leads', field);
    const reply = await write(kit, id, value);
    expect(at(reply.json, 'validation-errors', 0, 'errors', 0)).toMatchObject({
      code,
      path: `custom_fields_values.0.values.0.${path}`,
    });
  }
  const gone = await make(kit, 'leads', { type: 'text' });
  expect((await kit.api('DELETE', `/leads/custom_fields/${gone.id}`)).status).toBe(204);
  expect(
    at((await write(kit, gone.id, { value: 'x' })).json, 'validation-errors', 0, 'errors', 0),
  ).toMatchObject({ code: 'NotSupportedChoice', path: 'custom_fields_values.0.field_id' });
});

test('availability, requirements and properties of fields', async () => {
  await using kit = await startKit();
  await kit.connect();
  const refused: [string, Record<string, unknown>, string][] = [
    ['contacts', { type: 'multitext' }, 'type'],
    ['contacts', { type: 'tracking_data' }, 'type'],
    ['companies', { type: 'chained_list', chained_lists: [{ catalog_id: 1 }] }, 'type'],
    ['leads', { type: 'select' }, 'enums'],
    ['leads', { type: 'monetary' }, 'currency'],
    ['leads', { type: 'chained_list' }, 'chained_lists'],
    [
      'leads',
      { type: 'text', required_statuses: [{ pipeline_id: 1, status_id: 142 }] },
      'required_statuses.0.pipeline_id',
    ],
    ['leads', { type: 'text', group_id: 'leads_0' }, 'group_id'],
  ];
  for (const [kind, field, path] of refused) {
    const reply = await kit.api('POST', `/${kind}/custom_fields`, [{ name: 'x', ...field }]);
    expect([reply.status, at(reply.json, 'validation-errors', 0, 'errors', 0, 'path')]).toEqual([400, path]);
  }
  const stage = { pipeline_id: 9011442, status_id: 75520018 };
  const { id } = await make(kit, 'leads', { type: 'birthday', remind: 'day', required_statuses: [stage] });
  expect((await kit.api('GET', `/leads/custom_fields/${id}`)).json).toMatchObject({
    remind: 'day',
    required_statuses: [stage],
    hidden_statuses: [],
    is_computed: false,
    enums: null,
  });
  // A required field does not hold up writes over the API.
  expect((await kit.api('PATCH', '/leads/41203317', stage)).status).toBe(200);
  const path = `/leads/custom_fields/${id}`;
  expect((await kit.api('PATCH', path, { type: 'date' })).status).toBe(422);
  expect((await kit.api('PATCH', path, { enums: [{ value: 'x' }] })).status).toBe(422);
  expect((await kit.api('PATCH', path, { type: 'birthday', remind: 'never' })).status).toBe(201);
  const phone = await kit.api('GET', '/contacts/custom_fields?filter[type][]=multitext');
  expect(at(phone.json, '_embedded', 'custom_fields', 0)).toMatchObject({
    is_deletable: expect.any(Boolean),
  });
});

test('lists of fields: types, order, totals; groups', async () => {
  await using kit = await startKit();
  await kit.connect();
  const list = async (query: string) => (await kit.api('GET', `/leads/custom_fields?${query}`)).json;
  expect(at(await list('filter[type][]=numeric&filter[type][]=text'), '_total_items')).toBe(2);
  expect(at(await list('order[id]=desc'), '_embedded', 'custom_fields', 0, 'id')).toBe(1480060);
  const paged = await list('limit=3&page=2');
  expect(paged).toMatchObject({ _total_items: 4, _page: 2, _page_count: 2 });
  expect(Object.keys(Object(at(paged, '_links'))).sort()).toEqual(['first', 'last', 'prev', 'self']);

  const made = await kit.api('POST', '/leads/custom_fields/groups', [{ name: 'ArchiMed+', sort: 5 }]);
  const id = String(at(made.json, '_embedded', 'custom_field_groups', 0, 'id'));
  const path = `/leads/custom_fields/groups/${id}`;
  expect((await kit.api('PATCH', path, { fields: [1480021] })).status).toBe(200);
  expect((await kit.api('GET', '/leads/custom_fields/1480021')).json).toMatchObject({ group_id: id });
  expect((await kit.api('PATCH', path, { fields: [1] })).status).toBe(400);
  expect((await kit.api('DELETE', '/leads/custom_fields/groups/default')).status).toBe(422);
  expect((await kit.api('DELETE', path)).status).toBe(204);
  expect((await kit.api('GET', path)).status).toBe(404);
  await kit.connect(11402240);
  expect((await kit.api('POST', '/leads/custom_fields/groups', [{ name: 'x' }])).status).toBe(403);
});
