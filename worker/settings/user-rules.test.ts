import { expect, test } from 'vitest';
import { usersProblem, withoutRemoved } from './user-rules.ts';
import type { UserRow } from './users.schemas.ts';

const row = (userId: UserRow['userId'], role: UserRow['role'], rest: Partial<UserRow> = {}): UserRow => ({
  userId,
  role,
  branches: 'all',
  defaultBranch: null,
  ...rest,
});
const me = { userId: 7, isAdmin: false };
const admin = { userId: 7, isAdmin: true };

test.each([
  ["another's row", me, [row(7, 'administer')], [row(7, 'administer'), row(8, 'book')], undefined],
  [
    'the order of own branches',
    me,
    [row(7, 'book', { branches: [1, 2] })],
    [row(7, 'book', { branches: [2, 1] })],
    undefined,
  ],
  ['own role', me, [row(7, 'administer')], [row(7, 'book')], 'users.own_row'],
  ['own branches', me, [row(7, 'administer', { branches: [1] })], [row(7, 'administer')], 'users.own_row'],
  [
    'own default branch',
    me,
    [row(7, 'administer')],
    [row(7, 'administer', { defaultBranch: 1 })],
    'users.own_row',
  ],
  ['own row taken away', me, [row(7, 'administer')], [], 'users.own_row'],
  [
    'a first own row',
    me,
    [row('others', 'administer')],
    [row('others', 'administer'), row(7, 'administer')],
    'users.own_row',
  ],
  ['«others», which is mine', me, [row('others', 'administer')], [row('others', 'book')], 'users.own_row'],
  [
    '«others», which is not mine',
    me,
    [row(7, 'administer'), row('others', 'view')],
    [row(7, 'administer'), row('others', 'none')],
    undefined,
  ],
  ['«others» by an amoCRM administrator', admin, [], [row('others', 'view')], undefined],
  ['own row of an amoCRM administrator', admin, [], [row(7, 'none')], 'users.own_row'],
] satisfies [string, typeof me, UserRow[], UserRow[], string | undefined][])(
  '%s',
  (_name, who, before, after, code) => {
    expect(usersProblem(who, before, after, [1, 2])?.code).toBe(code);
  },
);

test.each([
  ['a branch that is not there', row(8, 'book', { branches: [1, 3] }), 'users.unknown_branch'],
  ['a default branch that is not there', row(8, 'book', { defaultBranch: 3 }), 'users.unknown_branch'],
  [
    'a default branch that is not allowed',
    row(8, 'book', { branches: [1], defaultBranch: 2 }),
    'users.default_branch',
  ],
  ['an allowed default branch', row(8, 'book', { branches: [1], defaultBranch: 1 }), undefined],
])('%s', (_name, added, code) => {
  expect(usersProblem(me, [], [added], [1, 2])?.code).toBe(code);
});

test('removed branches leave the rows', () => {
  const rows = [row(8, 'book', { branches: [1, 3], defaultBranch: 3 }), row(9, 'view')];
  expect(withoutRemoved({ rows }, [1, 2])).toEqual([row(8, 'book', { branches: [1] }), row(9, 'view')]);
});
