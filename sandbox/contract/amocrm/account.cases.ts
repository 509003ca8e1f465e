import type { ContractCase } from '../framework/case.ts';
import { at, equal, keys, numberAt, rows, status, that } from '../framework/check.ts';
import { adminId, description, domain, leadId, loneLeadId, managerId } from './account.ts';
import { onAccount } from './kit.ts';

const allOf = (letter: string) => ({
  view: letter,
  edit: letter,
  add: letter,
  delete: letter,
  export: letter,
});

export const accountCases: readonly ContractCase[] = [
  onAccount('amo-4.10-account', ['§4.10 account'], 'the account, key by key', async (amo) => {
    const reply = await amo.api('GET', '/account');
    keys(
      reply.json,
      [
        'id',
        'name',
        'subdomain',
        'created_at',
        'created_by',
        'updated_at',
        'updated_by',
        'current_user_id',
        'country',
        'currency',
        'currency_symbol',
        'customers_mode',
        'is_unsorted_on',
        'is_loss_reason_enabled',
        'is_helpbot_enabled',
        'is_technical_account',
        'contact_name_display_order',
        '_links',
      ],
      'the account',
    );
    equal(
      [at(reply.json, 'id'), at(reply.json, 'subdomain'), at(reply.json, 'current_user_id')],
      [description.id, 'zaryamed', adminId],
      'ids',
    );
    equal(
      [at(reply.json, 'country'), at(reply.json, 'currency'), at(reply.json, 'currency_symbol')],
      ['RU', 'RUB', '₽'],
      'country and money',
    );
    that(
      ['unavailable', 'disabled', 'segments', 'dynamic', 'periodicity'].includes(
        String(at(reply.json, 'customers_mode')),
      ),
      'customers_mode',
    );
    equal(at(reply.json, '_links.self.href'), `https://${domain}/api/v4/account`, '_links');
  }),
  onAccount('amo-4.10-account-with', ['§4.10 account with', '§4.11 flag'], 'what with adds', async (amo) => {
    const reply = await amo.api(
      'GET',
      '/account?with=amojo_id,amojo_rights,users_groups,task_types,version,entity_names,datetime_settings,drive_url,is_api_filter_enabled,invoices_settings',
    );
    equal(at(reply.json, 'is_api_filter_enabled'), false, 'is_api_filter_enabled');
    for (const key of ['amojo_id', 'version', 'drive_url'])
      that(at(reply.json, key) !== undefined, `no ${key}`);
    for (const key of [
      'amojo_rights',
      'users_groups',
      'task_types',
      'entity_names',
      'datetime_settings',
      'invoices_settings',
    ]) {
      that(at(reply.json, `_embedded.${key}`) !== undefined, `no _embedded.${key}`);
    }
    keys(at(reply.json, '_embedded.users_groups.0'), ['id', 'name', 'uuid'], 'a group');
    const types = rows(reply.json, '_embedded.task_types');
    equal(
      types.slice(0, 2).map((row) => [at(row, 'id'), at(row, 'name'), at(row, 'code')]),
      [
        [1, 'Связаться', 'FOLLOW_UP'],
        [2, 'Встреча', 'MEETING'],
      ],
      'task types',
    );
    keys(types[0], ['id', 'name', 'color', 'icon_id', 'code'], 'a task type');
    equal(
      at(reply.json, '_embedded.datetime_settings'),
      {
        date_pattern: 'd.m.Y H:i',
        short_date_pattern: 'd.m.Y',
        short_time_pattern: 'H:i',
        date_formant: 'd.m.Y',
        time_format: 'H:i:s',
        timezone: 'Europe/Moscow',
        timezone_offset: '+03:00',
      },
      'datetime_settings',
    );
    await amo.set({ filtersEnabled: true });
    equal(
      at((await amo.api('GET', '/account?with=is_api_filter_enabled')).json, 'is_api_filter_enabled'),
      true,
      'switched on',
    );
  }),
  onAccount(
    'amo-4.10-users',
    ['§4.10 users', '§4.10 user'],
    'users and their rights, key by key',
    async (amo) => {
      const reply = await amo.api('GET', '/users?with=role,group');
      status(reply, 200);
      const user = rows(reply.json, '_embedded.users').find((row) => at(row, 'id') === managerId);
      keys(user, ['id', 'name', 'email', 'lang', 'rights', '_links', '_embedded'], 'a user');
      const rights = at(user, 'rights');
      keys(
        rights,
        [
          'leads',
          'contacts',
          'companies',
          'tasks',
          'mail_access',
          'catalog_access',
          'status_rights',
          'is_admin',
          'is_free',
          'is_active',
          'group_id',
          'role_id',
        ],
        'rights',
      );
      for (const entity of ['leads', 'contacts', 'companies'])
        keys(at(rights, entity), ['view', 'edit', 'add', 'delete', 'export'], entity);
      keys(at(rights, 'tasks'), ['edit', 'delete'], 'tasks');
      equal(
        [at(rights, 'is_admin'), at(rights, 'is_free'), at(rights, 'is_active')],
        [false, false, true],
        'flags',
      );
      const { access: token } = await amo.connect(managerId);
      for (const path of ['/users', `/users/${managerId}`, '/roles'])
        status(await amo.api('GET', path, undefined, { token }), 403, path);
    },
  ),
  onAccount('amo-4.10-with', ['§4.10 with'], 'what with adds to a user', async (amo) => {
    const reply = await amo.api('GET', `/users/${managerId}?with=role,group,uuid,amojo_id,user_rank`);
    status(reply, 200);
    for (const key of ['uuid', 'amojo_id', 'user_rank']) that(key in Object(reply.json), `no ${key}`);
    rows(reply.json, '_embedded.roles');
    keys(at(reply.json, '_embedded.groups.0'), ['id', 'name'], 'a group');
  }),
  onAccount(
    'amo-4.10-roles',
    ['§4.10 roles', '§4.10 status rights'],
    'a role and who has it',
    async (amo) => {
      const rights = {
        leads: allOf('A'),
        contacts: allOf('A'),
        companies: allOf('A'),
        tasks: { edit: 'A', delete: 'A' },
        mail_access: false,
        catalog_access: true,
      };
      const made = await amo.api('POST', '/roles', [{ name: 'Менеджер', rights }]);
      status(made, 200);
      const id = numberAt(made.json, '_embedded.roles.0.id');
      const list = await amo.api('GET', '/roles');
      equal(
        rows(list.json, '_embedded.roles').some(
          (row) => at(row, 'id') === id && at(row, 'name') === 'Менеджер',
        ),
        true,
        'listed',
      );
      status(await amo.api('PATCH', `/roles/${id}`, { name: 'Старший' }), 202, 'PATCH');
      equal(at((await amo.api('GET', `/roles/${id}`)).json, 'name'), 'Старший', 'name');
      const user = await amo.api('GET', `/users/${managerId}?with=role`);
      that(
        Array.isArray(at(user.json, 'rights.status_rights')) ||
          at(user.json, 'rights.status_rights') === null,
        'status_rights',
      );
    },
  ),
  onAccount('amo-4.10-rights', ['§4.10 rights'], 'a manager sees his own and may not more', async (amo) => {
    await amo.strings('PATCH', `/users/${managerId}`, {
      rights: { leads: { view: 'M', edit: 'D', add: 'D', delete: 'D', export: 'D' } },
    });
    const { access: token } = await amo.connect(managerId);
    const list = await amo.api('GET', '/leads', undefined, { token });
    equal(
      rows(list.json, '_embedded.leads').map((row) => at(row, 'id')),
      [leadId],
      'deals that are his',
    );
    const foreign = await amo.api('GET', `/leads/${loneLeadId}`, undefined, { token });
    that(foreign.status === 204 || foreign.status === 403, `a foreign deal: ${foreign.status}`);
    status(await amo.api('PATCH', `/leads/${leadId}`, { price: 1 }, { token }), 403, 'edit');
    status(await amo.api('POST', '/leads', [{}], { token }), 403, 'add');
  }),
  onAccount(
    'amo-4.10-create-user',
    ['§4.10 create', '§3.2 users 10'],
    'users are created, ten at most',
    async (amo) => {
      const user = (i: number) => ({
        name: `Новый ${i}`,
        email: `new${i}@example.org`,
        password: 'Sekret-2026!',
        lang: 'ru',
        rights: { is_admin: false },
      });
      const made = await amo.api('POST', '/users', [user(0)]);
      status(made, 201);
      equal(at(made.json, '_embedded.users.0.email'), 'new0@example.org', 'email');
      status(
        await amo.api(
          'POST',
          '/users',
          Array.from({ length: 11 }, (_, i) => user(i + 1)),
        ),
        400,
        '11 at once',
      );
      const { access: token } = await amo.connect(managerId);
      status(await amo.api('POST', '/users', [user(20)], { token }), 403, 'a manager');
    },
  ),
  onAccount('amo-3.2-users-100', ['§3.2 users 100'], 'above 100 users the method is closed', async (amo) => {
    const user = (i: number) => ({
      name: `Новый ${i}`,
      email: `new${i}@example.org`,
      password: 'Sekret-2026!',
      lang: 'ru',
      rights: { is_admin: false },
    });
    let made = 0;
    let reply = await amo.api('POST', '/users', [user(0)]);
    while (reply.status === 201 && made < 120) {
      made += 10;
      reply = await amo.api(
        'POST',
        '/users',
        Array.from({ length: 10 }, (_, i) => user(made + i)),
      );
    }
    equal(reply.status === 201, false, 'still open at 120 users');
    that(numberAt((await amo.api('GET', '/users')).json, '_total_items') >= 100, 'closed too early');
  }),
];
