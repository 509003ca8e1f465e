import { env, reset, runInDurableObject } from 'cloudflare:test';
import type { Bindings } from '../bindings.ts';
import { parseEnv } from '../env.ts';
import { createHarness, OTHER_ACCOUNT, variables } from '../http/api.fixture.ts';
import { defaultSettings } from '../settings/defaults.ts';
import type { AccountSettings } from '../settings/settings.repository.ts';
import { err } from '../shared/result.ts';
import { connectBranch } from './branch.fixture.ts';
import { type AccountContext, createContext } from './context.ts';
import { insertVisit } from './mirror.ts';
import { events } from './schema.ts';
import { openStore } from './store.ts';

/** Test support only: an account with one branch and the fields by which deals and patients are recognised. */
const bindings = env as unknown as Bindings;
export const FIELDS = { recordId: 501, branchId: 502, patientId: 601 };

export async function createClinic(): Promise<void> {
  await reset();
  Object.assign(env, variables);
  const { repository } = await createHarness();
  await connectBranch(repository, OTHER_ACCOUNT);
  const { recordId, branchId, patientId } = FIELDS;
  const { lead, contact } = defaultSettings.fields;
  const body = { lead: { ...lead, recordId, branchId }, contact: { ...contact, patientId } };
  const sections = [{ section: 'fields', readAt: 0, body }] as const;
  await repository.saveSections({ accountId: OTHER_ACCOUNT, sections, by: 1, at: 0 });
}

export type Kept = { ctx: AccountContext; settings: AccountSettings; kinds(): string[] };

/** In the object itself, without its alarm: what was accepted stays as it is. */
export function inside(use: (kept: Kept) => Promise<void>): Promise<void> {
  const stub = bindings.ACCOUNTS.getByName(String(OTHER_ACCOUNT)) as unknown as DurableObjectStub;
  return runInDurableObject(stub, async (_object, state) => {
    const store = openStore(state.storage);
    const config = parseEnv(variables);
    if (!config.ok) throw new Error(config.error);
    const ctx = createContext({
      objectName: String(OTHER_ACCOUNT),
      config: config.value,
      store,
      db: bindings.DB,
      clock: { now: () => 1_795_000_000_000 },
      sleep: async () => {},
      remote: async () => err({ kind: 'network', detail: '' }),
      log: () => {},
      wake: () => {},
    });
    const settings = await ctx.settings();
    if (!settings) throw new Error('no settings');
    await use({
      ctx,
      settings,
      kinds: () =>
        store
          .select()
          .from(events)
          .all()
          .map(({ kind }) => kind),
    });
  });
}

export function link(ctx: AccountContext, id: string, talonId: number, dealId: number | null): void {
  insertVisit(ctx.store, {
    id,
    talonId,
    dealId,
    sourceId: 1,
    branchId: 1,
    state: 'booked',
    bookedByUs: false,
    bookedAt: 0,
    patientId: 721,
    doctorId: 5,
    date: '2026-11-27',
    begin: '10:00',
    end: '10:30',
    room: '',
    statusId: 1,
    deleted: false,
    contentHash: '',
  });
}
