import type { ContactFieldKey, FieldName, LeadFieldKey } from '../settings/fields.schemas.ts';
import type { CustomField, FieldValue, VisitFacts } from './model.ts';
import { dottedDate, toEpochMs } from './wall-clock.ts';

/** Types of amoCRM fields that can hold each value; the first is the one «Создать» makes (product.md §3.6). */
export const fittingTypes: Record<FieldName, readonly [string, ...string[]]> = {
  'lead.recordId': ['numeric'],
  'lead.branchId': ['numeric'],
  'lead.dateTime': ['date_time', 'text'],
  'lead.date': ['date', 'text'],
  'lead.time': ['text'],
  'lead.doctor': ['text', 'textarea'],
  'lead.services': ['multiselect', 'text', 'textarea'],
  'lead.branch': ['text', 'textarea'],
  'lead.room': ['text', 'textarea'],
  'lead.status': ['select', 'multiselect'],
  'lead.comment': ['textarea', 'text'],
  'contact.patientId': ['numeric', 'text'],
  'contact.cardNumber': ['text', 'numeric'],
  'contact.birthDate': ['birthday', 'date', 'text'],
};

/** A multiselect takes at most this many options of ours; beyond it a text field is required. */
export const MAX_SERVICE_OPTIONS = 200;

/** What a visit says for a field, before the field's type is known. */
export type Meaningful =
  | { kind: 'number'; value: number }
  | { kind: 'text'; value: string }
  | { kind: 'moment'; date: string; time: string; timeZone: string }
  | { kind: 'day'; date: string }
  | { kind: 'options'; values: readonly string[] };

export type FieldWrite = { fieldId: number; values: { value?: string | number; enumId?: number }[] | null };

/** A value ready to write, or options that must be added to the field first, or a value that the type cannot hold. */
export type FieldPlan =
  | { write: FieldWrite; compare: string }
  | { missingOptions: string[] }
  | { unfit: string };

/** `null`: ArchiMed+ does not tell, so nothing is written or cleared. */
export function leadFieldValue(key: LeadFieldKey, visit: VisitFacts): Meaningful | null {
  switch (key) {
    case 'recordId':
      return { kind: 'number', value: visit.talonId };
    case 'branchId':
      return { kind: 'number', value: visit.branchId };
    case 'dateTime':
      return { kind: 'moment', date: visit.date, time: visit.begin, timeZone: visit.timeZone };
    case 'date':
      return { kind: 'day', date: visit.date };
    case 'time':
      return { kind: 'text', value: visit.begin };
    case 'doctor':
      // Every visit has a doctor: no name means that ArchiMed+ did not tell.
      return visit.doctorName === '' ? null : { kind: 'text', value: visit.doctorName };
    case 'branch':
      return { kind: 'text', value: visit.branchTitle };
    case 'room':
      return { kind: 'text', value: visit.room };
    case 'status':
      if (visit.deleted) {
        return { kind: 'options', values: ['Удалена'] };
      }
      // ArchiMed+ writes 0 for an absent reference (archimed-api.md §3).
      return visit.statusId === 0 ? null : { kind: 'options', values: [visit.statusName] };
    case 'services':
      return visit.services && { kind: 'options', values: visit.services.map((service) => service.name) };
    case 'comment':
      return visit.comment === null ? null : { kind: 'text', value: visit.comment };
  }
}

export function contactFieldValue(
  key: ContactFieldKey,
  patient: { id: number; cardNumber: string; birthDate: string | null },
): Meaningful | null {
  switch (key) {
    case 'patientId':
      return { kind: 'number', value: patient.id };
    case 'cardNumber':
      return patient.cardNumber === '' ? null : { kind: 'text', value: patient.cardNumber };
    case 'birthDate':
      return patient.birthDate === null ? null : { kind: 'day', date: patient.birthDate };
  }
}

/** The write for a field of this type (amocrm-api.md §4.6). `compare` is equal for equal values. */
export function planField(field: CustomField, meaning: Meaningful): FieldPlan {
  const single = (value: string | number, compare = String(value)): FieldPlan => ({
    write: { fieldId: field.id, values: value === '' ? null : [{ value }] },
    compare,
  });
  switch (meaning.kind) {
    case 'number':
      return single(String(meaning.value));
    case 'text':
      // A card number may have letters; amoCRM refuses the whole write for them (amocrm-api.md §4.6).
      return field.type === 'numeric' && !/^\d*$/.test(meaning.value)
        ? { unfit: meaning.value }
        : single(meaning.value);
    case 'moment':
      return field.type === 'date_time'
        ? single(toEpochMs(meaning.date, meaning.time, meaning.timeZone) / 1000)
        : single(`${dottedDate(meaning.date)} ${meaning.time}`);
    case 'day':
      return field.type === 'text'
        ? single(dottedDate(meaning.date))
        : // Midnight UTC, as in amoCRM's own samples (amocrm-api.md §4.6): the same day from UTC eastwards.
          single(toEpochMs(meaning.date, '00:00', 'UTC') / 1000);
    case 'options':
      return planOptions(field, meaning.values);
  }
}

function planOptions(field: CustomField, values: readonly string[]): FieldPlan {
  if (field.type !== 'select' && field.type !== 'multiselect') {
    const text = values.join(', ');
    return { write: { fieldId: field.id, values: text === '' ? null : [{ value: text }] }, compare: text };
  }
  const unique = [...new Set(values)];
  const known = new Map(field.enums.map((option) => [option.value, option.id]));
  const missingOptions = unique.filter((value) => !known.has(value));
  if (missingOptions.length > 0) {
    return { missingOptions };
  }
  const ids = unique.flatMap((value) => known.get(value) ?? []);
  return {
    write: { fieldId: field.id, values: ids.length === 0 ? null : ids.map((enumId) => ({ enumId })) },
    compare: ids.toSorted((left, right) => left - right).join(','),
  };
}

/** The present value in the form that `compare` has; empty string when the field is empty. */
export function presentValue(field: CustomField, values: readonly FieldValue[] | undefined): string {
  if (!values) {
    return '';
  }
  if (field.type === 'select' || field.type === 'multiselect') {
    return values
      .flatMap((value) => value.enumId ?? [])
      .toSorted((left, right) => left - right)
      .join(',');
  }
  const value = values[0]?.value ?? '';
  return DAY_TYPES.has(field.type) && typeof value === 'number' ? String(utcMidnight(value)) : String(value);
}

const DAY_TYPES = new Set(['date', 'birthday']);
const HALF_A_DAY = 43_200;

/** A day typed in amoCRM is midnight of the account's zone, ours is midnight UTC: the nearest one is the same day. */
function utcMidnight(seconds: number): number {
  return Math.floor((seconds + HALF_A_DAY) / (2 * HALF_A_DAY)) * 2 * HALF_A_DAY;
}
