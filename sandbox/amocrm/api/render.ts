import type { Account, Contact, EntityKind, Lead, Note, Task } from '../core/model.ts';
import { selfLink } from '../http/hal.ts';
import { renderCustomValues } from './custom-values.ts';

/** Read models of amocrm-api.md §4. */

function tagsOf(account: Account, kind: EntityKind, ids: readonly number[]): unknown[] {
  return account.tags[kind]
    .filter((tag) => ids.includes(tag.id))
    .map(({ id, name, color }) => ({ id, name, color }));
}

export function closestTask(account: Account, kind: EntityKind, id: number): number | null {
  const open = [...account.tasks.values()].filter(
    (task) => task.entityType === kind && task.entityId === id && !task.isCompleted,
  );
  return open.length === 0 ? null : Math.min(...open.map((task) => task.completeTill));
}

export function renderLead(account: Account, lead: Lead, withs: ReadonlySet<string>): unknown {
  const embedded: Record<string, unknown> = { tags: tagsOf(account, 'leads', lead.tagIds), companies: [] };
  if (withs.has('contacts')) {
    embedded.contacts = lead.contacts
      .filter(({ id }) => account.contacts.get(id)?.isDeleted === false)
      .map(({ id, isMain }) => ({ id, is_main: isMain, ...selfLink(account, `/contacts/${id}`) }));
  }
  if (withs.has('catalog_elements')) embedded.catalog_elements = [];
  if (withs.has('loss_reason')) embedded.loss_reason = [];
  return {
    id: lead.id,
    name: lead.name,
    price: lead.price,
    responsible_user_id: lead.responsibleUserId,
    group_id: account.users.find((user) => user.id === lead.responsibleUserId)?.groupId ?? 0,
    status_id: lead.statusId,
    pipeline_id: lead.pipelineId,
    loss_reason_id: lead.lossReasonId,
    ...(withs.has('source_id') ? { source_id: null } : {}),
    created_by: lead.createdBy,
    updated_by: lead.updatedBy,
    created_at: lead.createdAt,
    updated_at: lead.updatedAt,
    closed_at: lead.closedAt,
    closest_task_at: closestTask(account, 'leads', lead.id),
    is_deleted: lead.isDeleted,
    ...(withs.has('is_price_modified_by_robot') ? { is_price_modified_by_robot: false } : {}),
    custom_fields_values: renderCustomValues(account, 'leads', lead.values),
    score: null,
    account_id: account.id,
    labor_cost: null,
    ...selfLink(account, `/leads/${lead.id}`),
    _embedded: embedded,
  };
}

export function renderContact(account: Account, contact: Contact, withs: ReadonlySet<string>): unknown {
  const embedded: Record<string, unknown> = {
    tags: tagsOf(account, 'contacts', contact.tagIds),
    companies: [],
  };
  if (withs.has('leads')) {
    embedded.leads = [...account.leads.values()]
      .filter((lead) => !lead.isDeleted && lead.contacts.some((row) => row.id === contact.id))
      .map((lead) => ({ id: lead.id, ...selfLink(account, `/leads/${lead.id}`) }));
  }
  if (withs.has('customers')) embedded.customers = [];
  if (withs.has('catalog_elements')) embedded.catalog_elements = [];
  return {
    id: contact.id,
    name: contact.name,
    first_name: contact.firstName,
    last_name: contact.lastName,
    responsible_user_id: contact.responsibleUserId,
    group_id: account.users.find((user) => user.id === contact.responsibleUserId)?.groupId ?? 0,
    created_by: contact.createdBy,
    updated_by: contact.updatedBy,
    created_at: contact.createdAt,
    updated_at: contact.updatedAt,
    is_deleted: contact.isDeleted,
    is_unsorted: false,
    closest_task_at: closestTask(account, 'contacts', contact.id),
    custom_fields_values: renderCustomValues(account, 'contacts', contact.values),
    account_id: account.id,
    ...selfLink(account, `/contacts/${contact.id}`),
    _embedded: embedded,
  };
}

export function renderTask(account: Account, task: Task): unknown {
  return {
    id: task.id,
    created_by: task.createdBy,
    updated_by: task.updatedBy,
    created_at: task.createdAt,
    updated_at: task.updatedAt,
    responsible_user_id: task.responsibleUserId,
    group_id: account.users.find((user) => user.id === task.responsibleUserId)?.groupId ?? 0,
    entity_id: task.entityId,
    entity_type: task.entityType,
    duration: task.duration,
    is_completed: task.isCompleted,
    task_type_id: task.taskTypeId,
    text: task.text,
    // An empty list when there is none, an object otherwise (§4.7).
    result: task.resultText === null ? [] : { text: task.resultText },
    complete_till: task.completeTill,
    account_id: account.id,
    ...selfLink(account, `/tasks/${task.id}`),
  };
}

export function renderNote(account: Account, note: Note): unknown {
  return {
    id: note.id,
    entity_id: note.entityId,
    created_by: note.createdBy,
    updated_by: note.updatedBy,
    created_at: note.createdAt,
    updated_at: note.updatedAt,
    responsible_user_id: note.responsibleUserId,
    group_id: account.users.find((user) => user.id === note.responsibleUserId)?.groupId ?? 0,
    note_type: note.noteType,
    params: note.params,
    account_id: account.id,
    ...selfLink(account, `/${note.entityType}/${note.entityId}/notes/${note.id}`),
  };
}
