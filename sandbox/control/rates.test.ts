import { expect, test } from 'vitest';
import type { LogRow } from './double.ts';
import { endpointOf, ratesOf } from './rates.ts';

const now = 1_785_310_060_000;

function row(agoMs: number, change: Partial<LogRow> = {}): LogRow {
  return {
    seq: 1,
    at: new Date(now - agoMs).toISOString(),
    realMs: now - agoMs,
    owner: '32100500',
    method: 'GET',
    path: 'leads',
    query: '',
    status: 200,
    durationMs: 10,
    faults: [],
    body: '',
    reply: '',
    ...change,
  };
}

test('the busiest second may begin anywhere', () => {
  // Three requests on each side of a full second: counted by clock seconds nobody would see six.
  const log = [5400, 5300, 5200, 4900, 4800, 4700].map((ago) => row(ago));
  const { rows } = ratesOf([...log, row(1000)], now, 10_000);
  expect(rows).toMatchObject([{ count: 7, perSecond: { max: 6, mean: 0.7 } }]);
});

test('a request exactly a second later belongs to the next second', () => {
  expect(ratesOf([row(2000), row(1000)], now, 10_000).rows[0]?.perSecond.max).toBe(1);
});

test('endpoints, owners, outcomes and faults are told apart', () => {
  const log = [
    row(100, { path: 'leads/41203317', status: 429, durationMs: 4 }),
    row(90, { path: 'leads/41203318', status: null, faults: ['latency', 'down'], durationMs: 900 }),
    row(80, { path: 'leads/41203319', status: 204, durationMs: 6 }),
    row(70, { owner: 'zarya', path: 'talons', status: 503 }),
    row(70_000, { path: 'old' }),
  ];
  const rates = ratesOf(log, now, 60_000);
  expect(rates.rows).toEqual([
    {
      owner: '32100500',
      method: 'GET',
      endpoint: 'leads/{id}',
      count: 3,
      perSecond: { max: 3, mean: 0.05 },
      statuses: { '4xx': 1, cut: 1, '2xx': 1 },
      limited: 1,
      faults: { latency: 1, down: 1 },
      durationMs: { median: 6, max: 900 },
    },
    expect.objectContaining({ owner: 'zarya', endpoint: 'talons', statuses: { '5xx': 1 }, limited: 0 }),
  ]);
  expect(rates.owners).toEqual([
    { owner: '32100500', count: 3, perSecond: { max: 3, mean: 0.05 } },
    { owner: 'zarya', count: 1, perSecond: { max: 1, mean: 0.02 } },
  ]);
  expect(rates.seconds).toHaveLength(60);
  expect(rates.seconds.at(-1)).toEqual({ count: 4, limited: 1, failed: 2 });
});

test('numbers and uuids in a path are ids, names with digits are not', () => {
  expect(endpointOf('leads/1/notes/22')).toBe('leads/{id}/notes/{id}');
  expect(endpointOf('leads/unsorted/5b0c7a52-3d0e-4f0a-9a55-1f2f6f0f7c11/accept')).toBe(
    'leads/unsorted/{id}/accept',
  );
  expect(endpointOf('docdoc/v2/talons')).toBe('docdoc/v2/talons');
});
