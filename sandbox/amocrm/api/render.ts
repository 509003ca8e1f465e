import type { Account, Company, Contact, EntityKind, Lead, Note, Task } from '../core/model.ts';
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

function groupOf(account: Account, userId: number): number {
  return account.users.find((user) => user.id === userId)?.groupId ?? 0;
}

function refs(account: Account, path: string, rows: Iterable<{ id: number; isDeleted: boolean }>): unknown[] {
  return [...rows]
    .filter((row) => !row.isDeleted)
    .map(({ id }) => ({ id, ...selfLink(account, `/${path}/${id}`) }));
}

/** Always there, one at most: a deal and a contact have one company (§4.1). */
function companiesOf(account: Account, companyId: number | null): unknown[] {
  const company = companyId === null ? undefined : account.companies.get(companyId);
  return refs(account, 'companies', company === undefined ? [] : [company]);
}

/** An array of one (§4.1). */
function lossReasonOf(account: Account, lead: Lead): unknown[] {
  return account.lossReasons
    .filter((reason) => reason.id === lead.lossReasonId)
    .map(({ id, name, sort, createdAt, updatedAt }) => ({
      id,
      name,
      sort,
      created_at: createdAt,
      updated_at: updatedAt,
    }));
}

export function renderLead(account: Account, lead: Lead, withs: ReadonlySet<string>): unknown {
  const embedded: Record<string, unknown> = {
    tags: tagsOf(account, 'leads', lead.tagIds),
    companies: companiesOf(account, lead.companyId),
  };
  if (withs.has('contacts')) {
    embedded.contacts = lead.contacts
      .filter(({ id }) => account.contacts.get(id)?.isDeleted === false)
      .map(({ id, isMain }) => ({ id, is_main: isMain, ...selfLink(account, `/contacts/${id}`) }));
  }
  if (withs.has('catalog_elements')) embedded.catalog_elements = [];
  if (withs.has('loss_reason')) embedded.loss_reason = lossReasonOf(account, lead);
  return {
    id: lead.id,
    name: lead.name,
    price: lead.price,
    responsible_user_id: lead.responsibleUserId,
    group_id: groupOf(account, lead.responsibleUserId),
    status_id: lead.statusId,
    pipeline_id: lead.pipelineId,
    loss_reason_id: lead.lossReasonId,
    ...(withs.has('source_id') ? { source_id: lead.sourceId } : {}),
    created_by: lead.createdBy,
    updated_by: lead.updatedBy,
    created_at: lead.createdAt,
    updated_at: lead.updatedAt,
    closed_at: lead.closedAt,
    closest_task_at: closestTask(account, 'leads', lead.id),
    is_deleted: lead.isDeleted,
    ...(withs.has('is_price_modified_by_robot')
      ? { is_price_modified_by_robot: lead.isPriceModifiedByRobot }
      : {}),
    custom_fields_values: renderCustomValues(account, 'leads', lead.values),
    score: lead.score,
    account_id: account.id,
    labor_cost: lead.laborCost,
    ...selfLink(account, `/leads/${lead.id}`),
    _embedded: embedded,
  };
}

export function renderContact(account: Account, contact: Contact, withs: ReadonlySet<string>): unknown {
  const embedded: Record<string, unknown> = {
    tags: tagsOf(account, 'contacts', contact.tagIds),
    companies: companiesOf(account, contact.companyId),
  };
  if (withs.has('leads')) {
    const leads = [...account.leads.values()];
    const own = leads.filter((lead) => lead.contacts.some((row) => row.id === contact.id));
    embedded.leads = refs(account, 'leads', own);
  }
  if (withs.has('customers')) embedded.customers = [];
  if (withs.has('catalog_elements')) embedded.catalog_elements = [];
  return {
    id: contact.id,
    name: contact.name,
    first_name: contact.firstName,
    last_name: contact.lastName,
    responsible_user_id: contact.responsibleUserId,
    group_id: groupOf(account, contact.responsibleUserId),
    created_by: contact.createdBy,
    updated_by: contact.updatedBy,
    created_at: contact.createdAt,
    updated_at: contact.updatedAt,
    is_deleted: contact.isDeleted,
    is_unsorted: contact.isUnsorted,
    closest_task_at: closestTask(account, 'contacts', contact.id),
    custom_fields_values: renderCustomValues(account, 'contacts', contact.values),
    account_id: account.id,
    ...selfLink(account, `/contacts/${contact.id}`),
    _embedded: embedded,
  };
}

export function renderCompany(account: Account, company: Company, withs: ReadonlySet<string>): unknown {
  const embedded: Record<string, unknown> = { tags: tagsOf(account, 'companies', company.tagIds) };
  if (withs.has('contacts')) {
    const own = [...account.contacts.values()].filter((contact) => contact.companyId === company.id);
    embedded.contacts = refs(account, 'contacts', own);
  }
  if (withs.has('leads')) {
    const own = [...account.leads.values()].filter((lead) => lead.companyId === company.id);
    embedded.leads = refs(account, 'leads', own);
  }
  if (withs.has('customers')) embedded.customers = [];
  if (withs.has('catalog_elements')) embedded.catalog_elements = [];
  return {
    id: company.id,
    name: company.name,
    responsible_user_id: company.responsibleUserId,
    group_id: groupOf(account, company.responsibleUserId),
    created_by: company.createdBy,
    updated_by: company.updatedBy,
    created_at: company.createdAt,
    updated_at: company.updatedAt,
    is_deleted: company.isDeleted,
    closest_task_at: closestTask(account, 'companies', company.id),
    custom_fields_values: renderCustomValues(account, 'companies', company.values),
    account_id: account.id,
    ...selfLink(account, `/companies/${company.id}`),
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
    group_id: groupOf(account, task.responsibleUserId),
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
    group_id: groupOf(account, note.responsibleUserId),
    note_type: note.noteType,
    params: note.params,
    account_id: account.id,
    ...selfLink(account, `/${note.entityType}/${note.entityId}/notes/${note.id}`),
  };
}
