import { z } from 'zod';
import type { Account, EntityKind, Field, FieldValues, StoredValue } from '../core/model.ts';
import { hasLabels, hasOptions, isDateType, takesMany } from '../core/values.ts';
import { choiceProblem, missingProblem, type Problem, typeProblem } from '../http/problem.ts';
import {
  type ParsedValue as Parsed,
  parseChainedLink,
  parseFile,
  parseLegalEntity,
} from './composite-values.ts';

/** `custom_fields_values` in both directions (amocrm-api.md §4.6). */

const rawItem = z.looseObject({
  value: z.unknown().optional(),
  enum_id: z.int().optional(),
  enum_code: z.string().nullable().optional(),
});
export const customValuesSchema = z
  .array(
    z.looseObject({
      field_id: z.int().optional(),
      field_code: z.string().nullable().optional(),
      values: z.array(rawItem).nullable(),
    }),
  )
  .nullable();

export type CustomValuesInput = z.infer<typeof customValuesSchema>;
type RawItem = z.infer<typeof rawItem>;

function optionOf(field: Field, raw: RawItem) {
  if (raw.enum_id !== undefined) return field.enums.find((option) => option.id === raw.enum_id);
  if (typeof raw.enum_code === 'string') return field.enums.find((option) => option.code === raw.enum_code);
  return field.enums.find((option) => option.value === raw.value);
}

function parseChoice(field: Field, raw: RawItem, path: string): Parsed {
  const key =
    raw.enum_id !== undefined ? 'enum_id' : typeof raw.enum_code === 'string' ? 'enum_code' : 'value';
  const option = optionOf(field, raw);
  if (option === undefined) return { ok: false, problem: choiceProblem(`${path}.${key}`) };
  return { ok: true, value: { value: option.value, enumId: option.id } };
}

function parseLabelled(field: Field, raw: RawItem, path: string): Parsed {
  if (typeof raw.value !== 'string') return { ok: false, problem: typeProblem(`${path}.value`, 'string') };
  const named = raw.enum_id !== undefined || typeof raw.enum_code === 'string';
  const option = named ? optionOf(field, raw) : field.enums[0];
  if (option === undefined) {
    return {
      ok: false,
      problem: choiceProblem(`${path}.${raw.enum_id !== undefined ? 'enum_id' : 'enum_code'}`),
    };
  }
  return { ok: true, value: { value: raw.value, enumId: option.id } };
}

function parseDate(value: unknown, path: string): Parsed {
  if (typeof value === 'number' && Number.isInteger(value))
    return { ok: true, value: { value, enumId: null } };
  const rfc3339 = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?(Z|[+-]\d{2}:\d{2})$/;
  if (typeof value === 'string' && rfc3339.test(value)) {
    return { ok: true, value: { value: Math.floor(Date.parse(value) / 1000), enumId: null } };
  }
  return {
    ok: false,
    problem: { code: 'InvalidDate', path: `${path}.value`, detail: 'This value is not a valid date.' },
  };
}

function parseItem(field: Field, raw: RawItem, path: string): Parsed {
  if (hasLabels(field.type)) return parseLabelled(field, raw, path);
  if (hasOptions(field.type)) return parseChoice(field, raw, path);
  if (field.type === 'chained_list') return parseChainedLink(field, raw, path);
  const { value } = raw;
  if (value === undefined || value === null) return { ok: false, problem: missingProblem(`${path}.value`) };
  if (field.type === 'legal_entity') return parseLegalEntity(value, path);
  if (field.type === 'file') return parseFile(value, path);
  if (isDateType(field.type)) return parseDate(value, path);
  if (field.type === 'checkbox') {
    if (typeof value === 'boolean') return { ok: true, value: { value, enumId: null } };
    return { ok: false, problem: typeProblem(`${path}.value`, 'bool') };
  }
  if (field.type === 'numeric' || field.type === 'monetary') {
    const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
    if (typeof number === 'number' && Number.isFinite(number)) {
      return { ok: true, value: { value: String(value), enumId: null } };
    }
    return { ok: false, problem: typeProblem(`${path}.value`, 'numeric') };
  }
  if (typeof value === 'string') return { ok: true, value: { value, enumId: null } };
  return { ok: false, problem: typeProblem(`${path}.value`, 'string') };
}

function maxItems(field: Field): number {
  if (field.type === 'chained_list') return 5;
  return takesMany(field.type) ? Number.POSITIVE_INFINITY : 1;
}

export type ParsedValues = { values: FieldValues; problems: Problem[] };

export function parseCustomValues(
  account: Account,
  kind: EntityKind,
  input: CustomValuesInput | undefined,
  prefix = 'custom_fields_values',
): ParsedValues {
  const values: FieldValues = new Map();
  const problems: Problem[] = [];
  for (const [i, row] of (input ?? []).entries()) {
    const path = `${prefix}.${i}`;
    const field = account.fields[kind].find((candidate) =>
      row.field_id !== undefined
        ? candidate.id === row.field_id
        : candidate.code !== null && candidate.code === row.field_code,
    );
    if (field === undefined) {
      problems.push(choiceProblem(`${path}.${row.field_id !== undefined ? 'field_id' : 'field_code'}`));
      continue;
    }
    const items: StoredValue[] = [];
    for (const [j, raw] of (row.values ?? []).entries()) {
      const parsed = parseItem(field, raw, `${path}.values.${j}`);
      if (parsed.ok) items.push(parsed.value);
      else problems.push(parsed.problem);
    }
    const most = maxItems(field);
    if (items.length > most) {
      problems.push({
        code: 'TooMany',
        path: `${path}.values`,
        detail: `This collection should contain ${most} element${most === 1 ? '' : 's'} or less.`,
      });
    }
    values.set(field.id, items);
  }
  return { values, problems };
}

export function renderCustomValues(
  account: Account,
  kind: EntityKind,
  values: FieldValues,
): unknown[] | null {
  const rows: unknown[] = [];
  for (const field of account.fields[kind]) {
    const items = values.get(field.id);
    if (items === undefined) continue;
    rows.push({
      field_id: field.id,
      field_name: field.name,
      field_code: field.code,
      field_type: field.type,
      values: items.map(({ value, enumId }) => {
        // The parts of a chained list stand in the item itself (§4.6).
        if (field.type === 'chained_list' && typeof value === 'object') return value;
        if (!hasOptions(field.type)) return { value };
        const option = field.enums.find((candidate) => candidate.id === enumId);
        return { value, enum_id: enumId, enum_code: option?.code ?? null };
      }),
    });
  }
  return rows.length === 0 ? null : rows;
}
