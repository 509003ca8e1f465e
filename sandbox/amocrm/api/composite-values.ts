import { z } from 'zod';
import type { CompositeValue, Field, StoredValue } from '../core/model.ts';
import { choiceProblem, type Problem } from '../http/problem.ts';
import { toProblems } from '../http/validation.ts';

/** Values of more than one part: legal entities, files, links of chained lists (amocrm-api.md §4.6). */

export type ParsedValue = { ok: true; value: StoredValue } | { ok: false; problem: Problem };

const text = z.string().nullable().optional();

const legalEntity = z.strictObject({
  name: z.string().min(1),
  entity_type: z
    .union([z.literal(1), z.literal(2)])
    .nullable()
    .optional(),
  vat_id: text,
  kpp: text,
  tax_registration_reason_code: text,
  address: text,
  real_address: text,
  bank_account_number: text,
  director: text,
  bank_code: text,
  unp: text,
  bin: text,
  egrpou: text,
  mfo: text,
  oked: text,
  external_uid: text,
});

const file = z.strictObject({
  file_uuid: z.uuid(),
  version_uuid: z.uuid().optional(),
  file_name: z.string().optional(),
  file_size: z.int().nonnegative().optional(),
});

const chainedLink = z.object({ catalog_id: z.int(), catalog_element_id: z.int() });

function parts(value: Record<string, string | number | null | undefined>): CompositeValue {
  const given = Object.entries(value).filter(
    (entry): entry is [string, string | number | null] => entry[1] !== undefined,
  );
  return Object.fromEntries(given);
}

function parsed(
  result: z.ZodSafeParseResult<Record<string, string | number | null | undefined>>,
  path: string,
): ParsedValue {
  if (result.success) return { ok: true, value: { value: parts(result.data), enumId: null } };
  const [issue] = result.error.issues;
  const [problem] = issue === undefined ? [] : toProblems(issue);
  const inner = problem?.path ?? '';
  return {
    ok: false,
    problem: { ...(problem ?? choiceProblem(path)), path: inner === '' ? path : `${path}.${inner}` },
  };
}

export function parseLegalEntity(value: unknown, path: string): ParsedValue {
  return parsed(legalEntity.safeParse(value, { reportInput: true }), `${path}.value`);
}

export function parseFile(value: unknown, path: string): ParsedValue {
  return parsed(file.safeParse(value, { reportInput: true }), `${path}.value`);
}

/** Only of the catalogs that the field chains; there is no catalog in the double to look the element up in. */
export function parseChainedLink(field: Field, raw: unknown, path: string): ParsedValue {
  const result = chainedLink.safeParse(raw, { reportInput: true });
  if (!result.success) return parsed(result, path);
  const { catalog_id, catalog_element_id } = result.data;
  if (!field.chainedLists.some((list) => list.catalogId === catalog_id)) {
    return { ok: false, problem: choiceProblem(`${path}.catalog_id`) };
  }
  return { ok: true, value: { value: { catalog_id, catalog_element_id }, enumId: null } };
}
