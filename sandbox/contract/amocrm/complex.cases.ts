import type { ContractCase } from '../framework/case.ts';
import { at, equal, keys, numberAt, rows, status } from '../framework/check.ts';
import type { Reply } from '../framework/http.ts';
import { contactId, description, emptyContactId, fields, leadId, pipelineId, statuses } from './account.ts';
import { type Amo, onAccount, seed } from './kit.ts';

const phone = (value: string) => ({ field_code: 'PHONE', values: [{ value, enum_code: 'WORK' }] });
const person = (value: string, name = 'Ирина') => ({
  name: 'Заявка',
  pipeline_id: pipelineId,
  request_id: 'form-18',
  _embedded: { contacts: [{ first_name: name, custom_fields_values: [phone(value)] }] },
});
const post = (amo: Amo, ...body: unknown[]): Promise<Reply> => amo.api('POST', '/leads/complex', body);
const merged = (reply: Reply): unknown[] => {
  status(reply, 200);
  return Array.isArray(reply.json) ? reply.json.map((row) => at(row, 'merged')) : [];
};

/** The seeded account with duplicate control as it is asked for, listed and enabled in the main pipeline. */
function controlled(
  id: string,
  facts: readonly string[],
  title: string,
  control: Record<string, unknown>,
  run: (amo: Amo) => Promise<void>,
): ContractCase {
  return {
    id,
    facts,
    title,
    async run(context) {
      const [main, ...others] = description.pipelines;
      const duplicateControl = { enabled: true, listed: true, ...control };
      const amo = await seed(context, { pipelines: [{ ...main, duplicateControl }, ...others] });
      await amo.set({ duplicateControl: true });
      await run(amo);
    },
  };
}

export const complexCases: readonly ContractCase[] = [
  onAccount(
    'amo-4.2-bare-array',
    ['§4.2 bare array', '§4.2 contact'],
    'a deal with a new contact and company',
    async (amo) => {
      const body = {
        ...person('+79067778899', 'Пётр'),
        _embedded: {
          contacts: [{ first_name: 'Пётр', custom_fields_values: [phone('+79067778899')] }],
          companies: [{ name: 'ООО Заря' }],
          tags: [{ name: 'сайт' }],
        },
      };
      const reply = await post(amo, body);
      status(reply, 200);
      if (!Array.isArray(reply.json)) throw new TypeError('the reply is no bare array');
      const [row] = reply.json;
      keys(row, ['id', 'contact_id', 'company_id', 'request_id', 'merged'], 'a row');
      equal([at(row, 'request_id'), at(row, 'merged')], [['form-18'], false], 'request_id, merged');
      const lead = await amo.api('GET', `/leads/${numberAt(row, 'id')}?with=contacts`);
      equal(at(lead.json, '_embedded.contacts.0.id'), numberAt(row, 'contact_id'), 'contact');
      equal(at(lead.json, '_embedded.companies.0.id'), numberAt(row, 'company_id'), 'company');
      const linked = await post(amo, { name: 'Ещё', _embedded: { contacts: [{ id: contactId }] } });
      equal(
        [at(linked.json, '0.contact_id'), at(linked.json, '0.company_id')],
        [contactId, null],
        'a linked contact',
      );
    },
  ),
  onAccount('amo-4.2-unsorted', ['§4.2 unsorted'], 'metadata sends the deal to unsorted', async (amo) => {
    const metadata = {
      category: 'forms',
      form_id: 'f1',
      form_name: 'Запись',
      form_page: 'https://clinic.example',
      ip: '127.0.0.1',
      form_sent_at: amo.clock.nowSeconds(),
      referer: '',
    };
    const reply = await post(amo, {
      name: 'Форма',
      pipeline_id: pipelineId,
      status_id: statuses.talks,
      _embedded: { metadata },
    });
    status(reply, 200);
    const lead = await amo.api('GET', `/leads/${numberAt(reply.json, '0.id')}`);
    equal(at(lead.json, 'status_id'), statuses.unsorted, 'status_id');
  }),
  controlled(
    'amo-4.2-phone',
    ['§4.2 phone', '§4.2 conflict'],
    'a phone typed otherwise is the same person',
    { byPhone: true, conflict: 'overwrite' },
    async (amo) => {
      const reply = await post(amo, { ...person('8 905 000 11 22', 'Ира'), price: 555 });
      equal(merged(reply), [true], 'merged');
      equal(
        [at(reply.json, '0.id'), at(reply.json, '0.contact_id')],
        [leadId, contactId],
        'the deal that absorbed',
      );
      equal(at((await amo.api('GET', `/leads/${leadId}`)).json, 'price'), 555, 'overwritten price');
      const second = await post(amo, {
        ...person('+79050001122'),
        _embedded: {
          contacts: [
            {
              custom_fields_values: [
                {
                  field_code: 'PHONE',
                  values: [
                    { value: '+79050001122', enum_code: 'WORK' },
                    { value: '+79998887766', enum_code: 'MOB' },
                  ],
                },
              ],
            },
          ],
        },
      });
      equal(merged(second), [true], 'merged again');
      const contact = await amo.api('GET', `/contacts/${contactId}`);
      const phones = rows(contact.json, 'custom_fields_values.0.values').map((row) =>
        String(at(row, 'value')),
      );
      equal(
        [
          phones.includes('+79050001122'),
          phones.includes('+79998887766'),
          phones.includes('8 (905) 000-33-44'),
        ],
        [true, true, true],
        'appended phones',
      );
    },
  ),
  controlled(
    'amo-4.2-keep',
    ['§4.2 conflict'],
    'keep: what is there stays',
    { byPhone: true, conflict: 'keep' },
    async (amo) => {
      equal(merged(await post(amo, { ...person('+79050001122'), price: 555 })), [true], 'merged');
      equal(at((await amo.api('GET', `/leads/${leadId}`)).json, 'price'), 48000, 'price');
    },
  ),
  controlled(
    'amo-4.2-email',
    ['§4.2 email'],
    'an e-mail is a criterion',
    { byPhone: false, byEmail: true },
    async (amo) => {
      const body = {
        name: 'Заявка',
        pipeline_id: pipelineId,
        _embedded: {
          contacts: [
            { custom_fields_values: [{ field_id: fields.email, values: [{ value: 'irina@example.org' }] }] },
          ],
        },
      };
      equal(merged(await post(amo, body)), [true], 'by e-mail');
      equal(merged(await post(amo, person('+79050001122'))), [false], 'by phone');
    },
  ),
  controlled(
    'amo-4.2-main',
    ['§4.2 main contact'],
    'a contact that is not main does not count',
    { byPhone: true },
    async (amo) => {
      await amo.api('POST', `/leads/${leadId}/link`, [
        { to_entity_id: emptyContactId, to_entity_type: 'contacts', metadata: { is_main: true } },
      ]);
      equal(merged(await post(amo, person('+79050001122'))), [false], 'merged');
    },
  ),
  controlled(
    'amo-4.2-statuses',
    ['§4.2 statuses'],
    'only the chosen stages are searched',
    { byPhone: true, statusIds: [statuses.talks] },
    async (amo) => {
      equal(merged(await post(amo, person('+79050001122'))), [false], 'in another stage');
      await amo.api('PATCH', `/leads/${leadId}`, { status_id: statuses.talks });
      const contact = await amo.api('GET', `/leads/${leadId}?with=contacts`);
      equal(at(contact.json, '_embedded.contacts.0.id'), contactId, 'the contact');
      equal(merged(await post(amo, person('+79050001122'))), [true], 'in the chosen stage');
    },
  ),
  controlled(
    'amo-4.2-over-three',
    ['§4.2 over three'],
    'four duplicates: none is touched',
    { byPhone: true },
    async (amo) => {
      for (const _ of [1, 2, 3])
        await amo.api('POST', '/leads', [
          { pipeline_id: pipelineId, _embedded: { contacts: [{ id: contactId, is_main: true }] } },
        ]);
      equal(merged(await post(amo, person('+79050001122'))), [false], 'merged');
    },
  ),
  controlled(
    'amo-4.2-stored-only',
    ['§4.2 stored only'],
    'two alike in one batch stay two',
    { byPhone: true },
    async (amo) => {
      equal(
        merged(await post(amo, person('+79067778899'), person('+79067778899'))),
        [false, false],
        'merged',
      );
    },
  ),
  controlled(
    'amo-4.2-here-only',
    ['§4.2 here only'],
    'POST /leads knows no duplicates',
    { byPhone: true },
    async (amo) => {
      const reply = await amo.api('POST', '/leads', [
        { pipeline_id: pipelineId, _embedded: { contacts: [{ id: contactId }] } },
      ]);
      equal(numberAt(reply.json, '_embedded.leads.0.id') === leadId, false, 'merged');
    },
  ),
  controlled(
    'amo-4.2-switches',
    ['§4.2 switches'],
    'both switches are needed',
    { byPhone: true },
    async (amo) => {
      await amo.set({ duplicateControl: false });
      equal(merged(await post(amo, person('+79050001122'))), [false], 'without the integration’s checkbox');
    },
  ),
  controlled(
    'amo-4.2-pipeline-switch',
    ['§4.2 switches'],
    'the pipeline’s switch',
    { byPhone: true, enabled: false },
    async (amo) => {
      equal(merged(await post(amo, person('+79050001122'))), [false], 'without the pipeline’s setting');
    },
  ),
];
