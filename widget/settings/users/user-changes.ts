import type { UserRow, UsersReply } from '../../../worker/settings/users.schemas.ts';
import { t as common } from '../locales/common.ts';
import { t } from '../locales/users.ts';
import { type Change, changed } from '../shared/change.ts';
import { othersRow, rowOf } from './users-draft.ts';

export type BranchName = { id: number; title: string };

export function userName(reply: UsersReply, userId: UserRow['userId']): string {
  if (userId === 'others') return t('others');
  return reply.users.find((user) => user.id === userId)?.name ?? String(userId);
}

export function userChanges(
  reply: UsersReply,
  rows: readonly UserRow[],
  branches: readonly BranchName[],
): Change[] {
  const ids = new Set([...reply.rows.map(({ userId }) => userId), ...rows.map(({ userId }) => userId)]);
  return [...ids].flatMap((userId) => {
    const name = userName(reply, userId);
    const before = own(reply.rows, userId);
    const after = own(rows, userId);
    const role = changed(t('change.role', { name }), roleText(before), roleText(after));
    // Branches mean nothing to somebody who has no access before and after.
    if (before === null || after === null || (before.role === 'none' && after.role === 'none')) return role;
    return [
      ...role,
      ...changed(
        t('change.branches', { name }),
        branchesText(before, branches),
        branchesText(after, branches),
      ),
      ...changed(t('change.default', { name }), defaultText(before, branches), defaultText(after, branches)),
    ];
  });
}

function own(rows: readonly UserRow[], userId: UserRow['userId']): UserRow | null {
  return userId === 'others' ? othersRow(rows) : rowOf(rows, userId);
}

function roleText(row: UserRow | null): string {
  return t(row === null ? 'role.inherit' : `role.${row.role}`);
}

function branchesText(row: UserRow, branches: readonly BranchName[]): string {
  if (row.branches === 'all') return common('all');
  if (row.branches.length === 0) return common('none');
  return row.branches.map((id) => titleOf(id, branches)).join(', ');
}

function defaultText(row: UserRow, branches: readonly BranchName[]): string {
  return row.defaultBranch === null ? t('noDefault') : titleOf(row.defaultBranch, branches);
}

function titleOf(id: number, branches: readonly BranchName[]): string {
  return branches.find((branch) => branch.id === id)?.title ?? String(id);
}
