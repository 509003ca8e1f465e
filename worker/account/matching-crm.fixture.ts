import type { RemoteFetch } from '../http/remote-fetch.ts';
import { systemClock } from '../shared/clock.ts';
import { err, ok } from '../shared/result.ts';

/** Test support only: an amoCRM of two lists whose search shows nothing that is new, and a clinic of equal visits. */
export const FIELD = { recordId: 501, branchId: 502, patientId: 601 } as const;
export const STAGE = { pipelineId: 9011442, stageId: 75520014 };

type Item = { request_id: string; name?: string; first_name?: string; last_name?: string };
type Values = { field_id?: number; field_code?: string; values: { value: unknown }[] | null }[];
type Entity = {
  id: number;
  name: string;
  created_at: number;
  custom_fields_values: Values;
  contactId?: number;
  stage?: { pipelineId: number; stageId: number };
};

export function createCrm() {
  const leads: Entity[] = [];
  const contacts: Entity[] = [];
  const calls: string[] = [];
  const lost: string[] = [];
  /** amoCRM's duplicate control: the next creation goes into the first deal there is. ArchiMed+: talons are answered with nothing. */
  const control = { merges: false, hidesTalons: false };
  let now = systemClock.now;
  let id = 1000;
  const seconds = () => Math.floor(now() / 1000);
  const typed = (field: Values[number]) => ({ field_id: 77, field_type: 'numeric', ...field });
  const lead = (one: Entity) => ({
    ...one,
    price: 0,
    responsible_user_id: 1,
    pipeline_id: (one.stage ?? STAGE).pipelineId,
    status_id: (one.stage ?? STAGE).stageId,
    updated_at: one.created_at,
    custom_fields_values: one.custom_fields_values.map(typed),
    _embedded: { contacts: one.contactId ? [{ id: one.contactId, is_main: true }] : [] },
  });
  const contact = (one: Entity) => ({
    ...one,
    responsible_user_id: 1,
    updated_at: one.created_at,
    custom_fields_values: one.custom_fields_values.map(typed),
    _embedded: { leads: leads.filter(({ contactId }) => contactId === one.id).map((of) => ({ id: of.id })) },
  });
  const add = (list: Entity[], item: Item & { custom_fields_values?: Values }) => {
    id += 1;
    const name = item.name ?? `${item.last_name} ${item.first_name}`;
    const made = { id, name, created_at: seconds(), custom_fields_values: item.custom_fields_values ?? [] };
    list.push(made);
    return made as Entity;
  };
  const field = (fieldId: number) => ({ id: fieldId, name: `поле ${fieldId}`, type: 'numeric', sort: 1 });
  const routes: [RegExp, (url: URL, body: unknown) => unknown][] = [
    [/GET .*talonstatuses$/, () => ({ data: [{ id: 1, name: 'Запись' }], total: '1', page: 1, limit: 500 })],
    [/GET .*(talons|doctors)$/, () => ({ data: [], total: '0', page: 1, limit: 500 })],
    [
      /GET .*talons\/\d+$/,
      (url) => (control.hidesTalons ? null : talonOf(Number(url.pathname.split('/').at(-1)))),
    ],
    [/GET .*medcards\/\d+$/, (url) => cardOf(Number(url.pathname.split('/').at(-1)))],
    [
      /GET .*leads\/custom_fields$/,
      () => ({ _embedded: { custom_fields: [FIELD.recordId, FIELD.branchId].map(field) } }),
    ],
    [/GET .*contacts\/custom_fields$/, () => ({ _embedded: { custom_fields: [field(FIELD.patientId)] } })],
    [/GET .*pipelines$/, () => null],
    [/GET .*\/contacts$/, (url) => listed(url, 'contacts', contacts, contact)],
    [/GET .*\/leads$/, (url) => listed(url, 'leads', leads, lead)],
    [/GET .*\/leads\/\d+$/, (url) => one(url, leads, lead)],
    [/GET .*\/contacts\/\d+$/, (url) => one(url, contacts, contact)],
    [
      /POST .*leads\/complex$/,
      (_url, body) =>
        (body as (Item & { _embedded: { contacts: [Item] } })[]).map((item) => {
          const [first] = leads;
          if (control.merges && first) {
            const { id: dealId, contactId = null } = first;
            return { id: dealId, contact_id: contactId, merged: true, request_id: [item.request_id] };
          }
          const person = add(contacts, item._embedded.contacts[0]);
          const deal = add(leads, item);
          deal.contactId = person.id;
          return { id: deal.id, contact_id: person.id, merged: false, request_id: [item.request_id] };
        }),
    ],
    [
      /POST .*\/leads$/,
      (_url, body) => ({
        _embedded: {
          leads: (body as (Item & { _embedded: { contacts: [{ id: number }] } })[]).map((item) => {
            const deal = add(leads, item);
            deal.contactId = item._embedded.contacts[0].id;
            return { id: deal.id, request_id: item.request_id };
          }),
        },
      }),
    ],
    [
      /PATCH .*\/leads$/,
      (_url, body) => {
        const rows = body as { id: number; pipeline_id?: number; status_id?: number }[];
        for (const { id: dealId, pipeline_id: pipelineId, status_id: stageId } of rows) {
          const deal = leads.find((candidate) => candidate.id === dealId);
          if (deal && pipelineId && stageId) deal.stage = { pipelineId, stageId };
        }
        return { _embedded: { leads: rows.map((row) => ({ id: row.id, updated_at: 1 })) } };
      },
    ],
    [
      /(POST|PATCH) /,
      (url, body) => {
        const key = url.pathname.split('/').at(-1) ?? '';
        const rows = (body as { id?: number; request_id?: string }[]).map((item) => {
          id += 1;
          return { id: item.id ?? id, request_id: item.request_id, entity_id: 1, updated_at: 1 };
        });
        return { _embedded: { [key]: rows } };
      },
    ],
  ];
  function listed(url: URL, key: string, list: Entity[], view: (one: Entity) => object) {
    const { searchParams: query } = url;
    // The search lags: nothing of what is new here is found by it.
    const found = query.has('query') ? [] : list;
    const ids = query.getAll('filter[id][]').map(Number);
    const rows = ids.length > 0 ? found.filter((one) => ids.includes(one.id)) : found;
    const ordered = query.get('order[created_at]') === 'desc' ? rows.toReversed() : rows;
    const page = Number(query.get('page') ?? 1);
    const shown = ordered.slice((page - 1) * 250, page * 250);
    const next = page * 250 < ordered.length ? { next: { href: 'x' } } : {};
    return shown.length === 0 ? null : { _links: next, _embedded: { [key]: shown.map(view) } };
  }
  const one = (url: URL, list: Entity[], view: (one: Entity) => object) => {
    const found = list.find((entity) => entity.id === Number(url.pathname.split('/').at(-1)));
    return found ? view(found) : null;
  };
  const remote: RemoteFetch = async ({ method, url, body }) => {
    const address = new URL(url);
    const call = `${method} ${address.pathname}${address.searchParams.has('query') ? '?query' : ''}`;
    calls.push(call.replace(/^(\w+) \/api\/v4\//, '$1 '));
    const route = routes.find(([pattern]) => pattern.test(`${method} ${address.pathname}`));
    if (!route) throw new Error(`nobody answers ${call}`);
    const reply = route[1](address, typeof body === 'string' ? JSON.parse(body) : null);
    const isLost = lost.findIndex((path) => address.pathname.endsWith(path));
    if (isLost >= 0) {
      lost.splice(isLost, 1);
      return err({ kind: 'timeout', detail: '' });
    }
    return ok({
      status: reply === null ? 204 : 200,
      headers: new Headers(),
      text: reply === null ? '' : JSON.stringify(reply),
    });
  };
  return {
    leads,
    contacts,
    calls,
    lost,
    control,
    add,
    remote,
    setClock: (clock: () => number) => (now = clock),
  };
}
export type Crm = ReturnType<typeof createCrm>;

/** Talon n is of patient n; patients n and n + 500 are one person with two cards. */
export const patientOf = (talonId: number) => talonId;
function cardOf(id: number) {
  const person = id % 500;
  return {
    ...{
      id,
      number: String(id),
      last_name: `Фамилия${letters(person)}`,
      first_name: 'Анна',
      middle_name: '',
    },
    ...{ birthdate: '01.01.1990', phone: `8905${String(1_000_000 + person)}`, phone1: '', phone_alt: '' },
  };
}
const letters = (number: number) => [...String(number)].map((digit) => 'абвгдежзик'[Number(digit)]).join('');
function talonOf(id: number) {
  return {
    ...{ id, patient_id: patientOf(id), patient_name: '', patient_phone: '', info: '', room: '' },
    ...{ begintime: '10:00:00', endtime: '10:30:00', date: '10.01.2096', status_id: 1, record_type: '' },
    ...{ creation_datetime: '22.11.2026 09:00:00', update_datetime: '22.11.2026 09:00:00' },
    ...{ delete_reason_id: 0, deleted: false, docs: [{ id: 5, name: 'Лаврентьева Анна', type: '' }] },
  };
}
