import { expect, test } from 'vitest';
import type { SessionReply } from '../../worker/session/session.schemas.ts';
import { createSessionStore } from './session.ts';

const start = Date.parse('2026-11-22T12:00:00Z');

function reply(token: string, minutes: number): SessionReply {
  return {
    token,
    expiresAt: new Date(start + minutes * 60_000).toISOString(),
    user: { id: 7, name: 'Марк', role: 'book', isAdmin: false, branches: [1], defaultBranch: 1 },
  };
}

test('a fresh token is used as it is', async () => {
  const store = createSessionStore({
    refresh: () => Promise.reject(new Error('must not be called')),
    obtain: () => Promise.resolve(null),
    now: () => start,
  });
  store.set(reply('a', 15));
  expect(await store.token()).toBe('a');
});

test('a token about to expire is refreshed once for all who wait', async () => {
  let calls = 0;
  const store = createSessionStore({
    refresh: async () => {
      calls += 1;
      return reply('b', 30);
    },
    obtain: () => Promise.resolve(null),
    now: () => start + 14.5 * 60_000,
  });
  store.set(reply('a', 15));
  expect(await Promise.all([store.token(), store.token()])).toEqual(['b', 'b']);
  expect(calls).toBe(1);
});

test('a refused refresh falls back to where sessions come from', async () => {
  const store = createSessionStore({
    refresh: () => Promise.resolve(null),
    obtain: () => Promise.resolve(reply('c', 15)),
    now: () => start,
  });
  store.set(reply('a', 15));
  expect(await store.renew('a')).toBe('c');
});

test('a late 401 for an old token does not renew the newer one', async () => {
  const store = createSessionStore({
    refresh: () => Promise.reject(new Error('must not be called')),
    obtain: () => Promise.resolve(null),
    now: () => start,
  });
  store.set(reply('b', 15));
  expect(await store.renew('a')).toBe('b');
});

test('without any source there is no token', async () => {
  const store = createSessionStore({
    refresh: () => Promise.resolve(null),
    obtain: () => Promise.resolve(null),
    now: () => start,
  });
  expect(await store.token()).toBeNull();
});

test('an unreachable server does not end a session that still lives', async () => {
  let clock = start;
  const store = createSessionStore({
    refresh: () => Promise.resolve(null),
    obtain: () => Promise.resolve(null),
    now: () => clock,
  });
  store.set(reply('a', 15));
  clock = start + 14.5 * 60_000;
  expect(await store.token()).toBe('a');
  expect(await store.renew('a')).toBeNull();
  clock = start + 16 * 60_000;
  expect(await store.token()).toBeNull();
});
