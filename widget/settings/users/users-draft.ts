import type { UserRow } from '../../../worker/settings/users.schemas.ts';

type UserId = UserRow['userId'];
/** `inherit`: no row of his own, «все остальные» decides. */
export type RoleChoice = UserRow['role'] | 'inherit';

const nobody: UserRow = { userId: 'others', role: 'none', branches: 'all', defaultBranch: null };

export function rowOf(rows: readonly UserRow[], userId: UserId): UserRow | null {
  return rows.find((row) => row.userId === userId) ?? null;
}

export function othersRow(rows: readonly UserRow[]): UserRow {
  return rowOf(rows, 'others') ?? nobody;
}

export function withRole(rows: readonly UserRow[], userId: UserId, role: RoleChoice): UserRow[] {
  if (role === 'inherit') return rows.filter((row) => row.userId !== userId);
  const row = rowOf(rows, userId) ?? { ...othersRow(rows), userId };
  return put(rows, { ...row, role });
}

export function withBranches(
  rows: readonly UserRow[],
  userId: UserId,
  branches: UserRow['branches'],
): UserRow[] {
  const row = rowOf(rows, userId) ?? { ...othersRow(rows), userId };
  const kept = row.defaultBranch !== null && (branches === 'all' || branches.includes(row.defaultBranch));
  return put(rows, { ...row, branches, defaultBranch: kept ? row.defaultBranch : null });
}

export function withDefaultBranch(
  rows: readonly UserRow[],
  userId: UserId,
  branch: number | null,
): UserRow[] {
  const row = rowOf(rows, userId) ?? { ...othersRow(rows), userId };
  return put(rows, { ...row, defaultBranch: branch });
}

/** «Все» and a list that names every branch differ: the former takes in branches added later. */
export function toggleBranch(row: UserRow, branchId: number, all: readonly number[]): UserRow['branches'] {
  const current = row.branches === 'all' ? all : row.branches;
  return current.includes(branchId) ? current.filter((id) => id !== branchId) : [...current, branchId];
}

/** A role without a branch opens nothing; said at the row before it is saved. */
export function rowsWithoutBranches(rows: readonly UserRow[]): UserId[] {
  return rows
    .filter((row) => row.role !== 'none' && row.branches !== 'all' && row.branches.length === 0)
    .map((row) => row.userId);
}

function put(rows: readonly UserRow[], row: UserRow): UserRow[] {
  const exists = rows.some(({ userId }) => userId === row.userId);
  return exists ? rows.map((old) => (old.userId === row.userId ? row : old)) : [...rows, row];
}
