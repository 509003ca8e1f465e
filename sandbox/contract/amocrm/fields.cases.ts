import type { ContractCase } from '../framework/case.ts';
import { at, equal, keys, numberAt, rows, status, textAt, that } from '../framework/check.ts';
import { accountId, domain, fields, leadId, managerId, options, pipelineId, statuses } from './account.ts';
import { onAccount } from './kit.ts';

const common = [
  'id',
  'name',
  'type',
  'account_id',
  'code',
  'sort',
  'is_api_only',
  'group_id',
  'required_statuses',
  'enums',
  'entity_type',
  'remind',
  'currency',
  'settings',
  'tracking_callback',
  'chained_lists',
  '_links',
];

export const fieldCases: readonly ContractCase[] = [
  onAccount(
    'amo-4.6-model',
    ['§4.6 model', '§4.6 entity keys', '§4.6 entities'],
    'fields, key by key',
    async (amo) => {
      const lead = await amo.api('GET', `/leads/custom_fields/${fields.source}`);
      status(lead, 200);
      for (const key of [...common, 'hidden_statuses', 'is_computed'])
        that(key in Object(lead.json), `deal’s field without ${key}`);
      for (const key of ['is_predefined', 'is_deletable'])
        that(!(key in Object(lead.json)), `deal’s field with ${key}`);
      equal(
        at(lead.json, 'enums'),
        [
          { id: options.site, value: 'Сайт', sort: at(lead.json, 'enums.0.sort'), code: null },
          { id: options.call, value: 'Звонок', sort: at(lead.json, 'enums.1.sort'), code: 'CALL' },
        ],
        'enums',
      );
      equal(
        [at(lead.json, 'account_id'), at(lead.json, 'entity_type')],
        [accountId, 'leads'],
        'account_id, entity_type',
      );
      equal(
        textAt(lead.json, '_links.self.href'),
        `https://${domain}/api/v4/leads/custom_fields/${fields.source}`,
        '_links',
      );
      const contact = await amo.api('GET', `/contacts/custom_fields/${fields.phone}`);
      for (const key of ['is_predefined', 'is_deletable'])
        that(key in Object(contact.json), `contact’s field without ${key}`);
      for (const key of ['is_computed', 'hidden_statuses'])
        that(!(key in Object(contact.json)), `contact’s field with ${key}`);
      equal(
        [at(contact.json, 'code'), at(contact.json, 'is_predefined')],
        ['PHONE', true],
        'code, is_predefined',
      );
      that(
        [200, 204].includes((await amo.api('GET', '/companies/custom_fields')).status),
        'no fields of companies',
      );
    },
  ),
  onAccount('amo-4.6-read', ['§4.6 read', '§4.6 write'], 'who reads and who writes', async (amo) => {
    const { access: token } = await amo.connect(managerId);
    const list = await amo.api(
      'GET',
      '/leads/custom_fields?filter[type][]=select&order[id]=desc',
      undefined,
      { token },
    );
    status(list, 200, 'a manager reads');
    equal(
      rows(list.json, '_embedded.custom_fields').map((row) => at(row, 'id')),
      [fields.source],
      'filtered by type',
    );
    const sorted = await amo.api('GET', '/leads/custom_fields?order[id]=desc&limit=1');
    equal(at(sorted.json, '_embedded.custom_fields.0.id'), fields.services, 'order by id');
    status(
      await amo.api('POST', '/leads/custom_fields', [{ name: 'x', type: 'text' }], { token }),
      403,
      'a manager creates',
    );
    status(
      await amo.api('PATCH', `/leads/custom_fields/${fields.city}`, { name: 'x' }, { token }),
      403,
      'a manager changes',
    );
    status(
      await amo.api('DELETE', `/leads/custom_fields/${fields.city}`, undefined, { token }),
      403,
      'a manager deletes',
    );
  }),
  onAccount('amo-4.6-create', ['§4.6 create'], 'the documented example', async (amo) => {
    const reply = await amo.api('POST', '/leads/custom_fields', [
      {
        name: 'Статус проверки',
        type: 'select',
        code: 'HUB_CHECK',
        sort: 520,
        is_api_only: true,
        enums: [
          { value: 'Не проверен', sort: 1, code: 'NEW' },
          { value: 'Проверен', sort: 2, code: 'OK' },
        ],
      },
    ]);
    status(reply, 201);
    equal(at(reply.json, '_total_items'), 1, '_total_items');
    const made = at(reply.json, '_embedded.custom_fields.0');
    equal(at(made, 'request_id'), '0', 'request_id');
    equal(
      [at(made, 'code'), at(made, 'sort'), at(made, 'is_api_only')],
      ['HUB_CHECK', 520, true],
      'code, sort, is_api_only',
    );
    for (const option of rows(made, 'enums')) keys(option, ['id', 'value', 'sort', 'code'], 'an option');
    equal(
      rows(made, 'enums').map((option) => at(option, 'code')),
      ['NEW', 'OK'],
      'codes',
    );
    status(await amo.api('GET', `/leads/custom_fields/${numberAt(made, 'id')}`), 200, 'read back');
  }),
  onAccount(
    'amo-4.6-required',
    ['§4.6 required', '§4.6 currency', '§4.6 multitext closed', '§4.6 availability'],
    'what a field cannot be',
    async (amo) => {
      const refused = async (entity: string, body: unknown, what: string) => {
        const reply = await amo.api('POST', `/${entity}/custom_fields`, [body]);
        that(reply.status === 400 || reply.status === 422, `${what}: ${reply.status}`);
      };
      await refused('leads', { type: 'text' }, 'no name');
      await refused('leads', { name: 'x' }, 'no type');
      await refused('leads', { name: 'x', type: 'nothing' }, 'unknown type');
      await refused('leads', { name: 'x', type: 'select' }, 'select without enums');
      await refused('leads', { name: 'x', type: 'monetary' }, 'monetary without currency');
      await refused('leads', { name: 'x', type: 'multitext' }, 'multitext of a deal');
      await refused('contacts', { name: 'x', type: 'multitext' }, 'multitext of a contact');
      await refused('contacts', { name: 'x', type: 'tracking_data' }, 'tracking data of a contact');
      status(
        await amo.api('POST', '/leads/custom_fields', [{ name: 'Сумма', type: 'monetary', currency: 'RUB' }]),
        201,
        'monetary',
      );
    },
  ),
  onAccount(
    'amo-4.6-group-and-statuses',
    ['§4.6 group', '§4.6 statuses'],
    'group and stages of a field',
    async (amo) => {
      const group = await amo.api('POST', '/leads/custom_fields/groups', [{ name: 'Клиника', sort: 5 }]);
      const groupId = textAt(group.json, '_embedded.custom_field_groups.0.id');
      const stage = [{ status_id: statuses.talks, pipeline_id: pipelineId }];
      const reply = await amo.api('POST', '/leads/custom_fields', [
        { name: 'Поле', type: 'text', group_id: groupId, required_statuses: stage, hidden_statuses: stage },
      ]);
      status(reply, 201);
      const made = await amo.api(
        'GET',
        `/leads/custom_fields/${at(reply.json, '_embedded.custom_fields.0.id')}`,
      );
      equal(
        [at(made.json, 'group_id'), at(made.json, 'required_statuses'), at(made.json, 'hidden_statuses')],
        [groupId, stage, stage],
        'group and stages',
      );
    },
  ),
  onAccount(
    'amo-4.6-patch-enums',
    ['§4.6 patch', '§4.6 patch enums'],
    'PATCH of options replaces the list',
    async (amo) => {
      const reply = await amo.api('PATCH', `/leads/custom_fields/${fields.source}`, {
        enums: [{ id: options.call, value: 'Телефон' }, { value: 'Новый' }],
      });
      status(reply, 201);
      const read = await amo.api('GET', `/leads/custom_fields/${fields.source}`);
      const found = rows(read.json, 'enums');
      equal(
        found.map((row) => at(row, 'value')),
        ['Телефон', 'Новый'],
        'values',
      );
      equal(at(found[0], 'id'), options.call, 'the id kept');
      that(numberAt(found[1], 'id') !== options.site, 'a new id');
      const lead = await amo.api('GET', `/leads/${leadId}`);
      equal(
        rows(lead.json, 'custom_fields_values').map((row) => at(row, 'field_id')),
        [fields.visitAt],
        'values that are left',
      );
    },
  ),
  onAccount('amo-4.6-type-fixed', ['§4.6 type fixed'], 'the type stays', async (amo) => {
    await amo.api('PATCH', `/leads/custom_fields/${fields.city}`, { type: 'numeric' });
    equal(at((await amo.api('GET', `/leads/custom_fields/${fields.city}`)).json, 'type'), 'text', 'type');
  }),
  onAccount('amo-4.6-delete', ['§4.6 delete', '§4.6 absent'], 'DELETE erases the values', async (amo) => {
    status(await amo.api('DELETE', `/leads/custom_fields/${fields.visitAt}`), 204);
    const lead = await amo.api('GET', `/leads/${leadId}`);
    equal(
      rows(lead.json, 'custom_fields_values').map((row) => at(row, 'field_id')),
      [fields.source],
      'values',
    );
    const gone = await amo.api('GET', `/leads/custom_fields/${fields.visitAt}`);
    that(gone.status === 204 || gone.status === 404, `read: ${gone.status}`);
  }),
  onAccount('amo-4.6-groups', ['§4.6 groups'], 'groups of fields', async (amo) => {
    const made = await amo.api('POST', '/leads/custom_fields/groups', [{ name: 'Клиника', sort: 5 }]);
    status(made, 201);
    const group = at(made.json, '_embedded.custom_field_groups.0');
    const id = textAt(group, 'id');
    for (const key of ['id', 'name', 'is_predefined', 'type', 'entity_type', 'sort'])
      that(key in Object(group), `no ${key}`);
    equal(
      [at(group, 'type'), at(group, 'entity_type'), at(group, 'is_predefined')],
      ['custom_field_group', 'leads', false],
      'model',
    );
    status(
      await amo.api('PATCH', `/leads/custom_fields/groups/${id}`, {
        name: 'ArchiMed+',
        fields: [fields.city],
      }),
      200,
      'PATCH',
    );
    equal(
      at((await amo.api('GET', `/leads/custom_fields/${fields.city}`)).json, 'group_id'),
      id,
      'the field moved',
    );
    const listed = rows(
      (await amo.api('GET', '/leads/custom_fields/groups')).json,
      '_embedded.custom_field_groups',
    );
    that(
      listed.some((row) => at(row, 'is_predefined') === true),
      'no predefined group',
    );
    const predefined = textAt(
      listed.find((row) => at(row, 'is_predefined') === true),
      'id',
    );
    const refused = await amo.api('DELETE', `/leads/custom_fields/groups/${predefined}`);
    that(refused.status >= 400, `a predefined group was deleted: ${refused.status}`);
    status(await amo.api('DELETE', `/leads/custom_fields/groups/${id}`), 204, 'DELETE');
  }),
];
