import { runInDurableObject } from 'cloudflare:test';
import { env } from 'cloudflare:workers';
import { beforeAll, expect, test } from 'vitest';
import type { Bindings } from '../bindings.ts';
import { parseEnv } from '../env.ts';
import { ACCOUNT, ADMIN, createHarness, variables } from '../http/api.fixture.ts';
import type { RemoteFetch } from '../http/remote-fetch.ts';
import type { AccountSettings } from '../settings/settings.repository.ts';
import { err, ok } from '../shared/result.ts';
import type { AccountObject } from './account.object.ts';
import { carryOutAlert, raiseAlerts } from './alerts.ts';
import { connectBranch } from './branch.fixture.ts';
import { type AccountContext, createContext } from './context.ts';
import { insertEvent } from './inbox.ts';
import { saveSourceState, schedulePoll } from './poll.ts';
import { attempt } from './pump.ts';
import { branchGuards, events } from './schema.ts';
import { openStore } from './store.ts';

/** Trouble becomes a task of a chosen user, once for each incident, whatever answers are lost. */
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const START = Date.parse('2026-11-24T10:00:00+03:00');
let settings: AccountSettings;

beforeAll(async () => {
  Object.assign(env, variables);
  const { repository } = await createHarness();
  settings = await connectBranch(repository, ACCOUNT);
});

const alerting = (userId: number | null): AccountSettings => ({
  ...settings,
  automation: {
    ...settings.automation,
    body: { ...settings.automation.body, alert: { userId, minutes: 30 } },
  },
});

type Sent = { id: number; text: string; responsible_user_id: number; entity_id?: number };
type Table = {
  ctx: AccountContext;
  tasks: Sent[];
  pass(ms: number): void;
  loseNextAnswer(): void;
  /** Looks, and carries out what waits; the outcomes. */
  round(userId?: number | null): Promise<string[]>;
};

const withAmocrm = (use: (table: Table) => Promise<void>) =>
  runInDurableObject(
    (env as unknown as Bindings).ACCOUNTS.getByName(
      crypto.randomUUID(),
    ) as unknown as DurableObjectStub<AccountObject>,
    async (_object, state) => {
      const config = parseEnv(variables);
      if (!config.ok) throw new Error(config.error);
      const tasks: Sent[] = [];
      let now = START;
      let isLost = false;
      const remote: RemoteFetch = async ({ method, body }) => {
        const made = (task: Sent) => ({
          ...task,
          task_type_id: 1,
          complete_till: 0,
          is_completed: false,
          created_at: now / 1000,
          updated_at: now / 1000,
        });
        if (method === 'POST') {
          const rows = (JSON.parse(String(body)) as (Sent & { request_id: string })[]).map((task) => {
            tasks.push({ ...task, id: tasks.length + 1 });
            return { id: tasks.length, request_id: task.request_id };
          });
          if (isLost) {
            isLost = false;
            return err({ kind: 'timeout', detail: '' });
          }
          return reply({ _embedded: { tasks: rows } });
        }
        return reply({ _embedded: { tasks: tasks.toReversed().map(made) } });
      };
      const reply = (body: object) => ok({ status: 200, headers: new Headers(), text: JSON.stringify(body) });
      const ctx = createContext({
        objectName: String(ACCOUNT),
        config: config.value,
        store: openStore(state.storage),
        db: (env as unknown as Bindings).DB,
        clock: { now: () => now },
        sleep: async () => {},
        remote,
        log: () => {},
        wake: () => {},
      });
      await ctx.tokens.adopt({ accessToken: 'a', refreshToken: 'r', expiresInSeconds: 86_400 * 30 }, true);
      await use({
        ctx,
        tasks,
        pass: (ms) => (now += ms),
        loseNextAnswer: () => (isLost = true),
        async round(userId = ADMIN) {
          now += MINUTE;
          raiseAlerts(ctx, alerting(userId));
          const waiting = ctx.store.select().from(events).all();
          const outcomes: string[] = [];
          for (const event of waiting) {
            if (event.kind !== 'account.alert' || event.outcome !== 'pending') continue;
            const end = await ctx.crew.work(() =>
              attempt(ctx, event, (one) => carryOutAlert(ctx, alerting(userId), one)),
            );
            outcomes.push(end.outcome);
          }
          return outcomes;
        },
      });
    },
  );

const stop = (ctx: AccountContext, stoppedAt: number | null) =>
  ctx.store
    .insert(branchGuards)
    .values({ branchId: 1, stoppedAt, reason: 'breaker.moves' })
    .onConflictDoUpdate({ target: branchGuards.branchId, set: { stoppedAt } })
    .run();

test('a stopped branch: one task of the chosen user, of no deal; over and stopped again: another', () =>
  withAmocrm(async ({ ctx, tasks, round }) => {
    expect(await round()).toEqual([]);
    stop(ctx, START);
    expect(await round(null)).toEqual([]);
    expect(await round()).toEqual(['done']);
    expect(await round()).toEqual([]);
    expect(tasks).toMatchObject([{ responsible_user_id: ADMIN }]);
    expect(tasks[0]?.text).toContain('филиала «Центр» остановлен');
    expect(tasks[0]?.text).toContain('раздел «Состояние»');
    expect(tasks[0]).not.toHaveProperty('entity_id');
    stop(ctx, null);
    expect(await round()).toEqual([]);
    stop(ctx, START + HOUR);
    expect(await round()).toEqual(['done']);
    expect(tasks).toHaveLength(2);
  }));

test('the answer was lost: the task is found, not made again', () =>
  withAmocrm(async ({ ctx, tasks, round, loseNextAnswer }) => {
    stop(ctx, START);
    loseNextAnswer();
    expect(await round()).toEqual(['retry']);
    expect(await round()).toEqual(['done']);
    expect(tasks).toHaveLength(1);
  }));

test('over before it could be told, or switched off meanwhile: no task', () =>
  withAmocrm(async ({ ctx, tasks, pass, round }) => {
    stop(ctx, START);
    raiseAlerts(ctx, alerting(ADMIN));
    stop(ctx, null);
    expect(await round()).toEqual(['ignored']);
    stop(ctx, START);
    pass(MINUTE);
    raiseAlerts(ctx, alerting(ADMIN));
    expect(await round(null)).toEqual(['ignored']);
    expect(tasks).toEqual([]);
  }));

test('a refused key, and a source that is not read for longer than was chosen', () =>
  withAmocrm(async ({ ctx, tasks, pass, round }) => {
    const sourceId = settings.branches[0]?.sourceId ?? 0;
    schedulePoll(ctx, sourceId, START);
    const timeout = { errorCode: 'archimed.timeout', errorAt: START, lastSuccessAt: START };
    saveSourceState(ctx, sourceId, { ...timeout, keyValid: true });
    expect(await round()).toEqual([]);
    pass(30 * MINUTE);
    expect(await round()).toEqual(['done']);
    expect(tasks[0]?.text).toBe(
      'ArchiMed+: записи филиала «Центр» не читаются с 24.11 в 10:00. ArchiMed+ не ответил вовремя. Запрос повторится сам. Если так дольше часа, проверьте, открывается ли ArchiMed+, и сообщите его поддержке.',
    );
    saveSourceState(ctx, sourceId, { keyValid: false, errorCode: 'archimed.forbidden' });
    expect(await round()).toEqual(['done']);
    expect(tasks[1]?.text).toContain('не принимает ключ филиала «Центр»');
    expect(await round()).toEqual([]);
  }));

test('failed events: once, and once more a day later when further ones came', () =>
  withAmocrm(async ({ ctx, tasks, pass, round }) => {
    const fail = () => {
      insertEvent(ctx.store, { kind: 'visit.moved', lane: 'v', at: START, payload: {}, dueAt: START });
      ctx.store.update(events).set({ outcome: 'failed', dueAt: null }).run();
    };
    fail();
    expect(await round()).toEqual(['done']);
    expect(tasks[0]?.text).toContain('событий: 1.');
    ctx.store.update(events).set({ outcome: 'done' }).run();
    fail();
    pass(HOUR);
    expect(await round()).toEqual([]);
    pass(24 * HOUR);
    expect(await round()).toEqual(['done']);
    expect(tasks).toHaveLength(2);
  }));
