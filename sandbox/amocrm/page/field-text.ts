import type { FieldView } from '../pages/view-types.ts';
import { dateOnly, dateTime, money } from './dom.ts';

/** How a value of each type is shown. */

function valueText(field: FieldView, value: FieldView['values'][number]['value'], timeZone: string): string {
  if (typeof value === 'boolean') return value ? 'да' : 'нет';
  if (typeof value === 'object') return objectText(value);
  if (typeof value === 'number' && field.type === 'date_time') return dateTime(value, timeZone);
  if (typeof value === 'number' && (field.type === 'date' || field.type === 'birthday'))
    return dateOnly(value, timeZone);
  if (field.type === 'monetary') return money(Number(value));
  return String(value);
}

function objectText(value: Record<string, string | number | null>): string {
  const { name, file_name: file, vat_id: inn } = value;
  if (typeof name === 'string') return inn ? `${name}, ИНН ${inn}` : name;
  if (typeof file === 'string') return file;
  return Object.values(value)
    .filter((part) => part !== null && part !== '')
    .join(' / ');
}

export function fieldText(field: FieldView, timeZone: string): string {
  return field.values.map((item) => valueText(field, item.value, timeZone)).join(', ');
}

const kinds: Record<string, string> = {
  WORK: 'раб.',
  WORKDD: 'раб. прямой',
  MOB: 'моб.',
  FAX: 'факс',
  HOME: 'дом.',
  PRIV: 'личн.',
  OTHER: 'другой',
};

export function multitextKind(code: string): string {
  return kinds[code] ?? code.toLowerCase();
}
