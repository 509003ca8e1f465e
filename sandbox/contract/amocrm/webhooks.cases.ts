import type { ContractCase } from '../framework/case.ts';
import { at, equal, keys, numberAt, rows, status, that } from '../framework/check.ts';
import { accountId, adminId, managerId } from './account.ts';
import { type Amo, onAccount } from './kit.ts';

const destination = 'https://hub.example.dev/wh/amo/secret';
const subscribe = (amo: Amo, body: Record<string, unknown> = {}) =>
  amo.api('POST', '/webhooks', { destination, settings: ['add_lead', 'status_lead'], ...body });

export const documentedSettings = [
  ...['lead', 'contact', 'company', 'customer', 'task'].map((entity) => `responsible_${entity}`),
  ...['lead', 'contact', 'company'].map((entity) => `restore_${entity}`),
  ...['add', 'update'].flatMap((action) =>
    ['lead', 'contact', 'company', 'customer', 'talk', 'task'].map((entity) => `${action}_${entity}`),
  ),
  ...['lead', 'contact', 'company', 'customer', 'task'].map((entity) => `delete_${entity}`),
  'status_lead',
  ...['lead', 'contact', 'company', 'customer'].map((entity) => `note_${entity}`),
  'add_chat_template_review',
];

export const webhookCases: readonly ContractCase[] = [
  onAccount('amo-5.1-create', ['§5.1 create'], 'the documented object', async (amo) => {
    const reply = await subscribe(amo);
    status(reply, 201);
    const { _links: _, ...object } = Object(reply.json);
    const now = amo.clock.nowSeconds();
    equal(
      object,
      {
        id: numberAt(reply.json, 'id'),
        destination,
        created_at: now,
        updated_at: now,
        account_id: accountId,
        created_by: adminId,
        sort: 1,
        disabled: false,
        settings: ['add_lead', 'status_lead'],
      },
      'the object',
    );
  }),
  onAccount(
    'amo-5.1-upsert',
    ['§5.1 upsert', '§5.1 list', '§4.11 exempt'],
    'one subscription per address',
    async (amo) => {
      const first = await subscribe(amo);
      await amo.clock.advance(5000);
      const second = await subscribe(amo, { settings: ['update_lead'] });
      status(second, 201);
      equal(
        [at(second.json, 'id'), at(second.json, 'settings')],
        [at(first.json, 'id'), ['update_lead']],
        'id and settings',
      );
      await subscribe(amo, { destination: `${destination}/2` });
      const list = await amo.api('GET', '/webhooks');
      equal(
        [at(list.json, '_total_items'), rows(list.json, '_embedded.webhooks').length],
        [2, 2],
        'the list',
      );
      const one = await amo.api('GET', `/webhooks?filter[destination]=${encodeURIComponent(destination)}`);
      equal(
        rows(one.json, '_embedded.webhooks').map((row) => at(row, 'destination')),
        [destination],
        'filtered',
      );
      const row = at(list.json, '_embedded.webhooks.0');
      for (const key of [
        'id',
        'destination',
        'created_at',
        'updated_at',
        'account_id',
        'created_by',
        'sort',
        'disabled',
        'settings',
      ])
        that(key in Object(row), `no ${key}`);
      keys(Object(list.json)._embedded, ['webhooks'], '_embedded');
    },
  ),
  onAccount('amo-5.1-delete', ['§5.1 delete'], 'DELETE with a body', async (amo) => {
    await subscribe(amo);
    status(await amo.api('DELETE', '/webhooks', { destination: `${destination}/other` }), 404, 'unknown');
    const { access: token } = await amo.connect(managerId);
    status(await amo.api('DELETE', '/webhooks', { destination }, { token }), 403, 'a manager');
    status(await amo.api('DELETE', '/webhooks', { destination }), 204, 'known');
    status(await amo.api('DELETE', '/webhooks', { destination }), 404, 'a second time');
  }),
  onAccount('amo-5.1-plan', ['§5.1 plan'], 'a plan without webhooks', async (amo) => {
    await amo.set({ webhooksInPlan: false });
    const reply = await subscribe(amo);
    that(reply.status === 402 || reply.status === 403, `status ${reply.status}`);
  }),
  onAccount(
    'amo-5.1-invalid',
    ['§5.1 invalid', '§5.1 cyrillic'],
    'addresses and names that are refused',
    async (amo) => {
      for (const body of [
        { destination: 'https://клиника.рф/h' },
        { destination: 'not an address' },
        { settings: ['fly_lead'] },
        { settings: undefined },
      ]) {
        const reply = await subscribe(amo, body);
        that(reply.status === 400 || reply.status === 422, `${JSON.stringify(body)}: ${reply.status}`);
      }
    },
  ),
  onAccount('amo-5.1-settings', ['§5.1 settings'], 'every documented name', async (amo) => {
    const reply = await subscribe(amo, { settings: documentedSettings });
    status(reply, 201);
    equal([...rows(reply.json, 'settings')].sort(), [...documentedSettings].sort(), 'settings');
  }),
  onAccount(
    'amo-5.1-after-disconnect',
    ['§5.1 after disconnect'],
    'hooks outlive the integration',
    async (amo) => {
      const receiver = await amo.receiver();
      await subscribe(amo, { destination: `${receiver.url}/wh`, settings: ['update_lead'] });
      await amo.strings('POST', '/disconnect', { deliver: false });
      await amo.strings('POST', '/leads/41203317', { price: 5 });
      equal((await receiver.count(1)).length, 1, 'deliveries');
    },
  ),
];
