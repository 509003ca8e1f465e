import type { StoredValue } from '../core/model.ts';
import type { Bootstrap, CardView, LeadRow, PersonCard, PersonRow, UserRow } from '../pages/view-types.ts';
import { request } from './http.ts';
import type { BaseEntity } from './state.ts';

export type LeadEdit = {
  name?: string;
  price?: number;
  statusId?: number;
  pipelineId?: number;
  responsibleUserId?: number;
  lossReasonId?: number | null;
  contactIds?: number[];
};
export type NewTask = {
  text: string;
  task_type_id: number;
  complete_till: number;
  responsible_user_id: number;
};
export type Named = { id: number; name: string };

/** The API's rules without its limits: `/ajax/v4` (pages/page-env.ts). */
function v4<T = unknown>(method: string, path: string, body?: unknown): Promise<T> {
  return request<T>(method, `/ajax/v4${path}`, body);
}

function link(
  entity: BaseEntity,
  id: number,
  way: 'link' | 'unlink',
  to: BaseEntity,
  toId: number,
  main = false,
) {
  const metadata = main ? { metadata: { is_main: true } } : {};
  return v4('POST', `/${entity}/${id}/${way}`, [{ to_entity_id: toId, to_entity_type: to, ...metadata }]);
}

export const api = {
  v4,
  bootstrap: () => request<Bootstrap>('GET', '/ajax/bootstrap'),
  leads: (deleted = false) =>
    request<{ leads: LeadRow[] }>('GET', `/ajax/leads${deleted ? '?deleted=1' : ''}`),
  card: (id: number) => request<CardView>('GET', `/ajax/leads/${id}`),
  editLead: (id: number, edit: LeadEdit) => request<CardView>('POST', `/ajax/leads/${id}`, edit),
  addLead: (lead: LeadEdit) => request<{ id: number }>('POST', '/ajax/leads', lead),
  people: (kind: 'contacts' | 'companies', deleted = false) =>
    request<{ rows: PersonRow[] }>('GET', `/ajax/${kind}${deleted ? '?deleted=1' : ''}`),
  person: (kind: 'contacts' | 'companies', id: number) => request<PersonCard>('GET', `/ajax/${kind}/${id}`),
  add: async (entity: BaseEntity, body: Record<string, unknown>): Promise<number> => {
    const made = await v4<{ _embedded: Record<string, { id: number }[]> }>('POST', `/${entity}`, [body]);
    return made._embedded[entity]?.[0]?.id ?? 0;
  },
  edit: (entity: BaseEntity, id: number, body: Record<string, unknown>) =>
    v4('PATCH', `/${entity}/${id}`, body),
  saveField: (entity: BaseEntity, id: number, fieldId: number, values: readonly FieldInput[] | null) =>
    v4('PATCH', `/${entity}/${id}`, { custom_fields_values: [{ field_id: fieldId, values }] }),
  saveTags: (entity: BaseEntity, id: number, names: readonly string[]) =>
    v4('PATCH', `/${entity}/${id}`, {
      _embedded: { tags: names.length === 0 ? null : names.map((name) => ({ name })) },
    }),
  addNote: (entity: BaseEntity, id: number, text: string) =>
    v4('POST', `/${entity}/${id}/notes`, [{ note_type: 'common', params: { text } }]),
  addTask: (entity: BaseEntity, id: number, task: NewTask) =>
    v4('POST', '/tasks', [{ ...task, entity_id: id, entity_type: entity }]),
  editTask: (id: number, task: Partial<NewTask> | { is_completed: boolean; result?: { text: string } }) =>
    v4('PATCH', `/tasks/${id}`, task),
  link: (entity: BaseEntity, id: number, to: BaseEntity, toId: number, main = false) =>
    link(entity, id, 'link', to, toId, main),
  unlink: (entity: BaseEntity, id: number, to: BaseEntity, toId: number) =>
    link(entity, id, 'unlink', to, toId),
  bin: (entity: BaseEntity, id: number, deed: 'delete' | 'restore') =>
    request<unknown>('POST', `/ajax/${entity}/${id}/${deed}`, {}),
  merge: (entity: 'leads' | 'contacts', winner: number, losers: readonly number[]) =>
    request<unknown>('POST', '/ajax/merge', { entity, winner, losers }),
  users: () => request<{ users: UserRow[] }>('GET', '/ajax/users'),
  editUser: (id: number, edit: Record<string, unknown>) =>
    request<unknown>('PATCH', `/ajax/users/${id}`, edit),
  switchUser: (userId: number) => request<unknown>('POST', '/ajax/session', { userId }),
  saveWidget: (code: string, settings: Record<string, unknown>) =>
    request<{ installed: boolean }>('POST', `/ajax/widgets/${code}/save`, { settings }),
  disableWidget: (code: string) =>
    request<{ installed: boolean }>('POST', `/ajax/widgets/${code}/disable`, {}),
  disposableToken: (uuid: string) =>
    request<{ token: string }>('GET', `/ajax/v2/integrations/${uuid}/disposable_token`),
};

/** One value as a write takes it (amocrm-api.md §4.6). */
export type FieldInput = { value?: StoredValue['value']; enum_id?: number };
