import { runInDurableObject } from 'cloudflare:test';
import { env } from 'cloudflare:workers';
import { beforeAll, expect, test } from 'vitest';
import type { Bindings } from '../bindings.ts';
import { parseEnv } from '../env.ts';
import { ACCOUNT, createHarness, type Harness, variables } from '../http/api.fixture.ts';
import type { RemoteFetch } from '../http/remote-fetch.ts';
import { ok } from '../shared/result.ts';
import type { AccountObject } from './account.object.ts';
import { connectBranch } from './branch.fixture.ts';
import { createContext } from './context.ts';
import { eventById, insertedEvent } from './inbox.ts';
import { insertVisit } from './mirror.ts';
import { attempt } from './pump.ts';
import { openStore } from './store.ts';
import { carryOutVisitEvent } from './visit-events.ts';

/** amoCRM refuses what is written: an option or a field that its administrator deleted meanwhile. */
const bindings = env as unknown as Bindings;
const ROOM = 507;
let harness: Harness;
beforeAll(async () => {
  Object.assign(env, variables);
  harness = await createHarness();
});

async function connected() {
  const settings = await connectBranch(harness.repository, ACCOUNT);
  const { lead, contact } = settings.fields.body;
  return { ...settings, fields: { version: 1, body: { lead: { ...lead, room: ROOM }, contact } } };
}

const talon = {
  id: 2283,
  patient_id: 0,
  patient_name: '',
  patient_phone: '',
  info: '',
  begintime: '10:00:00',
  endtime: '10:30:00',
  date: '27.11.2026',
  room: 'Кабинет № 2',
  status_id: 1,
  creation_datetime: '22.11.2026 09:00:00',
  update_datetime: '22.11.2026 09:00:00',
  record_type: '',
  delete_reason_id: 0,
  deleted: false,
  docs: [{ id: 5, name: 'Лаврентьева Анна', type: 'Кардиолог' }],
};
const lead = {
  id: 77,
  name: 'Сделка',
  price: 0,
  responsible_user_id: 1,
  pipeline_id: 9011442,
  status_id: 75520014,
  created_at: 1,
  updated_at: 1,
};
const complaint = (path: string) => ({
  detail: 'Request validation failed',
  'validation-errors': [
    { request_id: '0', errors: [{ code: 'NotSupportedChoice', path, detail: 'личное' }] },
  ],
});
const answersTo = (path: string): [RegExp, number, unknown][] => [
  [/GET .*talonstatuses/, 200, { data: [{ id: 1, name: 'Запись' }], total: '1', page: 1, limit: 500 }],
  [/GET .*talons\/2283/, 200, talon],
  [
    /GET .*leads\/custom_fields/,
    200,
    { _embedded: { custom_fields: [{ id: ROOM, name: 'Кабинет', type: 'text', sort: 1 }] } },
  ],
  [/GET .*contacts\/custom_fields/, 204, null],
  [/GET .*pipelines/, 204, null],
  [/GET .*leads\/77/, 200, lead],
  [/PATCH .*leads/, 400, complaint(path)],
];

type Told = { outcomes: string[]; asked: string[]; decision: { actions: unknown[]; reasons: unknown[] } };

/** Every attempt at an event whose write of the deal amoCRM refuses with this path. */
async function attemptsAt(objectName: string, path: string): Promise<Told> {
  const settings = await connected();
  const stub = bindings.ACCOUNTS.getByName(objectName) as unknown as DurableObjectStub<AccountObject>;
  return runInDurableObject(stub, async (_object, state) => {
    const answers = answersTo(path);
    const store = openStore(state.storage);
    const parsed = parseEnv(variables);
    if (!parsed.ok) throw new Error(parsed.error);
    const asked: string[] = [];
    const remote: RemoteFetch = async ({ method, url }) => {
      const call = `${method} ${new URL(url).pathname}`;
      asked.push(call);
      const found = answers.find(([pattern]) => pattern.test(call));
      if (!found) throw new Error(`nobody answers ${call}`);
      const [, status, body] = found;
      return ok({ status, headers: new Headers(), text: body === null ? '' : JSON.stringify(body) });
    };
    let now = Date.parse('2026-11-22T12:00:00+03:00');
    const ctx = createContext({
      objectName: String(ACCOUNT),
      config: parsed.value,
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
    await ctx.tokens.adopt({ accessToken: 'a', refreshToken: 'r', expiresInSeconds: 864_000 }, true);
    insertVisit(store, {
      id: 'v',
      sourceId: 1,
      talonId: 2283,
      branchId: 1,
      state: 'booked',
      bookedByUs: false,
      bookedAt: now,
      dealId: 77,
      patientId: null,
      doctorId: 5,
      date: '2026-11-27',
      begin: '10:00',
      end: '10:30',
      room: 'Кабинет № 2',
      statusId: 1,
      deleted: false,
      contentHash: '',
    });
    const event = insertedEvent(store, {
      kind: 'visit.changed',
      lane: 'visit:v',
      at: now,
      payload: { origin: 'poll', changes: [] },
      branchId: 1,
      visitId: 'v',
      dueAt: now,
    });
    const outcomes: string[] = [];
    for (let due: number | null = now; due !== null; due = eventById(store, event.id)?.dueAt ?? null) {
      now = due;
      const row = eventById(store, event.id) ?? event;
      outcomes.push((await attempt(ctx, row, (taken) => carryOutVisitEvent(ctx, settings, taken))).outcome);
    }
    const kept = eventById(store, event.id)?.decision ?? '{}';
    expect(kept).not.toContain('личное');
    return { outcomes, asked, decision: JSON.parse(kept) };
  });
}

const readingsOfFields = (asked: string[]) =>
  asked.filter((call) => call.startsWith('GET') && call.includes('leads/custom_fields')).length;

test('a refused field is left out after the lists were read anew; the history names it and the code', async () => {
  const { outcomes, asked, decision } = await attemptsAt('7', 'custom_fields_values.0.field_id');
  // Nothing else was to be written: the history shows the event among those that failed.
  expect(outcomes).toEqual(['failed']);
  expect(asked.filter((call) => call.startsWith('PATCH'))).toHaveLength(2);
  expect(readingsOfFields(asked)).toBeGreaterThan(1);
  expect(decision.actions).toEqual([]);
  expect(decision.reasons).toContainEqual({
    code: 'fields.refused',
    text: 'Поле «Кабинет» не записано: amoCRM его не принял (NotSupportedChoice). Проверьте его в настройках «Поля»',
  });
});

test('a refusal that nothing can be left out for is tried three times with lists read anew, then it is final', async () => {
  const { outcomes, asked, decision } = await attemptsAt('70', 'somewhere.else');
  expect(outcomes).toEqual(['retry', 'retry', 'failed']);
  expect(readingsOfFields(asked)).toBeGreaterThan(2);
  expect(decision.actions).toEqual([]);
  expect(decision.reasons).toContainEqual({
    code: 'amocrm.invalid',
    text: 'amoCRM не принял данные: NotSupportedChoice (somewhere.else). Проверьте поля и этапы в настройках',
  });
});
