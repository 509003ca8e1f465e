import { expect, test } from 'vitest';
import { afterCall, type Closed, createCircuit } from './circuit.ts';
import { clientOf, html, json, problem, wireLead } from './client.fixture.ts';
import type { AmocrmFailure } from './failure.ts';

const EVERY = 300_000;
const blocked: Closed = { kind: 'blocked', writesOnly: false, since: 1, probeAt: 100 };
const unpaid: Closed = { kind: 'unpaid', writesOnly: true, since: 1, probeAt: 100 };
const unpaidAll: Closed = { ...unpaid, writesOnly: false };
const invalid: AmocrmFailure = { kind: 'invalid', status: 400, detail: '', problems: [] };
const at = 1_000;
const next = at + EVERY;

test.each<[string, Closed | null, string, AmocrmFailure | null, Closed | null]>([
  ['a success changes nothing', null, 'GET', null, null],
  ['a time-out changes nothing', null, 'GET', { kind: 'timeout' }, null],
  [
    'a block closes',
    null,
    'GET',
    { kind: 'blocked' },
    { kind: 'blocked', writesOnly: false, since: at, probeAt: next },
  ],
  ['a block goes on', blocked, 'GET', { kind: 'blocked' }, { ...blocked, probeAt: next }],
  ['a time-out during a block tells nothing', blocked, 'GET', { kind: 'timeout' }, blocked],
  ['nor does a 502', blocked, 'GET', { kind: 'unavailable', status: 502 }, blocked],
  ['nor an expired token', blocked, 'GET', { kind: 'unauthorized' }, blocked],
  ['an answer opens', blocked, 'GET', null, null],
  ['a complaint about the request is an answer', blocked, 'PATCH', invalid, null],
  [
    'an unpaid write closes writes',
    null,
    'PATCH',
    { kind: 'unpaid' },
    { ...unpaid, since: at, probeAt: next },
  ],
  [
    'an unpaid read closes everything',
    null,
    'GET',
    { kind: 'unpaid' },
    { ...unpaidAll, since: at, probeAt: next },
  ],
  ['reads that work say nothing of writes', unpaid, 'GET', null, unpaid],
  ['reads that work again leave writes to try', unpaidAll, 'GET', null, { ...unpaid, probeAt: at }],
  [
    'an unpaid write leaves the reads closed',
    unpaidAll,
    'PATCH',
    { kind: 'unpaid' },
    { ...unpaidAll, probeAt: next },
  ],
  ['a write opens', unpaid, 'POST', null, null],
  [
    'a block that ends unpaid',
    blocked,
    'PATCH',
    { kind: 'unpaid' },
    { kind: 'unpaid', writesOnly: true, since: 1, probeAt: next },
  ],
])('%s', (_name, before, method, failure, after) => {
  expect(afterCall(before, method, failure, at, EVERY)).toEqual(after);
});

test('one probe every five minutes, whoever asks; an unpaid account can be read', () => {
  let now = 0;
  let kept: Closed | null = null;
  const circuit = createCircuit({
    now: () => now,
    timeScale: 1,
    read: () => kept,
    write: (to) => (kept = to),
  });
  expect(circuit.admit('PATCH')).toBeNull();
  circuit.told('PATCH', { kind: 'unpaid' });
  expect([circuit.admit('PATCH'), circuit.admit('GET')]).toEqual([{ kind: 'unpaid' }, null]);
  circuit.told('GET', { kind: 'blocked' });
  expect([circuit.admit('PATCH'), circuit.admit('GET')]).toEqual([{ kind: 'blocked' }, { kind: 'blocked' }]);
  now = EVERY;
  expect([circuit.admit('GET'), circuit.admit('GET')]).toEqual([null, { kind: 'blocked' }]);
  now = 2 * EVERY - 1;
  expect(circuit.admit('GET')).toEqual({ kind: 'blocked' });
  circuit.hurry();
  expect(circuit.admit('GET')).toBeNull();
  // A new life of the object knows what the last one knew.
  const after = createCircuit({ now: () => now, timeScale: 1, read: () => kept, write: () => {} });
  expect(after.admit('GET')).toEqual({ kind: 'blocked' });
  circuit.told('GET', null);
  expect([circuit.admit('GET'), kept]).toEqual([null, null]);
});

test('a blocked account is asked twice, then not again until the probe', async () => {
  let now = 0;
  let isBlocked = true;
  const { client, seen, circuit } = clientOf(() => (isBlocked ? html(403) : json(wireLead)), {
    now: () => now,
  });
  const read = () => client.leads.byId('event', wireLead.id);
  for (let times = 0; times < 20; times += 1) {
    expect(await read()).toEqual({ ok: false, error: { kind: 'blocked' } });
  }
  expect(seen.map(({ path }) => path)).toEqual([`/api/v4/leads/${wireLead.id}`, '/api/v4/account']);
  now = EVERY;
  await Promise.all([read(), read(), read()]);
  expect(seen).toHaveLength(3);
  isBlocked = false;
  expect((await read()).ok).toBe(false);
  now = 2 * EVERY;
  expect([(await read()).ok, (await read()).ok, circuit.state()]).toEqual([true, true, null]);
});

test('one request that a gateway refuses does not close the account', async () => {
  const { client, circuit } = clientOf(({ path }) => (path.includes('leads') ? html(403) : json({ id: 1 })));
  expect(await client.leads.byId('event', 7)).toMatchObject({ ok: false, error: { kind: 'forbidden' } });
  expect(circuit.state()).toBeNull();
});

test('a host that is gone is asked for at another one; amoCRM’s own 404 is not', async () => {
  const answer = ({ host }: { host: string }) => (host === 'zaryamed.amocrm.ru' ? html(404) : json(wireLead));
  const moved = clientOf(answer, { movesTo: 'https://novaya.amocrm.ru' });
  expect((await moved.client.leads.byId('event', wireLead.id)).ok).toBe(true);
  expect(moved.seen.map(({ host }) => host)).toEqual(['zaryamed.amocrm.ru', 'novaya.amocrm.ru']);
  const stays = clientOf(() => problem(404, 'Not found'), { movesTo: 'https://novaya.amocrm.ru' });
  expect((await stays.client.leads.byId('event', wireLead.id)).ok).toBe(false);
  expect(stays.seen).toHaveLength(1);
});
