import type { ContractCase } from '../framework/case.ts';
import { at, equal, numberAt, that } from '../framework/check.ts';
import {
  accountId,
  adminId,
  contactId,
  fields,
  leadId,
  managerId,
  options,
  pipelineId,
  statuses,
  taskId,
} from './account.ts';
import { listen } from './delivery.cases.ts';
import { onAccount } from './kit.ts';
import { below, type Pair, sent, value } from './wire.ts';

export const grammarOtherCases: readonly ContractCase[] = [
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
