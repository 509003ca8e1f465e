import { expect, test } from 'vitest';
import { clientOf, json, noContent } from './client.fixture.ts';

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

test('a patched field may come in an envelope', async () => {
  const { client } = clientOf(({ method }) =>
    json(method === 'PATCH' ? { _embedded: { custom_fields: [definition] } } : definition),
  );
  const added = await client.customFields.addOptions('background', 'leads', 1480033, ['МРТ']);
  expect(added).toMatchObject({ ok: true, value: { id: 1480033 } });
});
