import type { ContractCase } from '../framework/case.ts';
import { at, equal, status, that } from '../framework/check.ts';
import { contactId, fields, leadId, loneLeadId, managerId, pipelineId } from './account.ts';
import { onAccount } from './kit.ts';

const hub = 'https://hub.example.dev/wh/1';

export const codeCases: readonly ContractCase[] = [
  onAccount(
    'amo-3.0-headers',
    ['§3.0 success type', '§3.0 error type', '§3.0 request id'],
    'content types and X-Request-Id',
    async (amo) => {
      const good = await amo.api('GET', '/account');
      equal(good.headers['content-type'], 'application/hal+json', 'type of success');
      const bad = await amo.api('GET', '/account', undefined, { token: 'x' });
      equal(bad.headers['content-type'], 'application/problem+json', 'type of an error');
      for (const reply of [good, bad]) that((reply.headers['x-request-id'] ?? '') !== '', 'no X-Request-Id');
    },
  ),
  onAccount('amo-3.3-200', ['§3.3 200'], 'reads, updates and most creates are 200', async (amo) => {
    status(await amo.api('GET', `/leads/${leadId}`), 200, 'read');
    status(await amo.api('PATCH', `/leads/${leadId}`, { price: 1 }), 200, 'update');
    status(await amo.api('POST', '/leads', [{}]), 200, 'leads');
    status(await amo.api('POST', '/contacts', [{ name: 'Пётр' }]), 200, 'contacts');
    status(await amo.api('POST', '/companies', [{ name: 'ООО Ромашка' }]), 200, 'companies');
    status(await amo.api('POST', '/tasks', [{ text: 'x', complete_till: 1785400000 }]), 200, 'tasks');
    status(
      await amo.api('POST', '/leads/notes', [
        { entity_id: leadId, note_type: 'common', params: { text: 'x' } },
      ]),
      200,
      'notes',
    );
    status(await amo.api('POST', '/leads/tags', [{ name: 'новый' }]), 200, 'tags');
    status(
      await amo.api('POST', '/leads/pipelines', [
        { name: 'Ещё', sort: 50, is_main: false, is_unsorted_on: true },
      ]),
      200,
      'pipelines',
    );
  }),
  onAccount('amo-3.3-201', ['§3.3 201'], 'what answers 201', async (amo) => {
    status(await amo.api('POST', '/leads/custom_fields', [{ name: 'Поле', type: 'text' }]), 201, 'field');
    status(
      await amo.api('PATCH', `/leads/custom_fields/${fields.city}`, { name: 'Город клиента' }),
      201,
      'field’s update',
    );
    status(
      await amo.api('POST', '/leads/custom_fields/groups', [{ name: 'Клиника', sort: 5 }]),
      201,
      'group',
    );
    status(await amo.api('POST', '/webhooks', { destination: hub, settings: ['add_lead'] }), 201, 'webhook');
    status(
      await amo.api('POST', '/users', [
        {
          name: 'Новый Пользователь',
          email: 'new@example.org',
          password: 'Sekret-2026!',
          lang: 'ru',
          rights: { is_admin: false },
        },
      ]),
      201,
      'user',
    );
  }),
  onAccount('amo-3.3-202-role', ['§3.3 202'], 'a role’s update is 202', async (amo) => {
    const made = await amo.api('POST', '/roles', [
      { name: 'Менеджер', rights: { leads: { view: 'A', edit: 'A', add: 'A', delete: 'D', export: 'D' } } },
    ]);
    const id = at(made.json, '_embedded.roles.0.id');
    status(await amo.api('PATCH', `/roles/${id}`, { name: 'Старший менеджер' }), 202);
  }),
  onAccount(
    'amo-3.3-empty-list-204',
    ['§3.3 empty list'],
    'an empty list is 204 without a body',
    async (amo) => {
      for (const path of [
        '/leads?page=9',
        `/leads/${loneLeadId}/notes`,
        '/leads?query=нетничего',
        '/companies',
        '/contacts/tags',
        '/webhooks',
      ]) {
        const reply = await amo.api('GET', encodeURI(path));
        status(reply, 204, path);
        equal(reply.text, '', `body of ${path}`);
      }
    },
  ),
  onAccount(
    'amo-3.3-unknown-id-204',
    ['§3.3 unknown id'],
    'an unknown id is 204 without a body',
    async (amo) => {
      for (const entity of ['leads', 'contacts', 'companies', 'tasks']) {
        const reply = await amo.api('GET', `/${entity}/999`);
        status(reply, 204, entity);
        equal(reply.text, '', `body of ${entity}/999`);
      }
    },
  ),
  onAccount(
    'amo-3.3-204-writes',
    ['§3.3 204 writes'],
    'unlink and deletes are 204 without a body',
    async (amo) => {
      await amo.api('POST', '/webhooks', { destination: hub, settings: ['add_lead'] });
      const replies = [
        await amo.api('POST', `/leads/${leadId}/unlink`, [
          { to_entity_id: contactId, to_entity_type: 'contacts' },
        ]),
        await amo.api('DELETE', `/leads/custom_fields/${fields.city}`),
        await amo.api('DELETE', '/webhooks', { destination: hub }),
      ];
      for (const reply of replies) equal([reply.status, reply.text], [204, ''], 'status and body');
    },
  ),
  onAccount(
    'amo-3.3-401',
    ['§3.3 401', '§3.4 401 body'],
    'no token, a bad one, an expired one, a disabled integration',
    async (amo) => {
      const none = await amo.amocrm.call('GET', '/api/v4/account');
      const bad = await amo.api('GET', '/account', undefined, { token: 'x' });
      await amo.strings('POST', '/expire-access');
      const expired = await amo.api('GET', '/account');
      const again = await amo.connect();
      await amo.strings('POST', '/disconnect', { deliver: false });
      const disabled = await amo.api('GET', '/account', undefined, { token: again.access });
      for (const reply of [none, bad, expired, disabled]) {
        status(reply, 401);
        equal(
          reply.json,
          {
            title: 'Unauthorized',
            type: 'https://httpstatus.es/401',
            status: 401,
            detail: 'Неверный логин или пароль',
          },
          'body',
        );
      }
    },
  ),
  onAccount('amo-3.3-402', ['§3.3 402', '§8 toggles'], 'unpaid: writes at once, reads later', async (amo) => {
    await amo.set({ unpaid: true });
    status(await amo.api('GET', '/leads'), 200, 'a read');
    status(await amo.api('POST', '/leads', [{}]), 402, 'a write');
    await amo.set({ unpaid: 'all' });
    status(await amo.api('GET', '/leads'), 402, 'a read after 30 days');
  }),
  onAccount('amo-3.3-403-rights', ['§3.3 403'], 'what only administrators may', async (amo) => {
    const { access: token } = await amo.connect(managerId);
    status(await amo.api('GET', '/users', undefined, { token }), 403, 'users');
    status(await amo.api('GET', '/webhooks', undefined, { token }), 403, 'webhooks');
    status(
      await amo.api('POST', '/leads/custom_fields', [{ name: 'x', type: 'text' }], { token }),
      403,
      'fields',
    );
    status(
      await amo.api(
        'POST',
        '/leads/pipelines',
        [{ name: 'x', sort: 1, is_main: false, is_unsorted_on: true }],
        { token },
      ),
      403,
      'pipelines',
    );
  }),
  onAccount('amo-3.3-404', ['§3.3 404'], 'unknown widget, webhook, group, route', async (amo) => {
    status(await amo.api('GET', '/widgets/nothing'), 404, 'widget');
    status(await amo.api('DELETE', '/webhooks', { destination: hub }), 404, 'webhook');
    status(await amo.api('GET', '/leads/custom_fields/groups/nothing'), 404, 'group');
    status(await amo.api('GET', '/nothing'), 404, 'route');
  }),
  onAccount('amo-3.3-405', ['§3.3 405'], 'no DELETE for deals, contacts, companies, tasks', async (amo) => {
    for (const path of [
      `/leads/${leadId}`,
      `/contacts/${contactId}`,
      '/companies/1',
      '/tasks/771204',
      '/account',
    ]) {
      status(await amo.api('DELETE', path), 405, path);
    }
  }),
  onAccount('amo-3.3-422', ['§3.3 422'], 'what cannot be processed', async (amo) => {
    const hook = await amo.api('POST', '/webhooks', {
      destination: 'not an address',
      settings: ['add_lead'],
    });
    that(hook.status === 422 || hook.status === 400, `webhook: ${hook.status}`);
    const system = await amo.api('DELETE', `/leads/pipelines/${pipelineId}`);
    that(system.status === 422 || system.status === 400, `pipeline with deals: ${system.status}`);
    status(
      await amo.api('PATCH', `/leads/custom_fields/${fields.city}`, { enums: [{ value: 'x', sort: 1 }] }),
      422,
      'options of a text field',
    );
  }),
];
