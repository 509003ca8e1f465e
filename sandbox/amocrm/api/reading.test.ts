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
