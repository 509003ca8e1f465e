import { expect, test } from 'vitest';
import { reply, row, world } from './rules.fixture.ts';
import {
  type RuleDraft,
  refusedConditions,
  rulesDraft,
  ruleValid,
  shadowedBy,
  withCondition,
  withCopy,
  withMoved,
  withRowsOf,
  withRule,
} from './rules-draft.ts';
import { draftRows } from './status-rows.ts';
import { statusesDraft, toStatusesPut } from './statuses-draft.ts';

const rules = rulesDraft(reply);
const [first] = rules;
if (first === undefined) throw new Error('no rule');
const uids = (list: readonly RuleDraft[]) => list.map(({ uid }) => uid);

test('a rule has a row for every status; only filled ones are saved', () => {
  expect(first.rows.map(({ statusId }) => statusId)).toEqual([1, 2, 'deleted']);
  expect(toStatusesPut(statusesDraft(reply), reply).rules).toEqual(reply.rules);
});

test('what left the directory is shown, and not saved again', () => {
  const old = { ...reply, rules: [{ when: {}, rows: [row(99, [10, 100])] }] };
  expect(rulesDraft(old)[0]?.rows.map(({ statusId }) => statusId)).toEqual([1, 2, 'deleted', 99]);
  expect(toStatusesPut(statusesDraft(old), old).rules).toEqual([{ when: {}, rows: [] }]);
});

test('added at the end, copied right below, moved within the list', () => {
  const four = withCopy(withRule(rules, reply), 'saved-0');
  expect(uids(four)).toEqual(['saved-0', 'new-2', 'saved-1', 'new-1']);
  expect(uids(withMoved(four, 'new-1', -1))).toEqual(['saved-0', 'new-2', 'new-1', 'saved-1']);
  expect(uids(withMoved(four, 'saved-0', -1))).toEqual(uids(four));
  expect(uids(withMoved(four, 'new-1', 1))).toEqual(uids(four));
});

test('an emptied condition is none', () => {
  expect(withCondition(first, 'doctors', []).when).toEqual({});
  expect(withCondition(first, 'pipelines', [10]).when).toEqual({ doctors: [8], pipelines: [10] });
});

test('filled like «Иначе» only where nothing was chosen', () => {
  const filled = withRowsOf(first, draftRows(reply, reply.rows));
  expect(filled.rows.map(({ stageId }) => stageId)).toEqual([200, 101, null]);
});

test('a rule under one with the same conditions never applies', () => {
  const copied = withCopy(rules, 'saved-0');
  expect(copied.map((_, index) => shadowedBy(copied, index))).toEqual([null, 1, null]);
});

test('pipelines, branches and stages that are gone cannot be saved', () => {
  expect(ruleValid(first, world)).toBe(true);
  const gone = withCondition(withCondition(first, 'pipelines', [30]), 'branches', [7]);
  expect(refusedConditions(gone, world)).toEqual(['pipelines', 'branches']);
  // Who administers some branches does not see the others: they are not gone.
  expect(refusedConditions(gone, { ...world, everyBranch: false })).toEqual(['pipelines']);
  expect(ruleValid({ ...first, rows: draftRows(reply, [row(1, [10, 999])]) }, world)).toBe(false);
});
