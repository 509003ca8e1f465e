import { runInDurableObject } from 'cloudflare:test';
import { env } from 'cloudflare:workers';
import { beforeAll, beforeEach, expect, test, vi } from 'vitest';
import type { Bindings } from '../bindings.ts';
import { ACCOUNT, createHarness, OTHER_ACCOUNT, variables } from '../http/api.fixture.ts';
import type { AccountObject } from './account.object.ts';
import { insertEvent } from './inbox.ts';
import { openStore } from './store.ts';
import { sweep } from './sweeper.ts';

const bindings = env as unknown as Bindings;
beforeAll(async () => {
  Object.assign(env, variables);
  await createHarness();
});
beforeEach(() => {
  vi.restoreAllMocks();
  vi.spyOn(globalThis, 'fetch').mockImplementation(async () => new Response(null, { status: 503 }));
});

const stub = (accountId: number) =>
  bindings.ACCOUNTS.getByName(String(accountId)) as unknown as DurableObjectStub<AccountObject>;
const alarmOf = (accountId: number) =>
  runInDurableObject(stub(accountId), (_object, state) => state.storage.getAlarm());
/** Something to do in an hour, with the alarm at `alarm`. */
const prepare = (accountId: number, dueAt: number, alarm: number | null) =>
  runInDurableObject(stub(accountId), async (_object, state) => {
    const lane = `lead:${accountId}`;
    insertEvent(openStore(state.storage), { kind: 'lead.deleted', lane, at: 0, payload: {}, dueAt });
    await (alarm === null ? state.storage.deleteAlarm() : state.storage.setAlarm(alarm));
  });
const HOUR = 3_600_000;

test('a lost alarm is re-armed by the sweeper', async () => {
  const now = Date.now();
  await prepare(ACCOUNT, now + HOUR, null);
  await prepare(OTHER_ACCOUNT, now + HOUR, now + HOUR);
  await sweep(bindings, () => {});
  // It rang and armed itself for what comes: the event within an hour, or a look at the subscription before that.
  for (const account of [ACCOUNT, OTHER_ACCOUNT]) {
    await expect
      .poll(() => alarmOf(account))
      .toSatisfy((at: number | null) => at !== null && at > now + 1_000 && at <= now + HOUR);
  }
});

test('work that is due before the alarm, as after an announcement that was lost, is done', async () => {
  const now = Date.now();
  await prepare(ACCOUNT, now - 1, now + 10 * HOUR);
  await sweep(bindings, () => {});
  // What is left is due within an hour.
  await expect.poll(() => alarmOf(ACCOUNT)).toBeLessThanOrEqual(now + HOUR);
});

test('one object that cannot answer leaves the others alone', async () => {
  const asked: string[] = [];
  const ACCOUNTS = {
    getByName: (name: string) => ({
      async ensureArmed() {
        asked.push(name);
        throw new Error('reset');
      },
    }),
  };
  const lines: string[] = [];
  await sweep({ ...bindings, ACCOUNTS } as unknown as Bindings, (line) => lines.push(line));
  expect(asked.toSorted()).toEqual([String(ACCOUNT), String(OTHER_ACCOUNT)]);
  expect(lines).toEqual(['sweep.failed', 'sweep.failed']);
});
