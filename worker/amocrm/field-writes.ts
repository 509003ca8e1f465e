import { Temporal } from 'temporal-polyfill';
import type { Phone } from './field-values.ts';

type WrittenValue =
  | { readonly value: string | number | boolean }
  | { readonly enum_id: number }
  | { readonly value: string; readonly enum_code: string };

/** A field as writes take it (amocrm-api.md §4.6); `values: null` empties it. */
export type FieldWrite = { readonly values: readonly WrittenValue[] | null } & (
  | { readonly field_id: number }
  | { readonly field_code: string }
);

/** text, textarea, url. */
export function writeText(fieldId: number, value: string): FieldWrite {
  return { field_id: fieldId, values: [{ value }] };
}

/** numeric and monetary travel as text. */
export function writeNumeric(fieldId: number, value: number): FieldWrite {
  return writeText(fieldId, String(value));
}

export function writeCheckbox(fieldId: number, value: boolean): FieldWrite {
  return { field_id: fieldId, values: [{ value }] };
}

/** select and radiobutton. */
export function writeSelect(fieldId: number, enumId: number): FieldWrite {
  return writeMultiselect(fieldId, [enumId]);
}

/** The list replaces what was chosen before. */
export function writeMultiselect(fieldId: number, enumIds: readonly number[]): FieldWrite {
  return { field_id: fieldId, values: enumIds.length === 0 ? null : enumIds.map((id) => ({ enum_id: id })) };
}

/** date and birthday, yyyy-mm-dd, as midnight UTC: the same day in every time zone from UTC eastwards. */
export function writeDate(fieldId: number, date: string): FieldWrite {
  const midnight = Temporal.PlainDate.from(date).toZonedDateTime('UTC');
  return { field_id: fieldId, values: [{ value: midnight.epochMilliseconds / 1000 }] };
}

/** date_time, Unix seconds. */
export function writeDateTime(fieldId: number, seconds: number): FieldWrite {
  return { field_id: fieldId, values: [{ value: seconds }] };
}

/** Replaces all phones of a contact: merge with the present ones first (§4.3). */
export function writePhones(phones: readonly Phone[]): FieldWrite {
  const values = phones.map(({ value, enumCode }) => ({ value, enum_code: enumCode ?? 'WORK' }));
  return { field_code: 'PHONE', values: values.length === 0 ? null : values };
}

export function clearField(fieldId: number): FieldWrite {
  return { field_id: fieldId, values: null };
}
