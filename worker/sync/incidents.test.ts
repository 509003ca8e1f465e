import { expect, test } from 'vitest';
import { type Incident, type Told, tellOnce } from './incidents.ts';

const HOUR = 3600_000;
const stopped: Incident = { kind: 'stopped', branchId: 2, reason: 'breaker.moves' };
const key: Incident = { kind: 'key', sourceId: 1, branchId: 1 };
const failed = (newest: number): Incident => ({ kind: 'failed', newest });

/** What was raised at each step of a story. */
const raised = (steps: readonly (readonly [hour: number, standing: Incident[]])[]) => {
  let told: Told = {};
  return steps.map(([hour, standing]) => {
    const next = tellOnce(standing, told, hour * HOUR);
    told = next.told;
    return next.raise.map(({ kind }) => kind);
  });
};

test('once for each incident; one that ended may come again', () => {
  expect(
    raised([
      [0, [stopped]],
      [1, [stopped, key]],
      [2, [key]],
      [3, [stopped, key]],
      [4, []],
      [5, [key]],
    ]),
  ).toEqual([['stopped'], ['key'], [], ['stopped'], [], ['key']]);
});

test('two branches are two incidents', () => {
  const other: Incident = { ...stopped, branchId: 3 };
  expect(
    raised([
      [0, [stopped]],
      [1, [stopped, other]],
    ]),
  ).toEqual([['stopped'], ['stopped']]);
});

test('failed events: further ones a day later, not while the old ones stand; all repaired begins anew', () => {
  expect(
    raised([
      [0, [failed(5)]],
      [1, [failed(9)]],
      [30, [failed(9)]],
      [55, [failed(9)]],
      [56, []],
      [57, [failed(12)]],
      [90, [failed(12)]],
    ]),
  ).toEqual([['failed'], [], ['failed'], [], [], ['failed'], []]);
});
