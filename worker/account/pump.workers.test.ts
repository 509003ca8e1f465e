import { runInDurableObject } from 'cloudflare:test';
import { env } from 'cloudflare:workers';
import { expect, test } from 'vitest';
import type { Bindings } from '../bindings.ts';
import { parseEnv } from '../env.ts';
import { variables } from '../http/api.fixture.ts';
import { err } from '../shared/result.ts';
import type { AccountObject } from './account.object.ts';
import { createContext } from './context.ts';
import { eventById, insertEvent } from './inbox.ts';
import { type AttemptEnd, startDue } from './pump.ts';
import { openStore } from './store.ts';

const bindings = env as unknown as Bindings;
const done: AttemptEnd = { outcome: 'done', decision: { actions: [], reasons: [] } };

test('a slow event holds its own lane and nobody else; a broken one leaves the others alone', async () => {
  Object.assign(env, variables);
  const stub = bindings.ACCOUNTS.getByName('8') as unknown as DurableObjectStub<AccountObject>;
  await runInDurableObject(stub, async (_object, state) => {
    const parsed = parseEnv(variables);
    if (!parsed.ok) throw new Error(parsed.error);
    const store = openStore(state.storage);
    const ctx = createContext({
      objectName: '8',
      config: parsed.value,
      store,
      db: bindings.DB,
      clock: { now: () => 1_000 },
      sleep: async () => {},
      remote: async () => err({ kind: 'timeout', detail: '' }),
      log: () => {},
      wake: () => {},
    });
    const add = (kind: string, lane: string) =>
      insertEvent(store, { kind, lane, at: 0, payload: { origin: 'poll' }, dueAt: 0 }).id;
    const slow = add('slow', 'visit:a');
    const behind = add('quick', 'visit:a');
    const broken = add('broken', 'visit:b');
    const quick = add('quick', 'visit:c');
    const clinic = Promise.withResolvers<void>();
    const handlers: Record<string, () => Promise<AttemptEnd>> = {
      slow: () => clinic.promise.then(() => done),
      broken: () => Promise.reject(new Error('x')),
      quick: async () => done,
    };
    const outcome = (id: string) => eventById(store, id)?.outcome;

    const started = startDue(ctx, (kind) => handlers[kind] ?? null);
    await Promise.all(started.slice(1));
    expect([slow, behind, broken, quick].map(outcome)).toEqual(['pending', 'pending', 'pending', 'done']);
    expect(eventById(store, broken)).toMatchObject({ attempts: 1 });
    expect(eventById(store, broken)?.dueAt).toBeGreaterThan(1_000);
    // The one in hand is not started a second time, and who waits behind it is not due.
    expect(startDue(ctx, (kind) => handlers[kind] ?? null)).toEqual([]);

    clinic.resolve();
    await Promise.all(started);
    await Promise.all(startDue(ctx, (kind) => handlers[kind] ?? null));
    expect([slow, behind].map(outcome)).toEqual(['done', 'done']);
  });
});
