import { env } from 'cloudflare:workers';
import { eq } from 'drizzle-orm';
import { beforeAll, expect, test } from 'vitest';
import type { EventsQuery } from '../history/events.schemas.ts';
import { variables } from '../http/api.fixture.ts';
import { isoOf } from '../sync/wall-clock.ts';
import { inNewObject } from './context.fixture.ts';
import type { AccountContext } from './context.ts';
import { listEvents, oneEvent } from './history.ts';
import { insertedEvent } from './inbox.ts';
import { insertVisit } from './mirror.ts';
import { schedulePoll } from './poll.ts';
import { attempts, events } from './schema.ts';

/** Which events a filter of the history finds, and what is told of one. */
const NOW = Date.parse('2026-11-22T12:00:00+03:00');

beforeAll(() => {
  Object.assign(env, variables);
});

type Given = Partial<Parameters<typeof insertedEvent>[1]>;

const add = (
  ctx: AccountContext,
  kind: string,
  given: Given = {},
  later: Partial<typeof events.$inferInsert> = {},
) => {
  const base = { kind, lane: crypto.randomUUID(), at: NOW, payload: { origin: 'poll' }, dueAt: NOW };
  const { id } = insertedEvent(ctx.store, { ...base, ...given });
  ctx.store
    .update(events)
    .set({ dueAt: null, outcome: 'done', ...later })
    .where(eq(events.id, id))
    .run();
  return id;
};

test('direction, dates, outcome and any id', () =>
  inNewObject(NOW, async (ctx) => {
    const visitId = crypto.randomUUID();
    schedulePoll(ctx, 1, NOW);
    insertVisit(ctx.store, {
      id: visitId,
      ...{ sourceId: 1, talonId: 5012, branchId: 1, patientId: 7, doctorId: 1, date: '2026-11-24' },
      ...{ begin: '09:00', end: '09:30', room: '', statusId: 1, deleted: false, contentHash: '' },
      ...{ state: 'booked', bookedByUs: false, bookedAt: NOW, dealId: 77 },
    });
    const polled = add(ctx, 'visit.moved', { visitId, dealId: 77, branchId: 1, at: NOW - 1000 });
    const answered = add(ctx, 'visit.changed', { payload: { origin: 'hook' }, at: NOW - 500 });
    const clicked = add(
      ctx,
      'click.book',
      { payload: { origin: 'click' }, branchId: 2 },
      { outcome: 'failed' },
    );
    const own = add(ctx, 'account.subscribe', {}, { heldByBranch: 1, outcome: 'pending' });
    const found = (query: EventsQuery, branchIds: number[] | null = null) =>
      listEvents(ctx.store, query, branchIds).events.map(({ id }) => id);
    expect(found({})).toEqual([own, clicked, answered, polled]);
    expect(found({ order: 'oldest' })).toEqual([polled, answered, clicked, own]);
    expect(found({ direction: 'archimed' })).toEqual([polled]);
    expect(found({ direction: 'amocrm' })).toEqual([clicked, answered]);
    expect(found({ direction: 'service' })).toEqual([own]);
    expect(found({ outcome: 'failed' })).toEqual([clicked]);
    expect(found({ outcome: 'held' })).toEqual([own]);
    expect(found({ ids: `${polled},${own}` })).toEqual([own, polled]);
    expect(found({ ids: `${polled},${own}` }, [1])).toEqual([polled]);
    expect(found({ to: isoOf(NOW - 700) })).toEqual([polled]);
    for (const search of ['77', '№ 5012', visitId, polled]) {
      expect(found({ search }), search).toEqual([polled]);
    }
    expect(found({ search: '12' })).toEqual([]);
  }));

test('one event: names and comments are not told, codes are, in words; whether it can be retried', () =>
  inNewObject(NOW, async (ctx) => {
    const changes = [
      { field: 'statusId', from: '1', to: '5' },
      { field: 'contentHash', from: 'abc', to: 'def' },
    ];
    const failed = { outcome: 'failed' } as const;
    const id = add(
      ctx,
      'visit.status_changed',
      { payload: { origin: 'poll', changes, patient: 'Иванов' } },
      failed,
    );
    ctx.store
      .insert(attempts)
      .values({
        eventId: id,
        number: 1,
        at: NOW,
        durationMs: 40,
        outcome: 'failed',
        httpStatus: 402,
        code: 'amocrm.unpaid',
      })
      .run();
    const one = oneEvent(ctx.store, id, null);
    expect(one.ok && one.value).toMatchObject({
      changes: [
        { field: 'statusId', from: '1', to: '5' },
        { field: 'contentHash', from: null, to: null },
      ],
      attempts: [{ httpStatus: 402, advice: 'Оплатите его.' }],
      retry: { allowed: true, hindrance: null },
    });
    expect(JSON.stringify(one)).not.toMatch(/Иванов|abc/);
    const erased = oneEvent(ctx.store, add(ctx, 'click.book', {}, failed), null);
    expect(erased.ok && erased.value.retry.allowed).toBe(false);
  }));
