import type { ContractCase } from '../framework/case.ts';
import { at, equal, rows, status } from '../framework/check.ts';
import {
  contactId,
  emptyContactId,
  fields,
  leadId,
  loneLeadId,
  managerId,
  options,
  pipelineId,
  statuses,
} from './account.ts';
import { type Amo, onAccount } from './kit.ts';

async function found(amo: Amo, entity: string, query: string): Promise<unknown[]> {
  const reply = await amo.api('GET', `/${entity}?${query}`);
  return reply.status === 204 ? [] : rows(reply.json, `_embedded.${entity}`).map((row) => at(row, 'id'));
}
const search = (amo: Amo, text: string): Promise<unknown[]> =>
  found(amo, 'contacts', `query=${encodeURIComponent(text)}`);

export const searchCases: readonly ContractCase[] = [
  onAccount(
    'amo-4.11-off',
    ['§4.11 off', '§8 toggles'],
    'filters are silently ignored until the account has them',
    async (amo) => {
      const both = [leadId, loneLeadId];
      for (const filter of [
        'filter[id]=1',
        'filter[name]=x',
        'filter[updated_at][from]=4000000000',
        `filter[statuses][0][pipeline_id]=${pipelineId}&filter[statuses][0][status_id]=142`,
      ]) {
        equal(await found(amo, 'leads', filter), both, filter);
      }
      equal(
        await found(amo, 'contacts', `filter[id][]=${contactId}`),
        [contactId, emptyContactId],
        'contacts',
      );
    },
  ),
  onAccount('amo-4.11-leads', ['§4.11 leads'], 'filters of deals', async (amo) => {
    await amo.set({ filtersEnabled: true });
    await amo.clock.advance(10_000);
    await amo.api('PATCH', `/leads/${loneLeadId}`, { price: 100, status_id: 142 });
    const now = amo.clock.nowSeconds();
    const cases: [string, unknown[]][] = [
      [`filter[id][]=${leadId}`, [leadId]],
      ['filter[name]=Без контакта', [loneLeadId]],
      ['filter[price][from]=1000', [leadId]],
      ['filter[price][from]=50&filter[price][to]=200', [loneLeadId]],
      [`filter[statuses][0][pipeline_id]=${pipelineId}&filter[statuses][0][status_id]=142`, [loneLeadId]],
      [
        `filter[statuses][0][pipeline_id]=${pipelineId}&filter[statuses][0][status_id]=142&filter[statuses][1][pipeline_id]=${pipelineId}&filter[statuses][1][status_id]=${statuses.fresh}`,
        [leadId, loneLeadId],
      ],
      ['filter[pipeline_id]=9011450', []],
      [`filter[responsible_user_id]=${managerId}`, [leadId]],
      [`filter[updated_at][from]=${now}`, [loneLeadId]],
      [`filter[closed_at][from]=${now}`, [loneLeadId]],
      ['filter[created_at][to]=1785299999', []],
      ['filter[closest_task_at][from]=1785399999', [leadId]],
    ];
    for (const [filter, expected] of cases)
      equal(await found(amo, 'leads', encodeURI(filter)), expected, filter);
  }),
  onAccount('amo-4.11-contacts', ['§4.11 contacts'], 'filters of contacts', async (amo) => {
    await amo.set({ filtersEnabled: true });
    equal(await found(amo, 'contacts', `filter[id][]=${contactId}&filter[id][]=1`), [contactId], 'ids');
    await amo.clock.advance(10_000);
    await amo.api('PATCH', `/contacts/${emptyContactId}`, { name: 'Позже' });
    equal(
      await found(amo, 'contacts', `filter[updated_at][from]=${amo.clock.nowSeconds()}`),
      [emptyContactId],
      'updated_at',
    );
    equal(
      await found(amo, 'contacts', `filter[responsible_user_id]=${managerId}`),
      [contactId],
      'responsible_user_id',
    );
  }),
  onAccount('amo-4.11-values', ['§4.11 values'], 'filters of custom fields', async (amo) => {
    await amo.set({ filtersEnabled: true });
    await amo.api('PATCH', `/leads/${loneLeadId}`, {
      custom_fields_values: [
        { field_id: fields.recordId, values: [{ value: '1042' }] },
        { field_id: fields.agreed, values: [{ value: true }] },
        { field_id: fields.city, values: [{ value: 'Уфа' }] },
      ],
    });
    const by = (id: number, rest: string) =>
      found(amo, 'leads', encodeURI(`filter[custom_fields_values][${id}]${rest}`));
    equal(await by(fields.recordId, '[]=1042'), [loneLeadId], 'numeric');
    equal(await by(fields.recordId, '[from]=1000'), [loneLeadId], 'numeric range');
    equal(await by(fields.city, '[]=Уфа'), [loneLeadId], 'text');
    equal(await by(fields.agreed, '[]=1'), [loneLeadId], 'checkbox');
    equal(await by(fields.source, `[]=${options.site}`), [leadId], 'option');
    equal(await by(fields.visitAt, '[from]=1785283200'), [leadId], 'date range');
    equal(await by(fields.visitAt, '[to]=1785283199'), [], 'date range before');
  }),
  onAccount(
    'amo-4.12-search',
    ['§4.12 search', '§4.12 digits', '§4.12 short'],
    'what a query finds',
    async (amo) => {
      equal(await search(amo, 'Лебед'), [contactId], 'part of a name');
      equal(await search(amo, 'irina@example'), [contactId], 'part of an e-mail');
      equal(await search(amo, '9050001122'), [contactId], 'ten digits');
      equal(await search(amo, '9050003344'), [contactId], 'ten digits of a phone typed otherwise');
      equal(await search(amo, '+79050003344'), [], '+7 against 8…');
      equal(await search(amo, '89050001122'), [], '8 against +7…');
      equal(await search(amo, 'Ир'), [], 'two letters');
      equal(await found(amo, 'leads', 'query=Казань'), [], 'nothing');
      equal(await found(amo, 'leads', encodeURI('query=лендинг')), [leadId], 'a deal');
    },
  ),
  onAccount(
    'amo-4.12-false-positives',
    ['§4.12 false positives', '§8 toggles'],
    'digits in a name are found as well',
    async (amo) => {
      const made = await amo.api('POST', '/contacts', [{ name: 'Заказ 9050001122' }]);
      await amo.clock.advance(60_000);
      equal(await search(amo, '9050001122'), [contactId, at(made.json, '_embedded.contacts.0.id')], 'both');
    },
  ),
  onAccount('amo-4.12-lag', ['§4.12 lag', '§8 toggles'], 'a fresh contact is found later', async (amo) => {
    const made = await amo.api('POST', '/contacts', [{ name: 'Новый Человек' }]);
    const id = at(made.json, '_embedded.contacts.0.id');
    status(await amo.api('GET', `/contacts/${id}`), 200, 'by id at once');
    equal(await search(amo, 'Новый Человек'), [], 'at once');
    await amo.clock.advance(60_000);
    equal(await search(amo, 'Новый Человек'), [id], 'a minute later');
  }),
];
