import { expect, test } from 'vitest';
import { at, startKit } from '../testing/fixture.ts';

test('creates a deal with the documented body and answers with ids and request_id', async () => {
  await using kit = await startKit();
  await kit.connect();
  const reply = await kit.api('POST', '/leads', [
    {
      name: 'Заявка №17',
      price: 48000,
      pipeline_id: 9011442,
      status_id: 75520014,
      created_by: 0,
      responsible_user_id: 11402240,
      request_id: 'form-17',
      custom_fields_values: [
        { field_id: 1480021, values: [{ value: 'Казань' }] },
        { field_id: 1480033, values: [{ enum_id: 912201 }] },
      ],
      tags_to_add: [{ name: 'сайт' }],
      _embedded: { contacts: [{ id: 58841203, is_main: true }] },
    },
  ]);
  expect(reply.status).toBe(200);
  const id = at(reply.json, '_embedded', 'leads', 0, 'id');
  expect(reply.json).toEqual({
    _links: { self: { href: 'https://zaryamed.amocrm.ru/api/v4/leads' } },
    _embedded: {
      leads: [
        {
          id,
          request_id: 'form-17',
          _links: { self: { href: `https://zaryamed.amocrm.ru/api/v4/leads/${id}` } },
        },
      ],
    },
  });
  const read = await kit.api('GET', `/leads/${id}?with=contacts`);
  expect(read.json).toMatchObject({
    created_by: 0,
    price: 48000,
    status_id: 75520014,
    updated_at: 1785310000,
  });
});

test('leads/complex answers with a bare array', async () => {
  await using kit = await startKit();
  await kit.connect();
  const reply = await kit.api('POST', '/leads/complex', [
    {
      name: 'Запись',
      pipeline_id: 9011442,
      status_id: 75520018,
      request_id: 'c1',
      _embedded: {
        contacts: [
          {
            first_name: 'Олег',
            custom_fields_values: [
              { field_code: 'PHONE', values: [{ value: '+79050009988', enum_code: 'WORK' }] },
            ],
          },
        ],
      },
    },
    { _embedded: { contacts: [{ id: 58841203 }] } },
  ]);
  expect(reply.json).toEqual([
    {
      id: expect.any(Number),
      contact_id: expect.any(Number),
      company_id: null,
      request_id: ['c1'],
      merged: false,
    },
    { id: expect.any(Number), contact_id: 58841203, company_id: null, request_id: ['1'], merged: false },
  ]);
  const contact = await kit.api('GET', `/contacts/${at(reply.json, 0, 'contact_id')}?with=leads`);
  expect(contact.json).toMatchObject({
    first_name: 'Олег',
    custom_fields_values: [
      { field_code: 'PHONE', values: [{ value: '+79050009988', enum_id: 911001, enum_code: 'WORK' }] },
    ],
    _embedded: { leads: [{ id: at(reply.json, 0, 'id') }] },
  });
});

test('one bad item fails the batch and every problem has its path', async () => {
  await using kit = await startKit();
  await kit.connect();
  const reply = await kit.api('POST', '/leads', [
    { name: 'good' },
    { name: 'bad', price: '48000', request_id: 'r-2' },
    { responsible_user_id: 11402299, custom_fields_values: [{ field_id: 1, values: [{ value: 'x' }] }] },
    { custom_fields_values: [{ field_id: 1480033, values: [{ enum_id: 1 }] }], status_id: 1 },
  ]);
  expect(reply.status).toBe(400);
  expect(reply.headers.get('content-type')).toBe('application/problem+json');
  expect(reply.json).toEqual({
    'validation-errors': [
      {
        request_id: 'r-2',
        errors: [{ code: 'InvalidType', path: 'price', detail: 'This value should be of type int.' }],
      },
      {
        request_id: '2',
        errors: [
          {
            code: 'NotSupportedChoice',
            path: 'responsible_user_id',
            detail: 'The value you selected is not a valid choice.',
          },
          {
            code: 'NotSupportedChoice',
            path: 'custom_fields_values.0.field_id',
            detail: 'The value you selected is not a valid choice.',
          },
        ],
      },
      {
        request_id: '3',
        errors: [
          {
            code: 'NotSupportedChoice',
            path: 'status_id',
            detail: 'The value you selected is not a valid choice.',
          },
          {
            code: 'NotSupportedChoice',
            path: 'custom_fields_values.0.values.0.enum_id',
            detail: 'The value you selected is not a valid choice.',
          },
        ],
      },
    ],
    title: 'Bad Request',
    type: 'https://httpstatus.es/400',
    status: 400,
    detail: 'Request validation failed',
  });
  const all = await kit.api('GET', '/leads');
  expect(at(all.json, '_embedded', 'leads')).toHaveLength(2);
});

test('patches a deal: only listed fields, null clears, closing sets closed_at', async () => {
  await using kit = await startKit();
  await kit.connect();
  const moved = await kit.api('PATCH', '/leads/41203317', {
    status_id: 142,
    pipeline_id: 9011442,
    custom_fields_values: [
      { field_id: 1480033, values: null },
      { field_id: 1480060, values: [{ value: '1204' }] },
    ],
  });
  expect(moved.json).toEqual({
    id: 41203317,
    updated_at: 1785310000,
    _links: { self: { href: 'https://zaryamed.amocrm.ru/api/v4/leads/41203317' } },
  });
  const lead = await kit.api('GET', '/leads/41203317');
  expect(lead.json).toMatchObject({
    status_id: 142,
    closed_at: 1785310000,
    name: 'Заявка с лендинга',
    custom_fields_values: [{ field_id: 1480050 }, { field_id: 1480060, values: [{ value: '1204' }] }],
  });
  const batch = await kit.api('PATCH', '/leads', [
    { id: 41203317, price: 1 },
    { id: 7, price: 1 },
  ]);
  expect(at(batch.json, 'validation-errors', 0)).toMatchObject({ request_id: '1', errors: [{ path: 'id' }] });
});

test('links a contact to a deal and takes it away again', async () => {
  await using kit = await startKit();
  await kit.connect();
  const linked = await kit.api('POST', '/leads/41203318/link', [
    { to_entity_id: 58841203, to_entity_type: 'contacts', metadata: { is_main: true } },
  ]);
  expect(linked.json).toEqual({
    _total_items: 1,
    _links: { self: { href: 'https://zaryamed.amocrm.ru/api/v4/leads/41203318/links' } },
    _embedded: {
      links: [
        {
          entity_id: 41203318,
          entity_type: 'leads',
          to_entity_id: 58841203,
          to_entity_type: 'contacts',
          metadata: { main_contact: true },
        },
      ],
    },
  });
  const gone = await kit.api('POST', '/leads/41203318/unlink', [
    { to_entity_id: 58841203, to_entity_type: 'contacts' },
  ]);
  expect([gone.status, gone.text]).toEqual([204, '']);
  expect(at((await kit.api('GET', '/leads/41203318/links')).json, '_total_items')).toBe(0);
});
