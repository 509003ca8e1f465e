import type { ContractCase } from '../framework/case.ts';
import { at, equal, keys, numberAt, rows, status } from '../framework/check.ts';
import {
  contactId,
  fields,
  leadId,
  loneLeadId,
  managerId,
  options,
  pipelineId,
  secondPipelineId,
  statuses,
} from './account.ts';
import { type Amo, href, onAccount, read, seed } from './kit.ts';

const lead = (amo: Amo, id: unknown = leadId, query = ''): Promise<unknown> =>
  read(amo, `/leads/${id}${query}`);
const tagNames = (entity: unknown): unknown[] => rows(entity, '_embedded.tags').map((tag) => at(tag, 'name'));

export const leadWriteCases: readonly ContractCase[] = [
  onAccount('amo-4-batch', ['§4 batch', '§4.1 patch reply'], 'single and batch PATCH', async (amo) => {
    const single = await amo.api('PATCH', `/leads/${leadId}`, { price: 7 });
    keys(single.json, ['id', 'updated_at', '_links'], 'single reply');
    equal(at(single.json, 'updated_at'), amo.clock.nowSeconds(), 'updated_at');
    const batch = await amo.api('PATCH', '/leads', [
      { id: leadId, price: 8 },
      { id: loneLeadId, price: 9 },
    ]);
    keys(batch.json, ['_links', '_embedded'], 'batch reply');
    const [row] = rows(batch.json, '_embedded.leads');
    keys(row, ['id', 'updated_at', '_links'], 'a row');
    equal(at(row, '_links'), href(`/leads/${leadId}`), '_links');
    equal([at(await lead(amo), 'price'), at(await lead(amo, loneLeadId), 'price')], [8, 9], 'prices');
  }),
  onAccount('amo-4-request-id', ['§4 request_id'], 'request_id: own or index', async (amo) => {
    const reply = await amo.api('POST', '/leads', [{ request_id: 'form-17' }, {}]);
    equal(
      rows(reply.json, '_embedded.leads').map((row) => at(row, 'request_id')),
      ['form-17', '1'],
      'request_id',
    );
  }),
  onAccount('amo-4.1-create', ['§4.1 create', '§4.1 robot'], 'the documented example', async (amo) => {
    const reply = await amo.api('POST', '/leads', [
      {
        name: 'Заявка №17',
        price: 48000,
        pipeline_id: pipelineId,
        status_id: statuses.fresh,
        created_by: 0,
        responsible_user_id: managerId,
        request_id: 'form-17',
        custom_fields_values: [
          { field_id: fields.city, values: [{ value: 'Казань' }] },
          { field_id: fields.source, values: [{ enum_id: options.site }] },
        ],
        tags_to_add: [{ name: 'сайт' }],
        _embedded: { contacts: [{ id: contactId, is_main: true }] },
      },
    ]);
    status(reply, 200);
    const id = numberAt(reply.json, '_embedded.leads.0.id');
    equal(
      reply.json,
      {
        _links: href('/leads'),
        _embedded: { leads: [{ id, request_id: 'form-17', _links: href(`/leads/${id}`) }] },
      },
      'reply',
    );
    const made = await lead(amo, id, '?with=contacts');
    equal(
      [at(made, 'created_by'), at(made, 'price'), at(made, 'responsible_user_id')],
      [0, 48000, managerId],
      'values',
    );
    equal(tagNames(made), ['сайт'], 'tags');
    equal(at(made, '_embedded.contacts.0.id'), contactId, 'contact');
  }),
  onAccount('amo-4.1-defaults', ['§4.1 defaults'], 'an empty deal', async (amo) => {
    const reply = await amo.api('POST', '/leads', [{}]);
    const made = await lead(amo, numberAt(reply.json, '_embedded.leads.0.id'));
    equal(
      [at(made, 'pipeline_id'), at(made, 'status_id')],
      [pipelineId, statuses.fresh],
      'pipeline and stage',
    );
    const second = await amo.api('POST', '/leads', [{ pipeline_id: secondPipelineId }]);
    equal(
      at(await lead(amo, numberAt(second.json, '_embedded.leads.0.id')), 'status_id'),
      statuses.second,
      'first stage of the named pipeline',
    );
  }),
  onAccount(
    'amo-4.1-tags',
    ['§4.1 tags replace', '§4.1 tags add'],
    'replacing, adding, taking away',
    async (amo) => {
      const patch = (body: unknown) => amo.api('PATCH', `/leads/${leadId}`, body);
      await patch({ tags_to_add: [{ name: 'звонок' }] });
      equal(tagNames(await lead(amo)).sort(), ['звонок', 'сайт'], 'added');
      await patch({ tags_to_delete: [{ name: 'сайт' }] });
      equal(tagNames(await lead(amo)), ['звонок'], 'taken away');
      await patch({ _embedded: { tags: [{ name: 'новый' }] } });
      equal(tagNames(await lead(amo)), ['новый'], 'replaced');
      await patch({ _embedded: { tags: [] } });
      equal(tagNames(await lead(amo)), [], '[]');
      await patch({ _embedded: { tags: [{ name: 'опять' }] } });
      await patch({ _embedded: { tags: null } });
      equal(tagNames(await lead(amo)), [], 'null');
    },
  ),
  onAccount('amo-4.1-values', ['§4.1 values'], 'a PATCH of one field leaves the others', async (amo) => {
    await amo.api('PATCH', `/leads/${leadId}`, {
      custom_fields_values: [{ field_id: fields.city, values: [{ value: 'Уфа' }] }],
    });
    const ids = async () =>
      rows(await lead(amo), 'custom_fields_values')
        .map((row) => at(row, 'field_id'))
        .sort();
    equal(await ids(), [fields.city, fields.source, fields.visitAt], 'fields');
    await amo.api('PATCH', `/leads/${leadId}`, {
      custom_fields_values: [{ field_id: fields.source, values: null }],
    });
    equal(await ids(), [fields.city, fields.visitAt], 'after values: null');
  }),
  {
    id: 'amo-4.1-source',
    facts: ['§4.1 source'],
    title: 'the pipeline of the source',
    async run(context) {
      const amo = await seed(context, {
        sources: [{ externalId: 'site', name: 'Сайт', pipelineId: secondPipelineId }],
      });
      const reply = await amo.api('POST', '/leads', [
        { _embedded: { source: { external_id: 'site', type: 'widget' } } },
      ]);
      equal(
        at(await lead(amo, numberAt(reply.json, '_embedded.leads.0.id')), 'pipeline_id'),
        secondPipelineId,
        'pipeline_id',
      );
    },
  },
];
