import { runInDurableObject } from 'cloudflare:test';
import { env } from 'cloudflare:workers';
import { beforeAll, expect, test } from 'vitest';
import type { Bindings } from '../bindings.ts';
import { createHarness, variables } from '../http/api.fixture.ts';
import type { RemoteFetch } from '../http/remote-fetch.ts';
import type { AccountSettings } from '../settings/settings.repository.ts';
import type { AccountObject } from './account.object.ts';
import { dealMemory, knownStage } from './deal-memory.ts';
import { askDeal, carryOutLeadEvent } from './lead-events.ts';
import { connectClinic, createDesk } from './matching.fixture.ts';
import { createCrm, STAGE } from './matching-crm.fixture.ts';
import { attempt } from './pump.ts';
import { events } from './schema.ts';

/** The hook of a deal's creation comes while its first stage is written: our own move is not a manager's (product.md §3.4). */
const BOOKED = { pipelineId: STAGE.pipelineId, stageId: 75520022 };
const NO_SHOW = { pipelineId: STAGE.pipelineId, stageId: 75520034 };
let settings: AccountSettings;
beforeAll(async () => {
  Object.assign(env, variables);
  const clinic = await connectClinic(await createHarness());
  const row = { statusId: 1, meaning: 'booked' as const, ...BOOKED, moveClosed: false };
  const twoWay = { rows: [{ ...NO_SHOW, statusId: 6 }], conflict: 'archimed' as const };
  const body = { mode: 'all' as const, rows: [row], rules: [], twoWay };
  settings = { ...clinic, statuses: new Map([[1, { version: 1, body }]]) };
});

/** Where the deal's event is held up: its reading of the deal is answered, or that of the visit asked for, too late. */
test.each([
  ['the deal', /leads\/\d+$/],
  ['the visit', /talons\/\d+$/],
])('%s is told only after the stage was written', async (_what, late) => {
  const stub = (env as unknown as Bindings).ACCOUNTS.getByName(crypto.randomUUID());
  await runInDurableObject(stub as unknown as DurableObjectStub<AccountObject>, async (_object, state) => {
    const crm = createCrm();
    const written = Promise.withResolvers<void>();
    let own: Promise<unknown> | null = null;
    const remote: RemoteFetch = async (request) => {
      const { pathname } = new URL(request.url);
      if (request.method === 'PATCH' && pathname.endsWith('/leads') && own === null) {
        own = hookOfDeal();
        // It gets as far as it can.
        await new Promise((resolve) => setTimeout(resolve, 50));
      }
      const reply = await crm.remote(request);
      if (own !== null && request.method === 'GET' && late.test(pathname)) {
        await written.promise;
      }
      return reply;
    };
    const { ctx, store, book, carryOut } = await createDesk(state, settings, { ...crm, remote });
    const hookOfDeal = () => {
      const dealId = crm.leads[0]?.id ?? 0;
      askDeal(ctx, dealId);
      const event = store.select().from(events).all().at(-1);
      if (!event) throw new Error('the deal has no event');
      return ctx.crew.work(() => attempt(ctx, event, (taken) => carryOutLeadEvent(ctx, settings, taken)));
    };

    expect((await carryOut(book(1))).outcome).toBe('done');
    written.resolve();
    await own;
    expect(crm.leads[0]?.stage).toEqual(BOOKED);
    expect(knownStage(dealMemory(store, crm.leads[0]?.id ?? 0))).toEqual(BOOKED);
  });
});
