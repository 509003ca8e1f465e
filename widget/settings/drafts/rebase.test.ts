import { expect, test } from 'vitest';
import { rebase } from './rebase.ts';

test('what only they changed is taken, what only I changed is kept', () => {
  const base = { search: true, keepTitle: true, task: { text: 'a', enabled: false } };
  const mine = { ...base, task: { text: 'typed by me', enabled: false } };
  const theirs = { ...base, search: false, task: { text: 'a', enabled: true } };
  expect(rebase(base, mine, theirs)).toEqual({
    search: false,
    keepTitle: true,
    task: { text: 'typed by me', enabled: true },
  });
});

test('when both changed the same value, mine stays on the screen', () => {
  expect(rebase({ text: 'a' }, { text: 'mine' }, { text: 'theirs' })).toEqual({ text: 'mine' });
});

type Row = { statusId: number | 'deleted'; stageId: number | null };

test('rows are matched by their id, whatever their order', () => {
  const base: Row[] = [
    { statusId: 1, stageId: null },
    { statusId: 'deleted', stageId: null },
  ];
  const mine: Row[] = [
    { statusId: 1, stageId: 10 },
    { statusId: 'deleted', stageId: null },
  ];
  const theirs: Row[] = [
    { statusId: 'deleted', stageId: 20 },
    { statusId: 1, stageId: null },
    { statusId: 7, stageId: 30 },
  ];
  expect(rebase(base, mine, theirs)).toEqual([
    { statusId: 'deleted', stageId: 20 },
    { statusId: 1, stageId: 10 },
    { statusId: 7, stageId: 30 },
  ]);
});

test('a row I removed stays removed, a row I added stays added, a row they removed goes unless I changed it', () => {
  const base = [
    { userId: 1, role: 'view' },
    { userId: 2, role: 'view' },
    { userId: 3, role: 'view' },
  ];
  const mine = [
    { userId: 2, role: 'view' },
    { userId: 3, role: 'book' },
    { userId: 4, role: 'book' },
  ];
  const theirs = [{ userId: 1, role: 'view' }];
  expect(rebase(base, mine, theirs)).toEqual([
    { userId: 3, role: 'book' },
    { userId: 4, role: 'book' },
  ]);
});

test('lists of plain values are one value', () => {
  expect(rebase([1, 2], [1, 2, 3], [1])).toEqual([1, 2, 3]);
  expect(rebase([1, 2], [1, 2], [1])).toEqual([1]);
});
