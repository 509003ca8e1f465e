import type { UserRow } from '../settings/users.schemas.ts';
import type { Role } from './session.schemas.ts';

/** What a user may do (product.md §3.5, «Users»). */
export type Access = {
  role: Role;
  /** Administrator of the amoCRM account: bound by no row. */
  isAdmin: boolean;
  /** Also the branches to come; the account-wide sections need it. */
  allBranches: boolean;
  branches: number[];
  defaultBranch: number | null;
};

export type Permission = Exclude<Role, 'none'>;

const order: readonly Role[] = ['none', 'view', 'book', 'administer'];

export function permits(access: Access, needed: Permission): boolean {
  return order.indexOf(access.role) >= order.indexOf(needed);
}

export function accessOf(who: {
  userId: number;
  isAdmin: boolean;
  rows: readonly UserRow[];
  /** The account's branches that are not removed. */
  branchIds: readonly number[];
}): Access {
  const ownRow = who.rows.find((row) => row.userId === who.userId);
  if (who.isAdmin) {
    return withDefault(who.branchIds, ownRow, { role: 'administer', isAdmin: true, allBranches: true });
  }
  const row = ownRow ?? who.rows.find((candidate) => candidate.userId === 'others');
  if (!row || row.role === 'none') {
    return { role: 'none', isAdmin: false, allBranches: false, branches: [], defaultBranch: null };
  }
  const { branches } = row;
  const allowed = branches === 'all' ? who.branchIds : who.branchIds.filter((id) => branches.includes(id));
  return withDefault(allowed, row, { role: row.role, isAdmin: false, allBranches: branches === 'all' });
}

function withDefault(
  allowed: readonly number[],
  row: UserRow | undefined,
  rest: Pick<Access, 'role' | 'isAdmin' | 'allBranches'>,
): Access {
  const wanted = row?.defaultBranch ?? null;
  const only = allowed.length === 1 ? (allowed[0] ?? null) : null;
  const defaultBranch = wanted !== null && allowed.includes(wanted) ? wanted : only;
  return { ...rest, branches: [...allowed], defaultBranch };
}
