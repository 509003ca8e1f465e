import { runInDurableObject } from 'cloudflare:test';
import { env } from 'cloudflare:workers';
import { expect, test } from 'vitest';
import type { Bindings } from '../bindings.ts';
import { parseEnv } from '../env.ts';
import { variables } from '../http/api.fixture.ts';
import type { Log } from '../shared/log.ts';
import { err } from '../shared/result.ts';
import type { AccountObject } from './account.object.ts';
import { inNewObject } from './context.fixture.ts';
import { createContext } from './context.ts';
import type { Decision } from './decision.ts';
import { eventById, insertedEvent } from './inbox.ts';
import { withJoined } from './joined.ts';
import { type AttemptEnd, startDue } from './pump.ts';
import { marks } from './schema.ts';
import { MOST_STARTS } from './starts.ts';
import { openStore, type Store } from './store.ts';

const bindings = env as unknown as Bindings;
const done: AttemptEnd = { outcome: 'done', decision: { actions: [], reasons: [] } };

function contextOf(store: Store, objectName: string, log: Log = () => {}) {
  const parsed = parseEnv(variables);
  if (!parsed.ok) throw new Error(parsed.error);
  return createContext({
    objectName,
    config: parsed.value,
    store,
    db: bindings.DB,
    clock: { now: () => 1_000 },
    sleep: async () => {},
    remote: async () => err({ kind: 'timeout', detail: '' }),
    log,
    wake: () => {},
  });
}

test('a slow event holds its own lane and nobody else; a broken one leaves the others alone', async () => {
  Object.assign(env, variables);
  const stub = bindings.ACCOUNTS.getByName('8') as unknown as DurableObjectStub<AccountObject>;
  await runInDurableObject(stub, async (_object, state) => {
    const store = openStore(state.storage);
    const ctx = contextOf(store, '8');
    const add = (kind: string, lane: string) =>
      insertedEvent(store, { kind, lane, at: 0, payload: { origin: 'poll' }, dueAt: 0 }).id;
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

test('what brings the object down again and again is set aside, and runs alone before that', async () => {
  Object.assign(env, variables);
  const stub = bindings.ACCOUNTS.getByName('9') as unknown as DurableObjectStub<AccountObject>;
  await runInDurableObject(stub, async (_object, state) => {
    const store = openStore(state.storage);
    const add = (lane: string) =>
      insertedEvent(store, { kind: 'quick', lane, at: 0, payload: { origin: 'poll' }, dueAt: 0 }).id;
    const poison = add('visit:a');
    const behind = add('visit:a');
    const other = add('visit:b');
    let ran = 0;
    /** Each life of the object begins with a context of its own. */
    const live = (handler: () => Promise<AttemptEnd>) => startDue(contextOf(store, '9'), () => handler);
    const never = () => new Promise<AttemptEnd>(() => {});

    for (let lives = 0; lives < 6; lives += 1) {
      expect(live(never)).toHaveLength(2);
    }
    // Both were under way at each crash: now the older one goes alone.
    for (let lives = 6; lives < MOST_STARTS; lives += 1) {
      expect(live(never)).toHaveLength(1);
    }
    const count = async () => {
      ran += 1;
      return done;
    };
    await Promise.all(live(count));
    expect(eventById(store, poison)).toMatchObject({ outcome: 'failed', dueAt: null });
    expect(eventById(store, poison)?.decision).toContain('event.crashes');
    expect(ran).toBe(0);
    await Promise.all(live(count));
    await Promise.all(live(count));
    expect([behind, other].map((id) => eventById(store, id)?.outcome)).toEqual(['done', 'done']);
    expect(ran).toBe(2);
    expect(store.select().from(marks).all()).toEqual([]);
  });
});

test('a burst of hooks about one deal is one reading; what comes during it, or says something else, waits', () =>
  inNewObject(1_000, async (ctx) => {
    const add = (kind: string) =>
      insertedEvent(ctx.store, { kind, lane: 'lead:1', at: 0, payload: { origin: 'hook' }, dueAt: 0 }).id;
    const first = add('lead.status_changed');
    const alike = add('lead.status_changed');
    const other = add('lead.deleted');
    const [reading, deleted] = [Promise.withResolvers<AttemptEnd>(), Promise.withResolvers<AttemptEnd>()];
    const handlerOf = (kind: string) =>
      withJoined(ctx, () => (kind === 'lead.deleted' ? deleted : reading).promise);
    const outcomes = () => [first, alike, other].map((id) => eventById(ctx.store, id)?.outcome);

    const [begun] = startDue(ctx, handlerOf);
    const late = add('lead.status_changed');
    reading.resolve(done);
    await begun;
    expect(outcomes()).toEqual(['done', 'ignored', 'pending']);
    expect(eventById(ctx.store, alike)?.decision).toContain('event.joined');
    expect(eventById(ctx.store, late)).toMatchObject({ outcome: 'pending', dueAt: 0 });
    // An attempt that failed answers nobody.
    const unanswered = add('lead.deleted');
    const again = startDue(ctx, handlerOf);
    deleted.resolve({ outcome: 'retry', code: 'amocrm.unavailable', httpStatus: 503 });
    await Promise.all(again);
    expect([late, other, unanswered].map((id) => eventById(ctx.store, id)?.outcome)).toEqual(
      Array.from({ length: 3 }, () => 'pending'),
    );
  }));

test('deploys that interrupt everybody do not make a queue of what they interrupted', () =>
  inNewObject(1_000, async (ctx) => {
    for (let visit = 0; visit < 40; visit += 1) {
      const lane = `visit:${visit}`;
      insertedEvent(ctx.store, { kind: 'quick', lane, at: 0, payload: { origin: 'poll' }, dueAt: 0 });
    }
    const started = () =>
      startDue(contextOf(ctx.store, '9'), () => () => new Promise<AttemptEnd>(() => {})).length;
    expect([started(), started(), started()]).toEqual([40, 40, 25]);
  }));

test('a crash that comes long after an event began is hardly held against it', () =>
  inNewObject(1_000, async (ctx) => {
    for (let visit = 0; visit < 40; visit += 1) {
      const lane = `visit:${visit}`;
      insertedEvent(ctx.store, { kind: 'quick', lane, at: 0, payload: { origin: 'poll' }, dueAt: 0 });
    }
    const started = () =>
      startDue(contextOf(ctx.store, '9'), () => () => new Promise<AttemptEnd>(() => {})).length;
    expect(started()).toBe(40);
    // The object was alive a minute later: another event came.
    insertedEvent(ctx.store, { kind: 'quick', lane: 'x', at: 61_000, payload: {}, dueAt: 99_000 });
    expect(Array.from({ length: 8 }, started)).toEqual([40, 40, 40, 40, 40, 40, 40, 25]);
  }));

test('one line in the log for each attempt, of ids and numbers only; none for what was not tried', () =>
  inNewObject(1_000, async ({ store }) => {
    const lines: { name: string; line: Record<string, unknown> }[] = [];
    const ctx = contextOf(store, '32100500', (name, line = {}) => void lines.push({ name, line }));
    const person = 'Иванова Анна, +7 905 000-11-22';
    const decision: Decision = {
      actions: [{ kind: 'lead.stage', text: person }],
      reasons: [{ code: 'x', text: person }],
    };
    const ends: Record<string, () => Promise<AttemptEnd>> = {
      'visit.created': async () => ({ outcome: 'done', decision, reply: person }),
      'visit.changed': async () => ({ outcome: 'ignored', decision }),
      'visit.moved': async () => ({
        outcome: 'retry',
        code: 'amocrm.unavailable',
        httpStatus: 503,
        decision,
      }),
      'visit.cancelled': async () => ({
        outcome: 'failed',
        code: 'visits.refused',
        httpStatus: 422,
        decision,
      }),
      'visit.restored': async () => ({ outcome: 'held', branchId: 3 }),
      'visit.deleted': () => Promise.reject(new Error('no such column')),
    };
    const ids = Object.keys(ends).map(
      (kind) =>
        insertedEvent(store, { kind, lane: kind, at: 0, payload: { person }, branchId: 3, dueAt: 400 }).id,
    );
    await Promise.all(startDue(ctx, (kind) => ends[kind] ?? null));

    const told = new Map(
      lines.filter(({ name }) => name === 'event.attempted').map(({ line }) => [line.event, line]),
    );
    expect(lines.map(({ name }) => name).toSorted()).toEqual([
      ...Array.from({ length: 5 }, () => 'event.attempted'),
      'event.crashed',
    ]);
    const line = (place: number, over: Record<string, unknown>) => ({
      ...{ account: '32100500', event: ids[place], kind: Object.keys(ends)[place], branch: 3, attempt: 1 },
      ...{ code: null, http: null, ms: 0, lateMs: 600, retryInMs: null },
      ...over,
    });
    expect(ids.map((id) => told.get(id))).toEqual([
      line(0, { outcome: 'done' }),
      line(1, { outcome: 'ignored' }),
      line(2, { outcome: 'retry', code: 'amocrm.unavailable', http: 503, retryInMs: 5_000 }),
      line(3, { outcome: 'failed', code: 'visits.refused', http: 422 }),
      undefined,
      line(5, { outcome: 'retry', code: 'internal', retryInMs: 5_000 }),
    ]);
    expect(JSON.stringify(lines)).not.toMatch(/Иванова|905/);
  }));
