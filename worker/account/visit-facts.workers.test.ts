import { env } from 'cloudflare:workers';
import { beforeAll, expect, test } from 'vitest';
import type { ArchimedClient } from '../archimed/client.ts';
import type { Talon } from '../archimed/talons.ts';
import { ACCOUNT, createHarness, type Harness, variables } from '../http/api.fixture.ts';
import { ok } from '../shared/result.ts';
import { inNewObject } from './context.fixture.ts';
import { applyReading, factsOf, insertVisit, type VisitRow, visitById } from './mirror.ts';
import { readVisitFacts } from './visit-facts.ts';

/** The clinic changes a visit while its event waits, and takes it back before the next poll. */
let harness: Harness;
beforeAll(async () => {
  Object.assign(env, variables);
  harness = await createHarness();
});

const talon = (statusId: number): Talon => ({
  id: 2283,
  patientId: null,
  patientName: '',
  patientPhone: '',
  info: '',
  doctorId: 5,
  doctorName: 'Лаврентьева Анна',
  speciality: '',
  date: '2026-11-27',
  begin: '10:00',
  end: '10:30',
  room: '',
  statusId,
  createdAt: null,
  updatedAt: null,
  recordType: '',
  deleteReasonId: null,
  deleted: false,
});

/** Whether the poll after the event's reading sees a difference. */
async function pollSees(seen: { known: number; byEvent: number; byPoll: number }): Promise<boolean> {
  const settings = await harness.repository.load(ACCOUNT);
  if (!settings) throw new Error('no settings');
  return inNewObject(1_795_000_000_000, async (ctx) => {
    const { store } = ctx;
    const hash = await ctx.hasher();
    const visit = { id: 'v', sourceId: 1, talonId: 2283, branchId: 1, bookedByUs: false, bookedAt: 0 };
    insertVisit(store, { ...visit, state: 'booked', dealId: null, ...factsOf(talon(seen.known), hash) });
    const client = {
      talons: { byId: async () => ok(talon(seen.byEvent)) },
      statuses: { list: async () => ok([{ id: 1, name: 'Запись' }]) },
    } as unknown as ArchimedClient;
    ctx.directories.get = (async () => ok({ list: [] })) as unknown as typeof ctx.directories.get;
    const row = visitById(store, 'v') as VisitRow;
    expect((await readVisitFacts(ctx, settings, client, row, 'event')).ok).toBe(true);
    return applyReading(store, visitById(store, 'v') as VisitRow, factsOf(talon(seen.byPoll), hash), {
      origin: 'poll',
      now: 0,
      branchId: 1,
      meaningOf: () => null,
    });
  });
}

test('a change that an event wrote and the clinic took back is seen by the next poll', async () => {
  expect(await pollSees({ known: 2, byEvent: 1, byPoll: 2 })).toBe(true);
});

test('what stayed as it was is no news', async () => {
  expect(await pollSees({ known: 2, byEvent: 2, byPoll: 2 })).toBe(false);
});
