import { runInDurableObject } from 'cloudflare:test';
import { env } from 'cloudflare:workers';
import { eq } from 'drizzle-orm';
import { beforeAll, expect, test } from 'vitest';
import type { Bindings } from '../bindings.ts';
import { parseEnv } from '../env.ts';
import { ACCOUNT, createHarness, type Harness, OTHER_ACCOUNT, variables } from '../http/api.fixture.ts';
import type { RemoteFetch } from '../http/remote-fetch.ts';
import type { AccountSettings } from '../settings/settings.repository.ts';
import { createLimiter } from '../shared/limiter.ts';
import { err, ok } from '../shared/result.ts';
import type { AccountObject } from './account.object.ts';
import { connectBranch } from './branch.fixture.ts';
import { type AccountContext, createContext } from './context.ts';
import { retryEvent, retryEvents } from './event-retry.ts';
import { gatesOf } from './gates.ts';
import { type EventRow, eventById, insertedEvent } from './inbox.ts';
import { insertVisit } from './mirror.ts';
import { schedulePoll } from './poll.ts';
import { type AttemptEnd, type Handler, startDue } from './pump.ts';
import { attempts, events, sourceStates } from './schema.ts';
import { AT_ONCE } from './starts.ts';
import { openStore } from './store.ts';

/** What waits for amoCRM or for a key, and what is done about it. */
const bindings = env as unknown as Bindings;
let harness: Harness;
let settings: AccountSettings;

beforeAll(async () => {
  Object.assign(env, variables);
  harness = await createHarness();
  for (const apiId of ['a', 'b']) {
    settings = await connectBranch(harness.repository, ACCOUNT, {
      title: `Филиал ${apiId}`,
      apiId: apiId.repeat(32),
    });
  }
});

const nobody: RemoteFetch = async () => err({ kind: 'timeout', detail: '' });
const done: AttemptEnd = { outcome: 'done', decision: { actions: [], reasons: [] } };
const failing =
  (code: string): Handler =>
  async () => ({ outcome: 'retry', code, httpStatus: null });

/** A token says itself where amoCRM may be asked; nobody can check its signature. */
const accessToken = (apiDomain: string) =>
  `head.${btoa(JSON.stringify({ api_domain: apiDomain })).replaceAll('=', '')}.signature`;

type World = {
  ctx: AccountContext;
  pass(ms: number): void;
  add(kind: string, over?: Partial<Parameters<typeof insertedEvent>[1]>): string;
  outcomes(ids: readonly string[]): (string | undefined)[];
  /** Starts what is due and waits for its ends. */
  run(handler: Handler): Promise<void>;
};

async function inside<T>(
  name: string,
  use: (world: World) => Promise<T>,
  { remote = nobody, accountId = ACCOUNT }: { remote?: RemoteFetch; accountId?: number } = {},
): Promise<T> {
  const stub = bindings.ACCOUNTS.getByName(name) as unknown as DurableObjectStub<AccountObject>;
  return runInDurableObject(stub, async (_object, state) => {
    const config = parseEnv(variables);
    if (!config.ok) throw new Error(config.error);
    let now = Date.parse('2026-11-22T12:00:00+03:00');
    const store = openStore(state.storage);
    const ctx = createContext({
      objectName: String(accountId),
      config: config.value,
      store,
      db: bindings.DB,
      clock: { now: () => now },
      // Waiting lets the time pass that it waits for.
      sleep: async (ms) => {
        now += ms;
      },
      remote,
      log: () => {},
      wake: () => {},
    });
    await ctx.tokens.adopt(
      { accessToken: accessToken('api-b.amocrm.ru'), refreshToken: 'refresh-1', expiresInSeconds: 864_000 },
      true,
    );
    return use({
      ctx,
      pass: (ms) => {
        now += ms;
      },
      add: (kind, over = {}) =>
        insertedEvent(store, {
          kind,
          lane: `visit:${crypto.randomUUID()}`,
          at: now,
          payload: { origin: 'poll' },
          dueAt: now,
          ...over,
        }).id,
      outcomes: (ids) => ids.map((id) => eventById(store, id)?.outcome),
      run: async (handler) => {
        await Promise.all(startDue(ctx, () => handler, gatesOf(ctx, settings)));
      },
    });
  });
}

test('a block of one account: its events wait unspent and in order, clicks and other accounts go on', async () => {
  await inside('blocked', async ({ ctx, add, run, outcomes }) => {
    const first = add('visit.created', { lane: 'visit:v' });
    const second = add('visit.moved', { lane: 'visit:v' });
    const click = add('click.move', { lane: 'visit:v', payload: { origin: 'click' }, sealedBody: 'sealed' });
    const hook = add('lead.deleted', { lane: 'lead:1' });
    ctx.circuit.told('GET', { kind: 'blocked' });
    await run(async () => done);
    expect(outcomes([first, second, click, hook])).toEqual(['pending', 'pending', 'done', 'pending']);
    expect(ctx.store.select().from(attempts).all()).toHaveLength(1);

    await inside(
      'not blocked',
      async (other) => {
        const id = other.add('visit.created');
        await other.run(async () => done);
        expect(other.outcomes([id])).toEqual(['done']);
      },
      { accountId: OTHER_ACCOUNT },
    );

    ctx.circuit.told('GET', null);
    const order: string[] = [];
    const follow: Handler = async (event) => {
      order.push(event.id);
      return done;
    };
    await run(follow);
    await run(follow);
    expect(order.filter((id) => id !== hook)).toEqual([first, second]);
  });
});

test.each<[string, string, (ctx: AccountContext) => void]>([
  ['amocrm.blocked', 'met a block', (ctx) => ctx.circuit.told('GET', { kind: 'blocked' })],
  ['amocrm.unpaid', 'met an unpaid account', (ctx) => ctx.circuit.told('PATCH', { kind: 'unpaid' })],
  ['amocrm.timeout', 'met a time-out', () => {}],
])('an attempt that ends with %s (%s) counts only if another one could help', async (code, _what, close) => {
  await inside(`counts ${code}`, async ({ ctx, add, run, pass }) => {
    const id = add('visit.created');
    const counts = code === 'amocrm.timeout';
    for (let times = 1; times <= 3; times += 1) {
      // Under way before the gate closed.
      await run(async () => {
        close(ctx);
        return failing(code)({} as EventRow);
      });
      expect(eventById(ctx.store, id)?.attempts).toBe(counts ? times : 0);
      ctx.circuit.told('PATCH', null);
      pass(60_000);
    }
    const tries = ctx.store.select().from(attempts).all();
    expect(tries.map(({ number, code }) => [number, code])).toEqual(
      [1, 2, 3].map((number) => [number, code]),
    );
  });
});

test('a grant that was refused: nothing is started until consent is given again', async () => {
  const remote: RemoteFetch = async () =>
    ok({ status: 401, headers: new Headers(), text: JSON.stringify({ hint: 'Token has been revoked' }) });
  await inside(
    'revoked',
    async ({ ctx, add, run, outcomes }) => {
      const id = add('visit.created');
      await run(async () => {
        const lead = await ctx.amocrm('zaryamed.amocrm.ru').leads.byId('event', 1);
        return failing(lead.ok ? '' : `amocrm.${lead.error.kind}`)({} as EventRow);
      });
      expect(ctx.tokens.state()).toBe('reauth_required');
      expect(eventById(ctx.store, id)).toMatchObject({ attempts: 0, outcome: 'pending' });
      await run(async () => done);
      expect(outcomes([id])).toEqual(['pending']);
      await ctx.tokens.adopt({ accessToken: 'a', refreshToken: 'b', expiresInSeconds: 86_400 }, true);
      await run(async () => done);
      expect(outcomes([id])).toEqual(['done']);
    },
    { remote },
  );
});

test('an unpaid account: one event at a time tries, and the first that may write lets all go on', async () => {
  await inside('unpaid', async ({ ctx, add, run, outcomes, pass }) => {
    const ids = [add('visit.created'), add('visit.created'), add('visit.created')];
    ctx.circuit.told('PATCH', { kind: 'unpaid' });
    let started = 0;
    const refused: Handler = async () => {
      started += 1;
      ctx.circuit.admit('PATCH');
      return failing('amocrm.unpaid')({} as EventRow);
    };
    await run(refused);
    expect(started).toBe(0);
    pass(5 * 60_000);
    await run(refused);
    await run(refused);
    expect(started).toBe(1);
    pass(5 * 60_000);
    await run(async () => {
      ctx.circuit.told('PATCH', null);
      return done;
    });
    await run(async () => done);
    expect(outcomes(ids)).toEqual(['done', 'done', 'done']);
  });
});

test('a key that ArchiMed+ refuses: events of its branches wait until a poll succeeds, others go on', async () => {
  await inside('key', async ({ ctx, add, run, outcomes, pass }) => {
    insertVisit(ctx.store, {
      id: 'v',
      sourceId: 1,
      talonId: 2283,
      branchId: 1,
      state: 'booked',
      bookedByUs: false,
      bookedAt: 0,
      dealId: null,
      patientId: null,
      doctorId: 5,
      date: '2026-11-27',
      begin: '10:00',
      end: '10:30',
      room: '',
      statusId: 1,
      deleted: false,
      contentHash: '',
    });
    const own = add('visit.created', { lane: 'visit:v', visitId: 'v', branchId: 1 });
    const other = add('visit.created', { branchId: 2 });
    const hook = add('lead.deleted');
    schedulePoll(ctx, 1, ctx.clock.now() + 30_000);
    const keyValid = (isValid: boolean) =>
      ctx.store.update(sourceStates).set({ keyValid: isValid }).where(eq(sourceStates.sourceId, 1)).run();
    const byBranch: Handler = async (event) =>
      event.branchId === 1 ? failing('archimed.forbidden')(event) : done;
    await run(byBranch);
    // The refusal of one read counts; the poll is asked to tell about the key.
    expect(eventById(ctx.store, own)).toMatchObject({ attempts: 1, outcome: 'pending' });
    expect(ctx.store.select().from(sourceStates).get()?.nextPollAt).toBe(ctx.clock.now());
    expect(outcomes([other, hook])).toEqual(['done', 'done']);
    keyValid(false);
    for (let times = 0; times < 20; times += 1) {
      pass(24 * 3_600_000);
      await run(byBranch);
    }
    expect(eventById(ctx.store, own)).toMatchObject({ attempts: 1, outcome: 'pending' });
    keyValid(true);
    await run(async () => done);
    expect(outcomes([own])).toEqual(['done']);
  });
});

const json = (body: unknown, status = 200) =>
  ok({ status, headers: new Headers(), text: JSON.stringify(body) });
const page = (status: number) => ok({ status, headers: new Headers(), text: '<html></html>' });
const pair = {
  token_type: 'Bearer',
  expires_in: 86_400,
  access_token: accessToken('api-b.amocrm.ru'),
  refresh_token: 'refresh-2',
};
const revoked = json({ hint: 'Token has been revoked' }, 401);
const lead = {
  id: 77,
  responsible_user_id: 1,
  pipeline_id: 9011442,
  status_id: 142,
  created_at: 1,
  updated_at: 1,
};

type Hosts = Record<string, (path: string) => Awaited<ReturnType<RemoteFetch>>>;

/** An amoCRM of several hosts; what each was asked. */
function hostsOf(hosts: Hosts) {
  const asked: string[] = [];
  const remote: RemoteFetch = async ({ url }) => {
    const { host, pathname } = new URL(url);
    asked.push(`${host}${pathname.replace('/api/v4', '')}`);
    return hosts[host]?.(pathname) ?? err({ kind: 'network', detail: 'no such host' });
  };
  return { remote, asked };
}

test('a renamed account is found by its number, its new domain is kept, and the call goes on there', async () => {
  const { remote, asked } = hostsOf({
    'zaryamed.amocrm.ru': (path) => (path.startsWith('/oauth2') ? page(404) : json({ status: 401 }, 401)),
    'api-b.amocrm.ru': () => json({ id: ACCOUNT, subdomain: 'novaya', domain: 'novaya.amocrm.ru' }),
    'novaya.amocrm.ru': (path) => (path.startsWith('/oauth2') ? json(pair) : json(lead)),
  });
  await inside(
    'renamed',
    async ({ ctx }) => {
      const before = await harness.repository.revision(ACCOUNT);
      const client = ctx.amocrm('zaryamed.amocrm.ru');
      expect(await client.leads.byId('event', 77)).toMatchObject({ ok: true });
      expect(await client.leads.byId('event', 77)).toMatchObject({ ok: true });
      expect(asked).toEqual([
        'zaryamed.amocrm.ru/leads/77',
        'zaryamed.amocrm.ru/oauth2/access_token',
        'api-b.amocrm.ru/oauth2/account/current/subdomain',
        'novaya.amocrm.ru/oauth2/access_token',
        'novaya.amocrm.ru/leads/77',
        'novaya.amocrm.ru/leads/77',
      ]);
      expect(await harness.repository.account(ACCOUNT)).toMatchObject({ domain: 'novaya.amocrm.ru' });
      expect(await harness.repository.revision(ACCOUNT)).toBe((before ?? 0) + 1);
      await harness.repository.moveAccount(ACCOUNT, 'zaryamed.amocrm.ru');
    },
    { remote },
  );
});

const gone = () => page(404);
test.each<[string, Hosts, string | null, 'active' | 'reauth_required']>([
  [
    'a verdict of both: consent is needed',
    { 'zaryamed.amocrm.ru': () => revoked, 'api-b.amocrm.ru': () => revoked },
    null,
    'reauth_required',
  ],
  [
    'the host is the right one, the token is dead',
    {
      'zaryamed.amocrm.ru': () => revoked,
      'api-b.amocrm.ru': () => json({ id: ACCOUNT, subdomain: 'zaryamed', domain: 'zaryamed.amocrm.ru' }),
    },
    null,
    'reauth_required',
  ],
  ['a time-out is no verdict', {}, null, 'active'],
  ['a page of the gateway is none', { 'zaryamed.amocrm.ru': () => page(401) }, null, 'active'],
  [
    'another account has the old name, and amoCRM does not tell the new one',
    { 'zaryamed.amocrm.ru': () => json({ hint: 'Invalid account' }, 400) },
    null,
    'active',
  ],
  [
    'another account answers: nothing is kept',
    {
      'zaryamed.amocrm.ru': gone,
      'api-b.amocrm.ru': () => json({ id: 5, subdomain: 'evil', domain: 'evil.amocrm.ru' }),
    },
    null,
    'active',
  ],
  [
    'a foreign domain is told: nothing is sent there',
    {
      'zaryamed.amocrm.ru': gone,
      'api-b.amocrm.ru': () => json({ id: ACCOUNT, subdomain: 'x', domain: 'evil.example' }),
    },
    'evil.example',
    'active',
  ],
])('a refresh: %s', async (name, hosts, never, state) => {
  const { remote, asked } = hostsOf(hosts);
  await inside(
    `refresh ${name}`,
    async ({ ctx }) => {
      expect((await ctx.tokens.renew(1)).ok).toBe(false);
      expect(ctx.tokens.state()).toBe(state);
      expect((await harness.repository.account(ACCOUNT))?.domain).toBe('zaryamed.amocrm.ru');
      if (never !== null) expect(asked.join()).not.toContain(never);
      const isAsked = asked.some((call) => call.startsWith('api-b.amocrm.ru'));
      expect(isAsked).toBe(!/time-out|page/.test(name));
    },
    { remote },
  );
});

test('a token about to expire that cannot be renewed is used until it does', async () => {
  await inside('last minutes', async ({ ctx, pass }) => {
    pass(863_700_000);
    expect(await ctx.tokens.current()).toMatchObject({ ok: true, value: { version: 1 } });
    pass(400_000);
    expect(await ctx.tokens.current()).toMatchObject({ ok: false, error: { kind: 'timeout' } });
  });
});

test('a click goes ahead of five hundred events that wait', async () => {
  await inside('queue', async ({ ctx, add }) => {
    const limiter = createLimiter({ perSecond: 6, concurrent: 4, clock: ctx.clock, sleep: ctx.sleep });
    const order: string[] = [];
    const never = Promise.withResolvers<void>();
    const calling: Handler = async (event) => {
      await limiter.run(event.kind === 'click.book' ? 'click' : 'event', async () => {
        order.push(event.kind);
        if (event.kind !== 'click.book') await never.promise;
      });
      return done;
    };
    for (let count = 0; count < 500; count += 1) add('visit.changed');
    const started = startDue(ctx, () => calling);
    expect(started).toHaveLength(AT_ONCE);
    const click = add('click.book', { payload: { origin: 'click' } });
    const [clicked] = startDue(ctx, () => calling);
    await clicked;
    expect(eventById(ctx.store, click)?.outcome).toBe('done');
    // Three places were taken when it came, the fourth is kept for clicks.
    expect(order).toEqual(['visit.changed', 'visit.changed', 'visit.changed', 'click.book']);
    never.resolve();
    await Promise.all(started);
  });
});

test('retry by hand: what may be retried begins anew, what is done, erased or held is refused with a reason', async () => {
  await inside('retry', async ({ ctx, add }) => {
    const set = (id: string, values: Partial<EventRow>) =>
      ctx.store.update(events).set(values).where(eq(events.id, id)).run();
    const later = ctx.clock.now() + 3_600_000;
    const over = { outcome: 'failed', dueAt: null, finishedAt: ctx.clock.now(), attempts: 12 } as const;
    const failed = add('visit.created', { branchId: 1 });
    set(failed, over);
    const waiting = add('visit.moved', { branchId: 1, dueAt: later });
    set(waiting, { attempts: 5 });
    const finished = add('visit.moved', { branchId: 1 });
    set(finished, { ...over, outcome: 'done' });
    const erased = add('click.book', { branchId: 1 });
    set(erased, over);
    const unfinished = add('click.book', { branchId: 1, sealedBody: 'sealed', dueAt: later });
    const held = add('visit.moved', { branchId: 1 });
    set(held, { heldByBranch: 1, dueAt: null });
    const codeOf = (id: string, branchIds: number[] | null = null) => {
      const reply = retryEvent(ctx, id, branchIds);
      return reply.ok ? 'retried' : reply.error.code;
    };
    expect([failed, waiting, unfinished].map((id) => codeOf(id))).toEqual(['retried', 'retried', 'retried']);
    for (const id of [failed, waiting, unfinished]) {
      expect(eventById(ctx.store, id)).toMatchObject({
        outcome: 'pending',
        dueAt: ctx.clock.now(),
        attempts: 0,
        finishedAt: null,
      });
    }
    expect([finished, erased, held].map((id) => codeOf(id))).toEqual([
      'events.done',
      'events.gone',
      'events.held',
    ]);
    expect([codeOf(failed, [2]), codeOf('unknown')]).toEqual(['events.not_found', 'events.not_found']);
  });
});

test('retry of what a filter matches: bounded, by branch, the oldest first', async () => {
  await inside('retry many', async ({ ctx, add }) => {
    for (let count = 0; count < 620; count += 1) {
      const id = add(count < 10 ? 'click.book' : 'visit.moved', { branchId: count < 20 ? 1 : 2 });
      ctx.store.update(events).set({ outcome: 'failed', dueAt: null }).where(eq(events.id, id)).run();
    }
    expect(retryEvents(ctx, { kind: 'visit.created' }, null)).toMatchObject({
      retried: 0,
      skipped: 0,
      left: 0,
    });
    expect(retryEvents(ctx, { branch: 1 }, [2])).toMatchObject({ retried: 0, skipped: 0, left: 0 });
    expect(retryEvents(ctx, { branch: 1 }, [1])).toMatchObject({ retried: 10, skipped: 10, left: 0 });
    expect(retryEvents(ctx, {}, null)).toMatchObject({ retried: 500, skipped: 10, left: 100 });
    expect(retryEvents(ctx, {}, null)).toMatchObject({ retried: 100, skipped: 10, left: 0 });
    expect(retryEvents(ctx, {}, null)).toMatchObject({ retried: 0, skipped: 10, left: 0 });
  });
});
