import { expect, test } from 'vitest';
import type { UserRow } from '../settings/users.schemas.ts';
import { accessOf, permits } from './access.ts';

const row = (userId: UserRow['userId'], role: UserRow['role'], rest: Partial<UserRow> = {}): UserRow => ({
  userId,
  role,
  branches: 'all',
  defaultBranch: null,
  ...rest,
});

const cases: {
  name: string;
  isAdmin?: boolean;
  rows: UserRow[];
  branchIds?: number[];
  expected: [role: string, branches: number[], all: boolean, defaultBranch: number | null];
}[] = [
  { name: 'no row at all', rows: [], expected: ['none', [], false, null] },
  {
    name: 'an amoCRM administrator without a row',
    isAdmin: true,
    rows: [],
    expected: ['administer', [1, 2], true, null],
  },
  {
    name: 'an amoCRM administrator is not bound by a row',
    isAdmin: true,
    rows: [row(7, 'none', { branches: [], defaultBranch: 2 })],
    expected: ['administer', [1, 2], true, 2],
  },
  { name: 'own row', rows: [row(7, 'book')], expected: ['book', [1, 2], true, null] },
  {
    name: 'own row before «others»',
    rows: [row('others', 'administer'), row(7, 'view', { branches: [2] })],
    expected: ['view', [2], false, 2],
  },
  {
    name: '«others» without an own row',
    rows: [row(8, 'administer'), row('others', 'view')],
    expected: ['view', [1, 2], true, null],
  },
  {
    name: 'own «none» closes what «others» opens',
    rows: [row(7, 'none'), row('others', 'book')],
    expected: ['none', [], false, null],
  },
  {
    name: 'a removed branch in the row',
    rows: [row(7, 'book', { branches: [1, 9] })],
    expected: ['book', [1], false, 1],
  },
  {
    name: 'no branch',
    rows: [row(7, 'administer', { branches: [] })],
    expected: ['administer', [], false, null],
  },
  {
    name: 'all branches by name are not «all»',
    rows: [row(7, 'administer', { branches: [1, 2] })],
    expected: ['administer', [1, 2], false, null],
  },
  {
    name: 'default branch',
    rows: [row(7, 'book', { defaultBranch: 2 })],
    expected: ['book', [1, 2], true, 2],
  },
  {
    name: 'a default branch that is not allowed',
    rows: [row(7, 'book', { branches: [1], defaultBranch: 2 })],
    expected: ['book', [1], false, 1],
  },
  {
    name: 'the only branch is the default',
    rows: [row(7, 'book')],
    branchIds: [3],
    expected: ['book', [3], true, 3],
  },
];

test.each(cases)('$name', ({ isAdmin = false, rows, branchIds = [1, 2], expected }) => {
  const access = accessOf({ userId: 7, isAdmin, rows, branchIds });
  expect([access.role, access.branches, access.allBranches, access.defaultBranch]).toEqual(expected);
  expect(access.isAdmin).toBe(isAdmin);
});

test.each([
  ['none', [false, false, false]],
  ['view', [true, false, false]],
  ['book', [true, true, false]],
  ['administer', [true, true, true]],
] as const)('%s may view, book, administer: %s', (role, expected) => {
  const access = accessOf({ userId: 7, isAdmin: false, rows: [row(7, role)], branchIds: [1] });
  expect([permits(access, 'view'), permits(access, 'book'), permits(access, 'administer')]).toEqual(expected);
});
