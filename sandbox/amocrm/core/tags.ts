import type { Ids } from './ids.ts';
import type { Account, EntityKind, Tag } from './model.ts';

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
