import type { Account, Company, Contact, EntityKind, Field, FieldValues, Lead } from '../core/model.ts';
import { isDateType } from '../core/values.ts';
import { child, inRange, listOf, type Nested, numbersOf, rangeOf } from '../http/brackets.ts';
import { closestTask } from './render.ts';

/**
 * The alpha filters of leads and contacts (amocrm-api.md §4.11). Unless the account has them switched on they are
 * not even looked at: the caller gets unfiltered rows with status 200.
 */

type Node = Nested | string | undefined;

function inList(value: number, node: Node): boolean {
  return node === undefined || numbersOf(node).includes(value);
}

function valueMatches(field: Field, values: FieldValues, node: Node): boolean {
  const items = values.get(field.id) ?? [];
  const ranged = typeof node === 'object' && ('from' in node || 'to' in node);
  if (ranged || isDateType(field.type)) {
    return items.some((item) => inRange(Number(item.value), rangeOf(node)));
  }
  const wanted = listOf(node);
  return items.some((item) => {
    if (item.enumId !== null) return wanted.includes(String(item.enumId));
    if (typeof item.value === 'boolean') return wanted.includes(item.value ? '1' : '0');
    return wanted.includes(String(item.value));
  });
}

function commonMatches(
  account: Account,
  kind: EntityKind,
  entity: Lead | Contact | Company,
  filter: Node,
): boolean {
  const names = listOf(child(filter, 'name'));
  if (names.length > 0 && !names.includes(entity.name)) return false;
  const custom = child(filter, 'custom_fields_values');
  if (typeof custom === 'object') {
    for (const [fieldId, node] of Object.entries(custom)) {
      const field = account.fields[kind].find((candidate) => String(candidate.id) === fieldId);
      if (field === undefined || !valueMatches(field, entity.values, node)) return false;
    }
  }
  return (
    inList(entity.id, child(filter, 'id')) &&
    inList(entity.createdBy, child(filter, 'created_by')) &&
    inList(entity.updatedBy, child(filter, 'updated_by')) &&
    inList(entity.responsibleUserId, child(filter, 'responsible_user_id')) &&
    inRange(entity.createdAt, rangeOf(child(filter, 'created_at'))) &&
    inRange(entity.updatedAt, rangeOf(child(filter, 'updated_at'))) &&
    inRange(closestTask(account, kind, entity.id), rangeOf(child(filter, 'closest_task_at')))
  );
}

function statusMatches(lead: Lead, node: Node): boolean {
  if (typeof node !== 'object') return true;
  return Object.values(node).some(
    (pair) =>
      inList(lead.pipelineId, child(pair, 'pipeline_id')) && inList(lead.statusId, child(pair, 'status_id')),
  );
}

export function leadMatches(account: Account, lead: Lead, filter: Node): boolean {
  return (
    commonMatches(account, 'leads', lead, filter) &&
    statusMatches(lead, child(filter, 'statuses')) &&
    inList(lead.pipelineId, child(filter, 'pipeline_id')) &&
    inRange(lead.price, rangeOf(child(filter, 'price'))) &&
    inRange(lead.closedAt, rangeOf(child(filter, 'closed_at')))
  );
}

export function contactMatches(account: Account, contact: Contact, filter: Node): boolean {
  return commonMatches(account, 'contacts', contact, filter);
}

export function companyMatches(account: Account, company: Company, filter: Node): boolean {
  return commonMatches(account, 'companies', company, filter);
}
