import { z } from 'zod';
import type { Account, EntityKind, EnumOption, Field, FieldType, StatusRef } from '../core/model.ts';
import { fieldTypes } from '../core/model.ts';
import { hasLabels, hasOptions, smartAddressOptions } from '../core/values.ts';
import type { World } from '../core/world.ts';
import { choiceProblem, missingProblem, type Problem } from '../http/problem.ts';

/** What `POST` and `PATCH …/custom_fields` take (amocrm-api.md §4.6). */

const MAX_CHAINED_LISTS = 5;

const optionSchema = z.strictObject({
  id: z.int().optional(),
  value: z.string(),
  sort: z.int().optional(),
  code: z.string().nullable().optional(),
});
export type OptionInput = z.infer<typeof optionSchema>;

const statusSchema = z.strictObject({ status_id: z.int(), pipeline_id: z.int() });
const chainedSchema = z.strictObject({
  title: z.string().nullable().optional(),
  catalog_id: z.int(),
  parent_catalog_id: z.int().nullable().optional(),
});
const optional = {
  code: z.string().nullable().optional(),
  sort: z.int().optional(),
  group_id: z.string().nullable().optional(),
  is_api_only: z.boolean().optional(),
  required_statuses: z.array(statusSchema).nullable().optional(),
  hidden_statuses: z.array(statusSchema).nullable().optional(),
  remind: z.enum(['never', 'day', 'week', 'month']).nullable().optional(),
  currency: z
    .string()
    .regex(/^[A-Z]{3}$/)
    .nullable()
    .optional(),
  chained_lists: z.array(chainedSchema).max(MAX_CHAINED_LISTS).nullable().optional(),
  enums: z.array(optionSchema).nullable().optional(),
  request_id: z.string().optional(),
};
export const fieldCreateSchema = z.strictObject({
  name: z.string().min(1),
  type: z.enum(fieldTypes),
  ...optional,
});
/** `type` may be repeated, never changed. */
export const fieldUpdateSchema = z.strictObject({
  id: z.int(),
  name: z.string().min(1).optional(),
  type: z.string().optional(),
  ...optional,
});
type CreateInput = z.infer<typeof fieldCreateSchema>;
export type FieldUpdate = z.infer<typeof fieldUpdateSchema>;

/** The table of availability; what is not listed is for all three. */
const limitedTo: Partial<Record<FieldType, readonly EntityKind[]>> = {
  // There from the beginning, users cannot create one.
  multitext: [],
  chained_list: ['leads'],
  tracking_data: ['leads'],
};

function statusProblems(
  account: Account,
  refs: z.infer<typeof statusSchema>[] | null | undefined,
  path: string,
): Problem[] {
  return (refs ?? []).flatMap((ref, i) => {
    const pipeline = account.pipelines.find(({ id }) => id === ref.pipeline_id);
    if (pipeline === undefined) return [choiceProblem(`${path}.${i}.pipeline_id`)];
    return pipeline.statuses.some(({ id }) => id === ref.status_id)
      ? []
      : [choiceProblem(`${path}.${i}.status_id`)];
  });
}

export function sharedProblems(
  account: Account,
  kind: EntityKind,
  input: CreateInput | FieldUpdate,
): Problem[] {
  const known = account.groups[kind].some((group) => group.id === input.group_id);
  return [
    ...(typeof input.group_id === 'string' && !known ? [choiceProblem('group_id')] : []),
    ...statusProblems(account, input.required_statuses, 'required_statuses'),
    ...statusProblems(account, input.hidden_statuses, 'hidden_statuses'),
  ];
}

export function createProblems(account: Account, kind: EntityKind, input: CreateInput): Problem[] {
  const problems = sharedProblems(account, kind, input);
  const { type } = input;
  if (limitedTo[type]?.includes(kind) === false) problems.push(choiceProblem('type'));
  if (hasOptions(type) && !hasLabels(type) && (input.enums ?? []).length === 0) {
    problems.push(missingProblem('enums'));
  }
  if (type === 'chained_list' && (input.chained_lists ?? []).length === 0) {
    problems.push(missingProblem('chained_lists'));
  }
  if (type === 'monetary' && typeof input.currency !== 'string') problems.push(missingProblem('currency'));
  return problems;
}

export function newOption(world: World, option: OptionInput, index: number): EnumOption {
  return {
    id: world.ids.next('option'),
    value: option.value,
    sort: option.sort ?? index + 1,
    code: option.code ?? null,
  };
}

function refs(input: z.infer<typeof statusSchema>[] | null): StatusRef[] {
  return (input ?? []).map((ref) => ({ statusId: ref.status_id, pipelineId: ref.pipeline_id }));
}

/** The properties that creating and changing share. */
export function applyProperties(field: Field, input: CreateInput | FieldUpdate): void {
  field.name = input.name ?? field.name;
  field.sort = input.sort ?? field.sort;
  field.isApiOnly = input.is_api_only ?? field.isApiOnly;
  if (input.code !== undefined) field.code = input.code;
  if (input.group_id !== undefined) field.groupId = input.group_id;
  if (input.required_statuses !== undefined) field.requiredStatuses = refs(input.required_statuses);
  if (input.hidden_statuses !== undefined) field.hiddenStatuses = refs(input.hidden_statuses);
  if (field.type === 'birthday') field.remind = input.remind ?? field.remind;
  if (field.type === 'monetary') field.currency = input.currency ?? field.currency;
  if (field.type === 'chained_list' && input.chained_lists !== undefined) {
    field.chainedLists = (input.chained_lists ?? []).map((list) => ({
      title: list.title ?? null,
      catalogId: list.catalog_id,
      parentCatalogId: list.parent_catalog_id ?? null,
    }));
  }
}

export function buildField(world: World, account: Account, kind: EntityKind, input: CreateInput): Field {
  const options = hasOptions(input.type) ? (input.enums ?? []) : [];
  const field: Field = {
    id: world.ids.next('field'),
    name: input.name,
    type: input.type,
    code: null,
    sort: 500 + account.fields[kind].length * 10,
    groupId: null,
    isApiOnly: false,
    isPredefined: false,
    enums:
      input.type === 'smart_address'
        ? smartAddressOptions()
        : options.map((option, i) => newOption(world, option, i)),
    requiredStatuses: [],
    hiddenStatuses: [],
    currency: null,
    remind: input.type === 'birthday' ? 'never' : null,
    chainedLists: [],
  };
  applyProperties(field, input);
  return field;
}
