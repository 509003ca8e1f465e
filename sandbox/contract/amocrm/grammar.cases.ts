import type { ContractCase } from '../framework/case.ts';
import { at, equal, numberAt, that } from '../framework/check.ts';
import {
  accountId,
  adminId,
  contactId,
  domain,
  fields,
  leadId,
  managerId,
  options,
  pipelineId,
  secondPipelineId,
  statuses,
  taskId,
} from './account.ts';
import { listen } from './delivery.cases.ts';
import { type Amo, onAccount } from './kit.ts';

type Pair = [string, string];

/** What is sent while `act` runs: the first delivery that holds the prefix, decoded, in the order of the wire. */
async function sent(
  amo: Amo,
  settings: readonly string[],
  prefix: string,
  act: () => Promise<unknown>,
): Promise<Pair[]> {
  const receiver = await listen(amo, settings);
  await act();
  for (let count = 1; ; count += 1) {
    const hooks = await receiver.count(count);
    const found = hooks
      .map((hook): Pair[] => [...new URLSearchParams(hook.body)])
      .find((pairs) => pairs.some(([key]) => key.startsWith(prefix)));
    if (found !== undefined) return found;
  }
}
const below = (pairs: readonly Pair[], prefix: string): Pair[] =>
  pairs.filter(([key]) => key.startsWith(prefix)).map(([key, value]) => [key.slice(prefix.length), value]);
const value = (pairs: readonly Pair[], key: string): string | undefined =>
  pairs.find(([name]) => name === key)?.[1];

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
  onAccount('amo-5.3-contact', ['§5.3 contact'], 'a contact, pair by pair', async (amo) => {
    const company = await amo.api('POST', '/companies', [{ name: 'ООО Заря' }]);
    const companyId = numberAt(company.json, '_embedded.companies.0.id');
    await amo.api('POST', `/companies/${companyId}/link`, [
      { to_entity_id: contactId, to_entity_type: 'contacts' },
    ]);
    await amo.clock.advance(9000);
    const pairs = await sent(amo, ['update_contact'], 'contacts[update]', () =>
      amo.strings('POST', `/contacts/${contactId}`, {
        phones: ['+79050001122'],
        emails: [],
        userId: managerId,
      }),
    );
    const now = String(amo.clock.nowSeconds());
    const contact: Pair[] = [
      ['[id]', String(contactId)],
      ['[name]', 'Ирина Лебедева'],
      ['[responsible_user_id]', String(managerId)],
      ['[date_create]', '1785200000'],
      ['[last_modified]', now],
      ['[created_user_id]', value(pairs, 'contacts[update][0][created_user_id]') ?? ''],
      ['[modified_user_id]', String(managerId)],
      ['[company_name]', 'ООО Заря'],
      ['[linked_company_id]', String(companyId)],
      ['[account_id]', String(accountId)],
      ['[custom_fields][0][id]', String(fields.phone)],
      ['[custom_fields][0][name]', 'Телефон'],
      ['[custom_fields][0][values][0][value]', '+79050001122'],
      ['[custom_fields][0][values][0][enum]', String(options.work)],
      ['[custom_fields][0][code]', 'PHONE'],
      [`[linked_leads_id][${leadId}][ID]`, String(leadId)],
      ['[old_responsible_user_id]', String(managerId)],
      ['[created_at]', '1785200000'],
      ['[updated_at]', now],
      ['[type]', 'contact'],
    ];
    equal(below(pairs, 'contacts[update][0]'), contact, 'pairs');
  }),
  onAccount(
    'amo-5.3-contact-delete',
    ['§5.3 contact delete', '§5.3 company'],
    'contacts and companies share a root',
    async (amo) => {
      const gone = await sent(amo, ['delete_contact'], 'contacts[delete]', () =>
        amo.strings('POST', `/contacts/${contactId}/delete`, {}),
      );
      equal(
        below(gone, 'contacts[delete][0]'),
        [
          ['[id]', String(contactId)],
          ['[type]', 'contact'],
        ],
        'a deleted contact',
      );
      const company = await sent(amo, ['add_company'], 'contacts[add]', () =>
        amo.api('POST', '/companies', [{ name: 'ООО Заря' }]),
      );
      equal(
        [value(company, 'contacts[add][0][type]'), value(company, 'contacts[add][0][name]')],
        ['company', 'ООО Заря'],
        'a company',
      );
    },
  ),
  onAccount('amo-5.3-task', ['§5.3 task'], 'a task in the account’s wall clock', async (amo) => {
    await amo.clock.advance(3000);
    const pairs = await sent(amo, ['update_task'], 'task[update]', () =>
      amo.api('PATCH', `/tasks/${taskId}`, { is_completed: true, result: { text: 'Дозвонились' } }),
    );
    const task = below(pairs, 'task[update][0]');
    const expected: Record<string, string> = {
      '[id]': String(taskId),
      '[element_id]': String(leadId),
      '[element_type]': '2',
      '[task_type]': '1',
      '[text]': 'Перезвонить',
      '[status]': '1',
      '[account_id]': String(accountId),
      '[complete_till]': '2026-07-30 11:26:40',
      '[last_modified]': '2026-07-29 10:26:43',
      '[action_close]': '1',
      '[result][text]': 'Дозвонились',
    };
    for (const [key, text] of Object.entries(expected)) equal(value(task, key), text, key);
    that(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/.test(value(task, '[date_create]') ?? ''), 'date_create');
    that(/^\d+$/.test(value(task, '[result][id]') ?? ''), 'result id');
  }),
  onAccount(
    'amo-5.3-task-list',
    ['§5.3 task list'],
    'closing from the list: close, then result',
    async (amo) => {
      await amo.set({ hooks: { closeFromList: true } });
      const receiver = await listen(amo, ['update_task']);
      await amo.api('PATCH', `/tasks/${taskId}`, { is_completed: true, result: { text: 'Да' } });
      const hooks = (await receiver.count(2)).map((hook): Pair[] => [...new URLSearchParams(hook.body)]);
      equal(
        hooks.filter((pairs) => value(pairs, 'task[update][0][action_close]') === '1').length,
        1,
        'closing events',
      );
      equal(
        hooks.filter((pairs) => value(pairs, 'task[update][0][result][text]') === 'Да').length >= 1,
        true,
        'the result',
      );
    },
  ),
  onAccount('amo-5.3-note', ['§5.3 note', '§5.3 call note'], 'notes, nested twice', async (amo) => {
    const note = await sent(amo, ['note_lead'], 'leads[note]', () =>
      amo.api('POST', `/leads/${leadId}/notes`, [{ note_type: 'common', params: { text: 'Привет' } }]),
    );
    const base = 'leads[note][0][note]';
    equal(
      [
        value(note, `${base}[note_type]`),
        value(note, `${base}[text]`),
        value(note, `${base}[element_id]`),
        value(note, `${base}[element_type]`),
      ],
      ['4', 'Привет', String(leadId), '2'],
      'a common note',
    );
    for (const key of ['id', 'created_by', 'main_user_id', 'date_create', 'account_id', 'metadata'])
      that(value(note, `${base}[${key}]`) !== undefined, `no ${key}`);
    that(
      at(JSON.parse(value(note, `${base}[metadata]`) ?? '{}'), 'event_source.author_name') !== undefined,
      'metadata without author_name',
    );
    const call = await sent(amo, ['note_lead'], 'leads[note]', () =>
      amo.api('POST', `/leads/${leadId}/notes`, [
        {
          note_type: 'call_in',
          params: {
            uniq: 'u',
            duration: 40,
            source: 's',
            link: 'https://hub.example.dev/r.mp3',
            phone: '+79050001122',
          },
        },
      ]),
    );
    equal(value(call, `${base}[note_type]`), '10', 'note_type of a call');
    const text: unknown = JSON.parse(value(call, `${base}[text]`) ?? 'null');
    equal(
      [at(text, 'PHONE'), String(at(text, 'DURATION')), at(text, 'LINK')],
      ['+79050001122', '40', 'https://hub.example.dev/r.mp3'],
      'text of a call',
    );
  }),
  onAccount('amo-5.3-collision', ['§5.3 collision'], 'a scalar and a nested key of one name', async (amo) => {
    await amo.set({ hooks: { collidingKeys: true } });
    const receiver = await listen(amo, ['note_lead']);
    await amo.api('POST', `/leads/${leadId}/notes`, [{ note_type: 'common', params: { text: 'Привет' } }]);
    const [hook] = await receiver.count(1);
    const names = [...new URLSearchParams(hook?.body)].map(([key]) => key);
    that(
      names.some((key) => names.some((other) => other.startsWith(`${key}[`))),
      'no key is a prefix of another',
    );
  }),
  onAccount('amo-5.3-unsorted', ['§5.3 unsorted'], 'unsorted, in and out', async (amo) => {
    const body = [
      {
        source_uid: 's1',
        source_name: 'Сайт',
        pipeline_id: pipelineId,
        created_at: amo.clock.nowSeconds(),
        metadata: {
          form_id: 'f',
          form_name: 'Форма',
          form_page: 'https://clinic.example',
          ip: '127.0.0.1',
          form_sent_at: amo.clock.nowSeconds(),
          referer: '',
        },
        _embedded: { leads: [{ name: 'Заявка' }] },
      },
    ];
    const added = await sent(amo, ['add_unsorted'], 'unsorted[add]', () =>
      amo.api('POST', '/leads/unsorted/forms', body),
    );
    const uid = value(added, 'unsorted[add][0][uid]') ?? '';
    that(uid !== '', 'no uid');
    equal(
      [
        value(added, 'unsorted[add][0][category]'),
        value(added, 'unsorted[add][0][source_uid]'),
        value(added, 'unsorted[add][0][pipeline_id]'),
      ],
      ['forms', 's1', String(pipelineId)],
      'added',
    );
    const accepted = await sent(amo, ['delete_unsorted'], 'unsorted[delete]', () =>
      amo.api('POST', `/leads/unsorted/${uid}/accept`, { user_id: adminId, status_id: statuses.fresh }),
    );
    equal(value(accepted, 'unsorted[delete][0][action]'), 'accept', 'action');
    that(
      /^\d+$/.test(value(accepted, 'unsorted[delete][0][accept_result][leads][0]') ?? ''),
      'no deal in accept_result',
    );
  }),
];
