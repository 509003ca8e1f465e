import { env } from 'cloudflare:workers';
import { eq } from 'drizzle-orm';
import { beforeAll, expect, test } from 'vitest';
import { ACCOUNT, createHarness, variables } from '../http/api.fixture.ts';
import type { RemoteFetch } from '../http/remote-fetch.ts';
import type { AccountSettings } from '../settings/settings.repository.ts';
import { err, ok } from '../shared/result.ts';
import { isoOf } from '../sync/wall-clock.ts';
import { createAmocrmAnswered } from './amocrm-answered.ts';
import { connectBranch } from './branch.fixture.ts';
import { inNewObject } from './context.fixture.ts';
import { freshness } from './freshness.ts';
import { writeHookState } from './hook-state.ts';
import { insertedEvent, insertRecord } from './inbox.ts';
import { saveSourceState, schedulePoll } from './poll.ts';
import { startDue } from './pump.ts';
import { branchGuards, events } from './schema.ts';
import { stateOf } from './state-view.ts';

/** What «Состояние» is told of a branch and of amoCRM. */
const NOW = Date.parse('2026-11-22T12:00:00+03:00');
let settings: AccountSettings;

beforeAll(async () => {
  Object.assign(env, variables);
  const { repository } = await createHarness();
  settings = await connectBranch(repository, ACCOUNT);
});

test('a stopped and late branch, what waits for the decision, the last reconciliation, the hooks', () =>
  inNewObject(NOW, async (ctx) => {
    const branchId = settings.branches[0]?.id ?? 0;
    schedulePoll(ctx, 1, NOW);
    saveSourceState(ctx, 1, {
      nextPollAt: NOW,
      lastSuccessAt: NOW - 3_600_000,
      errorCode: 'archimed.timeout',
      errorAt: NOW,
    });
    ctx.store.insert(branchGuards).values({ branchId, stoppedAt: NOW, reason: 'breaker.moves' }).run();
    const add = (kind: string, over: Partial<typeof events.$inferInsert>) => {
      const { id } = insertedEvent(ctx.store, {
        kind,
        lane: kind,
        at: NOW - 5_000,
        payload: {},
        branchId,
        dueAt: NOW,
      });
      ctx.store.update(events).set(over).where(eq(events.id, id)).run();
    };
    for (const kind of ['visit.moved', 'visit.created', 'visit.moved']) {
      add(kind, { heldByBranch: branchId, dueAt: null });
    }
    add('visit.changed', { attempts: 1 });
    add('visit.deleted', { outcome: 'failed', dueAt: null });
    const reasons = [{ code: 'reconcile.clean', text: 'Расхождений нет' }];
    insertRecord(ctx.store, {
      ...{ kind: 'source.reconciled', lane: 'source:1', at: NOW - 9_000, branchId },
      decision: { actions: [{ kind: 'source.reconciled', text: 'Сверка: записей 3' }], reasons },
    });
    writeHookState(ctx.store, NOW, { checkedAt: NOW - 7_000, error: 'amocrm.timeout' });

    const { branches, amocrm } = stateOf(ctx, settings, [branchId]);
    // The panel's amber line tells the same.
    expect(freshness(ctx, settings, settings.branches).problems).toMatchObject([
      { branchId, code: 'archimed.late' },
    ]);
    expect(branches[0]).toMatchObject({
      late: true,
      stopped: {
        waiting: 3,
        kinds: [
          { kind: 'visit.moved', count: 2 },
          { kind: 'visit.created', count: 1 },
        ],
      },
      ...{ queue: 1, failed: 1 },
      reconciled: { clean: true, text: 'Сверка: записей 3' },
      lastError: { code: 'archimed.timeout', message: 'ArchiMed+ не ответил вовремя.' },
    });
    expect(Date.parse(branches[0]?.oldestAt ?? '')).toBe(NOW - 5_000);
    expect(amocrm).toMatchObject({ ...{ queue: 1, failed: 1 }, hooks: { mode: 'hooks', alive: false } });
    expect(Date.parse(amocrm.lastSuccessAt ?? '')).toBe(NOW - 7_000);
  }));

test('the last answer of amoCRM outlives the object, written down only now and then', () => {
  let now = NOW;
  return inNewObject(
    () => now,
    async ({ store, clock }) => {
      const told = createAmocrmAnswered(store, clock);
      expect(told.at()).toBe(null);
      told.note();
      now += 9 * 60_000;
      told.note();
      expect([told.at(), createAmocrmAnswered(store, clock).at()]).toEqual([now, NOW]);
      now += 2 * 60_000;
      told.note();
      expect(createAmocrmAnswered(store, clock).at()).toBe(now);
    },
  );
});

const html = (status: number) => ok({ status, headers: new Headers(), text: '<html></html>' });
const json = (status: number) =>
  ok({ status, headers: new Headers(), text: JSON.stringify({ detail: '', status }) });
const unanswered = (kind: 'timeout' | 'network') => err({ kind, detail: '' });
test.each<[string, Awaited<ReturnType<RemoteFetch>>, string | null]>([
  ['amocrm.unavailable', json(500), 'amoCRM не отвечает'],
  ['amocrm.unavailable', html(503), 'amoCRM не отвечает'],
  ['amocrm.timeout', unanswered('timeout'), 'amoCRM не отвечает'],
  ['amocrm.network', unanswered('network'), 'amoCRM не отвечает'],
  ['amocrm.rate_limited', html(429), 'amoCRM просит подождать'],
  ['amocrm.forbidden', json(403), 'не хватает прав'],
  ['amocrm.bad_reply', html(200), 'amoCRM отвечает непонятно'],
  // About single deals and fields: an administrator's business, not that of whoever looks at a card.
  ['amocrm.invalid', json(400), null],
  ['amocrm.not_found', json(404), null],
])(
  '%s that lasts stands in «Состояние» with its remedy, and is over with the first answer',
  async (code, answer, amber) => {
    let now = NOW;
    let reply = answer;
    await inNewObject(
      () => now,
      async (ctx) => {
        await ctx.tokens.adopt({ accessToken: 'a', refreshToken: 'b', expiresInSeconds: 86_400 }, true);
        const { users } = ctx.amocrm('zaryamed.amocrm.ru');
        const known = () => stateOf(ctx, settings, []).amocrm.lastError;
        const line = () => freshness(ctx, settings, []).problems.map(({ message }) => message);
        for (let calls = 0; calls < 3; calls += 1) {
          expect([known(), line()]).toEqual([null, []]);
          now += 10_000;
          await users.byId('event', 77);
        }
        expect(known()).toMatchObject({ code, at: isoOf(now), advice: expect.stringMatching(/\.$/) });
        expect(line()).toEqual(amber === null ? [] : [expect.stringContaining(amber)]);
        reply = ok({ status: 204, headers: new Headers(), text: '' });
        // The pause that a 429 asks for is over.
        now += 10_000;
        await users.byId('event', 77);
        expect([known(), line()]).toEqual([null, []]);
      },
      async () => reply,
    );
  },
);

test('an object that has just begun knows from what waits that amoCRM failed', () => {
  let now = NOW;
  return inNewObject(
    () => now,
    async (ctx) => {
      insertedEvent(ctx.store, { kind: 'visit.moved', lane: 'v', at: now, payload: {}, dueAt: now });
      const known = () => stateOf(ctx, settings, []).amocrm.lastError?.code ?? null;
      for (const wait of [5_000, 15_000, 60_000]) {
        expect(known()).toBeNull();
        await Promise.all(
          startDue(ctx, () => async () => ({
            outcome: 'retry',
            code: 'amocrm.unavailable',
            httpStatus: 503,
          })),
        );
        now += wait;
      }
      expect(known()).toBe('amocrm.unavailable');
      ctx.amocrmAnswered.note();
      expect(known()).toBeNull();
    },
  );
});
