import type { Change } from './change.ts';
import { recordEvent } from './change.ts';
import {
  type EntityKind,
  type EntityName,
  entityNames,
  type FieldValues,
  type IndexVersion,
} from './model.ts';
import { reindex } from './search.ts';
import { applyTags, type TagPatch } from './tags.ts';
import { applyValues } from './values.ts';

/** What deals, contacts and companies have in common when they change. */

export type EntityPatch = {
  name?: string | undefined;
  responsibleUserId?: number | undefined;
  createdBy?: number | undefined;
  updatedBy?: number | undefined;
  createdAt?: number | undefined;
  updatedAt?: number | undefined;
  values?: FieldValues;
  tags?: TagPatch;
};

type Entity = {
  id: number;
  name: string;
  responsibleUserId: number;
  updatedBy: number;
  updatedAt: number;
  isDeleted: boolean;
  values: FieldValues;
  tagIds: number[];
  index: IndexVersion[];
};

export function refOf(kind: EntityKind, entity: { id: number }): { type: EntityName; id: number } {
  return { type: entityNames[kind], id: entity.id };
}

export function rename(change: Change, kind: EntityKind, entity: Entity, name: string): void {
  if (name === entity.name) return;
  recordEvent(
    change,
    'name_field_changed',
    refOf(kind, entity),
    [{ name_field_value: { name } }],
    [{ name_field_value: { name: entity.name } }],
  );
  entity.name = name;
}

/** The event names the note that tells of the creation in the feed (amocrm-api.md §4.15). */
export function recordAdded(change: Change, kind: EntityKind, entity: { id: number }): void {
  const note = { id: change.ids.next('note') };
  recordEvent(change, `${entityNames[kind]}_added`, refOf(kind, entity), [{ note }]);
}

/** Returns whether the responsible user is another one now. */
export function reassign(
  change: Change,
  kind: EntityKind,
  entity: Entity,
  userId: number | undefined,
): boolean {
  const before = entity.responsibleUserId;
  if (userId === undefined || userId === before) return false;
  entity.responsibleUserId = userId;
  recordEvent(
    change,
    'entity_responsible_changed',
    refOf(kind, entity),
    [{ responsible_user: { id: userId } }],
    [{ responsible_user: { id: before } }],
  );
  return true;
}

export function retag(change: Change, kind: EntityKind, entity: Entity, patch: TagPatch): void {
  const before = entity.tagIds;
  entity.tagIds = applyTags(before, patch);
  for (const tag of change.account.tags[kind]) {
    const [was, is] = [before.includes(tag.id), entity.tagIds.includes(tag.id)];
    const value = [{ tag: { name: tag.name } }];
    if (is && !was) recordEvent(change, 'entity_tag_added', refOf(kind, entity), value);
    if (was && !is) recordEvent(change, 'entity_tag_deleted', refOf(kind, entity), [], value);
  }
}

/** Fields, tags, author and time of an update; a stale `updated_at` is taken as it comes (amocrm-api.md §4.1). */
export function applyCommon(change: Change, kind: EntityKind, entity: Entity, patch: EntityPatch): void {
  if (patch.values !== undefined) applyValues(change, kind, entity, patch.values, true);
  if (patch.tags !== undefined) retag(change, kind, entity, patch.tags);
  entity.updatedBy = patch.updatedBy ?? change.by;
  entity.updatedAt = patch.updatedAt ?? change.at;
  reindex(change.account, kind, entity, change.atMs);
}

export function touch(change: Change, entity: { updatedAt: number; updatedBy: number }): void {
  entity.updatedAt = change.at;
  entity.updatedBy = change.by;
}

/** The recycle bin: in and out, with its event. */
export function setDeleted(change: Change, kind: EntityKind, entity: Entity, isDeleted: boolean): void {
  entity.isDeleted = isDeleted;
  touch(change, entity);
  recordEvent(change, `${entityNames[kind]}_${isDeleted ? 'deleted' : 'restored'}`, refOf(kind, entity));
}
