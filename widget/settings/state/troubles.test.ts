import { expect, test } from 'vitest';
import type { BranchState, StateReply } from '../../../worker/state/state.schemas.ts';
import { amocrmTroubles, branchTroubles, troublesOf } from './troubles.ts';

const at = '2026-11-22T12:00:00+03:00';
const branch: BranchState = {
  ...{
    id: 1,
    title: 'На Лесной',
    enabled: true,
    sourceId: 1,
    keyValid: true,
    lastSuccessAt: at,
    nextPollAt: at,
  },
  ...{ late: false, strategy: 'days', heldList: null, stopped: null, queue: 0, oldestAt: null, failed: 0 },
  ...{ reconciledDay: null, reconciled: null, reconciling: false, lastError: null },
};
const hooks = {
  ...{
    mode: 'hooks' as const,
    alive: true,
    since: at,
    lateSince: null,
    checkedAt: at,
    nextCheckAt: at,
    lastError: null,
  },
};
const amocrm: StateReply['amocrm'] = {
  ...{ token: 'active', blocked: false, lastSuccessAt: at, nextProbeAt: null, queue: 0, oldestAt: null },
  ...{ failed: 0, lastError: null },
  hooks,
};
const error = { code: 'archimed.timeout', message: '', advice: '', at };

test('all is well: nothing is told', () => {
  expect(troublesOf({ amocrm, branches: [branch] })).toEqual([]);
  expect(amocrmTroubles({ ...amocrm, hooks: null })).toEqual([]);
});

test('each trouble once: a refused key is the error, a held list is its own', () => {
  expect(branchTroubles({ ...branch, keyValid: false, lastError: error, late: true })).toEqual(['bad-key']);
  const heldList = { rows: 0, missing: 12, polls: 1, since: at, first: [] };
  expect(branchTroubles({ ...branch, heldList, lastError: error })).toEqual(['held-list']);
  expect(branchTroubles({ ...branch, lastError: error, late: true })).toEqual(['error']);
  expect(branchTroubles({ ...branch, late: true })).toEqual(['late']);
});

test('a branch that is off is no trouble, unless its events wait for a decision', () => {
  const stopped = { since: at, code: 'breaker.moves' as const, message: '', waiting: 3, kinds: [] };
  const off = { ...branch, enabled: false, keyValid: false, lastError: error };
  expect(branchTroubles(off)).toEqual([]);
  expect(branchTroubles({ ...off, stopped })).toEqual(['stopped']);
});

test('amoCRM: closed, withdrawn, refusing, or silent hooks', () => {
  expect(amocrmTroubles({ ...amocrm, lastError: error, token: 'reauth_required' })).toEqual(['error']);
  const forbidden = { ...error, code: 'amocrm.forbidden' };
  expect(amocrmTroubles({ ...amocrm, lastError: forbidden })).toEqual(['refuses']);
  expect(amocrmTroubles({ ...amocrm, token: 'none' })).toEqual(['no-access']);
  expect(amocrmTroubles({ ...amocrm, hooks: { ...hooks, alive: false, lateSince: at } })).toEqual(['hooks']);
  expect(amocrmTroubles({ ...amocrm, hooks: { ...hooks, lateSince: at } })).toEqual(['hooks-late']);
});
