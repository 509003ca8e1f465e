import type { CrmEvent } from '../core/model.ts';
import { child, inRange, listOf, type Nested, numbersOf, rangeOf } from '../http/brackets.ts';

/** The filters of amocrm-api.md §4.15; they are always on. */

type Node = Nested | string | undefined;

const MAX_VALUES = 10;
const oneField = /^custom_field_(\d+)_value_changed$/;
const entityName = /^(lead|contact|company|customer|task|catalog_\d+)$/;

/** Why a filter is refused, or null. */
export function filterError(filter: Node): string | null {
  const types = listOf(child(filter, 'type'));
  const entities = listOf(child(filter, 'entity'));
  const ids = listOf(child(filter, 'entity_id'));
  if (ids.length > MAX_VALUES || listOf(child(filter, 'created_by')).length > MAX_VALUES) {
    return `Filter takes at most ${MAX_VALUES} values`;
  }
  if (entities.some((name) => !entityName.test(name))) return 'Unknown entity in filter';
  if (ids.length > 0 && entities.length !== 1) return 'Filter by entity_id requires exactly one entity';
  const fieldTypes = types.filter((type) => oneField.test(type));
  if (fieldTypes.length > 0 && types.length > 1) return 'Field type cannot be combined with other types';
  const byEnum = ['value_after', 'value_before'].some(
    (key) => child(child(filter, key), 'custom_field_values') !== undefined,
  );
  return byEnum && fieldTypes.length !== 1 ? 'Filter by custom_field_values requires one field type' : null;
}

function typeMatches(event: CrmEvent, types: readonly string[]): boolean {
  if (types.length === 0 || types.includes(event.type)) return true;
  return types.includes('custom_field_value_changed') && oneField.test(event.type);
}

function at(value: unknown, ...path: string[]): unknown {
  let node = value;
  for (const key of path)
    node = typeof node === 'object' && node !== null ? Reflect.get(node, key) : undefined;
  return node;
}

function statusMatches(values: readonly unknown[], wanted: Node): boolean {
  if (typeof wanted !== 'object') return true;
  return Object.values(wanted).some((pair) =>
    values.some(
      (value) =>
        numbersOf(child(pair, 'status_id')).includes(Number(at(value, 'lead_status', 'id'))) &&
        numbersOf(child(pair, 'pipeline_id')).includes(Number(at(value, 'lead_status', 'pipeline_id'))),
    ),
  );
}

function oneOf(values: readonly unknown[], wanted: Node, path: readonly string[]): boolean {
  if (wanted === undefined) return true;
  const numbers = numbersOf(wanted);
  return values.some((value) => numbers.includes(Number(at(value, ...path))));
}

/** The innermost values: a sum, a name, a text. */
function leaves(value: unknown): string[] {
  if (typeof value !== 'object' || value === null) return [String(value)];
  return Object.values(value).flatMap(leaves);
}

function valuesMatch(values: readonly unknown[], node: Node): boolean {
  const wanted = listOf(child(node, 'value'));
  return (
    statusMatches(values, child(node, 'leads_statuses')) &&
    oneOf(values, child(node, 'responsible_user_id'), ['responsible_user', 'id']) &&
    oneOf(values, child(node, 'custom_field_values'), ['custom_field_value', 'enum_id']) &&
    (wanted.length === 0 || leaves(values).some((leaf) => wanted.includes(leaf)))
  );
}

export function eventMatches(event: CrmEvent, filter: Node): boolean {
  const entities = listOf(child(filter, 'entity'));
  const ids = numbersOf(child(filter, 'entity_id'));
  const authors = numbersOf(child(filter, 'created_by'));
  return (
    typeMatches(event, listOf(child(filter, 'type'))) &&
    (entities.length === 0 || entities.includes(event.entityType)) &&
    (ids.length === 0 || ids.includes(event.entityId)) &&
    (authors.length === 0 || authors.includes(event.createdBy)) &&
    inRange(event.createdAt, rangeOf(child(filter, 'created_at'))) &&
    valuesMatch(event.valueAfter, child(filter, 'value_after')) &&
    valuesMatch(event.valueBefore, child(filter, 'value_before'))
  );
}
