import { expect, test } from 'vitest';
import type { Branch } from '../../../worker/settings/branches.schemas.ts';
import {
  branchChanged,
  branchErrors,
  draftOf,
  emptyBranch,
  toBranchCreate,
  toBranchPatch,
} from './branch-draft.ts';

const saved: Branch = {
  id: 1,
  sourceId: 1,
  title: 'На Лесной',
  apiId: 'a'.repeat(32),
  timeZone: 'Europe/Moscow',
  buildingId: null,
  main: true,
  enabled: false,
  createDeals: false,
  version: 1,
  callbackUrl: 'https://hub.example.dev/hooks/archimed/32100500-1/t',
  health: { keyValid: null, lastSuccessAt: null, lastError: null },
};

test('an untouched form sends nothing and counts as unchanged', () => {
  expect(toBranchPatch(draftOf(saved), saved)).toEqual({});
  expect(branchChanged(draftOf(saved), saved)).toBe(false);
  expect(branchChanged(emptyBranch(true, 'Europe/Moscow'), null)).toBe(false);
});

test('only what differs is sent', () => {
  expect(toBranchPatch({ ...draftOf(saved), title: ' На Садовой ', buildingId: 3 }, saved)).toEqual({
    title: 'На Садовой',
    buildingId: 3,
  });
});

test('a new secret takes the API ID along, even an unchanged one', () => {
  const patch = toBranchPatch({ ...draftOf(saved), apiSecret: 's'.repeat(32) }, saved);
  expect(patch).toEqual({ apiId: saved.apiId, apiSecret: 's'.repeat(32) });
});

test('a new API ID asks for its secret, at the field of the secret', () => {
  const draft = { ...draftOf(saved), apiId: 'b'.repeat(32) };
  expect(branchErrors(draft, saved)).toEqual({ apiSecret: 'secret_with_id' });
  expect(branchChanged(draft, saved)).toBe(true);
});

test('a new branch needs a title and both keys', () => {
  expect(branchErrors(emptyBranch(true, 'Europe/Moscow'), null)).toEqual({
    title: 'required',
    apiId: 'required',
    apiSecret: 'required',
  });
  const draft = {
    ...emptyBranch(true, 'Europe/Moscow'),
    title: 'Клиника',
    apiId: 'short',
    apiSecret: 'x'.repeat(200),
  };
  expect(branchErrors(draft, null)).toEqual({ apiId: 'too_short', apiSecret: 'too_long' });
});

test('the first branch is the main one and creates no deals until told to', () => {
  const draft = {
    ...emptyBranch(true, 'Asia/Omsk'),
    title: ' Омск ',
    apiId: 'i'.repeat(32),
    apiSecret: 's'.repeat(32),
  };
  expect(toBranchCreate(draft)).toEqual({
    title: 'Омск',
    apiId: 'i'.repeat(32),
    apiSecret: 's'.repeat(32),
    timeZone: 'Asia/Omsk',
    buildingId: null,
    main: true,
    createDeals: false,
  });
});
