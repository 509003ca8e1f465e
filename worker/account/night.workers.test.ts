import { runInDurableObject } from 'cloudflare:test';
import { env } from 'cloudflare:workers';
import { eq } from 'drizzle-orm';
import { beforeAll, expect, test } from 'vitest';
import type { Bindings } from '../bindings.ts';
import { parseEnv } from '../env.ts';
import { createHarness, OTHER_ACCOUNT, variables } from '../http/api.fixture.ts';
import type { AccountSettings } from '../settings/settings.repository.ts';
import { ok } from '../shared/result.ts';
import type { AccountObject } from './account.object.ts';
import { connectBranch } from './branch.fixture.ts';
import { type AccountContext, createContext } from './context.ts';
import { isNightOpen, nightOf } from './night.ts';
import { type FakeClinic, fakeClinic } from './poll.fixture.ts';
import { pollSource, saveSourceState, schedulePoll, sourceState } from './poll.ts';
import { reconcileStep } from './reconcile.ts';
import { deals, events, visits } from './schema.ts';
import { openStore, type Store } from './store.ts';

/** A night's work of one source, step by step, by a clock of the test's own. */
const bindings = env as unknown as Bindings;
const EVENING = Date.parse('2026-11-22T23:00:00+03:00');
const HOUR = 3_600_000;
const source = { sourceId: 1, timeZone: 'Europe/Moscow' };
let settings: AccountSettings;

beforeAll(async () => {
  Object.assign(env, variables);
  const { repository } = await createHarness();
  settings = await connectBranch(repository, OTHER_ACCOUNT);
});

type Night = {
  ctx: AccountContext;
  store: Store;
  clinic: FakeClinic;
  pass(ms: number): void;
  /** Until it ends; the number of steps. */
  work(): Promise<number>;
};

/** amoCRM knows the deals 78 and 79 only, and no fields. */
const lead = (id: number) => ({
  id,
  responsible_user_id: 1,
  pipeline_id: 10,
  status_id: 100,
  created_at: 1,
  updated_at: 1,
  custom_fields_values: null,
});

const withNight = (name: string, use: (night: Night) => Promise<void>) =>
  runInDurableObject(
    bindings.ACCOUNTS.getByName(name) as unknown as DurableObjectStub<AccountObject>,
    async (_object, state) => {
      const config = parseEnv(variables);
      if (!config.ok) throw new Error(config.error);
      const store = openStore(state.storage);
      const clinic = fakeClinic([
        { id: 1, date: '2026-11-10' },
        { id: 2, date: '2026-11-24' },
        { id: 3, date: '2026-11-25' },
        { id: 4, date: '2027-09-01' },
        { id: 200, date: '2026-11-26' },
      ]);
      let now = EVENING;
      const ctx = createContext({
        objectName: String(OTHER_ACCOUNT),
        config: config.value,
        store,
        db: bindings.DB,
        clock: { now: () => now },
        sleep: async (ms) => {
          now += ms;
        },
        async remote(call) {
          const { pathname, searchParams } = new URL(call.url);
          if (!pathname.startsWith('/api/v4/')) return clinic.remote(call);
          const one = /leads\/(\d+)$/.exec(pathname);
          const asked = one ? [one[1]] : searchParams.getAll('filter[id][]');
          const found = asked.map(Number).filter((id) => id === 78 || id === 79);
          const body = one ? lead(Number(one[1])) : { _embedded: { leads: found.map(lead) } };
          const isNone = found.length === 0;
          return ok({
            status: isNone ? 204 : 200,
            headers: new Headers({ 'content-type': 'application/hal+json' }),
            text: isNone ? '' : JSON.stringify(body),
          });
        },
        log: () => {},
        wake: () => {},
      });
      await ctx.tokens.adopt({ accessToken: 'a', refreshToken: 'r', expiresInSeconds: 86_400 }, true);
      schedulePoll(ctx, 1, now);
      await pollSource(ctx, settings, source);
      const link = (talonId: number, dealId: number) =>
        store.update(visits).set({ dealId, linkState: 'active' }).where(eq(visits.talonId, talonId)).run();
      link(2, 77);
      link(3, 78);
      await use({
        ctx,
        store,
        clinic,
        pass(ms) {
          now += ms;
        },
        async work() {
          for (let steps = 0; ; steps += 1) {
            await reconcileStep(ctx, settings, source);
            const night = nightOf(ctx, 1);
            if (!night) return steps + 1;
            now = Math.max(now, night.at);
          }
        },
      });
    },
  );
const summary = (store: Store) => {
  const line = store.select().from(events).where(eq(events.kind, 'source.reconciled')).get();
  return JSON.parse(line?.decision ?? 'null') as { reasons: { code: string; text: string }[] } | null;
};

test('after 02:00 of the branch, once a night, in steps; a deleted deal is suspended, an unwritten one repaired', () =>
  withNight('n1', async ({ ctx, store, clinic, pass, work }) => {
    expect(isNightOpen(ctx, source)).toBe(false);
    pass(4 * HOUR);
    expect(isNightOpen(ctx, source)).toBe(true);
    // Written by nobody's event: a status of a linked visit that polls do not read by day any more.
    const old = { dealId: 79, linkState: 'active' as const };
    store.update(visits).set(old).where(eq(visits.talonId, 200)).run();
    const visitId = store.select().from(visits).where(eq(visits.talonId, 200)).get()?.id ?? '';
    store.insert(deals).values({ id: 79, lastVisitId: visitId, lastStatus: '1', written: '{}' }).run();
    clinic.asked.length = 0;
    expect(await work()).toBe(32);
    expect(clinic.asked).toContain('talons 24.10.2026');
    expect(clinic.asked).toContain('talons 22.05.2027');
    // Days that polls read are read for linked visits only.
    expect(clinic.asked).toContain('talons 25.11.2026');
    expect(clinic.asked).not.toContain('talons 28.11.2026');
    expect(summary(store)?.reasons).toEqual([
      { code: 'reconcile.repaired', text: 'Не было записано, исправляется: 78 (статус)' },
      { code: 'reconcile.deleted', text: 'Сделка удалена, связь приостановлена: 77' },
    ]);
    expect(store.select().from(visits).where(eq(visits.talonId, 2)).get()?.linkState).toBe('suspended');
    const repairs = store.select().from(events).where(eq(events.kind, 'visit.changed')).all();
    expect(repairs.map(({ dealId, outcome }) => [dealId, outcome])).toEqual([[78, 'pending']]);
    expect(sourceState(ctx, 1)?.reconciledDay).toBe('2026-11-23');
    expect(isNightOpen(ctx, source)).toBe(false);
  }));

test('a difference that polls cannot see becomes an ordinary event', () =>
  withNight('n2', async ({ store, clinic, pass, work }) => {
    pass(4 * HOUR);
    // It was taken stock of far beyond the days that are read, and is linked to nothing.
    clinic.talons[0] = { id: 1, date: '2026-11-10', statusId: 4, updatedAt: '2026-11-22T23:30:00' };
    await work();
    expect(store.select().from(events).where(eq(events.kind, 'visit.cancelled')).all()).toHaveLength(1);
  }));

test('a clinic that does not answer costs its days, not the night', () =>
  withNight('n3', async ({ ctx, store, clinic, pass, work }) => {
    pass(4 * HOUR);
    saveSourceState(ctx, 1, { errorCode: null });
    clinic.refuse = (path) => (path.startsWith('talons') ? 502 : null);
    await work();
    expect(summary(store)?.reasons.map(({ code }) => code)).toEqual(['reconcile.unread']);
    expect(sourceState(ctx, 1)?.reconciledDay).toBe('2026-11-23');
  }));
