import type { ContractCase } from '../framework/case.ts';
import { at, equal, numberAt, rows, status } from '../framework/check.ts';
import { contactId, fields, leadId, options } from './account.ts';
import { type Amo, onAccount } from './kit.ts';

async function write(amo: Amo, fieldId: number, values: unknown, path = `/leads/${leadId}`): Promise<number> {
  const reply = await amo.api('PATCH', path, { custom_fields_values: [{ field_id: fieldId, values }] });
  return reply.status;
}

async function read(amo: Amo, fieldId: number, path = `/leads/${leadId}`): Promise<unknown> {
  const { json } = await amo.api('GET', path);
  return at(
    rows(json, 'custom_fields_values').find((row) => at(row, 'field_id') === fieldId),
    'values',
  );
}

async function make(
  amo: Amo,
  type: string,
  more: Record<string, unknown> = {},
  entity = 'leads',
): Promise<number> {
  const reply = await amo.api('POST', `/${entity}/custom_fields`, [{ name: `Поле ${type}`, type, ...more }]);
  status(reply, 201, `a field of type ${type}`);
  return numberAt(reply.json, '_embedded.custom_fields.0.id');
}

/** Writes each form, reads what is documented, and expects a refusal of the wrong ones. */
async function forms(
  amo: Amo,
  fieldId: number,
  good: readonly [unknown, unknown][],
  bad: readonly unknown[] = [],
): Promise<void> {
  for (const [given, expected] of good) {
    equal(await write(amo, fieldId, given), 200, `writing ${JSON.stringify(given)}`);
    equal(await read(amo, fieldId), expected, `reading ${JSON.stringify(given)}`);
  }
  for (const given of bad) equal(await write(amo, fieldId, given), 400, `writing ${JSON.stringify(given)}`);
}

const site = { value: 'Сайт', enum_id: options.site, enum_code: null };
const call = { value: 'Звонок', enum_id: options.call, enum_code: 'CALL' };

export const valueCases: readonly ContractCase[] = [
  onAccount('amo-4.6-text', ['§4.6 text'], 'texts', async (amo) => {
    for (const type of ['text', 'textarea', 'streetaddress']) {
      await forms(
        amo,
        await make(amo, type),
        [[[{ value: 'Казань' }], [{ value: 'Казань' }]]],
        [[{ value: {} }]],
      );
    }
  }),
  onAccount('amo-4.6-numeric', ['§4.6 numeric'], 'numbers, as strings or not', async (amo) => {
    await forms(
      amo,
      fields.recordId,
      [
        [[{ value: '1.5' }], [{ value: '1.5' }]],
        [[{ value: 1042 }], [{ value: '1042' }]],
      ],
      [[{ value: 'десять' }]],
    );
  }),
  onAccount('amo-4.6-checkbox', ['§4.6 checkbox'], 'true and false', async (amo) => {
    await forms(
      amo,
      fields.agreed,
      [
        [[{ value: true }], [{ value: true }]],
        [[{ value: false }], [{ value: false }]],
      ],
      [[{ value: 'да' }]],
    );
  }),
  onAccount('amo-4.6-select', ['§4.6 select'], 'an option by value, id or code', async (amo) => {
    await forms(
      amo,
      fields.source,
      [
        [[{ value: 'Звонок' }], [call]],
        [[{ enum_id: options.site }], [site]],
        [[{ enum_code: 'CALL' }], [call]],
      ],
      [[{ enum_id: 1 }], [{ value: 'Нет такого' }], [{ enum_code: 'NOPE' }]],
    );
    const radio = await make(amo, 'radiobutton', {
      enums: [
        { value: 'Да', sort: 1 },
        { value: 'Нет', sort: 2 },
      ],
    });
    equal(await write(amo, radio, [{ value: 'Нет' }]), 200, 'radiobutton');
    equal(at(await read(amo, radio), '0.value'), 'Нет', 'radiobutton');
  }),
  onAccount(
    'amo-4.6-multiselect',
    ['§4.6 multiselect'],
    'several options; a list replaces the list',
    async (amo) => {
      const option = (id: number, value: string) => ({ value, enum_id: id, enum_code: null });
      await forms(amo, fields.services, [
        [
          [{ enum_id: 912301 }, { value: 'УЗИ' }],
          [option(912301, 'Приём'), option(912302, 'УЗИ')],
        ],
        [[{ enum_id: 912302 }], [option(912302, 'УЗИ')]],
      ]);
    },
  ),
  onAccount('amo-4.6-date', ['§4.6 date'], 'seconds or RFC 3339 in, seconds out', async (amo) => {
    const seconds = [{ value: 1785283200 }];
    const text = [{ value: '2026-07-29T03:00:00+03:00' }];
    await forms(
      amo,
      fields.visitAt,
      [
        [seconds, seconds],
        [text, seconds],
      ],
      [[{ value: 'завтра' }]],
    );
    for (const type of ['date', 'birthday']) {
      const id = await make(amo, type);
      equal(await write(amo, id, text), 200, type);
      equal(typeof at(await read(amo, id), '0.value'), 'number', `${type} read`);
    }
  }),
  onAccount('amo-4.6-url', ['§4.6 url'], 'addresses', async (amo) => {
    const value = [{ value: 'https://hub.example.dev/a?b=1' }];
    await forms(amo, await make(amo, 'url'), [[value, value]]);
  }),
  onAccount('amo-4.6-multitext', ['§4.6 multitext'], 'phones by id or code', async (amo) => {
    const path = `/contacts/${contactId}`;
    equal(
      await write(
        amo,
        fields.phone,
        [
          { value: '+7 1', enum_id: options.mobile },
          { value: '+7 2', enum_code: 'WORK' },
        ],
        path,
      ),
      200,
      'write',
    );
    equal(
      await read(amo, fields.phone, path),
      [
        { value: '+7 1', enum_id: options.mobile, enum_code: 'MOB' },
        { value: '+7 2', enum_id: options.work, enum_code: 'WORK' },
      ],
      'read',
    );
  }),
  onAccount('amo-4.6-smart-address', ['§4.6 smart_address'], 'the parts of an address', async (amo) => {
    const id = await make(amo, 'smart_address');
    equal(
      await write(amo, id, [
        { value: 'Казань', enum_code: 'city' },
        { value: '420000', enum_id: 5 },
      ]),
      200,
      'write',
    );
    const found = await read(amo, id);
    equal(
      [at(found, '0.enum_code'), at(found, '1.enum_id'), at(found, '1.enum_code')],
      ['city', 5, 'zip'],
      'read',
    );
    equal(await write(amo, id, [{ value: 'x', enum_id: 7 }]), 400, 'enum_id 7');
    equal(await write(amo, id, [{ value: 'x', enum_code: 'planet' }]), 400, 'unknown code');
  }),
  onAccount('amo-4.6-legal-entity', ['§4.6 legal_entity'], 'a legal entity needs a name', async (amo) => {
    const id = await make(amo, 'legal_entity');
    equal(
      await write(amo, id, [
        { value: { name: 'ООО Заря', entity_type: 2, vat_id: '1655000000', kpp: '165501001' } },
      ]),
      200,
      'write',
    );
    equal(at(await read(amo, id), '0.value.name'), 'ООО Заря', 'name');
    equal(await write(amo, id, [{ value: { vat_id: '1655000000' } }]), 400, 'without a name');
  }),
  onAccount('amo-4.6-monetary', ['§4.6 monetary'], 'money as a string', async (amo) => {
    const value = [{ value: '100' }];
    await forms(amo, await make(amo, 'monetary', { currency: 'RUB' }), [[value, value]]);
  }),
  onAccount('amo-4.6-tracking', ['§4.6 tracking_data'], 'UTM marks', async (amo) => {
    const value = [{ value: 'yandex' }];
    await forms(amo, await make(amo, 'tracking_data', { code: 'UTM_SOURCE' }), [[value, value]]);
  }),
  onAccount('amo-4.6-file', ['§4.6 file'], 'a file is a reference', async (amo) => {
    const id = await make(amo, 'file');
    const file = {
      file_uuid: '5b0c7a52-3d0e-4f0a-9a55-1f2f6f0f7c13',
      version_uuid: '5b0c7a52-3d0e-4f0a-9a55-1f2f6f0f7c14',
      file_name: 'a.pdf',
      file_size: 1024,
    };
    equal(await write(amo, id, [{ value: file }]), 200, 'write');
    equal(at(await read(amo, id), '0.value.file_uuid'), file.file_uuid, 'read');
    equal(await write(amo, id, [{ value: 'a.pdf' }]), 400, 'a name alone');
  }),
  onAccount(
    'amo-4.6-chained',
    ['§3.2 chained 5'],
    'six values of a chained list are refused',
    async (amo) => {
      const id = await make(amo, 'chained_list', {
        chained_lists: [{ title: 'Товар', catalog_id: 1, parent_catalog_id: null }],
      });
      const values = Array.from({ length: 6 }, (_, i) => ({ catalog_id: 1, catalog_element_id: i + 1 }));
      equal(await write(amo, id, values), 400, 'six');
      equal(await write(amo, id, values.slice(1)), 200, 'five');
    },
  ),
];
