import type { Account, EntityKind, Lead, Task, User } from './model.ts';
import { administratorRights, type Level, managerRights, type Rights } from './people.ts';

/** What a user may do (amocrm-api.md §4.10): administrators everything, others what A, G, M and D allow. */

export type Verb = 'view' | 'edit' | 'delete';
type Owned = { responsibleUserId: number };

export function rightsOf(account: Account, user: User): Rights {
  if (user.isAdmin) return administratorRights();
  if (user.rights !== null) return user.rights;
  return account.roles.find((role) => role.id === user.roleId)?.rights ?? managerRights();
}

function groupOf(account: Account, userId: number): number {
  return account.users.find((user) => user.id === userId)?.groupId ?? 0;
}

function reaches(account: Account, user: User, level: Level, entity: Owned): boolean {
  switch (level) {
    case 'A':
      return true;
    case 'G':
      return groupOf(account, entity.responsibleUserId) === user.groupId;
    case 'M':
      return entity.responsibleUserId === user.id;
    case 'D':
      return false;
  }
}

function levelFor(rights: Rights, kind: EntityKind, verb: Verb, entity: Owned | Lead): Level {
  if (kind !== 'leads' || !('statusId' in entity)) return rights[kind][verb];
  const own = rights.statusRights.find(
    (row) => row.pipelineId === entity.pipelineId && row.statusId === entity.statusId,
  );
  return own?.rights[verb] ?? rights.leads[verb];
}

export function may(
  account: Account,
  user: User,
  kind: EntityKind,
  verb: Verb,
  entity: Owned | Lead,
): boolean {
  return reaches(account, user, levelFor(rightsOf(account, user), kind, verb, entity), entity);
}

export function mayAdd(account: Account, user: User, kind: EntityKind): boolean {
  return rightsOf(account, user)[kind].add !== 'D';
}

/** There is no right to see tasks: one is hidden with its entity, unless it is the user's own. */
export function seesTask(account: Account, user: User, task: Task): boolean {
  if (task.responsibleUserId === user.id || task.entityId === null || task.entityType === null) return true;
  const entity = account[task.entityType].get(task.entityId);
  return entity === undefined || may(account, user, task.entityType, 'view', entity);
}

export function mayEditTask(account: Account, user: User, task: Task): boolean {
  return reaches(account, user, rightsOf(account, user).tasks.edit, task);
}
