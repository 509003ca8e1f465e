import type { ContractCase } from '../framework/case.ts';
import { at, equal, keys, numberAt, rows, status } from '../framework/check.ts';
import { adminId, contactId, fields, leadId, loneLeadId, options, statuses } from './account.ts';
import { type Amo, href, onAccount, read } from './kit.ts';

const lead = (amo: Amo, id: unknown = leadId, query = ''): Promise<unknown> =>
  read(amo, `/leads/${id}${query}`);
export const leadCases: readonly ContractCase[] = [
  onAccount(
    'amo-4.1-model',
    ['§4.1 model', '§4.1 embedded', '§4.1 only ids'],
    'a deal, key by key',
    async (amo) => {
      const bare = await lead(amo);
      keys(at(bare, '_embedded'), ['tags', 'companies'], '_embedded without with');
      const found = await lead(amo, leadId, '?with=contacts');
      keys(
        found,
        [
          'id',
          'name',
          'price',
          'responsible_user_id',
          'group_id',
          'status_id',
          'pipeline_id',
          'loss_reason_id',
          'created_by',
          'updated_by',
          'created_at',
          'updated_at',
          'closed_at',
          'closest_task_at',
          'is_deleted',
          'custom_fields_values',
          'score',
          'account_id',
          'labor_cost',
          '_links',
          '_embedded',
        ],
        'a deal',
      );
      equal(at(found, 'closest_task_at'), 1785400000, 'closest_task_at');
      equal(at(found, '_links'), href(`/leads/${leadId}`), '_links');
      equal(
        at(found, 'custom_fields_values'),
        [
          {
            field_id: fields.source,
            field_name: 'Источник',
            field_code: null,
            field_type: 'select',
            values: [{ value: 'Сайт', enum_id: options.site, enum_code: null }],
          },
          {
            field_id: fields.visitAt,
            field_name: 'Дата визита',
            field_code: null,
            field_type: 'date_time',
            values: [{ value: 1785283200 }],
          },
        ],
        'custom_fields_values',
      );
      equal(
        at(found, '_embedded.contacts'),
        [{ id: contactId, is_main: true, _links: href(`/contacts/${contactId}`) }],
        'contacts',
      );
      keys(at(found, '_embedded.tags.0'), ['id', 'name', 'color'], 'a tag');
      equal(
        [at(found, 'score'), at(found, 'labor_cost'), at(found, 'is_deleted')],
        [null, null, false],
        'score, labor_cost, is_deleted',
      );
    },
  ),
  onAccount('amo-4.1-with', ['§4.1 with fields'], 'keys that must be asked for', async (amo) => {
    equal(at(await lead(amo), 'source_id'), undefined, 'source_id unasked');
    const asked = await lead(amo, leadId, '?with=source_id,is_price_modified_by_robot');
    equal([at(asked, 'source_id'), at(asked, 'is_price_modified_by_robot')], [null, false], 'asked');
  }),
  onAccount(
    'amo-4.1-catalog-elements',
    ['§4.1 catalog elements'],
    'catalog elements of a deal that has none',
    async (amo) => {
      equal(
        at(await lead(amo, leadId, '?with=catalog_elements'), '_embedded.catalog_elements'),
        [],
        'catalog_elements',
      );
    },
  ),
  onAccount(
    'amo-4.1-lost',
    ['§4.1 loss_reason', '§4.1 loss', '§4.1 closed_at', '§4.1 loss reasons'],
    'a lost deal and its reason',
    async (amo) => {
      const list = await amo.api('GET', '/leads/loss_reasons');
      status(list, 200);
      const reason = rows(list.json, '_embedded.loss_reasons')[0];
      for (const key of ['id', 'name', 'sort', 'created_at', 'updated_at'])
        equal(at(reason, key) === undefined, false, key);
      const id = numberAt(reason, 'id');
      status(await amo.api('PATCH', `/leads/${leadId}`, { status_id: 143, loss_reason_id: id }), 200);
      const lost = await lead(amo, leadId, '?with=loss_reason');
      equal(
        [at(lost, 'loss_reason_id'), at(lost, 'closed_at')],
        [id, amo.clock.nowSeconds()],
        'loss_reason_id, closed_at',
      );
      const [embedded, ...more] = rows(lost, '_embedded.loss_reason');
      equal(more, [], 'further reasons');
      for (const key of ['id', 'name', 'sort', 'created_at', 'updated_at'])
        equal(at(embedded, key), at(reason, key), key);
      equal(at(await lead(amo), '_embedded.loss_reason'), undefined, 'unasked');
    },
  ),
  onAccount(
    'amo-4.1-closed-at',
    ['§4.1 closed_at'],
    'won sets closed_at, reopening clears it',
    async (amo) => {
      await amo.api('PATCH', `/leads/${leadId}`, { status_id: 142 });
      equal(at(await lead(amo), 'closed_at'), amo.clock.nowSeconds(), 'closed_at');
      await amo.api('PATCH', `/leads/${leadId}`, { status_id: statuses.fresh });
      equal(at(await lead(amo), 'closed_at'), null, 'closed_at of an open deal');
    },
  ),
  onAccount(
    'amo-4.1-only-deleted',
    ['§4.1 only_deleted', '§8 recycle bin'],
    'the recycle bin',
    async (amo) => {
      await amo.strings('POST', `/leads/${leadId}/delete`, {});
      status(await amo.api('GET', `/leads/${leadId}`), 204, 'the deal');
      const bin = await amo.api('GET', '/leads?with=only_deleted');
      equal(
        at(bin.json, '_embedded.leads'),
        [{ id: leadId, updated_at: amo.clock.nowSeconds(), updated_by: adminId, is_deleted: true }],
        'stubs',
      );
      await amo.strings('POST', `/leads/${leadId}/restore`, {});
      equal(at(await lead(amo), 'is_deleted'), false, 'restored');
    },
  ),
  onAccount('amo-4.1-order', ['§4.1 order'], 'three orders, both ways', async (amo) => {
    await amo.clock.advance(10_000);
    await amo.api('POST', '/leads', [{ created_at: 1785100000 }]);
    await amo.clock.advance(10_000);
    await amo.api('PATCH', `/leads/${leadId}`, { price: 1 });
    const first = async (order: string) =>
      at((await amo.api('GET', `/leads?order${order}&limit=1`)).json, '_embedded.leads.0.id');
    equal(await first('[updated_at]=desc'), leadId, 'updated last');
    equal(await first('[updated_at]=asc'), loneLeadId, 'updated first');
    equal((await first('[created_at]=asc')) === leadId, false, 'created first');
    equal(await first('[id]=asc'), leadId, 'lowest id');
  }),
  onAccount('amo-4.1-no-delete', ['§4.1 no delete'], 'no DELETE', async (amo) => {
    const made = await amo.api('POST', '/companies', [{ name: 'ООО' }]);
    const companyId = numberAt(made.json, '_embedded.companies.0.id');
    for (const path of [`/leads/${leadId}`, `/contacts/${contactId}`, `/companies/${companyId}`])
      status(await amo.api('DELETE', path), 405, path);
  }),
];
