import { runDurableObjectAlarm, runInDurableObject } from 'cloudflare:test';
import { env } from 'cloudflare:workers';
import { beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { type PackedItem, pack } from '../amocrm/hook-body.ts';
import type { Bindings } from '../bindings.ts';
import { parseEnv } from '../env.ts';
import { ACCOUNT, createHarness, type Harness, OTHER_ACCOUNT, variables } from '../http/api.fixture.ts';
import type { RemoteFetch } from '../http/remote-fetch.ts';
import { importKeyring } from '../shared/envelope.ts';
import { err, ok } from '../shared/result.ts';
import { accountObject } from './account.client.ts';
import type { AccountObject } from './account.object.ts';
import { connectBranch } from './branch.fixture.ts';
import { createContext } from './context.ts';
import { dueEvents, eventById, insertedEvent, nextDueAt } from './inbox.ts';
import migrations from './migrations/migrations.js';
import { insertVisit, visitById } from './mirror.ts';
import { hintPoll, pollSource, schedulePoll, sourceState } from './poll.ts';
import { attempt } from './pump.ts';
import { events, holds } from './schema.ts';
import { openStore, type Store } from './store.ts';
import { createTokenKeeper, type RefreshFailure } from './tokens.ts';

/** The real object in workerd; outside it there is only what a test says. */
const bindings = env as unknown as Bindings;
let harness: Harness;
beforeAll(async () => {
  Object.assign(env, variables);
  harness = await createHarness();
});
beforeEach(() => {
  vi.restoreAllMocks();
  vi.spyOn(globalThis, 'fetch').mockImplementation(async () => new Response(null, { status: 503 }));
});

const objectOf = (accountId: number) =>
  bindings.ACCOUNTS.getByName(String(accountId)) as unknown as DurableObjectStub<AccountObject>;
const inside = <T>(accountId: number, use: (store: Store, state: DurableObjectState) => T | Promise<T>) =>
  runInDurableObject(objectOf(accountId), (_object, state) => use(openStore(state.storage), state));
const eventsOf = (accountId: number) => accountObject(bindings, accountId).events({}, null);

const bookedVisit = {
  sourceId: 1,
  branchId: 1,
  state: 'booked',
  bookedByUs: false,
  bookedAt: 0,
  dealId: null,
  patientId: null,
  doctorId: 5,
  date: '2020-01-01',
  begin: '10:00',
  end: '10:30',
  room: '',
  statusId: 1,
  deleted: false,
  contentHash: '',
} as const;

const item = (action: string, id: number, raw: Record<string, string> = {}): PackedItem =>
  pack({ entity: 'leads', action, id, raw: { id: String(id), ...raw } });

test('a hook is durable with its alarm when it is answered, and is kept once', async () => {
  const account = accountObject(bindings, ACCOUNT);
  await inside(ACCOUNT, (store) => {
    for (const dealId of [77, 78]) {
      insertVisit(store, { ...bookedVisit, id: `visit of ${dealId}`, talonId: 9000 + dealId, dealId });
    }
  });
  const moved = item('status', 77, { name: 'Лебедева Ирина', last_modified: '1795000000' });
  const armed = await runInDurableObject(objectOf(ACCOUNT), async (object, state) => {
    expect(await object.acceptHook([moved, item('delete', 78)])).toBe(2);
    return state.storage.getAlarm();
  });
  expect(armed).not.toBeNull();
  // Most hooks concern no deal of ours.
  expect(await account.acceptHook([item('update', 79), item('add', 80), item('delete', 81)])).toBe(0);
  // Repeated, and in another order; a deletion that comes again after a restoration is news.
  expect(await account.acceptHook([item('delete', 78), moved])).toBe(0);
  expect(await account.acceptHook([item('restore', 78), item('delete', 78)])).toBe(2);
  expect((await eventsOf(ACCOUNT)).events.map((event) => event.kind)).toEqual([
    'lead.deleted',
    'lead.restored',
    'lead.deleted',
    'lead.status_changed',
  ]);
  const kept = await inside(ACCOUNT, (store) => JSON.stringify(store.select().from(events).all()));
  expect(kept).not.toContain('Лебедева');
});

test('what waits behind another event, or is in hand, does not ring the alarm for nothing', async () => {
  await inside(2, (store) => {
    const add = (lane: string, dueAt: number, origin = 'poll') =>
      insertedEvent(store, { kind: 'visit.changed', lane, at: 0, payload: { origin }, dueAt });
    add('visit:a', 90_000);
    const follower = add('visit:a', 1_000);
    expect(nextDueAt(store, 2_000, new Set())).toBe(90_000);
    const taken = add('visit:b', 1_000);
    expect(nextDueAt(store, 2_000, new Set([taken.id]))).toBe(5_000);
    const clicked = add('visit:c', 1_500, 'click');
    expect(dueEvents(store, 2_000, 9).map(({ event }) => event.id)).toEqual([clicked.id, taken.id]);
    expect(dueEvents(store, 99_000, 9).map(({ event }) => event.id)).not.toContain(follower.id);
  });
});

test('settings that cannot be read leave the alarm armed', async () => {
  const { DB } = bindings;
  const away = () => Promise.reject(new Error('D1 is away'));
  const broken = { prepare: () => ({ bind: () => ({ raw: away, all: away, run: away }) }) };
  Object.assign(env, { DB: broken });
  const stub = objectOf(3);
  await runInDurableObject(stub, async (object, state) => {
    await object.acceptHook([item('delete', 5)]);
    await state.storage.setAlarm(Date.now() + 3_600_000);
  }).finally(() => Object.assign(env, { DB }));
  expect(await runDurableObjectAlarm(stub)).toBe(true);
  const next = await runInDurableObject(stub, (_object, state) => state.storage.getAlarm());
  expect(next).toBeGreaterThan(Date.now());
  expect(next).toBeLessThan(Date.now() + 60_000);
});

const config = () => {
  const parsed = parseEnv(variables);
  if (!parsed.ok) throw new Error(parsed.error);
  return parsed.value;
};

/** Waiting lets the time pass that it waits for. */
const contextOf = (
  store: Store,
  accountId: number,
  now: () => number,
  remote: RemoteFetch,
  sleep: (ms: number) => Promise<void> = async () => {},
) =>
  createContext({
    objectName: String(accountId),
    config: config(),
    store,
    db: bindings.DB,
    clock: { now },
    sleep,
    remote,
    log: () => {},
    wake: () => {},
  });

test('a click that keeps crashing ends within a day: slot free, visit closed, body erased', async () => {
  await inside(4, async (store) => {
    let now = 1_000_000;
    const ctx = contextOf(
      store,
      4,
      () => now,
      async () => err({ kind: 'network', detail: '' }),
    );
    const slot = { doctorId: 5, date: '2026-11-27', begin: '10:00', end: '10:30' };
    const event = insertedEvent(store, {
      kind: 'click.book',
      lane: 'visit:v',
      at: now,
      payload: { origin: 'click' },
      visitId: 'v',
      sealedBody: 'sealed',
      dueAt: now,
    });
    store
      .insert(holds)
      .values({ eventId: event.id, sourceId: 1, ...slot })
      .run();
    insertVisit(store, {
      id: 'v',
      sourceId: 1,
      talonId: null,
      branchId: 1,
      state: 'checking',
      bookedByUs: true,
      bookedAt: now,
      dealId: null,
      patientId: null,
      room: '',
      statusId: null,
      deleted: false,
      contentHash: '',
      ...slot,
    });
    let attempts = 0;
    for (let due: number | null = now; due !== null; due = eventById(store, event.id)?.dueAt ?? null) {
      now = due;
      await attempt(ctx, eventById(store, event.id) ?? event, () => Promise.reject(new Error('a bug')));
      attempts += 1;
    }
    expect(attempts).toBeGreaterThan(5);
    expect(now - event.at).toBe(24 * 3_600_000);
    expect(eventById(store, event.id)).toMatchObject({ outcome: 'failed', sealedBody: null });
    expect(visitById(store, 'v')?.state).toBe('failed');
    expect(store.select().from(holds).all()).toEqual([]);
  });
});

test('a poll that fails or crashes is repeated later, reads the same days, and keeps a callback', async () => {
  const settings = await connectBranch(harness.repository, OTHER_ACCOUNT);
  const source = { sourceId: 1, timeZone: 'Europe/Moscow' };
  await inside(OTHER_ACCOUNT, async (store) => {
    const noon = Date.parse('2026-11-22T12:00:00+03:00');
    let now = noon;
    let during = () => {};
    const ctx = contextOf(
      store,
      OTHER_ACCOUNT,
      () => now,
      async () => {
        during();
        return err({ kind: 'network', detail: '' });
      },
    );
    schedulePoll(ctx, 1, now);
    await pollSource(ctx, settings, source);
    expect(sourceState(ctx, 1)).toMatchObject({
      farCursor: 0,
      nextPollAt: noon + 30_000,
      errorCode: 'archimed.network',
    });
    now = noon + 30_000;
    during = () => hintPoll(ctx, 1);
    await pollSource(ctx, settings, source);
    expect(sourceState(ctx, 1)?.nextPollAt).toBe(noon + 31_000);
    now = noon + 60_000;
    during = () => {
      throw new Error('a bug');
    };
    await expect(pollSource(ctx, settings, source)).rejects.toThrow('a bug');
    expect(sourceState(ctx, 1)?.nextPollAt).toBe(noon + 90_000);
  });
});

test('a list that became empty is believed when two more polls agree', async () => {
  const settings = await harness.repository.load(OTHER_ACCOUNT);
  if (!settings) throw new Error('no settings');
  await inside(OTHER_ACCOUNT, async (store) => {
    let now = Date.parse('2026-11-23T12:00:00+03:00');
    const ctx = contextOf(
      store,
      OTHER_ACCOUNT,
      () => now,
      async ({ url }) => {
        const text = url.includes('/talons/2283') ? '[]' : '{"data":[],"total":"0"}';
        return ok({ status: 200, headers: new Headers(), text });
      },
      async (ms) => {
        now += ms;
      },
    );
    const poll = async () => {
      now += 60_000;
      await pollSource(ctx, settings, { sourceId: 1, timeZone: 'Europe/Moscow' });
      return [visitById(store, 'kept')?.deleted, sourceState(ctx, 1)?.errorCode];
    };
    schedulePoll(ctx, 1, now);
    expect(await poll()).toEqual([undefined, null]);
    insertVisit(store, { ...bookedVisit, id: 'kept', talonId: 2283, bookedAt: now, date: '2026-11-24' });
    expect(await poll()).toEqual([false, 'archimed.list_shrunk']);
    expect(await poll()).toEqual([false, 'archimed.list_shrunk']);
    expect(await poll()).toEqual([true, null]);
    expect(await poll()).toEqual([true, null]);
    expect(store.select({ kind: events.kind }).from(events).all()).toContainEqual({ kind: 'visit.deleted' });
  });
});

const pair = (name: string, expiresInSeconds = 86_400) => ({
  accessToken: `access ${name}`,
  refreshToken: `refresh ${name}`,
  expiresInSeconds,
});

test('tokens: one refresh at a time; only a verdict in JSON ends a grant', async () => {
  await inside(6, async (store) => {
    const ring = () => importKeyring(variables.SECRETS_KEY, null);
    const asked: string[] = [];
    type Answer = Awaited<ReturnType<Parameters<typeof createTokenKeeper>[0]['refresh']>>;
    let answer: () => Promise<Answer> = async () => ok(pair('2'));
    const keeper = createTokenKeeper({
      store,
      place: 'account:6',
      ring,
      clock: { now: () => 0 },
      refresh: ({ refreshToken }) => {
        asked.push(refreshToken);
        return answer();
      },
    });
    expect(keeper.state()).toBe('none');
    expect(await keeper.adopt(pair('1'), true)).toBe(true);
    expect(await keeper.adopt(pair('of a manager'), false)).toBe(false);

    // Ten requests saw the same 401, and one comes late.
    const renewed = await Promise.all(Array.from({ length: 10 }, () => keeper.renew(1)));
    renewed.push(await keeper.renew(1));
    expect(asked).toEqual(['refresh 1']);
    expect(renewed).toEqual(
      Array(11).fill(
        expect.objectContaining({
          ok: true,
          value: expect.objectContaining({ accessToken: 'access 2', version: 2 }),
        }),
      ),
    );

    // A lost answer: the pair we have stands and is tried again.
    const lost: RefreshFailure = { kind: 'retry', failure: { kind: 'timeout' } };
    answer = async () => err(lost);
    expect(await keeper.renew(2)).toEqual(err({ kind: 'timeout' }));
    expect([keeper.state(), await keeper.current()]).toMatchObject([
      'active',
      { ok: true, value: { version: 2 } },
    ]);

    // A new grant that comes in during a refresh stands, and no refresh of the old one replaces it.
    answer = async () => {
      await keeper.adopt(pair('3'), true);
      return ok(pair('of the old grant'));
    };
    expect(await keeper.renew(2)).toMatchObject({ ok: true, value: { accessToken: 'access 3', version: 3 } });
    expect(await keeper.current()).toMatchObject({ ok: true, value: { accessToken: 'access 3' } });

    answer = async () => err({ kind: 'refused' });
    expect(await keeper.renew(3)).toEqual(err({ kind: 'no_token' }));
    expect([keeper.state(), await keeper.current()]).toEqual(['reauth_required', err({ kind: 'no_token' })]);
    expect(asked).toEqual(['refresh 1', 'refresh 2', 'refresh 2', 'refresh 3']);
  });
});

test('migrations apply in the order of their journals', () => {
  const [d1 = ''] = Object.values(
    import.meta.glob('../../migrations/meta/_journal.json', {
      query: '?raw',
      import: 'default',
      eager: true,
    }),
  );
  const journals = [migrations.journal, JSON.parse(d1) as typeof migrations.journal];
  for (const { entries } of journals) {
    // The migrator skips what is older than the newest it applied.
    expect(entries.map((entry) => entry.when)).toEqual(
      entries.map((entry) => entry.when).toSorted((a, b) => a - b),
    );
    expect(new Set(entries.map((entry) => entry.when)).size).toBe(entries.length);
    expect(entries.map((entry) => entry.idx)).toEqual(entries.map((_, index) => index));
  }
  expect(Object.keys(migrations.migrations).length).toBe(migrations.journal.entries.length);
});
