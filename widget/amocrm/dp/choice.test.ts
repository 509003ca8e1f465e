import { expect, test } from 'vitest';
import { readChoice, statusesOf, statusOf, withBranch, writeChoice } from './choice.ts';

test('what was chosen comes back', () => {
  const status = { what: 'status', meaning: 'arrived', statuses: { 1: 5 }, reasons: {} } as const;
  const cancel = { what: 'cancel', meaning: null, statuses: {}, reasons: { 2: 3 } } as const;
  expect(writeChoice(status)).toBe('{"do":"status","meaning":"arrived","statuses":{"1":5}}');
  expect(readChoice(writeChoice(status))).toEqual(status);
  expect(readChoice(writeChoice(cancel))).toEqual(cancel);
});

test.each(['', 'null', '[]', '{', '{"do":"status"}', '{"do":"status","meaning":"gone"}', '"text"'])(
  '«%s» is a new action, which has no value yet',
  (value) => {
    expect(readChoice(value)).toEqual({ what: 'status', meaning: null, statuses: {}, reasons: {} });
    expect(writeChoice(readChoice(value))).toBe('');
  },
);

test('only numbers of branches are taken', () => {
  expect(readChoice('{"do":"cancel","reasons":{"1":2,"2":"x","3":null}}').reasons).toEqual({ 1: 2 });
});

test('one branch is set and cleared without touching the others', () => {
  expect(withBranch({ 1: 5, 2: 6 }, 2, 7)).toEqual({ 1: 5, 2: 7 });
  expect(withBranch({ 1: 5, 2: 6 }, 2, null)).toEqual({ 1: 5 });
});

test('the administrator’s meaning goes before the suggested one, the pseudo-status is left out', () => {
  const row = { pipelineId: null, stageId: null, moveClosed: false };
  const statuses = statusesOf({
    version: 1,
    mode: 'filtered',
    rows: [{ ...row, statusId: 2, meaning: 'arrived' }],
    rules: [{ when: {}, rows: [{ ...row, statusId: 3, meaning: null }] }],
    twoWay: { rows: [], conflict: 'archimed' },
    directory: [
      { statusId: 1, name: 'Пришёл', suggestedMeaning: 'arrived' },
      { statusId: 2, name: 'Ждёт', suggestedMeaning: null },
      { statusId: 3, name: 'Пришла', suggestedMeaning: 'arrived' },
      { statusId: 'deleted', name: 'Удалена', suggestedMeaning: null },
    ],
  });
  expect(statuses.map(({ id, meaning }) => [id, meaning])).toEqual([
    [1, 'arrived'],
    [2, 'arrived'],
    [3, null],
  ]);
  const branch = { id: 1, title: 'Центр', statuses, reasons: null };
  expect(statusOf(branch, 'arrived')?.id).toBe(1);
  expect(statusOf(branch, 'no-show')).toBeUndefined();
});
