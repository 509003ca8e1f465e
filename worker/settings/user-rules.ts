import { type ApiFailure, problem } from '../account/failures.ts';
import type { UserRow, UserSettings } from './users.schemas.ts';

/** Who may change whose row, and what a row may hold (product.md §3.5, «Users»). */

/** Branches that were removed meanwhile leave the rows; the settings on screen never name them. */
export function withoutRemoved({ rows }: UserSettings, branchIds: readonly number[]): UserRow[] {
  return rows.map((row) => ({
    ...row,
    branches: row.branches === 'all' ? 'all' : row.branches.filter((id) => branchIds.includes(id)),
    defaultBranch:
      row.defaultBranch !== null && branchIds.includes(row.defaultBranch) ? row.defaultBranch : null,
  }));
}

export function usersProblem(
  caller: { userId: number; isAdmin: boolean },
  before: readonly UserRow[],
  after: readonly UserRow[],
  branchIds: readonly number[],
): ApiFailure | null {
  return rowProblem(after, branchIds) ?? ownRowProblem(caller, before, after);
}

function rowProblem(rows: readonly UserRow[], branchIds: readonly number[]): ApiFailure | null {
  for (const { userId, branches, defaultBranch } of rows) {
    const named = branches === 'all' ? [] : branches;
    const unknown = [...named, defaultBranch ?? []].flat().find((id) => !branchIds.includes(id));
    if (unknown !== undefined) {
      return problem(422, 'users.unknown_branch', `Филиала ${unknown} нет.`, { userId, branchId: unknown });
    }
    if (defaultBranch !== null && branches !== 'all' && !branches.includes(defaultBranch)) {
      const message = 'Филиал по умолчанию должен быть среди доступных пользователю.';
      return problem(422, 'users.default_branch', message, { userId, branchId: defaultBranch });
    }
  }
  return null;
}

/** «others» is the own row of everybody who has none, but it binds no administrator of amoCRM. */
function ownRowProblem(
  { userId, isAdmin }: { userId: number; isAdmin: boolean },
  before: readonly UserRow[],
  after: readonly UserRow[],
): ApiFailure | null {
  const rowOf = (rows: readonly UserRow[], id: UserRow['userId']) => rows.find((row) => row.userId === id);
  const hadOwn = rowOf(before, userId) !== undefined;
  const bound = isAdmin || hadOwn ? [userId] : [userId, 'others' as const];
  return bound.every((id) => fingerprint(rowOf(before, id)) === fingerprint(rowOf(after, id)))
    ? null
    : problem(403, 'users.own_row', 'Свои права изменить нельзя: попросите другого администратора.');
}

function fingerprint(row: UserRow | undefined): string {
  if (!row) {
    return '';
  }
  const branches = row.branches === 'all' ? 'all' : row.branches.toSorted((left, right) => left - right);
  return JSON.stringify([row.role, branches, row.defaultBranch]);
}
