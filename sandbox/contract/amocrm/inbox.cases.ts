import type { ContractCase } from '../framework/case.ts';
import { at, equal, numberAt, rows, status, textAt, that } from '../framework/check.ts';
import {
  accountId,
  adminId,
  contactId,
  leadId,
  managerId,
  pipelineId,
  secondPipelineId,
  statuses,
} from './account.ts';
import { type Amo, onAccount } from './kit.ts';

const form = (amo: Amo) => ({
  request_id: 'form-1',
  source_uid: 'a1fee7c0fc436088e64ba2e8822ba2b3',
  source_name: 'Сайт клиники',
  pipeline_id: pipelineId,
  created_at: amo.clock.nowSeconds(),
  metadata: {
    form_id: 'f1',
    form_name: 'Запись на приём',
    form_page: 'https://clinic.example',
    ip: '127.0.0.1',
    form_sent_at: amo.clock.nowSeconds(),
    referer: 'https://search.example',
  },
  _embedded: {
    leads: [{ name: 'Заявка с формы', price: 3000 }],
    contacts: [
      {
        name: 'Новый Пациент',
        custom_fields_values: [
          { field_code: 'PHONE', values: [{ value: '+79061112233', enum_code: 'WORK' }] },
        ],
      },
    ],
  },
});
const sip = (amo: Amo) => ({
  source_uid: 'b2',
  source_name: 'АТС',
  pipeline_id: pipelineId,
  created_at: amo.clock.nowSeconds(),
  metadata: {
    is_call_event_needed: true,
    uniq: 'u1',
    duration: 20,
    service_code: 'tel',
    link: 'https://hub.example.dev/r.mp3',
    phone: '+79061112233',
    called_at: amo.clock.nowSeconds(),
    from: '+79061112233',
  },
  _embedded: { leads: [{ name: 'Звонок' }] },
});

async function add(amo: Amo, kind: 'forms' | 'sip' = 'forms'): Promise<unknown> {
  const reply = await amo.api('POST', `/leads/unsorted/${kind}`, [kind === 'forms' ? form(amo) : sip(amo)]);
  status(reply, 200, `POST unsorted/${kind}`);
  return at(reply.json, '_embedded.unsorted.0');
}

const call = (phone: string) => ({
  direction: 'inbound',
  uniq: 'c1',
  duration: 40,
  source: 'tel',
  link: 'https://hub.example.dev/r.mp3',
  phone,
  call_responsible: 'Марк',
  call_result: 'Записан',
  call_status: 4,
  request_id: 'c',
});

export const inboxCases: readonly ContractCase[] = [
  onAccount(
    'amo-4.12-calls',
    ['§4.12 calls', '§4.12 calls unmatched'],
    'a call finds its contact by ten digits',
    async (amo) => {
      const reply = await amo.api('POST', '/calls', [call('8 905 000-11-22')]);
      status(reply, 200);
      equal(at(reply.json, '_total_items'), 1, '_total_items');
      equal(at(reply.json, 'errors'), [], 'errors');
      const row = at(reply.json, '_embedded.calls.0');
      // Every object has `_links` (§4); real replies also embed the contact.
      for (const key of ['id', 'entity_id', 'entity_type', 'account_id', 'request_id', '_links'])
        that(key in Object(row), `no ${key}`);
      equal(
        [at(row, 'entity_id'), at(row, 'entity_type'), at(row, 'account_id'), at(row, 'request_id')],
        [contactId, 'contact', accountId, 'c'],
        'values',
      );
      const notes = await amo.api('GET', `/contacts/${contactId}/notes?filter[note_type]=call_in`);
      equal(at(notes.json, '_embedded.notes.0.params.uniq'), 'c1', 'the note');
      const stranger = await amo.api('POST', '/calls', [call('+79990000000')]);
      equal([at(stranger.json, '_total_items'), rows(stranger.json, 'errors').length], [0, 1], 'a stranger');
    },
  ),
  onAccount('amo-4.13-add', ['§4.13 add'], 'forms and calls', async (amo) => {
    for (const kind of ['forms', 'sip'] as const) {
      const row = await add(amo, kind);
      that(/^[0-9a-f]{20,}$/.test(textAt(row, 'uid')), 'uid is no long hex string');
    }
    for (const key of ['source_uid', 'source_name', 'metadata', '_embedded']) {
      status(
        await amo.api('POST', '/leads/unsorted/forms', [{ ...form(amo), [key]: undefined }]),
        400,
        `without ${key}`,
      );
    }
  }),
  onAccount('amo-4.13-list', ['§4.13 list'], 'list, one, filters, summary', async (amo) => {
    const [first, second] = [textAt(await add(amo), 'uid'), textAt(await add(amo, 'sip'), 'uid')];
    const uids = async (query = '') => {
      const reply = await amo.api('GET', `/leads/unsorted${query}`);
      return reply.status === 204
        ? []
        : rows(reply.json, '_embedded.unsorted')
            .map((row) => String(at(row, 'uid')))
            .sort();
    };
    equal(await uids(), [first, second].sort(), 'all');
    equal(await uids('?filter[category]=sip'), [second], 'category');
    equal(await uids(`?filter[uid]=${first}`), [first], 'uid');
    equal(await uids(`?filter[pipeline_id]=${secondPipelineId}`), [], 'pipeline_id');
    equal(at((await amo.api('GET', `/leads/unsorted/${first}`)).json, 'category'), 'forms', 'one');
    const summary = await amo.api('GET', '/leads/unsorted/summary');
    equal(at(summary.json, 'total'), 2, 'summary');
  }),
  onAccount(
    'amo-4.13-accept',
    ['§4.13 accept', '§4.12 unsorted hidden'],
    'accept makes a deal and shows the contact',
    async (amo) => {
      const before = rows((await amo.api('GET', '/contacts')).json, '_embedded.contacts').length;
      const uid = textAt(await add(amo), 'uid');
      equal(
        rows((await amo.api('GET', '/contacts')).json, '_embedded.contacts').length,
        before,
        'contacts before',
      );
      const reply = await amo.api('POST', `/leads/unsorted/${uid}/accept`, {
        user_id: managerId,
        status_id: statuses.talks,
      });
      status(reply, 200);
      const lead = await amo.api(
        'GET',
        `/leads/${numberAt(reply.json, '_embedded.leads.0.id')}?with=contacts`,
      );
      equal(
        [at(lead.json, 'name'), at(lead.json, 'status_id')],
        ['Заявка с формы', statuses.talks],
        'the deal',
      );
      that(typeof at(lead.json, '_embedded.contacts.0.id') === 'number', 'no contact');
      equal(
        rows((await amo.api('GET', '/contacts')).json, '_embedded.contacts').length,
        before + 1,
        'contacts after',
      );
      status(await amo.api('GET', `/leads/unsorted/${uid}`), 204, 'gone from unsorted');
    },
  ),
  onAccount('amo-4.13-decline', ['§4.13 decline'], 'decline', async (amo) => {
    const uid = textAt(await add(amo), 'uid');
    const reply = await amo.api('DELETE', `/leads/unsorted/${uid}/decline`, { user_id: adminId });
    that(reply.status === 200 || reply.status === 204, `status ${reply.status}`);
    status(await amo.api('GET', `/leads/unsorted/${uid}`), 204, 'gone');
  }),
  onAccount('amo-4.13-link', ['§4.13 link'], 'link to a deal', async (amo) => {
    const uid = textAt(await add(amo), 'uid');
    const reply = await amo.api('POST', `/leads/unsorted/${uid}/link`, {
      link: { entity_id: leadId, entity_type: 'leads' },
      user_id: adminId,
    });
    status(reply, 200);
    status(await amo.api('GET', `/leads/unsorted/${uid}`), 204, 'gone');
  }),
  onAccount('amo-4.14-list', ['§4.14 list', '§4.11 exempt'], 'tags of deals and of contacts', async (amo) => {
    status(await amo.api('GET', '/contacts/tags'), 204, 'no tags of contacts');
    await amo.api('POST', '/leads/tags', [{ name: 'звонок' }]);
    const names = async (query: string) => {
      const reply = await amo.api('GET', `/leads/tags?${encodeURI(query)}`);
      return reply.status === 204 ? [] : rows(reply.json, '_embedded.tags').map((row) => at(row, 'name'));
    };
    equal((await names('')).sort(), ['звонок', 'сайт'], 'all');
    equal(await names('filter[name]=сайт'), ['сайт'], 'exact');
    equal(await names('filter[name]=са'), [], 'not a part');
    equal(await names('query=зво'), ['звонок'], 'query');
    const id = at((await amo.api('GET', '/leads/tags?limit=1')).json, '_embedded.tags.0.id');
    equal((await names(`filter[id]=${id}`)).length, 1, 'id');
  }),
  onAccount('amo-4.14-create', ['§4.14 create', '§4.14 colour'], 'a known name, a colour', async (amo) => {
    const made = await amo.api('POST', '/leads/tags', [{ name: 'важно', color: 'D6EAFF', request_id: 't' }]);
    status(made, 200);
    const tag = at(made.json, '_embedded.tags.0');
    equal([at(tag, 'name'), at(tag, 'request_id')], ['важно', 't'], 'name, request_id');
    const again = await amo.api('POST', '/leads/tags', [{ name: 'важно' }]);
    equal(at(again.json, '_embedded.tags.0.id'), at(tag, 'id'), 'the same id');
    equal(
      String(
        at(
          (await amo.api('GET', encodeURI('/leads/tags?filter[name]=важно'))).json,
          '_embedded.tags.0.color',
        ),
      ).toUpperCase(),
      'D6EAFF',
      'color',
    );
    status(await amo.api('POST', '/leads/tags', [{ name: 'x', color: '#D6EAFF' }]), 400, 'a colour with #');
    status(
      await amo.api('POST', '/contacts/tags', [{ name: 'x', color: 'D6EAFF' }]),
      400,
      'a colour of a contact’s tag',
    );
  }),
  onAccount('amo-4.16-widget', ['§4.16 model', '§4.16 install'], 'the widget of the account', async (amo) => {
    const saved = await amo.api('POST', '/widgets/archimed_plus', { login: 'x' });
    status(saved, 200, 'install');
    const reply = await amo.api('GET', '/widgets/archimed_plus');
    status(reply, 200);
    for (const key of [
      'id',
      'code',
      'version',
      'rating',
      'settings_template',
      'is_lead_source',
      'is_work_with_dp',
      'is_crm_template',
      'client_uuid',
      'is_active_in_account',
      'pipeline_id',
    ]) {
      that(at(reply.json, key) !== undefined, `no ${key}`);
    }
    equal(at(reply.json, 'is_active_in_account'), true, 'is_active_in_account');
    that(at(reply.json, 'settings') !== undefined, 'no settings for the linked integration');
    equal(rows((await amo.api('GET', '/widgets')).json, '_embedded.widgets').length, 1, 'the list');
    status(await amo.api('DELETE', '/widgets/archimed_plus'), 204, 'DELETE');
  }),
];
