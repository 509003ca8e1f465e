import { runInDurableObject } from 'cloudflare:test';
import { env } from 'cloudflare:workers';
import { beforeAll, expect, test } from 'vitest';
import type { Bindings } from '../bindings.ts';
import { createHarness, variables } from '../http/api.fixture.ts';
import type { RemoteFetch } from '../http/remote-fetch.ts';
import type { AccountSettings } from '../settings/settings.repository.ts';
import { err, ok } from '../shared/result.ts';
import type { AccountObject } from './account.object.ts';
import { acceptAction } from './dp-accept.ts';
import { carryOutAction } from './dp-actions.ts';
import { eventById } from './inbox.ts';
import { connectClinic, createDesk } from './matching.fixture.ts';
import { createCrm, STAGE } from './matching-crm.fixture.ts';
import { insertVisit, visitById } from './mirror.ts';
import { attempt } from './pump.ts';
import { events, visits } from './schema.ts';

/** An action of the Digital Pipeline in the account's object: accepted once, carried out once, told in the history. */
let settings: AccountSettings;
beforeAll(async () => {
  Object.assign(env, variables);
  settings = await connectClinic(await createHarness());
});

const ELSEWHERE = { pipelineId: STAGE.pipelineId, stageId: 75520022 };
const toArrived = { dp_action: JSON.stringify({ do: 'status', meaning: 'arrived', statuses: {} }) };
const cancel = { dp_action: JSON.stringify({ do: 'cancel', reasons: { 1: 2 } }) };
const DIRECTORY = [
  { id: 1, name: 'Запись' },
  { id: 5, name: 'Пациент пришёл' },
  { id: 4, name: 'Отменён' },
];

type Clinic = { statusId: number; writes: string[]; fate: ('lost' | 'unheard' | 'refused' | 'down')[] };

/** A clinic of one visit, and what becomes of the next writes: lost after or before they were done, refused, 503. */
function clinicOf(clinic: Clinic, crm: RemoteFetch): RemoteFetch {
  const answer = (status: number, body: unknown) =>
    ok({ status, headers: new Headers(), text: JSON.stringify(body) });
  return async (request) => {
    const { pathname } = new URL(request.url);
    if (pathname.endsWith('/talonstatuses')) {
      return answer(200, { data: DIRECTORY, total: '3' });
    }
    if (pathname.endsWith('/talondeletereasons')) {
      return answer(200, { data: [{ id: 2, name: 'Заболел' }], total: '1' });
    }
    if (!/\/talons\/7$/.test(pathname)) {
      return crm(request);
    }
    if (request.method === 'GET') {
      const talon = await crm(request);
      return talon.ok ? answer(200, { ...JSON.parse(talon.value.text), status_id: clinic.statusId }) : talon;
    }
    const fate = clinic.fate.shift();
    clinic.writes.push(`${request.method} ${request.body ?? ''}`);
    if (fate === 'down') return answer(503, {});
    if (fate === 'unheard') return err({ kind: 'timeout', detail: '' });
    if (fate === 'refused') return answer(200, { status: 'Error', message: 'Нельзя' });
    clinic.statusId = Number(new URLSearchParams(request.body).get('status_id'));
    return fate === 'lost' ? err({ kind: 'timeout', detail: '' }) : answer(200, { status: 'Ok', id: 7 });
  };
}

type Desk = Awaited<ReturnType<typeof createDesk>> & {
  clinic: Clinic;
  dealId: number;
  move(stage: typeof STAGE): void;
  arrive(
    at?: Partial<{ stageId: number; hasLeft: boolean; time: number }>,
    action?: Record<string, string>,
  ): Promise<boolean>;
  /** The newest action, tried once. */
  tryIt(): Promise<{ outcome: string; codes: string[]; texts: string[] }>;
};

function atDesk(use: (desk: Desk) => Promise<void>): Promise<void> {
  const stub = (env as unknown as Bindings).ACCOUNTS.getByName(crypto.randomUUID());
  return runInDurableObject(stub as unknown as DurableObjectStub<AccountObject>, async (_object, state) => {
    const crm = createCrm();
    const clinic: Clinic = { statusId: 1, writes: [], fate: [] };
    const desk = await createDesk(state, settings, { ...crm, remote: clinicOf(clinic, crm.remote) });
    const deal = crm.add(crm.leads, { request_id: '0', name: 'Сделка' });
    const { ctx, store } = desk;
    insertVisit(store, {
      ...{ id: 'v7', sourceId: 1, talonId: 7, branchId: 1, state: 'booked', bookedByUs: false, bookedAt: 0 },
      ...{ dealId: deal.id, patientId: 7, doctorId: 5, date: '2096-01-10', begin: '10:00', end: '10:30' },
      ...{ room: '', statusId: 1, deleted: false, contentHash: '' },
    });
    await use({
      ...desk,
      clinic,
      dealId: deal.id,
      move: (stage) => {
        deal.stage = stage;
      },
      arrive: (at = {}, action = toArrived) =>
        acceptAction(ctx, { dealId: deal.id, ...STAGE, hasLeft: false, time: 1, ...at }, action),
      async tryIt() {
        const event = store
          .select()
          .from(events)
          .all()
          .findLast(({ kind }) => kind === 'lead.dp_action');
        if (!event) throw new Error('nothing was accepted');
        const end = await ctx.crew.work(() =>
          attempt(ctx, event, (taken) => carryOutAction(ctx, settings, taken)),
        );
        const decision = JSON.parse(eventById(store, event.id)?.decision ?? '{"actions":[],"reasons":[]}');
        return {
          outcome: end.outcome,
          codes: decision.reasons.map(({ code }: { code: string }) => code),
          texts: [...decision.actions, ...decision.reasons].map(({ text }: { text: string }) => text),
        };
      },
    });
  });
}

test('the driving visit gets the status; the reading is kept and its own event applies it to the deal', () =>
  atDesk(async ({ arrive, tryIt, clinic, store, dealId }) => {
    await arrive();
    expect(await tryIt()).toMatchObject({
      outcome: 'done',
      codes: ['dp.due'],
      texts: ['Статус записи 7: «Пациент пришёл»', expect.anything()],
    });
    expect(clinic.writes).toEqual(['PUT status_id=5']);
    expect(visitById(store, 'v7')?.statusId).toBe(5);
    const rows = store.select().from(events).all();
    expect(rows.map(({ kind, visitId, dealId: of }) => [kind, visitId, of])).toEqual([
      ['lead.dp_action', 'v7', dealId],
      ['visit.status_changed', 'v7', dealId],
    ]);
  }));

test('the same delivery again is none; another time, deal or choice is', () =>
  atDesk(async ({ arrive, tryIt, clinic, store }) => {
    expect(await arrive()).toBe(true);
    expect(await arrive()).toBe(false);
    await tryIt();
    expect(await arrive()).toBe(false);
    expect(await arrive({}, cancel)).toBe(true);
    expect(await arrive({ time: 2 })).toBe(true);
    expect(await tryIt()).toMatchObject({ outcome: 'ignored', codes: ['dp.already'] });
    expect(clinic.writes).toHaveLength(1);
    expect(store.select().from(events).all()[0]?.payload).not.toContain('token');
  }));

test('a deal that moved on is left alone, unless the action is for deals that leave', () =>
  atDesk(async ({ arrive, move, tryIt, clinic }) => {
    await arrive();
    move(ELSEWHERE);
    expect(await tryIt()).toMatchObject({ outcome: 'ignored', codes: ['dp.moved_on'] });
    expect(clinic.writes).toEqual([]);
    await arrive({ hasLeft: true, time: 2 });
    expect(await tryIt()).toMatchObject({ outcome: 'done' });
  }));

test('without a visit there is a line in the history; a visit in a manager’s hands is waited for', () =>
  atDesk(async ({ arrive, tryIt, store, clinic }) => {
    store.update(visits).set({ state: 'checking' }).run();
    await arrive();
    expect((await tryIt()).outcome).toBe('retry');
    store.update(visits).set({ state: 'booked', dealId: null, linkState: 'none' }).run();
    expect(await tryIt()).toMatchObject({ outcome: 'ignored', codes: ['dp.no_visit'] });
    expect(clinic.writes).toEqual([]);
  }));

test('a cancellation goes with its reason', () =>
  atDesk(async ({ arrive, tryIt, clinic }) => {
    await arrive({}, cancel);
    expect(await tryIt()).toMatchObject({
      outcome: 'done',
      texts: ['Запись 7 отменена, причина «Заболел»', expect.anything()],
    });
    expect(clinic.writes).toEqual(['PUT status_id=4&delete_reason_id=2']);
  }));

test('a lost answer: what was done is not done again, whatever became of the deal', () =>
  atDesk(async ({ arrive, move, tryIt, clinic }) => {
    clinic.fate.push('lost');
    await arrive();
    expect((await tryIt()).outcome).toBe('retry');
    move(ELSEWHERE);
    expect(await tryIt()).toMatchObject({ outcome: 'done', codes: ['dp.proved'] });
    expect(clinic.writes).toHaveLength(1);
  }));

test('a write that never arrived is repeated, one that the clinic changed after is not', () =>
  atDesk(async ({ arrive, tryIt, clinic }) => {
    clinic.fate.push('unheard', 'lost');
    await arrive();
    expect((await tryIt()).outcome).toBe('retry');
    expect((await tryIt()).outcome).toBe('retry');
    clinic.statusId = 4;
    expect(await tryIt()).toMatchObject({ outcome: 'ignored', codes: ['dp.changed_meanwhile'] });
    expect(clinic.writes).toHaveLength(2);
  }));

test('what ArchiMed+ refuses is told in its words; a clinic that is down is waited for', () =>
  atDesk(async ({ arrive, tryIt, clinic, store }) => {
    clinic.fate.push('down', 'refused');
    await arrive();
    expect((await tryIt()).outcome).toBe('retry');
    expect(await tryIt()).toMatchObject({
      outcome: 'failed',
      codes: ['dp.due', 'dp.refused'],
      texts: [expect.anything(), 'ArchiMed+ не изменил запись: Нельзя'],
    });
    expect(visitById(store, 'v7')?.statusId).toBe(1);
  }));

test('two stages that send a deal to each other come to rest', () =>
  atDesk(async ({ arrive, tryIt, clinic }) => {
    const ends: string[] = [];
    for (let time = 1; time <= 6; time += 1) {
      clinic.statusId = 1;
      await arrive({ time });
      ends.push((await tryIt()).outcome);
    }
    expect(ends).toEqual(['done', 'done', 'done', 'done', 'done', 'failed']);
  }));
