import type { ContractCase } from '../framework/case.ts';
import { equal, that } from '../framework/check.ts';
import {
  accountId,
  adminId,
  domain,
  fields,
  leadId,
  managerId,
  options,
  pipelineId,
  secondPipelineId,
  statuses,
} from './account.ts';
import { listen } from './delivery.cases.ts';
import { onAccount } from './kit.ts';
import { below, type Pair, sent, value } from './wire.ts';

const root: Pair[] = [
  ['account[subdomain]', 'zaryamed'],
  ['account[id]', String(accountId)],
  ['account[_links][self]', `https://${domain}`],
];

export const grammarCases: readonly ContractCase[] = [
  onAccount(
    'amo-5.3-lead-add',
    ['§5.3 lead add', '§5.3 root', '§5.3 date scalar', '§5.3 empty omitted'],
    'the documented capture, pair by pair',
    async (amo) => {
      const pairs = await sent(amo, ['add_lead'], 'leads[add]', () =>
        amo.strings('POST', '/leads', {
          id: 41203999,
          name: 'Заявка с лендинга',
          price: 48000,
          pipelineId,
          statusId: statuses.fresh,
          responsibleUserId: managerId,
          userId: managerId,
          tags: ['сайт'],
          fields: { [fields.source]: 'Сайт', [fields.visitAt]: 1785283200 },
        }),
      );
      const now = String(amo.clock.nowSeconds());
      const tag = value(pairs, 'leads[add][0][tags][0][id]') ?? '';
      that(/^\d+$/.test(tag), 'the tag has no id');
      const lead: Pair[] = [
        ['[id]', '41203999'],
        ['[name]', 'Заявка с лендинга'],
        ['[status_id]', String(statuses.fresh)],
        ['[price]', '48000'],
        ['[responsible_user_id]', String(managerId)],
        ['[last_modified]', now],
        ['[modified_user_id]', String(managerId)],
        ['[created_user_id]', String(managerId)],
        ['[date_create]', now],
        ['[pipeline_id]', String(pipelineId)],
        ['[account_id]', String(accountId)],
        ['[tags][0][id]', tag],
        ['[tags][0][name]', 'сайт'],
        ['[custom_fields][0][id]', String(fields.source)],
        ['[custom_fields][0][name]', 'Источник'],
        ['[custom_fields][0][values][0][value]', 'Сайт'],
        ['[custom_fields][0][values][0][enum]', String(options.site)],
        ['[custom_fields][1][id]', String(fields.visitAt)],
        ['[custom_fields][1][name]', 'Дата визита'],
        ['[custom_fields][1][values][0]', '1785283200'],
        ['[created_at]', now],
        ['[updated_at]', now],
      ];
      equal(pairs, [...root, ...lead.map(([key, text]): Pair => [`leads[add][0]${key}`, text])], 'pairs');
    },
  ),
  onAccount('amo-5.3-encoding', ['§5.3 encoded'], 'the wire, byte for byte', async (amo) => {
    const receiver = await listen(amo, ['add_lead']);
    await amo.strings('POST', '/leads', { name: 'Имя +1 & [2]', userId: managerId });
    const [hook] = await receiver.count(1);
    const body = hook?.body ?? '';
    that(
      body.includes('leads%5Badd%5D%5B0%5D%5Bname%5D=%D0%98%D0%BC%D1%8F+%2B1+%26+%5B2%5D'),
      `the name is encoded otherwise: ${body.slice(0, 400)}`,
    );
    that(!/[[\]\u0080-\uffff ]/.test(body), 'raw brackets, spaces or UTF-8 on the wire');
    that(
      body.includes('account%5B_links%5D%5Bself%5D=https%3A%2F%2Fzaryamed.amocrm.ru'),
      'the root is encoded otherwise',
    );
  }),
  onAccount(
    'amo-5.3-root-order',
    ['§5.3 root order'],
    'the account last, as in older captures',
    async (amo) => {
      await amo.set({ hooks: { accountOrder: 'last' } });
      const pairs = await sent(amo, ['update_lead'], 'leads[update]', () =>
        amo.api('PATCH', `/leads/${leadId}`, { price: 1 }),
      );
      equal(
        pairs.slice(-3).map(([key]) => key.startsWith('account[')),
        [true, true, true],
        'the last three pairs',
      );
    },
  ),
  onAccount('amo-5.3-checkbox', ['§5.3 checkbox'], 'a checkbox', async (amo) => {
    const pairs = await sent(amo, ['update_lead'], 'leads[update]', () =>
      amo.api('PATCH', `/leads/${leadId}`, {
        custom_fields_values: [{ field_id: fields.agreed, values: [{ value: true }] }],
      }),
    );
    const index = pairs
      .find(([key, text]) => /custom_fields.*\[id\]$/.test(key) && text === String(fields.agreed))?.[0]
      .match(/\[custom_fields\]\[(\d+)\]/)?.[1];
    const base = `leads[update][0][custom_fields][${index}][values][0]`;
    equal(value(pairs, `${base}[value]`) ?? value(pairs, base), '1', 'value');
  }),
  onAccount(
    'amo-5.3-status',
    ['§5.3 status', '§5.3 status and update', '§5.3 update'],
    'a move to another pipeline',
    async (amo) => {
      const receiver = await listen(amo, ['status_lead', 'update_lead']);
      await amo.api('PATCH', `/leads/${leadId}`, {
        pipeline_id: secondPipelineId,
        status_id: statuses.second,
      });
      const pairs = (await receiver.count(2)).flatMap((hook): Pair[] => [...new URLSearchParams(hook.body)]);
      equal(value(pairs, 'leads[status][0][status_id]'), String(statuses.second), 'status_id');
      equal(value(pairs, 'leads[status][0][pipeline_id]'), String(secondPipelineId), 'pipeline_id');
      equal(value(pairs, 'leads[status][0][old_status_id]'), String(statuses.fresh), 'old_status_id');
      equal(value(pairs, 'leads[status][0][old_pipeline_id]'), String(pipelineId), 'old_pipeline_id');
      equal(
        value(pairs, 'leads[update][0][old_status_id]'),
        String(statuses.fresh),
        'old_status_id of the update',
      );
    },
  ),
  onAccount(
    'amo-5.3-responsible',
    ['§5.3 responsible', '§5.3 update'],
    'another responsible user',
    async (amo) => {
      const receiver = await listen(amo, ['responsible_lead', 'update_lead']);
      await amo.api('PATCH', `/leads/${leadId}`, { responsible_user_id: adminId });
      const pairs = (await receiver.count(2)).flatMap((hook): Pair[] => [...new URLSearchParams(hook.body)]);
      for (const action of ['responsible', 'update']) {
        equal(
          value(pairs, `leads[${action}][0][old_responsible_user_id]`),
          String(managerId),
          `old_responsible_user_id of ${action}`,
        );
        equal(
          value(pairs, `leads[${action}][0][responsible_user_id]`),
          String(adminId),
          `responsible_user_id of ${action}`,
        );
      }
    },
  ),
  onAccount(
    'amo-5.3-delete-restore',
    ['§5.3 delete', '§5.3 restore'],
    'deleted and restored',
    async (amo) => {
      const gone = await sent(amo, ['delete_lead'], 'leads[delete]', () =>
        amo.strings('POST', `/leads/${leadId}/delete`, {}),
      );
      equal(
        below(gone, 'leads[delete][0]'),
        [
          ['[id]', String(leadId)],
          ['[status_id]', String(statuses.fresh)],
          ['[pipeline_id]', String(pipelineId)],
        ],
        'a deleted deal',
      );
      const back = await sent(amo, ['restore_lead'], 'leads[restore]', () =>
        amo.strings('POST', `/leads/${leadId}/restore`, {}),
      );
      equal(value(back, 'leads[restore][0][name]'), 'Заявка с лендинга', 'a restored deal');
    },
  ),
];
