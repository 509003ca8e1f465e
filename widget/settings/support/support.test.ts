import { expect, test } from 'vitest';
import type { MeReply } from '../../../worker/session/session.schemas.ts';
import type { Branch } from '../../../worker/settings/branches.schemas.ts';
import type { BranchState } from '../../../worker/state/state.schemas.ts';
import type { LinkRow } from '../../../worker/support/support.schemas.ts';
import { diagnosisText } from './diagnosis.ts';
import { allLinks, linksCsv } from './links-csv.ts';

const branch = {
  ...{ id: 1, sourceId: 1, title: 'Центр', apiId: 'secret-api-id', timeZone: 'Europe/Moscow', main: true },
  ...{ buildingId: null, enabled: true, createDeals: true, version: 2, callbackUrl: 'https://x/token' },
  health: { keyValid: true, lastSuccessAt: null, lastError: null },
} satisfies Branch;
const at = '2026-11-29T12:00:00+03:00';
const branchState: BranchState = {
  ...{ id: 1, title: 'Центр', enabled: true, sourceId: 1, keyValid: true, lastSuccessAt: at },
  ...{ nextPollAt: null, strategy: 'days', heldList: null, queue: 2, failed: 1, reconciledDay: null },
  ...{ reconciling: false, reconciled: null, late: false, oldestAt: null },
  stopped: { since: at, code: 'breaker.moves', message: '', waiting: 3, kinds: [] },
  lastError: { code: 'archimed.timeout', message: '', advice: '', at },
};
const me = {
  user: {
    id: 7,
    name: 'Анна Руденко',
    role: 'administer',
    isAdmin: true,
    branches: [1],
    defaultBranch: null,
  },
  account: { id: 321, name: 'Клиника', domain: 'clinic.amocrm.ru', origin: '' },
  ...{ branches: [], hideOnStages: [], journalPipelines: [], version: '0.1.0' },
} satisfies MeReply;

test('the diagnosis tells ids and states; no key, no title, nobody’s name', () => {
  const text = diagnosisText({
    me,
    state: {
      branches: [branchState],
      amocrm: {
        ...{ token: 'active', blocked: false, queue: 2, lastError: null, lastSuccessAt: at },
        ...{ nextProbeAt: null, oldestAt: null, failed: 1 },
        hooks: {
          mode: 'events',
          alive: true,
          since: null,
          lateSince: null,
          checkedAt: null,
          nextCheckAt: at,
          lastError: null,
        },
      },
    },
    branches: [branch],
    versions: { fields: 2, 'statuses:1': 1 },
    framed: true,
    lang: 'ru',
    browser: 'Chrome',
    at,
  });
  expect(text.split('\n')).toEqual([
    `ArchiMed+ for amoCRM 0.1.0 · ${at}`,
    'account 321 clinic.amocrm.ru',
    'user 7 admin of amoCRM',
    'page in amoCRM ru Chrome',
    `amocrm token=active blocked=no answered=${at} hooks=events:alive queue=2 failed=1 error=-`,
    `branch 1 source 1 on main key=yes read=${at} next=- way=days zone=Europe/Moscow building=- creates=yes queue=2 failed=1 held=- stopped=breaker.moves reconciled=- error=archimed.timeout@${at}`,
    'settings fields=2 statuses:1=1',
  ]);
  for (const secret of ['Анна', 'Центр', 'secret-api-id', 'token/']) expect(text).not.toContain(secret);
});

test('links are read page by page and written as a table that Excel opens', async () => {
  const row: LinkRow = {
    ...{ sourceId: 1, branchId: 2, talonId: 55, patientId: 701, dealId: 9, contactId: null },
    ...{ date: '2026-11-29', begin: '14:30', state: 'active' },
  };
  const pages = [
    { links: [row], next: 'a' },
    { links: [{ ...row, talonId: null, state: 'suspended' as const }], next: null },
  ];
  const asked: (string | undefined)[] = [];
  const all = await allLinks(async (cursor) => {
    asked.push(cursor);
    return { ok: true, value: pages[asked.length - 1] ?? { links: [], next: null } };
  });
  expect(asked).toEqual([undefined, 'a']);
  expect(linksCsv(all.ok ? all.value : []).split('\r\n')).toEqual([
    'branch_id;source_id;archimed_visit_id;archimed_patient_id;amocrm_deal_id;amocrm_contact_id;date;time;link',
    '2;1;55;701;9;;2026-11-29;14:30;active',
    '2;1;;701;9;;2026-11-29;14:30;suspended',
    '',
  ]);
});
