import { expect, test } from 'vitest';
import type { AccountClient } from '../account/account.client.ts';
import { createUserLookup } from './administrators.ts';

type Answer = Awaited<ReturnType<AccountClient['userById']>>;

function setup(answer: () => Promise<Answer>) {
  let now = 0;
  let asked = 0;
  const account = {
    userById: () => {
      asked += 1;
      return answer();
    },
  } as unknown as AccountClient;
  const sleepers: (() => void)[] = [];
  const lookup = createUserLookup(
    { now: () => now },
    () => new Promise((resolve) => sleepers.push(() => resolve())),
  );
  return {
    look: () => lookup(account, 1, 7),
    pass: (ms: number) => {
      now += ms;
    },
    runOutOfPatience: () => {
      for (const wake of sleepers) wake();
    },
    asked: () => asked,
  };
}

const admin: Answer = { ok: true, value: { id: 7, name: 'Марк', isAdmin: true, isActive: true } };
const down: Answer = { ok: false, error: { status: 502, code: 'amocrm.unavailable', message: '' } };

test('an answer is kept ten minutes', async () => {
  const lookup = setup(async () => admin);
  expect(await lookup.look()).toEqual({ name: 'Марк', isAdmin: true });
  lookup.pass(10 * 60_000 - 1);
  await lookup.look();
  expect(lookup.asked()).toBe(1);
  lookup.pass(1);
  await lookup.look();
  expect(lookup.asked()).toBe(2);
});

test.each([
  ['a failure', async () => down],
  ['a broken object', () => Promise.reject(new Error('reset'))],
])('%s is unknown, and asked again after half a minute', async (_name, answer) => {
  const lookup = setup(answer);
  expect(await lookup.look()).toBeNull();
  lookup.pass(29_999);
  await lookup.look();
  expect(lookup.asked()).toBe(1);
  lookup.pass(1);
  await lookup.look();
  expect(lookup.asked()).toBe(2);
});

test('silence is unknown', async () => {
  const lookup = setup(() => new Promise(() => {}));
  const looking = lookup.look();
  lookup.runOutOfPatience();
  expect(await looking).toBeNull();
});

test('a user whom the account does not have is no administrator', async () => {
  const lookup = setup(async () => ({ ok: true, value: null }));
  expect(await lookup.look()).toEqual({ name: '', isAdmin: false });
});
