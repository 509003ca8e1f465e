import type { Fact } from '../framework/case.ts';

/** amocrm-api.md §4.6. */
export const fieldFacts: readonly Fact[] = [
  { key: '§4.6 model', text: 'the model of a field of a deal' },
  {
    key: '§4.6 entity keys',
    text: '`is_computed`, `hidden_statuses` only for deals; `is_predefined`, `is_deletable` only for contacts and companies',
  },
  { key: '§4.6 read', text: 'everyone may read fields; `filter[type][]`, `order[sort|id]`, pages' },
  { key: '§4.6 write', text: 'only administrators may write them' },
  { key: '§4.6 create', text: 'the documented create and its 201' },
  {
    key: '§4.6 required',
    text: '`name` and `type` are required; `enums` for the select family; unknown types are refused',
  },
  { key: '§4.6 currency', text: 'monetary needs `currency`' },
  { key: '§4.6 group', text: 'a field may name its group' },
  { key: '§4.6 statuses', text: '`required_statuses`, `hidden_statuses`' },
  { key: '§4.6 patch', text: 'PATCH is 201' },
  {
    key: '§4.6 patch enums',
    text: 'PATCH of enums replaces the list: ids keep, no id creates, unsent ids are deleted with their values',
  },
  { key: '§4.6 type fixed', text: 'the type cannot be patched' },
  { key: '§4.6 delete', text: 'DELETE is 204 and erases the values' },
  { key: '§4.6 entities', text: 'fields of leads, contacts, companies' },
  {
    key: '§4.6 other entities',
    text: 'fields of customers, segments, catalogs',
    notDone: 'the double has no customers and no catalogs; the product does not use them',
  },
  {
    key: '§4.6 availability',
    text: 'types per entity: multitext not for deals, tracking_data only for deals',
  },
  { key: '§4.6 text', text: 'text, textarea, streetaddress: `{value: string}`' },
  { key: '§4.6 numeric', text: 'numeric: a string or a number' },
  { key: '§4.6 checkbox', text: 'checkbox: bool' },
  { key: '§4.6 select', text: 'select, radiobutton: one of `value`, `enum_id`, `enum_code`' },
  { key: '§4.6 multiselect', text: 'multiselect: several; a list replaces' },
  { key: '§4.6 date', text: 'date, date_time, birthday: Unix seconds or RFC 3339; read as seconds' },
  { key: '§4.6 url', text: 'url: `{value: "https://…"}`' },
  { key: '§4.6 multitext', text: 'multitext: many `{value, enum_id | enum_code}`' },
  { key: '§4.6 smart_address', text: 'smart_address: many `{value, enum_id 1..6 | enum_code}`' },
  { key: '§4.6 legal_entity', text: 'legal_entity: `{value: {name!, …}}`' },
  { key: '§4.6 monetary', text: 'monetary: `{value: "100"}`' },
  { key: '§4.6 tracking_data', text: 'tracking_data: `{value: "…"}`' },
  {
    key: '§4.6 file',
    text: 'file: `{file_uuid, …}`',
  },
  {
    key: '§4.6 catalogs',
    text: 'chained_list, linked_entity, items, price, category, payer, supplier',
    notDone: 'they belong to catalogs, which the double does not have',
  },
  { key: '§4.6 multitext closed', text: 'users cannot create multitext' },
  { key: '§4.6 absent', text: 'unfilled fields are absent' },
  {
    key: '§4.6 groups',
    text: 'field groups: string ids, POST 201, PATCH 200, DELETE 204, predefined refuse; the model',
  },
];
