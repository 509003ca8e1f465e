import { expect, test } from 'vitest';
import { clientOf, json, noContent, page, wireContact } from './client.fixture.ts';
import { mergePhone } from './contacts.ts';

const digits = (phone: string) => phone.replace(/\D/g, '').slice(-10);
const same = (left: string, right: string) => digits(left) === digits(right);

test('a contact in our words, phones as typed under both names of the code', async () => {
  const { client, seen } = clientOf(() => json(wireContact));
  expect(await client.contacts.byId('click', 58841203)).toMatchObject({
    ok: true,
    value: {
      id: 58841203,
      firstName: 'Ирина',
      lastName: 'Лебедева',
      phones: [
        { value: '+79050001122', enumCode: 'WORK' },
        { value: '8 (905) 000-33-44', enumCode: 'MOB' },
      ],
      leadIds: [41203317],
    },
  });
  expect(seen[0]?.query.get('with')).toBe('leads');
});

test('a contact without fields is a contact without phones', async () => {
  const { client } = clientOf(() => json({ ...wireContact, custom_fields_values: null, first_name: null }));
  expect(await client.contacts.byId('click', 1)).toMatchObject({
    ok: true,
    value: { phones: [], fields: [], firstName: '' },
  });
});

test('a phone is searched by its last ten digits on every page, and every row is checked', async () => {
  const other = { ...wireContact.custom_fields_values[0], values: [{ value: '+79990000000' }] };
  const all = Array.from({ length: 300 }, (_, index) =>
    index === 280
      ? { ...wireContact, id: 281 }
      : { ...wireContact, id: index + 1, custom_fields_values: [other] },
  );
  const { client, seen } = clientOf(({ query }) => page('contacts', all, query));
  const found = await client.contacts.findByPhone('click', '+7 (905) 000-33-44', {
    matches: (phone) => same(phone, '+79050003344'),
    maxPages: 5,
  });
  expect(found).toMatchObject({ ok: true, value: { rows: [{ id: 281 }], complete: true } });
  expect(seen.map(({ query }) => query.get('query'))).toEqual(['9050003344', '9050003344']);
});

test('a search cut off says so', async () => {
  const all = Array.from({ length: 300 }, (_, index) => ({ ...wireContact, id: index + 1 }));
  const { client } = clientOf(({ query }) => page('contacts', all, query));
  const found = await client.contacts.findByPhone('click', '9050001122', {
    matches: () => false,
    maxPages: 1,
  });
  expect(found).toEqual({ ok: true, value: { rows: [], complete: false } });
});

test('nothing is asked for a phone without digits', async () => {
  const { client, seen } = clientOf(noContent);
  const found = await client.contacts.findByPhone('click', 'нет', { matches: () => true, maxPages: 1 });
  expect(found).toEqual({ ok: true, value: { rows: [], complete: true } });
  expect(seen).toEqual([]);
});

test('create, patch and the newest', async () => {
  const { client, seen } = clientOf(({ method, path, query }) => {
    if (method === 'GET') return page('contacts', [wireContact], query);
    expect(path).toBe('/api/v4/contacts');
    return json({
      _embedded: { contacts: [{ id: 6, request_id: '0', name: 'Ирина', updated_at: 1785310000 }] },
    });
  });
  const phones = [{ value: '+79050001122', enumCode: 'MOB' }];
  expect(await client.contacts.create('click', { name: 'Ирина', phones })).toEqual({
    ok: true,
    value: { id: 6 },
  });
  expect(await client.contacts.patch('click', 6, { lastName: 'Лебедева' })).toEqual({
    ok: true,
    value: { id: 6 },
  });
  expect(await client.contacts.listNewest('click', { limit: 3 })).toMatchObject({
    ok: true,
    value: [{ id: 58841203 }],
  });
  expect(seen[0]?.body).toEqual([
    {
      name: 'Ирина',
      custom_fields_values: [{ field_code: 'PHONE', values: [{ value: '+79050001122', enum_code: 'MOB' }] }],
      request_id: '0',
    },
  ]);
  expect(seen[1]).toMatchObject({
    method: 'PATCH',
    path: '/api/v4/contacts',
    body: [{ id: 6, last_name: 'Лебедева' }],
  });
  expect(seen[2]?.query.get('order[id]')).toBe('desc');
});

test('a phone is added behind the present ones, or not at all', () => {
  const present = [{ value: '8 (905) 000-33-44', enumCode: 'MOB' }];
  const added = { value: '+79050001122', enumCode: 'WORK' };
  expect(mergePhone(present, added, same)).toEqual([...present, added]);
  expect(mergePhone(present, { value: '+79050003344', enumCode: 'WORK' }, same)).toBeNull();
});
