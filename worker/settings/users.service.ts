import type { ApiFailure } from '../account/failures.ts';
import type { User } from '../amocrm/users.ts';
import { err, ok, type Result } from '../shared/result.ts';
import { conflict, saveSection, type Work } from './save.ts';
import { usersProblem, withoutRemoved } from './user-rules.ts';
import type { UserRow, UsersPut, UsersReply } from './users.schemas.ts';

type Answer = Promise<Result<UsersReply, ApiFailure>>;

export async function readUsers({ caller }: Work): Answer {
  const { settings } = caller;
  const users = await caller.account.users();
  return users.ok
    ? ok(replyOf(settings.users.version, withoutRemoved(settings.users.body, branchIds(caller)), users.value))
    : users;
}

export async function putUsers(work: Work, { version, rows }: UsersPut): Answer {
  const { caller } = work;
  const { settings } = caller;
  if (version !== settings.users.version) {
    return err(conflict(settings.users.version));
  }
  const refused = checkUsers(work, rows);
  if (refused) {
    return err(refused);
  }
  const saved = await saveSection(work, { section: 'users', readAt: version, body: { rows } });
  if (!saved.ok) {
    return saved;
  }
  // Taking access away must work while amoCRM is down: then the names are missing from this answer only.
  const users = await caller.account.users();
  return ok(replyOf(saved.value, rows, users.ok ? users.value : []));
}

export function checkUsers({ caller }: Work, rows: readonly UserRow[]): ApiFailure | null {
  const { settings, session, access } = caller;
  const before = withoutRemoved(settings.users.body, branchIds(caller));
  const who = { userId: session.userId, isAdmin: access.isAdmin };
  return usersProblem(who, before, rows, branchIds(caller));
}

function branchIds({ settings }: Work['caller']): number[] {
  return settings.branches.map((branch) => branch.id);
}

function replyOf(version: number, rows: UserRow[], users: readonly User[]): UsersReply {
  return {
    version,
    rows,
    users: users.map(({ id, name, isAdmin, isActive }) => ({ id, name, isAdmin, isActive })),
  };
}
