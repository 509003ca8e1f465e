import { runInDurableObject } from 'cloudflare:test';
import { env } from 'cloudflare:workers';
import { eq, sql } from 'drizzle-orm';
import { beforeAll, expect, test } from 'vitest';
import type { Bindings } from '../bindings.ts';
import { parseEnv } from '../env.ts';
import { createHarness, OTHER_ACCOUNT, variables } from '../http/api.fixture.ts';
import type { AccountSettings } from '../settings/settings.repository.ts';
import { seal } from '../shared/envelope.ts';
import type { AccountObject } from './account.object.ts';
import { bookingPlace } from './booking.ts';
import { connectBranch } from './branch.fixture.ts';
import { carryOutChange } from './change-click.ts';
import { type AccountContext, createContext } from './context.ts';
import { type EventRow, insertedEvent } from './inbox.ts';
import { type VisitRow, visitsByTalons } from './mirror.ts';
import { type FakeClinic, type FakeTalon, fakeClinic } from './poll.fixture.ts';
import { forgetStock, pollSource, schedulePoll, sourceState } from './poll.ts';
import { events, visits } from './schema.ts';
import { openStore, type Store } from './store.ts';

/** Polls of one source against an ArchiMed+ of a few rows, by a clock of the test's own. */
const bindings = env as unknown as Bindings;
const NOON = Date.parse('2026-11-22T12:00:00+03:00');
const source = { sourceId: 1, timeZone: 'Europe/Moscow' };
let settings: AccountSettings;

beforeAll(async () => {
  Object.assign(env, variables);
  const { repository } = await createHarness();
  settings = await connectBranch(repository, OTHER_ACCOUNT);
});

type Table = {
  ctx: AccountContext;
  store: Store;
  clinic: FakeClinic;
  poll(): Promise<void>;
  kinds(): string[];
};

/** Each case in an object of its own; every poll is a period after the one before. */
const withClinic = (name: string, talons: FakeTalon[], use: (table: Table) => Promise<void>) =>
  runInDurableObject(
    bindings.ACCOUNTS.getByName(name) as unknown as DurableObjectStub<AccountObject>,
    async (_object, state) => {
      const config = parseEnv(variables);
      if (!config.ok) throw new Error(config.error);
      const store = openStore(state.storage);
      const clinic = fakeClinic(talons);
      let now = NOON;
      const ctx = createContext({
        objectName: String(OTHER_ACCOUNT),
        config: config.value,
        store,
        db: bindings.DB,
        clock: { now: () => now },
        sleep: async (ms) => {
          now += ms;
        },
        remote: clinic.remote,
        log: () => {},
        wake: () => {},
      });
      schedulePoll(ctx, 1, now);
      await use({
        ctx,
        store,
        clinic,
        async poll() {
          now += 30_000;
          clinic.asked.length = 0;
          await pollSource(ctx, settings, source);
        },
        kinds: () =>
          store
            .select()
            .from(events)
            .all()
            .map(({ kind }) => kind),
      });
    },
  );

const two: FakeTalon[] = [
  { id: 1, date: '2026-11-23' },
  { id: 2, date: '2026-11-24', updatedAt: '2026-11-20T10:00:00' },
];
const dated = (clinic: FakeClinic) =>
  clinic.asked.filter((path) => /^talons \d{2}\.\d{2}\.\d{4}$/.test(path));

test('days are read by their date, as §10 assumes, when ranges are ignored', () =>
  withClinic('p1', two, async ({ ctx, clinic, poll, kinds }) => {
    await poll();
    expect(sourceState(ctx, 1)).toMatchObject({
      strategy: 'days',
      probedAt: expect.any(Number),
      errorCode: null,
    });
    await poll();
    expect(dated(clinic)).toHaveLength(18 + 4);
    clinic.talons.push({ id: 3, date: '2027-03-30', updatedAt: '2026-11-22T12:01:00' });
    await poll();
    expect(kinds()).toEqual(['visit.created']);
  }));

test('where rows prove that ranges work, a poll asks for changes', () =>
  withClinic('p2', two, async ({ ctx, clinic, poll, kinds }) => {
    clinic.filtersRanges = true;
    await poll();
    expect(sourceState(ctx, 1)?.strategy).toBe('updates');
    clinic.talons[0] = { id: 1, date: '2026-11-23', statusId: 4, updatedAt: '2026-11-22T12:01:00' };
    await poll();
    expect(kinds()).toEqual(['visit.cancelled']);
    // The days are an overlap only: all of them within ten minutes.
    expect(dated(clinic)).toHaveLength(5);
    await poll();
    expect(clinic.asked).toContain('talons 22.11.2026 11:51:00');
  }));

test('where the filter by date is ignored, the tail is read and linked open visits by id', () =>
  withClinic('p3', [...two, { id: 3, date: '2026-11-26' }], async ({ ctx, store, clinic, poll, kinds }) => {
    clinic.filtersDates = false;
    await poll();
    expect(sourceState(ctx, 1)?.strategy).toBe('tail');
    store.update(visits).set({ dealId: 77, linkState: 'active' }).where(eq(visits.talonId, 2)).run();
    clinic.talons[1] = { id: 2, date: '2026-11-24', statusId: 4 };
    clinic.talons.push({ id: 4, date: '2026-11-25' });
    await poll();
    expect(kinds().toSorted()).toEqual(['visit.cancelled', 'visit.created']);
    expect(clinic.asked).toEqual(['talons/2', 'talons', 'talons']);
  }));

test('a filter that is ignored from one day on is found out, not read around', () =>
  withClinic('p4', two, async ({ ctx, clinic, poll }) => {
    await poll();
    clinic.filtersDates = false;
    await poll();
    expect(sourceState(ctx, 1)).toMatchObject({ errorCode: 'archimed.bad_reply', probedAt: null });
    await poll();
    expect(sourceState(ctx, 1)).toMatchObject({ strategy: 'tail', errorCode: null });
  }));

test('unchanged data is one small write and no event', () =>
  withClinic('p5', two, async ({ store, poll, kinds }) => {
    await poll();
    await poll();
    const changes = () => store.get<{ n: number }>(sql`select total_changes() as n`)?.n ?? 0;
    const before = changes();
    await poll();
    expect(changes() - before).toBe(1);
    expect(kinds()).toEqual([]);
  }));

test('a failure that passes does not discard the poll; a clinic that is down is left alone', () =>
  withClinic('p6', two, async ({ ctx, clinic, poll }) => {
    await poll();
    let failures = 2;
    clinic.refuse = () => (failures-- > 0 ? (failures === 1 ? 429 : 502) : null);
    await poll();
    expect(sourceState(ctx, 1)).toMatchObject({ errorCode: null });
    clinic.refuse = () => 502;
    await poll();
    expect(sourceState(ctx, 1)).toMatchObject({ errorCode: 'archimed.unavailable', keyValid: true });
    expect(clinic.asked.length).toBeLessThan(16);
  }));

test('what was booked while the source was off is old when it is on again', () =>
  withClinic('p7', two, async ({ ctx, store, clinic, poll, kinds }) => {
    await poll();
    store.update(visits).set({ dealId: 77, linkState: 'active' }).where(eq(visits.talonId, 2)).run();
    forgetStock(ctx, new Set());
    clinic.talons = [
      { id: 1, date: '2026-11-23', statusId: 4, updatedAt: '2026-11-22T12:01:00' },
      { id: 2, date: '2026-11-24', statusId: 4, updatedAt: '2026-11-22T12:01:00' },
      { id: 3, date: '2026-11-25', updatedAt: '2026-11-22T12:01:00' },
    ];
    await poll();
    // Only the deal that is linked hears of it.
    expect(kinds()).toEqual(['visit.cancelled']);
    expect(visitsByTalons(store, 1, [1, 3])).toMatchObject([{ statusId: 4 }, { statusId: 1 }]);
    clinic.talons.push({ id: 4, date: '2026-11-25', updatedAt: '2026-11-22T12:01:30' });
    await poll();
    expect(kinds()).toEqual(['visit.cancelled', 'visit.created']);
  }));

test('a branch that is off has no events of visits that no deal knows', () =>
  withClinic('p8', two, async ({ ctx, clinic, poll, kinds }) => {
    await poll();
    clinic.talons.push({ id: 3, date: '2026-11-25', updatedAt: '2026-11-22T12:01:00' });
    const off = { ...settings, branches: settings.branches.map((branch) => ({ ...branch, enabled: false })) };
    await pollSource(ctx, off, source);
    await poll();
    expect(kinds()).toEqual([]);
  }));

test('linked open visits beyond the days are read by id every ten minutes', () =>
  withClinic(
    'p9',
    [...two, { id: 3, date: '2027-05-01' }, { id: 100, date: '2026-11-25' }],
    async ({ store, clinic, poll, kinds }) => {
      await poll();
      store.update(visits).set({ dealId: 77, linkState: 'active' }).where(eq(visits.talonId, 3)).run();
      let reads = 0;
      for (let minutes = 0; minutes < 20; minutes += 0.5) {
        await poll();
        reads += clinic.asked.filter((path) => path === 'talons/3').length;
      }
      expect(reads).toBe(2);
      clinic.talons[2] = { id: 3, date: '2027-05-02' };
      for (let polls = 0; polls < 21; polls += 1) await poll();
      expect(kinds()).toEqual(['visit.moved']);
    },
  ));

test('only a visit that was still coming is moved by being deleted and booked anew', () =>
  withClinic('p10', two, async ({ store, clinic, poll, kinds }) => {
    await poll();
    const anew = (id: number, patientId: number) => ({
      id,
      date: '2026-11-25',
      patientId,
      updatedAt: '2026-11-22T12:01:00',
    });
    clinic.talons[0] = { id: 1, date: '2026-11-23', deleted: true };
    clinic.talons.push(anew(3, 701));
    await poll();
    expect(kinds()).toEqual(['visit.moved']);
    expect(visitsByTalons(store, 1, [1, 3]).map((row) => [row.talonId, row.deleted])).toEqual([
      [1, true],
      [3, false],
    ]);
    const moved = visitsByTalons(store, 1, [3])[0];
    expect(visitsByTalons(store, 1, [1])[0]?.replacedBy).toBe(moved?.id);

    clinic.talons[1] = { id: 2, date: '2026-11-24', statusId: 4 };
    await poll();
    clinic.talons[1] = { id: 2, date: '2026-11-24', statusId: 4, deleted: true };
    clinic.talons.push(anew(4, 702));
    await poll();
    expect(kinds()).toEqual(['visit.moved', 'visit.cancelled', 'visit.deleted', 'visit.created']);
  }));

test('a schedule that did not come: the branch is a guess until it comes', () =>
  withClinic('p11', two, async ({ ctx, store, clinic, kinds }) => {
    const [main] = settings.branches;
    if (!main) throw new Error('no branch');
    const north = { ...main, id: main.id + 1, main: false, buildingId: 2 };
    const both = { ...settings, branches: [{ ...main, buildingId: 1 }, north] };
    const poll = () => pollSource(ctx, both, source);
    const branchOf = (talonId: number) => visitsByTalons(store, 1, [talonId])[0]?.branchId;
    await poll();
    clinic.talons.push({ id: 3, date: '2026-11-25', updatedAt: '2026-11-22T12:01:00' });
    await poll();
    expect([branchOf(3), kinds()]).toEqual([main.id, ['visit.created']]);
    clinic.building = 2;
    await poll();
    expect([branchOf(3), kinds()]).toEqual([north.id, ['visit.created', 'visit.changed']]);
    clinic.building = null;
    clinic.talons[2] = { id: 3, date: '2026-11-26', updatedAt: '2026-11-22T12:02:00' };
    await poll();
    // Moved without a schedule it stays where it was, and is looked at again.
    expect(branchOf(3)).toBe(north.id);
    clinic.building = 1;
    await poll();
    expect(branchOf(3)).toBe(main.id);
    clinic.asked.length = 0;
    await poll();
    expect(clinic.asked.filter((path) => path === 'intervals')).toEqual([]);

    // So is one that a click found moved.
    clinic.building = null;
    clinic.talons[2] = { id: 3, date: '2026-11-27', updatedAt: '2026-11-22T12:03:00' };
    const end = await carryOutChange(ctx, both, await cancelling(ctx, visitsByTalons(store, 1, [3])[0]));
    if ('also' in end) end.also?.();
    expect([end.outcome, branchOf(3)]).toEqual(['done', main.id]);
    await ctx.sleep(1_000);
    clinic.building = 2;
    await poll();
    expect(branchOf(3)).toBe(north.id);
  }));

async function cancelling(ctx: AccountContext, row: VisitRow | undefined): Promise<EventRow> {
  if (!row) throw new Error('no visit');
  const body = JSON.stringify({ put: { statusId: 4 }, remove: null });
  return insertedEvent(ctx.store, {
    kind: 'click.cancel',
    lane: `visit:${row.id}`,
    at: ctx.clock.now(),
    visitId: row.id,
    payload: { origin: 'click' },
    sealedBody: await seal(await ctx.ring(), bookingPlace(ctx.objectName, row.id), body),
    dueAt: ctx.clock.now(),
  });
}
