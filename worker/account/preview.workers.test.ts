import { runInDurableObject } from 'cloudflare:test';
import { env } from 'cloudflare:workers';
import { sql } from 'drizzle-orm';
import { beforeAll, expect, test } from 'vitest';
import type { Bindings } from '../bindings.ts';
import { createHarness, variables } from '../http/api.fixture.ts';
import type { Drafts, Simulate } from '../preview/preview.schemas.ts';
import type { AccountSettings } from '../settings/settings.repository.ts';
import type { StatusSettings } from '../settings/statuses.schemas.ts';
import type { AccountObject } from './account.object.ts';
import { connectClinic, createDesk } from './matching.fixture.ts';
import { type Crm, createCrm, STAGE } from './matching-crm.fixture.ts';
import { applyReading, factsOfRow, visitById } from './mirror.ts';
import { simulate } from './preview.ts';
import { pickVisits } from './preview-pick.ts';
import { createReadMemory } from './preview-reads.ts';
import { replayDays } from './replay.ts';
import type { Store } from './store.ts';

/** «Что будет, если…» beside a deal that the engine makes: the same choice, and not a trace of it anywhere. */
let settings: AccountSettings;
beforeAll(async () => {
  Object.assign(env, variables);
  settings = await connectClinic(await createHarness());
});

type Desk = Awaited<ReturnType<typeof createDesk>>;
let objects = 900;
function atDesk(use: (desk: Desk, crm: Crm) => Promise<void>): Promise<void> {
  objects += 1;
  const stub = (env as unknown as Bindings).ACCOUNTS.getByName(String(objects));
  return runInDurableObject(stub as unknown as DurableObjectStub<AccountObject>, async (_object, state) => {
    const crm = createCrm();
    await use(await createDesk(state, settings, crm), crm);
  });
}

const BRANCHES = [1];
const ELSEWHERE = { pipelineId: STAGE.pipelineId, stageId: STAGE.stageId + 1 };
const table = (stage: typeof STAGE | null): StatusSettings => ({
  mode: 'all',
  rows: [
    {
      ...{ statusId: 1, meaning: 'booked', moveClosed: false },
      ...(stage ?? { pipelineId: null, stageId: null }),
    },
  ],
  rules: [],
  twoWay: { rows: [], conflict: 'archimed' },
});
const movesElsewhere: Drafts = { statuses: [{ branchId: 1, settings: table(ELSEWHERE) }] };
const createsNothing: Drafts = { branches: [{ branchId: 1, createDeals: false }] };

async function look(
  { ctx }: Desk,
  visit: Simulate['visit'],
  drafts: Drafts,
  memory = createReadMemory(ctx.clock),
) {
  const reply = await simulate(ctx, settings, memory, { visit, settings: drafts }, BRANCHES);
  if (!reply.ok) throw new Error(reply.error.code);
  return reply.value;
}
const real = (talonId: number, over: { statusId?: number | 'deleted'; searchAnew?: boolean } = {}) => ({
  id: `v${talonId}`,
  searchAnew: false,
  ...over,
});
const codes = ({ reasons }: { reasons: { code: string }[] }) => reasons.map(({ code }) => code);

/** When amoCRM last answered is noted whoever asked it (amocrm-answered.ts). */
const NOTED = 'amocrm_answered';

/** Every row of every table, and what was sent other than a question. */
function traces({ store }: Desk, crm: Crm) {
  const tables = (store as Store).all<{ name: string }>(
    sql`select name from sqlite_master where type = 'table' and name not like '\\_cf%' escape '\\' order by name`,
  );
  return {
    rows: tables.map(({ name }) => [
      name,
      store.all<{ key?: string }>(sql.raw(`select * from "${name}"`)).filter(({ key }) => key !== NOTED),
    ]),
    writes: crm.calls.filter((call) => !call.startsWith('GET ')),
  };
}

test('a visit that nobody knows would get a deal, unless the branch makes none', async () => {
  await atDesk(async (desk, crm) => {
    const event = desk.book(7);
    const before = traces(desk, crm);
    const { saved, screen } = await look(desk, real(7), createsNothing);
    expect(saved).toMatchObject({
      deal: { kind: 'created', id: null },
      contact: { kind: 'created', id: null },
      stage: { from: null, to: STAGE },
      fields: [
        { entity: 'lead', value: '7', written: true },
        { entity: 'lead', value: '1', written: true },
        { entity: 'contact', value: '7', written: true },
      ],
    });
    expect(codes(saved)).toContain('match.create');
    expect(screen).toMatchObject({ deal: null, fields: [], task: null, note: null });
    expect(codes(screen)).toContain('match.creation_off');
    expect(traces(desk, crm)).toEqual(before);
    // The engine, asked afterwards, does just that.
    await desk.carryOut(event);
    expect(crm.leads).toMatchObject([{ name: saved.deal?.name }]);
  });
});

test('a linked visit: the table on the screen moves its deal; an edit costs no request', async () => {
  await atDesk(async (desk, crm) => {
    await desk.carryOut(desk.book(8));
    const [deal] = crm.leads;
    const before = traces(desk, crm);
    const memory = createReadMemory(desk.ctx.clock);
    const { saved, screen } = await look(desk, real(8), movesElsewhere, memory);
    expect(saved).toMatchObject({ deal: { kind: 'linked', id: deal?.id }, stage: { from: STAGE, to: null } });
    expect(codes(saved)).toContain('stage.unmapped');
    expect(screen.stage).toEqual({ from: STAGE, to: ELSEWHERE });
    expect(codes(screen)).toContain('stage.moved');
    // Its fields stand there already.
    expect(screen.fields).toMatchObject([
      { value: '8', written: false },
      { value: '1', written: false },
    ]);
    const asked = crm.calls.length;
    const again = await look(desk, real(8), { statuses: [{ branchId: 1, settings: table(STAGE) }] }, memory);
    expect(codes(again.screen)).toContain('stage.already');
    expect(crm.calls).toHaveLength(asked);
    expect(traces(desk, crm)).toEqual(before);
  });
});

test('its deal looked for anew is found by its patient, and a deletion is tried without deleting', async () => {
  await atDesk(async (desk, crm) => {
    await desk.carryOut(desk.book(9));
    const before = traces(desk, crm);
    const anew = await look(desk, real(9, { searchAnew: true }), {
      matching: { ...settings.matching.body, search: false },
    });
    expect(anew.saved).toMatchObject({ deal: { kind: 'found', id: crm.leads[0]?.id } });
    expect(codes(anew.saved)).toContain('match.patient');
    expect(anew.saved.note).toContain('Запись на приём');
    expect(anew.screen).toMatchObject({ deal: { kind: 'created' }, contact: { kind: 'known' } });
    const deleted = await look(desk, real(9, { statusId: 'deleted' }), movesElsewhere);
    expect(deleted.screen.note).toContain('Запись удалена');
    expect(codes(deleted.screen)).toContain('stage.unmapped');
    expect(traces(desk, crm)).toEqual(before);
  });
});

test('a sample needs no visit: a deal on a stage, or nobody', async () => {
  await atDesk(async (desk, crm) => {
    const sample = { branchId: 1, statusId: 1, doctorId: 5, serviceIds: null, bookedByUs: false };
    const before = traces(desk, crm);
    const onStage = await look(desk, { sample: { ...sample, dealStage: STAGE } }, movesElsewhere);
    expect(onStage.saved).toMatchObject({
      deal: { kind: 'sample', id: null },
      stage: { from: STAGE, to: null },
    });
    expect(onStage.screen.stage.to).toEqual(ELSEWHERE);
    const task = { ...settings.automation.body.task, enabled: true, forReception: true };
    const strange = await look(
      desk,
      { sample: { ...sample, dealStage: null } },
      {
        automation: { ...settings.automation.body, task },
      },
    );
    expect(strange.saved).toMatchObject({ deal: { kind: 'created' }, task: null });
    expect(codes(strange.saved)).toContain('match.phone_unknown');
    expect(strange.screen.task).toMatchObject({ action: 'create' });
    expect(traces(desk, crm)).toEqual(before);
  });
});

test('a foreign branch’s visit is unknown; amoCRM’s failure is told', async () => {
  await atDesk(async (desk, crm) => {
    await desk.carryOut(desk.book(11));
    const request = { visit: real(11), settings: {} };
    const memory = createReadMemory(desk.ctx.clock);
    expect(await simulate(desk.ctx, settings, memory, request, [2])).toMatchObject({
      error: { status: 404, code: 'visits.not_found' },
    });
    crm.lost.push(`leads/${crm.leads[0]?.id}`);
    expect(await simulate(desk.ctx, settings, memory, request, BRANCHES)).toMatchObject({
      error: { status: 504, code: 'amocrm.timeout' },
    });
    expect(await simulate(desk.ctx, settings, memory, request, BRANCHES)).toMatchObject({ ok: true });
  });
});

test('visits are picked by number, or the latest first', async () => {
  await atDesk(async (desk, crm) => {
    const events = [12, 13].map(desk.book);
    await Promise.all(events.map(desk.carryOut));
    const before = traces(desk, crm);
    const ids = async (query?: string, branchIds = BRANCHES) => {
      const picked = await pickVisits(desk.ctx, settings, query === undefined ? {} : { query }, branchIds);
      return picked.ok ? picked.value.visits.map(({ talonId }) => talonId) : picked.error.code;
    };
    expect(await ids()).toEqual([13, 12]);
    expect(await ids('№ 12')).toEqual([12]);
    expect(await ids('v13')).toEqual([13]);
    expect(await ids('99')).toEqual([]);
    expect(await ids('12', [2])).toEqual([]);
    expect(traces(desk, crm)).toEqual(before);
  });
});

test('seven days are decided again without asking anybody: what would not have been made is named', async () => {
  await atDesk(async (desk, crm) => {
    await Promise.all([14, 15, 16].map((talonId) => desk.carryOut(desk.book(talonId))));
    const before = traces(desk, crm);
    const asked = crm.calls.length;
    const replay = async (drafts: Drafts) => {
      const reply = await replayDays(desk.ctx, settings, drafts, BRANCHES);
      if (!reply.ok) throw new Error(reply.error.code);
      return reply.value;
    };
    const off = await replay(createsNothing);
    expect(off).toMatchObject({ events: 3, complete: true, moreDifferences: 0 });
    expect(off.saved).toMatchObject({ created: 3, moved: 0, left: 0, unknown: 0 });
    expect(off.screen).toMatchObject({
      created: 0,
      left: 3,
      reasons: [{ code: 'match.creation_off', count: 3 }],
    });
    expect(off.differences).toHaveLength(3);
    expect(new Set(off.differences.map(({ dealId }) => dealId))).toEqual(
      new Set(crm.leads.map(({ id }) => id)),
    );
    const moved = await replay(movesElsewhere);
    expect(moved.differences[0]).toMatchObject({ saved: { stage: STAGE }, screen: { stage: ELSEWHERE } });
    expect((await replay({})).differences).toEqual([]);
    expect(crm.calls.slice(asked).filter((call) => !call.includes('pipelines'))).toEqual([]);
    expect(traces(desk, crm)).toEqual(before);
  });
});

test('a status of this week is decided from where the deal was left before it', async () => {
  await atDesk(async (desk) => {
    await desk.carryOut(desk.book(17));
    desk.later(8 * 24 * 3600_000);
    const row = visitById(desk.store, 'v17');
    if (!row) throw new Error('no visit');
    applyReading(
      desk.store,
      row,
      { ...factsOfRow(row), statusId: 2 },
      {
        ...{ origin: 'poll', now: desk.ctx.clock.now(), branchId: 1, meaningOf: () => null },
      },
    );
    const twoStages: StatusSettings = {
      ...table(STAGE),
      rows: [1, 2].map((statusId) => ({
        ...{ statusId, meaning: null, moveClosed: false },
        ...(statusId === 1 ? STAGE : ELSEWHERE),
      })),
    };
    const drafts = { statuses: [{ branchId: 1, settings: twoStages }] };
    const reply = await replayDays(desk.ctx, settings, drafts, BRANCHES);
    if (!reply.ok) throw new Error(reply.error.code);
    expect(reply.value).toMatchObject({
      events: 1,
      saved: { created: 0, left: 1, reasons: [{ code: 'stage.unmapped' }] },
      screen: { moved: 1 },
      differences: [{ talonId: 17, screen: { kind: 'moved', stage: ELSEWHERE } }],
    });
  });
});
