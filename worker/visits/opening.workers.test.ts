import { beforeAll, beforeEach, expect, test } from 'vitest';
import { ACCOUNT, ADMIN, createHarness, type Harness, MANAGER } from '../http/api.fixture.ts';

/** One request opens the booking window; a part that is refused or slow holds up no other. */
let harness: Harness;
beforeAll(async () => {
  harness = await createHarness();
  for (const buildingId of [1, 2]) {
    const branch = {
      ...{ accountId: ACCOUNT, title: `Филиал ${buildingId}`, timeZone: 'Europe/Moscow', buildingId },
      ...{ main: buildingId === 2, enabled: true, createDeals: false },
      ...{ callbackTokenHash: '', callbackTokenSealed: '' },
    };
    await harness.repository.addBranch(
      { branch, apiId: 'a'.repeat(32), apiSecretSealed: '' },
      { by: 1, at: 0 },
    );
  }
  const rows = [{ userId: MANAGER, role: 'book', branches: [1], defaultBranch: null }];
  const sections = [{ section: 'users', readAt: 0, body: { rows } }] as const;
  await harness.repository.saveSections({ accountId: ACCOUNT, sections, by: ADMIN, at: 0 });
});

const at = '2026-11-27T14:30:00+03:00';
const down = {
  ok: false,
  error: { status: 502, code: 'archimed.unavailable', message: 'Не отвечает.' },
};
beforeEach(() => {
  Object.assign(harness.account, {
    doctors: async () => ({ ok: true, value: { doctors: [], asOf: at } }),
    slots: async (query: unknown) => ({
      ok: true,
      value: { slots: [], schedulePublished: true, asOf: at, query },
    }),
    services: async () => ({ ok: true, value: { services: [], total: 0 } }),
    searchPatients: async () => ({ ok: true, value: { patients: [], contact: null } }),
    visit: async () => ({ ok: false, error: { status: 404, code: 'visits.not_found', message: 'Нет.' } }),
  });
});
const open = async (body: unknown, user?: number) =>
  harness.request('/api/booking/opening', { method: 'POST', token: await harness.session(user), body });

test('everything comes together, of the main branch or of the only one that the user may use', async () => {
  expect(await open({ dealId: 77 })).toMatchObject({
    status: 200,
    body: {
      me: { user: { id: ADMIN } },
      branchId: 2,
      doctors: { value: { doctors: [] } },
      patients: { value: { contact: null } },
      visit: null,
    },
  });
  expect(await open({ dealId: 77 }, MANAGER)).toMatchObject({ body: { branchId: 1 } });
  expect(await open({ dealId: 77, branchId: 2 }, MANAGER)).toMatchObject({ status: 403 });
});

test('without a deal nobody is searched for', async () => {
  harness.account.searchPatients = async () => down;
  expect(await open({ dealId: null })).toMatchObject({ body: { patients: { value: { patients: [] } } } });
});

test('what fails says why, what is slow is late, the rest is there', async () => {
  harness.account.slots = async () => down;
  harness.account.services = () => new Promise(() => {});
  expect(await open({ dealId: 77 })).toMatchObject({
    status: 200,
    body: {
      doctors: { value: { doctors: [] } },
      slots: { error: { code: 'archimed.unavailable', details: null } },
      services: { late: true },
    },
  });
});

test('a visit that is not there, or not for this user, is no window', async () => {
  expect(await open({ dealId: 77, visitId: 'v' })).toMatchObject({
    status: 200,
    body: { visit: { error: { code: 'visits.not_found' } } },
  });
});
