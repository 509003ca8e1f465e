import type { ContractCase } from '../framework/case.ts';
import { at, equal, keys, numberAt, rows, status } from '../framework/check.ts';
import { contactId, emptyContactId, fields, leadId, managerId, options } from './account.ts';
import { href, onAccount, read } from './kit.ts';

const phone = (values: unknown) => ({ custom_fields_values: [{ field_code: 'PHONE', values }] });
const valuesOf = (entity: unknown, fieldId: number): unknown[] => {
  const field = rows(entity, 'custom_fields_values').find((row) => at(row, 'field_id') === fieldId);
  return rows(field, 'values').map((row) => at(row, 'value'));
};

export const peopleCases: readonly ContractCase[] = [
  onAccount(
    'amo-4.3-model',
    ['§4.3 model', '§4.3 as typed', '§4.3 with'],
    'a contact, key by key',
    async (amo) => {
      const contact = await read(amo, `/contacts/${contactId}?with=leads`);
      const keysOfContact = [
        'id',
        'name',
        'first_name',
        'last_name',
        'responsible_user_id',
        'group_id',
        'created_by',
        'updated_by',
        'created_at',
        'updated_at',
        'is_deleted',
        'is_unsorted',
        'closest_task_at',
        'custom_fields_values',
        'account_id',
        '_links',
        '_embedded',
      ];
      keys(contact, keysOfContact, 'a contact');
      equal(
        [at(contact, 'name'), at(contact, 'first_name'), at(contact, 'last_name')],
        ['Ирина Лебедева', 'Ирина', 'Лебедева'],
        'names',
      );
      equal([at(contact, 'is_deleted'), at(contact, 'is_unsorted')], [false, false], 'flags');
      equal(
        at(contact, 'custom_fields_values'),
        [
          {
            field_id: fields.phone,
            field_name: 'Телефон',
            field_code: 'PHONE',
            field_type: 'multitext',
            values: [
              { value: '+79050001122', enum_id: options.work, enum_code: 'WORK' },
              { value: '8 (905) 000-33-44', enum_id: options.work, enum_code: 'WORK' },
            ],
          },
          {
            field_id: fields.email,
            field_name: 'Email',
            field_code: 'EMAIL',
            field_type: 'multitext',
            values: [{ value: 'irina@example.org', enum_id: options.mailWork, enum_code: 'WORK' }],
          },
        ],
        'custom_fields_values',
      );
      equal(
        at(contact, '_embedded'),
        { tags: [], companies: [], leads: [{ id: leadId, _links: href(`/leads/${leadId}`) }] },
        '_embedded',
      );
      equal(at(await read(amo, `/contacts/${contactId}`), '_embedded.leads'), undefined, 'leads unasked');
    },
  ),
  onAccount('amo-4.3-null-fields', ['§4.3 null fields'], 'no values are null, not []', async (amo) => {
    equal(
      at(await read(amo, `/contacts/${emptyContactId}`), 'custom_fields_values'),
      null,
      'custom_fields_values',
    );
  }),
  onAccount('amo-4.3-order', ['§4.3 order'], 'contacts cannot be ordered by created_at', async (amo) => {
    const made = await amo.api('POST', '/contacts', [{ name: 'Давний', created_at: 1785000000 }]);
    const id = numberAt(made.json, '_embedded.contacts.0.id');
    await amo.clock.advance(5000);
    await amo.api('PATCH', `/contacts/${emptyContactId}`, { name: 'Изменён' });
    const first = async (order: string) =>
      at(await read(amo, `/contacts?${order}&limit=1`), '_embedded.contacts.0.id');
    equal(await first('order[created_at]=asc'), contactId, 'created_at is ignored');
    equal(await first('order[id]=desc'), id, 'id');
    equal(await first('order[updated_at]=desc'), emptyContactId, 'updated_at');
  }),
  onAccount('amo-4.3-names', ['§4.3 names', '§4.3 replies'], 'a name as a whole or in parts', async (amo) => {
    const reply = await amo.api('POST', '/contacts', [
      { name: 'Пётр Ким' },
      { first_name: 'Анна', last_name: 'Орлова', request_id: 'c' },
    ]);
    status(reply, 200);
    const [whole, parts] = rows(reply.json, '_embedded.contacts');
    keys(whole, ['id', 'request_id', '_links'], 'a create row');
    equal(at(await read(amo, `/contacts/${at(whole, 'id')}`), 'name'), 'Пётр Ким', 'name alone');
    equal(at(await read(amo, `/contacts/${at(parts, 'id')}`), 'name'), 'Анна Орлова', 'name of parts');
    const patched = await amo.api('PATCH', '/contacts', [{ id: contactId, responsible_user_id: managerId }]);
    equal(
      at(patched.json, '_embedded.contacts.0'),
      {
        id: contactId,
        name: 'Ирина Лебедева',
        updated_at: amo.clock.nowSeconds(),
        _links: href(`/contacts/${contactId}`),
      },
      'a PATCH row',
    );
  }),
  onAccount(
    'amo-4.3-write-phones',
    ['§4.3 field_code', '§4.3 replaces'],
    'both forms of writing; a list replaces the list',
    async (amo) => {
      const reply = await amo.api('PATCH', `/contacts/${contactId}`, {
        custom_fields_values: [
          { field_code: 'PHONE', values: [{ value: '+79061112233', enum_code: 'MOB' }] },
          { field_id: fields.email, values: [{ value: 'new@example.org', enum_id: options.mailWork }] },
        ],
      });
      status(reply, 200);
      const contact = await read(amo, `/contacts/${contactId}`);
      equal(valuesOf(contact, fields.phone), ['+79061112233'], 'phones');
      equal(at(contact, 'custom_fields_values.0.values.0.enum_id'), options.mobile, 'enum of the code');
      equal(valuesOf(contact, fields.email), ['new@example.org'], 'e-mails');
    },
  ),
  onAccount('amo-4.3-codes', ['§4.3 codes'], 'only the portable codes of a field', async (amo) => {
    const unknown = await amo.api(
      'PATCH',
      `/contacts/${contactId}`,
      phone([{ value: '+79061112233', enum_code: 'NOPE' }]),
    );
    status(unknown, 400, 'an unknown code');
    const listed = await read(amo, '/contacts/custom_fields?limit=250');
    const codes = (code: string) =>
      rows(
        rows(listed, '_embedded.custom_fields').find((row) => at(row, 'code') === code),
        'enums',
      ).map((row) => at(row, 'code'));
    for (const code of codes('PHONE'))
      equal(['WORK', 'WORKDD', 'MOB', 'FAX', 'HOME', 'OTHER'].includes(String(code)), true, `PHONE ${code}`);
    for (const code of codes('EMAIL'))
      equal(['WORK', 'PRIV', 'OTHER'].includes(String(code)), true, `EMAIL ${code}`);
  }),
  onAccount('amo-4.4-company', ['§4.4 company', '§4.4 with'], 'a company, key by key', async (amo) => {
    const made = await amo.api('POST', '/companies', [
      { name: 'ООО Заря', responsible_user_id: managerId, request_id: 'co' },
    ]);
    status(made, 200);
    const row = at(made.json, '_embedded.companies.0');
    keys(row, ['id', 'request_id', '_links'], 'a create row');
    const id = numberAt(row, 'id');
    await amo.api('POST', `/companies/${id}/link`, [
      { to_entity_id: contactId, to_entity_type: 'contacts' },
      { to_entity_id: leadId, to_entity_type: 'leads' },
    ]);
    const company = await read(amo, `/companies/${id}?with=contacts,leads`);
    keys(
      company,
      [
        'id',
        'name',
        'responsible_user_id',
        'group_id',
        'created_by',
        'updated_by',
        'created_at',
        'updated_at',
        'is_deleted',
        'closest_task_at',
        'custom_fields_values',
        'account_id',
        '_links',
        '_embedded',
      ],
      'a company',
    );
    equal(at(company, '_embedded.contacts.0.id'), contactId, 'contacts');
    equal(at(company, '_embedded.leads.0.id'), leadId, 'leads');
    equal(
      at(await read(amo, `/leads/${leadId}`), '_embedded.companies'),
      [{ id, _links: href(`/companies/${id}`) }],
      'companies of the deal',
    );
    equal(
      at(await read(amo, `/contacts/${contactId}`), '_embedded.companies.0.id'),
      id,
      'companies of the contact',
    );
    const patched = await amo.api('PATCH', `/companies/${id}`, { name: 'ООО Рассвет' });
    equal(at(patched.json, 'name'), 'ООО Рассвет', 'PATCH');
    equal(rows(await read(amo, '/companies'), '_embedded.companies').length, 1, 'the list');
  }),
];
