import type { Ids } from './ids.ts';
import type { Account, EntityKind, Tag } from './model.ts';

export type TagPatch = { replace?: number[]; add?: number[]; remove?: number[] };

/** Tag dictionaries are per entity type; an existing name gives the existing tag (amocrm-api.md §4.14). */
export function ensureTag(
  account: Account,
  ids: Ids,
  kind: EntityKind,
  name: string,
  color: string | null = null,
): Tag {
  const known = account.tags[kind].find((tag) => tag.name.toLowerCase() === name.toLowerCase());
  if (known !== undefined) return known;
  const tag = { id: ids.next('tag'), name, color };
  account.tags[kind].push(tag);
  return tag;
}

export function applyTags(current: readonly number[], patch: TagPatch): number[] {
  const base = patch.replace ?? current;
  const kept = base.filter((id) => !(patch.remove ?? []).includes(id));
  return [...new Set([...kept, ...(patch.add ?? [])])];
}
