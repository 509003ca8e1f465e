import { env } from 'cloudflare:workers';
import { eq } from 'drizzle-orm';
import { beforeAll, expect, test } from 'vitest';
import { ACCOUNT, createHarness, variables } from '../http/api.fixture.ts';
import type { AccountSettings } from '../settings/settings.repository.ts';
import { connectBranch } from './branch.fixture.ts';
import { inNewObject } from './context.fixture.ts';
import type { AccountContext } from './context.ts';
import { insertedEvent } from './inbox.ts';
import { leaveMark } from './marks.ts';
import { nextSweepAt, sweepHistory } from './retention.ts';
import { attempts, events, marks } from './schema.ts';

/** The history is kept for thirty days, unless somebody wants it otherwise. */
const NOW = Date.parse('2026-11-22T12:00:00+03:00');
const DAY = 24 * 3600_000;
let settings: AccountSettings;

beforeAll(async () => {
  Object.assign(env, variables);
  const { repository } = await createHarness();
  settings = await connectBranch(repository, ACCOUNT);
});

const add = (ctx: AccountContext, daysAgo: number, later: Partial<typeof events.$inferInsert> = {}) => {
  const at = NOW - daysAgo * DAY;
  const { id } = insertedEvent(ctx.store, { kind: 'visit.moved', lane: 'v', at, payload: {}, dueAt: at });
  const ended = { outcome: 'done' as const, dueAt: null, finishedAt: at };
  ctx.store
    .update(events)
    .set({ ...ended, ...later })
    .where(eq(events.id, id))
    .run();
  return id;
};

test('old events go with their attempts and marks; what waits, was held, or ended lately stays', () =>
  inNewObject(NOW, async (ctx) => {
    const old = add(ctx, 31);
    ctx.store
      .insert(attempts)
      .values({ eventId: old, number: 1, at: 0, durationMs: 1, outcome: 'done' })
      .run();
    leaveMark(ctx.store, old, 'note', 0);
    const kept = [
      add(ctx, 40, { outcome: 'pending', dueAt: NOW, finishedAt: null }),
      add(ctx, 40, { outcome: 'ignored', heldByBranch: 1 }),
      add(ctx, 40, { outcome: 'failed', finishedAt: NOW - DAY }),
      add(ctx, 29),
    ];
    expect(nextSweepAt(ctx, settings)).toBe(0);
    expect(sweepHistory(ctx, settings)).toBe(1);
    expect(
      ctx.store
        .select({ id: events.id })
        .from(events)
        .orderBy(events.seq)
        .all()
        .map(({ id }) => id),
    ).toEqual(kept);
    expect([...ctx.store.select().from(attempts).all(), ...ctx.store.select().from(marks).all()]).toEqual([]);
    expect(nextSweepAt(ctx, settings)).toBe(NOW + DAY);
    expect(sweepHistory(ctx, settings)).toBe(0);
    expect([nextSweepAt(ctx, null), sweepHistory(ctx, null)]).toEqual([null, 0]);
  }));

test('a portion at a time, each where the last one ended; fewer days when they are set', () => {
  let now = NOW;
  return inNewObject(
    () => now,
    async (ctx) => {
      for (let n = 0; n < 450; n += 1) add(ctx, 12);
      const { automation } = settings;
      const short = {
        ...settings,
        automation: { ...automation, body: { ...automation.body, historyDays: 10 } },
      };
      expect(sweepHistory(ctx, settings)).toBe(0);
      now += DAY;
      const portions: number[] = [];
      while (portions.length < 5 && (nextSweepAt(ctx, short) ?? 0) <= now) {
        portions.push(sweepHistory(ctx, short));
        now += 1_000;
      }
      expect(portions).toEqual([200, 200, 50]);
    },
  );
});
