import type { Change } from './change.ts';
import { recordEvent } from './change.ts';
import {
  type EntityKind,
  type EnumOption,
  entityNames,
  type Field,
  type FieldType,
  type FieldValues,
  type StoredValue,
} from './model.ts';

const eventFieldType: Record<FieldType, number> = {
  text: 1,
  numeric: 2,
  checkbox: 3,
  select: 4,
  multiselect: 5,
  date: 6,
  url: 7,
  multitext: 8,
  textarea: 9,
  radiobutton: 10,
  streetaddress: 11,
  birthday: 14,
  date_time: 19,
  monetary: 20,
  tracking_data: 23,
  smart_address: 13,
  legal_entity: 15,
  chained_list: 22,
  file: 27,
};

export function hasOptions(type: FieldType): boolean {
  return type === 'select' || type === 'radiobutton' || type === 'multiselect' || hasLabels(type);
}

/** Free text under a label: the option says what the text is, not which text. */
export function hasLabels(type: FieldType): boolean {
  return type === 'multitext' || type === 'smart_address';
}

const addressParts = ['address_line_1', 'address_line_2', 'city', 'state', 'zip', 'country'] as const;

/** The parts of an address have the same ids in every account (amocrm-api.md §4.6). */
export function smartAddressOptions(): EnumOption[] {
  return addressParts.map((code, i) => ({ id: i + 1, value: code, sort: i + 1, code }));
}

export function isDateType(type: FieldType): boolean {
  return type === 'date' || type === 'date_time' || type === 'birthday';
}

export function takesMany(type: FieldType): boolean {
  return ['multiselect', 'multitext', 'smart_address', 'chained_list'].includes(type);
}

/** One line for the search index, the feed and the pages. */
export function textOf(value: StoredValue['value']): string {
  if (typeof value !== 'object') return String(value);
  return Object.values(value)
    .filter((part) => part !== null && part !== '')
    .join(', ');
}

function same(a: readonly StoredValue[], b: readonly StoredValue[]): boolean {
  return (
    a.length === b.length &&
    a.every(
      (item, i) => JSON.stringify(item.value) === JSON.stringify(b[i]?.value) && item.enumId === b[i]?.enumId,
    )
  );
}

function eventValues(field: Field, items: readonly StoredValue[]): unknown[] {
  return items.map((item) => ({
    custom_field_value: {
      field_id: field.id,
      field_type: eventFieldType[field.type],
      enum_id: item.enumId,
      text: textOf(item.value),
    },
  }));
}

/** Patches the listed fields only; an empty list clears (amocrm-api.md §4.1). Returns whether anything changed. */
export function applyValues(
  change: Change,
  kind: EntityKind,
  entity: { id: number; values: FieldValues },
  patch: FieldValues,
  announce: boolean,
): boolean {
  let changed = false;
  for (const [fieldId, items] of patch) {
    const field = change.account.fields[kind].find((candidate) => candidate.id === fieldId);
    const before = entity.values.get(fieldId) ?? [];
    if (field === undefined || same(before, items)) continue;
    changed = true;
    if (items.length === 0) entity.values.delete(fieldId);
    else entity.values.set(fieldId, items);
    if (announce) {
      recordEvent(
        change,
        `custom_field_${fieldId}_value_changed`,
        { type: entityNames[kind], id: entity.id },
        eventValues(field, items),
        eventValues(field, before),
      );
    }
  }
  return changed;
}
