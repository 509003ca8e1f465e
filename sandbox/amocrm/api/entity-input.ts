import { z } from 'zod';
import type { Change } from '../core/change.ts';
import type { EntityPatch } from '../core/entity.ts';
import type { Ids } from '../core/ids.ts';
import type { Account, EntityKind } from '../core/model.ts';
import { ensureTag, type TagPatch } from '../core/tags.ts';
import { choiceProblem, missingProblem, type Problem } from '../http/problem.ts';
import { customValuesSchema, parseCustomValues } from './custom-values.ts';

/** What leads and contacts share when they are written. */

export const tagRef = z.strictObject({ id: z.int().optional(), name: z.string().max(255).optional() });
const tagRefs = z.array(tagRef).nullable();

/** Keys that only amoCRM writes: clients save what they have read (amocrm-js does), and these are not looked at. */
const readOnly = z.unknown().optional();
const readOnlyFields = {
  group_id: readOnly,
  account_id: readOnly,
  is_deleted: readOnly,
  is_unsorted: readOnly,
  closest_task_at: readOnly,
  score: readOnly,
  labor_cost: readOnly,
};

export const commonFields = {
  ...readOnlyFields,
  name: z.string().max(255).optional(),
  responsible_user_id: z.int().optional(),
  created_by: z.int().optional(),
  updated_by: z.int().optional(),
  created_at: z.int().optional(),
  updated_at: z.int().optional(),
  custom_fields_values: customValuesSchema.optional(),
  tags_to_add: tagRefs.optional(),
  tags_to_delete: tagRefs.optional(),
  request_id: z.string().optional(),
};

export type TagRef = z.infer<typeof tagRef>;
type TagInput = {
  tags_to_add?: TagRef[] | null | undefined;
  tags_to_delete?: TagRef[] | null | undefined;
  _embedded?: { tags?: TagRef[] | null | undefined } | undefined;
};

type CommonInput = TagInput & {
  name?: string | undefined;
  responsible_user_id?: number | undefined;
  created_by?: number | undefined;
  updated_by?: number | undefined;
  created_at?: number | undefined;
  updated_at?: number | undefined;
  custom_fields_values?: z.infer<typeof customValuesSchema> | undefined;
};

/** Deactivated users are no choice (§3.4). */
export function responsibleProblems(
  account: Account,
  userId: number | undefined,
  path = 'responsible_user_id',
): Problem[] {
  if (userId === undefined || userId === 0) return [];
  const active = account.users.some((user) => user.id === userId && user.isActive);
  return active ? [] : [choiceProblem(path)];
}

/** 0 is the robot; anybody who ever was in the account may be named. */
function authorProblems(account: Account, userId: number | undefined, path: string): Problem[] {
  if (userId === undefined || userId === 0 || account.users.some((user) => user.id === userId)) return [];
  return [choiceProblem(path)];
}

function tagProblems(
  account: Account,
  kind: EntityKind,
  refs: TagRef[] | null | undefined,
  path: string,
): Problem[] {
  return (refs ?? []).flatMap((ref, i) => {
    if (ref.id !== undefined) {
      return account.tags[kind].some((tag) => tag.id === ref.id) ? [] : [choiceProblem(`${path}.${i}.id`)];
    }
    return ref.name === undefined ? [missingProblem(`${path}.${i}.name`)] : [];
  });
}

export function commonProblems(account: Account, kind: EntityKind, input: CommonInput): Problem[] {
  return [
    ...responsibleProblems(account, input.responsible_user_id),
    ...authorProblems(account, input.created_by, 'created_by'),
    ...authorProblems(account, input.updated_by, 'updated_by'),
    ...tagProblems(account, kind, input.tags_to_add, 'tags_to_add'),
    ...tagProblems(account, kind, input.tags_to_delete, 'tags_to_delete'),
    ...tagProblems(account, kind, input._embedded?.tags, '_embedded.tags'),
    ...parseCustomValues(account, kind, input.custom_fields_values).problems,
  ];
}

/** `_embedded.tags` replaces the whole set, `tags_to_add/_delete` change it (§4.1). */
export function tagPatch(account: Account, ids: Ids, kind: EntityKind, input: TagInput): TagPatch {
  const resolve = (refs: TagRef[] | null | undefined): number[] =>
    (refs ?? []).flatMap((ref) => {
      if (ref.id !== undefined) return [ref.id];
      return ref.name === undefined ? [] : [ensureTag(account, ids, kind, ref.name).id];
    });
  const patch: TagPatch = { add: resolve(input.tags_to_add), remove: resolve(input.tags_to_delete) };
  if (input._embedded?.tags !== undefined) patch.replace = resolve(input._embedded.tags);
  return patch;
}

export function commonPatch(change: Change, kind: EntityKind, input: CommonInput): EntityPatch {
  return {
    name: input.name,
    responsibleUserId: input.responsible_user_id,
    createdBy: input.created_by,
    updatedBy: input.updated_by,
    createdAt: input.created_at,
    updatedAt: input.updated_at,
    values: parseCustomValues(change.account, kind, input.custom_fields_values).values,
    tags: tagPatch(change.account, change.ids, kind, input),
  };
}
