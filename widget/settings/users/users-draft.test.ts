import { expect, test } from 'vitest';
import type { UserRow } from '../../../worker/settings/users.schemas.ts';
import {
  othersRow,
  rowsWithoutBranches,
  toggleBranch,
  withBranches,
  withDefaultBranch,
  withRole,
} from './users-draft.ts';

const rows: UserRow[] = [
  { userId: 'others', role: 'view', branches: [1], defaultBranch: 1 },
  { userId: 7, role: 'book', branches: [1, 2], defaultBranch: 2 },
];

test('without a row for the others they may do nothing', () => {
  expect(othersRow([])).toEqual({ userId: 'others', role: 'none', branches: 'all', defaultBranch: null });
});

test('a first role of his own starts from what «все остальные» have', () => {
  expect(withRole(rows, 8, 'book')[2]).toEqual({ userId: 8, role: 'book', branches: [1], defaultBranch: 1 });
});

test('«как все остальные» removes the row', () => {
  expect(withRole(rows, 7, 'inherit').map(({ userId }) => userId)).toEqual(['others']);
});

test('a default branch that is taken away is no longer the default', () => {
  expect(withBranches(rows, 7, [1])[1]).toMatchObject({ branches: [1], defaultBranch: null });
  expect(withBranches(rows, 7, 'all')[1]).toMatchObject({ branches: 'all', defaultBranch: 2 });
  expect(withDefaultBranch(rows, 7, 1)[1]).toMatchObject({ defaultBranch: 1 });
});

test('unticking one of «все» leaves the others by name', () => {
  expect(
    toggleBranch({ userId: 7, role: 'book', branches: 'all', defaultBranch: null }, 2, [1, 2, 3]),
  ).toEqual([1, 3]);
  expect(toggleBranch({ userId: 7, role: 'book', branches: [1], defaultBranch: null }, 3, [1, 2, 3])).toEqual(
    [1, 3],
  );
});

test('a role that opens no branch is found', () => {
  expect(
    rowsWithoutBranches([
      ...withBranches(rows, 7, []),
      { userId: 9, role: 'none', branches: [], defaultBranch: null },
    ]),
  ).toEqual([7]);
});
