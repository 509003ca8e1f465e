import { env } from 'cloudflare:workers';
import { eq } from 'drizzle-orm';
import { beforeAll, expect, test } from 'vitest';
import type { AmocrmClient } from '../amocrm/client.ts';
import { createHarness, variables } from '../http/api.fixture.ts';
import { err, ok } from '../shared/result.ts';
import { visit } from '../sync/testing.ts';
import { inNewObject } from './context.fixture.ts';
import { type DealWriter, writePlan } from './deal-writes.ts';
import type { HeededPlan } from './heed-move.ts';
import { deals } from './schema.ts';

/** What is remembered of a deal while nobody knows whether a write was done. */
beforeAll(async () => {
  Object.assign(env, variables);
  await createHarness();
});

const plan = (over: Partial<HeededPlan['lead']>): HeededPlan => ({
  lead: {
    fields: [{ fieldId: 5, values: [{ value: 'Отменён' }] }],
    price: null,
    stage: null,
    name: null,
    ...over,
  },
  contact: { fields: [] },
  task: null,
  note: null,
  memory: {
    lastVisitId: 'v',
    lastStatus: '4',
    written: { status: 'hash of «Отменён»', room: 'hash of «2»' },
    contactWritten: {},
  },
  actions: [],
  reasons: [],
  known: { pipelineId: 1, stageId: 1 },
  answer: false,
  target: visit(),
});

/** The memory after this plan was sent to a deal that showed «Запись» in room 2. */
async function memoryAfter(sent: HeededPlan, answered: boolean) {
  return inNewObject(0, async (ctx) => {
    const { store } = ctx;
    const written = JSON.stringify({ status: 'hash of «Запись»', room: 'hash of «2»' });
    store.insert(deals).values({ id: 77, lastVisitId: 'v', lastStatus: '1', written }).run();
    const amocrm = {
      leads: { patch: async () => (answered ? ok({ id: 77 }) : err({ kind: 'timeout' })) },
    } as unknown as AmocrmClient;
    const writer = {
      ctx,
      amocrm,
      lead: { id: 77 },
      row: { patientId: null },
      priority: 'event',
      remarks: [],
    };
    await writePlan(writer as unknown as DealWriter, sent, null, new Set());
    const kept = store.select().from(deals).where(eq(deals.id, 77)).get();
    return { status: kept?.lastStatus, written: JSON.parse(kept?.written ?? '{}') };
  });
}

test('not answered: what was sent counts as unknown, the rest as written', async () => {
  expect(await memoryAfter(plan({}), false)).toEqual({ status: '1', written: { room: 'hash of «2»' } });
});

test('not answered: the status that moved the deal has not decided yet', async () => {
  const stage = { pipelineId: 1, stageId: 2 };
  expect((await memoryAfter(plan({ stage }), false)).status).toBeNull();
});

test('answered: all of it is remembered', async () => {
  expect(await memoryAfter(plan({}), true)).toEqual({ status: '4', written: plan({}).memory.written });
});
