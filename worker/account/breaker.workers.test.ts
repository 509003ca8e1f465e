import { runInDurableObject } from 'cloudflare:test';
import { env } from 'cloudflare:workers';
import { beforeAll, expect, test } from 'vitest';
import type { Bindings } from '../bindings.ts';
import { parseEnv } from '../env.ts';
import { variables } from '../http/api.fixture.ts';
import { defaultSettings } from '../settings/defaults.ts';
import type { AccountSettings } from '../settings/settings.repository.ts';
import { err } from '../shared/result.ts';
import type { AccountObject } from './account.object.ts';
import { type Counting, guardOf, isStopped, stopFlood } from './breaker.ts';
import { approve, discard, heldCount } from './breaker-judgement.ts';
import { type AccountContext, createContext } from './context.ts';
import { type EventRow, eventById, holdEvent, insertedEvent } from './inbox.ts';
import { events } from './schema.ts';
import { openStore, type Store } from './store.ts';

/** A flood of one branch, with limits of three moves and two creations. */
const bindings = env as unknown as Bindings;
const BRANCH = 1;
beforeAll(() => {
  Object.assign(env, variables);
});
const settings = {
  branches: [{ id: BRANCH, title: 'Центр' }],
  automation: { version: 1, body: { ...defaultSettings.automation, limits: { moves: 3, creations: 2 } } },
} as unknown as AccountSettings;

type Table = {
  ctx: AccountContext;
  store: Store;
  pass(ms: number): void;
  event(origin?: string): EventRow;
  /** Whether it may go on; who may not is held as the pump does it. */
  ask(event: EventRow, kind: Counting): boolean;
};

const withBranch = (name: string, use: (table: Table) => void) =>
  runInDurableObject(
    bindings.ACCOUNTS.getByName(name) as unknown as DurableObjectStub<AccountObject>,
    (_object, state) => {
      const config = parseEnv(variables);
      if (!config.ok) throw new Error(config.error);
      const store = openStore(state.storage);
      let now = 1_000_000_000;
      const ctx = createContext({
        objectName: name,
        config: config.value,
        store,
        db: bindings.DB,
        clock: { now: () => now },
        sleep: async () => {},
        remote: async () => err({ kind: 'timeout', detail: '' }),
        log: () => {},
        wake: () => {},
      });
      let count = 0;
      use({
        ctx,
        store,
        pass(ms) {
          now += ms;
        },
        event(origin = 'poll') {
          count += 1;
          const lane = `visit:${count}`;
          return insertedEvent(store, {
            ...{ kind: 'visit.changed', lane, at: now, payload: { origin }, dueAt: now, branchId: BRANCH },
          });
        },
        ask(event, kind) {
          const end = stopFlood(ctx, settings, BRANCH, event, kind);
          if (end?.outcome === 'held') {
            holdEvent(store, event.id, end.branchId);
          }
          return end === null;
        },
      });
    },
  );

test('what is over the limit stops the branch; a yes lets what waits go on, exempt for a while', () =>
  withBranch('b1', ({ ctx, store, pass, event, ask }) => {
    expect([1, 2, 3].map(() => ask(event(), 'move'))).toEqual([true, true, true]);
    const over = event();
    expect(ask(over, 'move')).toBe(false);
    expect(guardOf(ctx, BRANCH)?.reason).toBe('breaker.moves');
    expect(isStopped(ctx, event())).toBe(true);
    // A manager's click is neither held nor counted.
    expect(isStopped(ctx, event('click'))).toBe(false);
    expect(ask(event('click'), 'move')).toBe(true);
    const stops = store
      .select()
      .from(events)
      .all()
      .filter(({ kind }) => kind === 'branch.stopped');
    expect(stops).toMatchObject([{ branchId: BRANCH, outcome: 'done' }]);
    expect(heldCount(ctx, BRANCH)).toBe(1);

    expect(approve(ctx, BRANCH)).toBe(1);
    const released = eventById(store, over.id) ?? over;
    expect(released).toMatchObject({ outcome: 'pending', dueAt: expect.any(Number) });
    expect(isStopped(ctx, released)).toBe(false);
    expect(Array.from({ length: 9 }, () => ask(event(), 'move'))).not.toContain(false);
    pass(10 * 60_000);
    expect(ask(released, 'move')).toBe(true);
    expect(Array.from({ length: 4 }, () => ask(event(), 'move'))).toEqual([true, true, true, false]);
  }));

test('a no ends what waits as ignored, with a reason, and the branch goes on', () =>
  withBranch('b2', ({ ctx, store, event, ask }) => {
    const first = event();
    expect(ask(first, 'creation')).toBe(true);
    expect(ask(event(), 'creation')).toBe(true);
    const over = event();
    expect(ask(over, 'creation')).toBe(false);
    // The deal that was created before is finished.
    expect(isStopped(ctx, first)).toBe(false);
    expect(ask(first, 'move')).toBe(true);
    expect(discard(ctx, BRANCH)).toBe(1);
    expect(eventById(store, over.id)).toMatchObject({ outcome: 'ignored', dueAt: null });
    expect(eventById(store, over.id)?.decision).toContain('breaker.discarded');
    expect(isStopped(ctx, event())).toBe(false);
    expect(ask(event(), 'creation')).toBe(true);
  }));

test('ten quiet minutes forget; an event that is tried again is one', () =>
  withBranch('b3', ({ pass, event, ask }) => {
    const again = event();
    expect(Array.from({ length: 9 }, () => ask(again, 'move'))).not.toContain(false);
    expect([ask(event(), 'move'), ask(event(), 'move')]).toEqual([true, true]);
    pass(11 * 60_000);
    expect([1, 2, 3].map(() => ask(event(), 'move'))).toEqual([true, true, true]);
    expect(ask(event(), 'move')).toBe(false);
  }));
