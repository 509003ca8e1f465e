import { expect, test } from 'vitest';
import type { EventReply, EventsRetry } from '../../../worker/history/events.schemas.ts';
import { countsOf, retryAll } from './retry-run.ts';

const event = (id: string, over: Partial<EventReply> = {}): EventReply => ({
  ...{ id, kind: 'visit.moved', at: '2026-11-22T12:00:00+03:00', branchId: 1, visitId: 'v', dealId: null },
  ...{ outcome: 'pending', held: false, attempts: 0, nextTryAt: null, decision: null, ...over },
});
const retried = (ids: string[], left: number, next: string | null, skipped = 0) => ({
  ok: true as const,
  value: { retried: ids.length, skipped, left, ids, next },
});
const quiet = { sleep: async () => {}, show: () => {}, isStopped: () => false };

test('batch after batch, each from where the last one ended; what failed again is not begun a second time', async () => {
  const asked: EventsRetry[] = [];
  const looks = new Map([
    ['a', [event('a'), event('a', { outcome: 'done' })]],
    ['b', [event('b', { attempts: 1 })]],
    ['c', [event('c', { outcome: 'failed', attempts: 1 })]],
  ]);
  const run = await retryAll(
    { branch: 1 },
    {
      ...quiet,
      async retry(body) {
        asked.push(body);
        return body.cursor === undefined ? retried(['a', 'b'], 1, '12', 4) : retried(['c'], 0, null, 2);
      },
      async read(ids) {
        const events = ids.flatMap((id) => looks.get(id)?.shift() ?? []);
        return { ok: true, value: { events, next: null } };
      },
    },
  );
  expect(asked).toEqual([
    { branch: 1, limit: 50 },
    { branch: 1, limit: 50, cursor: '12' },
  ]);
  expect(run).toMatchObject({ state: 'ended', total: 3, skipped: 4, error: null });
  expect(countsOf(run)).toEqual({ done: 1, ignored: 0, failed: 2, waiting: 0 });
});

test('what does not come to an end is told as waiting; a refusal ends the run', async () => {
  const waiting = await retryAll(
    {},
    {
      ...quiet,
      retry: async () => retried(['a'], 0, null),
      read: async () => ({ ok: true, value: { events: [event('a')], next: null } }),
    },
  );
  expect(countsOf(waiting)).toMatchObject({ waiting: 1 });
  const error = { code: 'network', message: '', details: null, status: 0 };
  const refused = await retryAll(
    {},
    { ...quiet, retry: async () => ({ ok: false, error }), read: async () => ({ ok: false, error }) },
  );
  expect(refused).toMatchObject({ state: 'ended', error });
});

test('stopped: what was begun is followed once more, nothing further is begun', async () => {
  let asked = 0;
  const run = await retryAll(
    {},
    {
      ...quiet,
      isStopped: () => true,
      async retry() {
        asked += 1;
        return retried(['a'], 60, '9');
      },
      read: async () => ({ ok: true, value: { events: [event('a', { outcome: 'done' })], next: null } }),
    },
  );
  expect([asked, run.state]).toEqual([1, 'stopped']);
});

test('stopped while the last batch is under way: it is not told as ready; with nothing left to wait for it is', async () => {
  const runWith = (outcome: EventReply['outcome']) =>
    retryAll(
      {},
      {
        ...quiet,
        isStopped: () => true,
        retry: async () => retried(['a'], 0, null),
        read: async () => ({ ok: true, value: { events: [event('a', { outcome })], next: null } }),
      },
    );
  expect((await runWith('pending')).state).toBe('stopped');
  expect((await runWith('done')).state).toBe('ended');
});
