import { expect, test } from 'vitest';
import { defaultSettings } from '../settings/defaults.ts';
import type { AccountSettings, BranchRow } from '../settings/settings.repository.ts';
import type { Drafts } from './preview.schemas.ts';
import { withDrafts } from './with-drafts.ts';

const branch = (id: number): BranchRow => ({
  ...{ accountId: 1, id, sourceId: 1, title: `Филиал ${id}`, timeZone: 'Europe/Moscow', buildingId: null },
  ...{ main: id === 1, enabled: true, createDeals: false, callbackTokenHash: '', callbackTokenSealed: '' },
  removedAt: null,
});
const versioned = <T>(body: T) => ({ version: 3, body });
const saved: AccountSettings = {
  account: {
    ...{ id: 1, domain: 'a.amocrm.ru', name: '', timeZone: 'Europe/Moscow', status: 'active', revision: 1 },
    ...{ hookTokenHash: '', hookTokenSealed: '', dpTokenHash: null, dpTokenSealed: null, installedAt: 0 },
  },
  sources: [],
  branches: [branch(1), branch(2)],
  fields: versioned(defaultSettings.fields),
  users: versioned(defaultSettings.users),
  automation: versioned(defaultSettings.automation),
  matching: versioned(defaultSettings.matching),
  statuses: new Map([[1, versioned(defaultSettings.statuses)]]),
  branchVersions: new Map(),
};
const off = { ...defaultSettings.statuses, mode: 'off' as const };
const matching = { ...defaultSettings.matching, search: false };

test.each<[string, Drafts, (settings: AccountSettings) => unknown, unknown]>([
  ['nothing on the screen', {}, (all) => all, saved],
  ['a section', { matching }, ({ matching: { body } }) => body, matching],
  ['others stay', { matching }, ({ automation }) => automation, saved.automation],
  [
    'one branch’s statuses',
    { statuses: [{ branchId: 2, settings: off }] },
    ({ statuses }) => statuses.get(2)?.body,
    off,
  ],
  [
    'and the other’s stay',
    { statuses: [{ branchId: 2, settings: off }] },
    ({ statuses }) => statuses.get(1),
    saved.statuses.get(1),
  ],
  [
    'a branch’s switch',
    { branches: [{ branchId: 2, createDeals: true }] },
    ({ branches }) => branches.map(({ createDeals, title }) => [createDeals, title]),
    [
      [false, 'Филиал 1'],
      [true, 'Филиал 2'],
    ],
  ],
])('%s', (_name, drafts, look, expected) => {
  expect(look(withDrafts(saved, drafts))).toEqual(expected);
});

test('what was saved is left as it is', () => {
  const before = structuredClone(saved);
  withDrafts(saved, { matching, statuses: [{ branchId: 1, settings: off }] });
  expect(saved).toEqual(before);
});
