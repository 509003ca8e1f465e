import { env } from 'cloudflare:workers';
import { beforeAll, expect, test } from 'vitest';
import { inNewObject } from '../account/context.fixture.ts';
import { debugState } from '../account/debug-state.ts';
import { insertedEvent } from '../account/inbox.ts';
import { attempts } from '../account/schema.ts';
import { createApp } from '../app.ts';
import type { Bindings } from '../bindings.ts';
import { ACCOUNT, createHarness, variables } from '../http/api.fixture.ts';
import { ok } from '../shared/result.ts';

/** The operator's view of an account: whoever has the secret, and nobody else. */
const NOW = Date.parse('2026-11-24T10:00:00+03:00');
const TOKEN = 'a-token-of-the-operator-0123456789';
beforeAll(async () => {
  Object.assign(env, variables);
  await createHarness();
});

const state = () =>
  inNewObject(NOW, async (ctx) => {
    const event = {
      kind: 'visit.moved',
      lane: 'v',
      at: NOW - 60_000,
      payload: { origin: 'poll', patient: 'Иванов' },
      branchId: 2,
    };
    const late = insertedEvent(ctx.store, { ...event, dueAt: NOW - 1 });
    insertedEvent(ctx.store, { ...event, lane: 'w', dueAt: NOW + 5_000 });
    const tried = { at: NOW, durationMs: 5, outcome: 'retry', code: 'amocrm.timeout' } as const;
    ctx.store
      .insert(attempts)
      .values({ eventId: late.id, number: 1, ...tried })
      .run();
    ctx.inHand.add(late.id);
    return debugState(ctx, null, { armedAt: NOW, ringing: true, openPages: 3 });
  });

test('what waits, what is in hand, limits and times; nobody’s name', async () => {
  const shown = await state();
  expect(shown).toMatchObject({
    account: ACCOUNT,
    alarm: { armedAt: '2026-11-24T07:00:00Z', ringing: true },
    inHand: [{ kind: 'visit.moved' }],
    queue: { due: 1, later: 1, held: 0, failed: 0, oldestAt: '2026-11-24T06:59:00Z' },
    amocrm: { token: 'none', closed: null },
    quota: [{ of: 'amocrm', perSecond: 6, running: 0, pausedUntil: null }],
    openPages: 3,
  });
  expect(shown.queue.next[0]).toMatchObject({ branch: 2, lastCode: 'amocrm.timeout' });
  expect(JSON.stringify(shown)).not.toMatch(/Иванов|lane|payload/);
});

test('the secret opens it; without the variable there is no such address; wrong tries are limited', async () => {
  const answer = ok({ ...(await state()), ownName: 'Клиника «Заря»' });
  const bindings = {
    ...variables,
    DB: (env as unknown as Bindings).DB,
    ACCOUNTS: { getByName: () => ({ debugState: async () => answer }) },
  };
  const opened = { ...bindings, OPERATOR_TOKEN: TOKEN };
  const app = createApp();
  const ask = (given: object, token: string | null, account = ACCOUNT) =>
    app.request(
      `${variables.PUBLIC_URL}/operator/accounts/${account}`,
      { headers: token === null ? {} : { Authorization: `Bearer ${token}` } },
      given,
    );
  expect((await ask(bindings, TOKEN)).status).toBe(404);
  const shown = await ask(opened, TOKEN);
  expect([shown.status, shown.headers.get('Cache-Control')]).toEqual([200, 'no-store']);
  expect(await shown.text()).not.toContain('Заря');
  expect((await ask(opened, TOKEN, 7)).status).toBe(404);
  const wrong = [null, 'x', `${TOKEN}x`, ...Array.from({ length: 9 }, () => 'guess')];
  const statuses: number[] = [];
  for (const token of wrong) statuses.push((await ask(opened, token)).status);
  expect(statuses).toEqual([...Array(10).fill(401), 429, 429]);
  // Guessing locks nobody out.
  expect((await ask(opened, TOKEN)).status).toBe(200);
});
