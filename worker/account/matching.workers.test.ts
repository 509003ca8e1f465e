import { runInDurableObject } from 'cloudflare:test';
import { env } from 'cloudflare:workers';
import { eq } from 'drizzle-orm';
import { beforeAll, expect, test } from 'vitest';
import type { Bindings } from '../bindings.ts';
import { createHarness, variables } from '../http/api.fixture.ts';
import type { AccountSettings } from '../settings/settings.repository.ts';
import type { AccountObject } from './account.object.ts';
import { FOUND_STEP } from './deal-apply.ts';
import { writeHookState } from './hook-state.ts';
import { dueEvents, insertedEvent } from './inbox.ts';
import { fillIndex, nextFillAt } from './index-fill.ts';
import { carryOutLeadEvent } from './lead-events.ts';
import { refuseLink } from './links.ts';
import { contactsOfPhones, dealsOfRecord, phoneHash } from './local-index.ts';
import { completeMark, leaveMark } from './marks.ts';
import { connectClinic, createDesk } from './matching.fixture.ts';
import { type Crm, createCrm, FIELD } from './matching-crm.fixture.ts';
import { visitById } from './mirror.ts';
import { events, patients, visits } from './schema.ts';

/** What the matching asks of amoCRM, and what it makes there, when answers are lost and the search shows nothing new. */
let settings: AccountSettings;
beforeAll(async () => {
  Object.assign(env, variables);
  settings = await connectClinic(await createHarness());
});

type Desk = Awaited<ReturnType<typeof createDesk>>;
let objects = 100;
function atDesk(use: (desk: Desk, crm: Crm) => Promise<void>): Promise<void> {
  objects += 1;
  const stub = (env as unknown as Bindings).ACCOUNTS.getByName(String(objects));
  return runInDurableObject(stub as unknown as DurableObjectStub<AccountObject>, async (_object, state) => {
    const crm = createCrm();
    await use(await createDesk(state, settings, crm), crm);
  });
}
const written = (crm: Crm) => crm.calls.filter((call) => !/custom_fields|pipelines|talon|medcard/.test(call));

test('a new visit of a new person costs a place in a creation and in the notes, and one look for its phone; nothing is read back', async () => {
  await atDesk(async ({ book, carryOut }, crm) => {
    const events = Array.from({ length: 20 }, (_, index) => book(index + 1));
    const ends = await Promise.all(events.map(carryOut));
    expect(new Set(ends.map(({ outcome }) => outcome))).toEqual(new Set(['done']));
    expect(crm.leads).toHaveLength(20);
    const calls = written(crm);
    expect(new Set(calls)).toEqual(
      new Set(['GET leads?query', 'GET contacts?query', 'POST leads/complex', 'POST leads/notes']),
    );
    expect(calls.filter((call) => call === 'GET contacts?query')).toHaveLength(20);
    // Whoever came first into the batch.
    const patientIds = crm.contacts.map(
      (contact) =>
        contact.custom_fields_values.find((field) => field.field_id === FIELD.patientId)?.values?.[0],
    );
    expect(patientIds.map((id) => Number(id?.value)).toSorted((left, right) => left - right)).toEqual(
      events.map((_, index) => index + 1),
    );
  });
});

test('once every deal was read and hooks tell of each change, a record ID costs no request', async () => {
  await atDesk(async ({ ctx, book, carryOut, store, later }, crm) => {
    const fill = async () => {
      while (nextFillAt(ctx, settings) !== null) {
        await fillIndex(ctx, settings);
        later(1_000);
      }
    };
    await fill();
    // Until now changes may have come unnoticed.
    writeHookState(store, ctx.clock.now(), { mode: 'hooks', since: ctx.clock.now() });
    crm.calls.length = 0;
    await fill();
    expect(crm.calls).toEqual(['GET leads']);
    crm.calls.length = 0;
    expect((await carryOut(book(1))).outcome).toBe('done');
    expect(written(crm)).toEqual(['GET contacts?query', 'POST leads/complex', 'POST leads/notes']);
  });
});

test('a lost answer: nobody else makes this person’s contact until it is known what became of the first', async () => {
  await atDesk(async ({ book, carryOut, store, later }, crm) => {
    crm.lost.push('leads/complex');
    const first = book(1);
    const second = book(501);
    expect((await carryOut(first)).outcome).toBe('retry');
    expect(crm.contacts).toHaveLength(1);
    expect(await carryOut(second)).toMatchObject({ outcome: 'retry', code: 'internal.person_unclear' });
    // Told apart by the phone, which has to be read; the same patient waits without a question that would delay the first.
    const third = book(2);
    store.update(visits).set({ patientId: 1 }).where(eq(visits.id, 'v2')).run();
    const asked = crm.calls.length;
    expect(await carryOut(third)).toMatchObject({ outcome: 'retry', code: 'internal.person_unclear' });
    expect(crm.calls).toHaveLength(asked);
    later(10_000);
    expect((await carryOut(first)).outcome).toBe('done');
    expect((await carryOut(second)).outcome).toBe('done');
    expect(crm.contacts).toHaveLength(1);
    const [deal, other] = ['v1', 'v501'].map((id) => visitById(store, id)?.dealId);
    expect(crm.leads.map(({ id }) => id)).toContain(deal);
    // Both are open: the second has a deal of its own, for the same contact.
    expect(other).not.toBe(deal);
  });
});

test('an event taken up again by hand does not stand in the way of the one that was creating its person meanwhile', async () => {
  await atDesk(async ({ ctx, book, carryOut, store, later }, crm) => {
    const given = book(1);
    store.update(events).set({ outcome: 'failed', dueAt: null }).where(eq(events.id, given.id)).run();
    crm.lost.push('leads/complex');
    const next = insertedEvent(store, {
      ...{ kind: 'visit.status_changed', lane: given.lane, at: ctx.clock.now(), branchId: 1, visitId: 'v1' },
      ...{ payload: { origin: 'poll', changes: [] }, dueAt: ctx.clock.now() },
    });
    expect((await carryOut(next)).outcome).toBe('retry');
    store.update(events).set({ outcome: 'pending', dueAt: 0 }).where(eq(events.id, given.id)).run();
    expect(await carryOut(given)).toMatchObject({ outcome: 'retry', code: 'internal.person_unclear' });
    later(24 * 3600_000);
    const due = dueEvents(store, ctx.clock.now(), 10).map(({ event }) => event.id);
    expect(due.toSorted()).toEqual([given.id, next.id].toSorted());
    expect((await carryOut(next)).outcome).toBe('done');
    expect((await carryOut(given)).outcome).toBe('done');
    expect([crm.contacts, crm.leads].map(({ length }) => length)).toEqual([1, 1]);
  });
});

test('a link undone while the event that made it still has work to do is not made again', async () => {
  await atDesk(async ({ book, carryOut, store, ctx }, crm) => {
    crm.lost.push('leads/notes');
    const event = book(1);
    expect((await carryOut(event)).outcome).toBe('retry');
    const dealId = visitById(store, 'v1')?.dealId ?? 0;
    store.update(visits).set({ dealId: null, linkState: 'none' }).where(eq(visits.id, 'v1')).run();
    refuseLink(store, 'v1', dealId, ctx.clock.now());
    expect(await carryOut(event)).toMatchObject({
      outcome: 'ignored',
      decision: { reasons: [{ code: 'match.refused' }] },
    });
    expect(visitById(store, 'v1')?.dealId).toBeNull();
    expect(crm.leads).toHaveLength(1);
  });
});

test('a deal whose creation was not answered before its event failed for good is found by the visit’s next event', async () => {
  await atDesk(async ({ ctx, book, carryOut, store, later }, crm) => {
    const given = book(1);
    crm.lost.push('leads/complex');
    expect((await carryOut(given)).outcome).toBe('retry');
    store.update(events).set({ outcome: 'failed', dueAt: null }).where(eq(events.id, given.id)).run();
    later(24 * 3600_000);
    const next = insertedEvent(store, {
      ...{ kind: 'visit.status_changed', lane: given.lane, at: ctx.clock.now(), branchId: 1, visitId: 'v1' },
      ...{ payload: { origin: 'poll', changes: [] }, dueAt: ctx.clock.now() },
    });
    expect((await carryOut(next)).outcome).toBe('done');
    expect([crm.contacts, crm.leads].map(({ length }) => length)).toEqual([1, 1]);
    expect(visitById(store, 'v1')?.dealId).toBe(crm.leads[0]?.id);
  });
});

test('a created deal is linked before anything else is asked of it', async () => {
  await atDesk(async ({ book, carryOut, store, later }, crm) => {
    const event = book(1);
    crm.lost.push('leads/complex');
    await carryOut(event);
    later(10_000);
    crm.lost.push(`leads/${crm.leads[0]?.id}`);
    expect((await carryOut(event)).outcome).toBe('retry');
    expect(visitById(store, 'v1')?.dealId).toBe(crm.leads[0]?.id);
    expect((await carryOut(event)).outcome).toBe('done');
    expect(crm.leads).toHaveLength(1);
  });
});

/** As after an attempt that found this deal and could not write yet. */
function foundBefore({ store, ctx }: Desk, event: { id: string }, dealId: number): void {
  store.update(visits).set({ dealId, linkState: 'active' }).where(eq(visits.id, 'v1')).run();
  leaveMark(store, event.id, FOUND_STEP, ctx.clock.now());
  completeMark(store, event.id, FOUND_STEP, String(dealId));
}

test('a deal that was found and merged into another one before anything was written to it: another one is looked for', async () => {
  await atDesk(async (desk, crm) => {
    const event = desk.book(1);
    foundBefore(desk, event, 777);
    expect(await desk.carryOut(event)).toMatchObject({ outcome: 'retry', code: 'internal.relinked' });
    expect((await desk.carryOut(event)).outcome).toBe('done');
    expect(visitById(desk.store, 'v1')).toMatchObject({ dealId: crm.leads[0]?.id, linkState: 'active' });
  });
});

test('a deleted deal that somebody chose keeps its visit, whose story begins when it is restored', async () => {
  await atDesk(async ({ book, carryOut, store, ctx }, crm) => {
    const event = book(1);
    const deal = crm.add(crm.leads, { request_id: '', name: 'Сделка' });
    store.update(visits).set({ dealId: deal.id, linkState: 'active' }).where(eq(visits.id, 'v1')).run();
    crm.leads.length = 0;
    expect(await carryOut(event)).toMatchObject({
      outcome: 'ignored',
      decision: { reasons: [{ code: 'match.deal_deleted' }] },
    });
    expect(visitById(store, 'v1')?.linkState).toBe('suspended');
    // It may have been restored before the link was suspended.
    const asked = store
      .select()
      .from(events)
      .all()
      .filter(({ kind }) => kind === 'lead.status_changed');
    expect(asked.map(({ dealId }) => dealId)).toEqual([deal.id]);

    crm.leads.push(deal);
    expect((await carryOutLeadEvent(ctx, settings, asked[0] ?? event)).outcome).toBe('done');
    expect(visitById(store, 'v1')?.linkState).toBe('active');
    const end = await carryOut(event);
    expect('decision' in end && end.decision?.actions.map(({ kind }) => kind)).toContain('note');
  });
});

test('an event that failed and is taken up again after the visit was linked by hand writes no second note', async () => {
  await atDesk(async ({ ctx, book, carryOut, store }, crm) => {
    const given = book(1);
    store.update(events).set({ outcome: 'failed', dueAt: null }).where(eq(events.id, given.id)).run();
    const deal = crm.add(crm.leads, { request_id: '', name: 'Сделка' });
    store.update(visits).set({ dealId: deal.id, linkState: 'active' }).where(eq(visits.id, 'v1')).run();
    const linked = insertedEvent(store, {
      ...{ kind: 'visit.linked', lane: given.lane, at: ctx.clock.now(), branchId: 1, visitId: 'v1' },
      ...{ payload: { origin: 'click' }, dueAt: ctx.clock.now() },
    });
    const kinds = async (event: { id: string }) => {
      const end = await carryOut(event as typeof given);
      return 'decision' in end ? end.decision?.actions.map(({ kind }) => kind) : [];
    };
    expect(await kinds(linked)).toContain('note');
    store.update(events).set({ outcome: 'pending', dueAt: 0 }).where(eq(events.id, given.id)).run();
    expect(await kinds(given)).not.toContain('note');
  });
});

test('an answer without the talon is believed until the next poll, which compares anew', async () => {
  await atDesk(async ({ book, carryOut, store }, crm) => {
    const event = book(1);
    store.update(visits).set({ contentHash: 'as it was read' }).where(eq(visits.id, 'v1')).run();
    crm.control.hidesTalons = true;
    expect(await carryOut(event)).toMatchObject({ outcome: 'ignored' });
    expect(visitById(store, 'v1')?.contentHash).toBe('');
  });
});

test('amoCRM merged the new deal into another one: an alarm in the history, and nothing is taken for known', async () => {
  await atDesk(async ({ book, carryOut, store }, crm) => {
    await carryOut(book(1));
    crm.control.merges = true;
    const end = await carryOut(book(2));
    expect(end).toMatchObject({
      outcome: 'done',
      decision: { actions: [{ kind: 'lead.merged' }, { kind: 'note' }] },
    });
    expect('decision' in end && end.decision?.reasons.map(({ code }) => code)).toEqual(
      expect.arrayContaining(['amocrm.merged', 'contact.other_person']),
    );
    expect(store.select().from(patients).all()).toMatchObject([{ patientId: 1 }]);
  });
});

test('two cards of one person at once make one contact', async () => {
  await atDesk(async ({ book, carryOut }, crm) => {
    await Promise.all([book(1), book(501), book(2), book(502)].map(carryOut));
    expect(crm.contacts).toHaveLength(2);
    expect(crm.leads).toHaveLength(4);
    expect(crm.calls.filter((call) => call === 'GET contacts?query')).toHaveLength(2);
  });
});

test('the index is filled page by page, goes on where it stood, and answers without a search then', async () => {
  await atDesk(async ({ ctx, store, later }, crm) => {
    const values = (recordId: number) => [
      { field_id: FIELD.recordId, values: [{ value: String(recordId) }] },
      { field_id: FIELD.branchId, values: [{ value: '1' }] },
    ];
    const phone = [{ field_code: 'PHONE', values: [{ value: '8 905 100-00-07' }] }];
    for (let index = 0; index < 300; index += 1) {
      crm.add(crm.leads, { request_id: '', name: 'Сделка', custom_fields_values: values(5000 + index) });
    }
    const contact = crm.add(crm.contacts, { request_id: '', name: 'Анна', custom_fields_values: phone });
    const pages = async () => {
      let count = 0;
      while (nextFillAt(ctx, settings) !== null && count < 10) {
        const startedAt = ctx.clock.now();
        await fillIndex(ctx, settings);
        count += 1;
        // One a second.
        expect(nextFillAt(ctx, settings) ?? startedAt + 1_000).toBeGreaterThanOrEqual(startedAt + 1_000);
        later(1_000);
      }
      return count;
    };
    expect(await pages()).toBe(3);
    expect(crm.calls).toEqual(['GET contacts', 'GET leads', 'GET leads']);
    expect(dealsOfRecord(store, 5299, [1])).toEqual([crm.leads.at(-1)?.id]);
    const hash = await ctx.hasher();
    expect(contactsOfPhones(store, [phoneHash('+79051000007', hash) ?? ''])).toEqual([contact.id]);
    expect(await pages()).toBe(0);
  });
});
