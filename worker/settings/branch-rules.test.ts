import { expect, test } from 'vitest';
import { creationProblem, duplicateOf, nextMain, patchProblem } from './branch-rules.ts';
import { defaultSettings } from './defaults.ts';
import type { AccountSettings, BranchRow } from './settings.repository.ts';

const branch = (id: number, rest: Partial<BranchRow> = {}): BranchRow => ({
  accountId: 32100500,
  id,
  sourceId: 1,
  title: `Филиал ${id}`,
  timeZone: 'Europe/Moscow',
  buildingId: null,
  main: false,
  enabled: false,
  createDeals: false,
  callbackTokenHash: '',
  callbackTokenSealed: '',
  removedAt: null,
  ...rest,
});

type Given = Pick<AccountSettings, 'branches' | 'automation' | 'fields'>;
function settings(
  given: { branches?: BranchRow[]; stage?: boolean; recordId?: number; branchId?: number } = {},
): Given {
  const { lead, contact } = defaultSettings.fields;
  return {
    branches: given.branches ?? [],
    automation: {
      version: 1,
      body: {
        ...defaultSettings.automation,
        newDealStage: given.stage ? { pipelineId: 1, stageId: 2 } : null,
      },
    },
    fields: {
      version: 1,
      body: {
        lead: { ...lead, recordId: given.recordId ?? null, branchId: given.branchId ?? null },
        contact,
      },
    },
  };
}

test.each([
  ['the whole source twice', { sourceId: 1, buildingId: null }, true],
  ['the same building', { sourceId: 1, buildingId: 5 }, true],
  ['another building', { sourceId: 1, buildingId: 6 }, false],
  ['the building of another source', { sourceId: 2, buildingId: 5 }, false],
  ['a source not known yet', { sourceId: null, buildingId: null }, false],
])('%s: refused %s', (_name, wanted, refused) => {
  const given = settings({ branches: [branch(1), branch(2, { buildingId: 5 })] });
  expect(duplicateOf(given, { id: null, ...wanted })?.code).toBe(refused ? 'branches.duplicate' : undefined);
});

test.each([
  ['both fields', { recordId: 1, branchId: 2 }, undefined],
  ['no record id', { branchId: 2 }, 'branches.fields_unmapped'],
  ['no branch id', { recordId: 1 }, 'branches.fields_unmapped'],
])('switching on with %s mapped', (_name, fields, code) => {
  expect(patchProblem(settings(fields), branch(1), { enabled: true })?.code).toBe(code);
  expect(patchProblem(settings(fields), branch(1), { enabled: false })).toBeNull();
});

test('the main branch stays main until another takes over', () => {
  expect(patchProblem(settings(), branch(1, { main: true }), { main: false })?.code).toBe(
    'branches.main_required',
  );
  expect(patchProblem(settings(), branch(1), { main: false })).toBeNull();
  expect(patchProblem(settings(), branch(1), { main: true })).toBeNull();
});

test('deals are created on a stage or not at all', () => {
  expect(creationProblem(settings(), true)?.code).toBe('branches.no_stage');
  expect(creationProblem(settings({ stage: true }), true)).toBeNull();
  expect(patchProblem(settings(), branch(1), { createDeals: true })?.code).toBe('branches.no_stage');
  expect(patchProblem(settings(), branch(1), { title: 'Другое' })).toBeNull();
});

test('a branch keeps its own building when nothing else changes', () => {
  const own = branch(2, { buildingId: 5 });
  const given = settings({ branches: [branch(1), own] });
  expect(patchProblem(given, own, { buildingId: 5 })).toBeNull();
  expect(patchProblem(given, own, { buildingId: null })?.code).toBe('branches.duplicate');
});

test('the next branch of the same source becomes the main one', () => {
  const main = branch(1, { main: true });
  const others = [branch(4), branch(3), branch(2, { sourceId: 2, main: true })];
  expect(nextMain([main, ...others], main)?.id).toBe(3);
  expect(nextMain([main, ...others], branch(3))).toBeNull();
  expect(nextMain([main], main)).toBeNull();
});
