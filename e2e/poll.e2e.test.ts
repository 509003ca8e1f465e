import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { secondKey } from '../sandbox/demo/second-clinic.ts';
import { type Clinic, connectClinic, inTime, person, stages } from './support/clinic.ts';
import { type CrmView, crmView } from './support/crm-view.ts';
import { day } from './support/day.ts';
import { type Product, startBareProduct } from './support/product.ts';

/**
 * Polling misses nothing, floods nothing and says what is wrong (product.md §3.3, §4). Each case has a clinic of its own;
 * most of the time is spent at five requests a second, so they go side by side.
 */
let product: Product;
let crm: CrmView;

/** Above what any other case needs, below what the breaker's cases book. */
const LIMIT = 6;

beforeAll(async () => {
  product = await startBareProduct({ POLL_SECONDS: '1' });
  crm = crmView(product);
  const { taskTypes: _types, ...automation } = await product.admin.call(
    'GET',
    '/api/automation',
    z.looseObject({ version: z.int() }),
  );
  await product.admin.call('PUT', '/api/automation', z.unknown(), {
    ...automation,
    limits: { moves: LIMIT, creations: LIMIT },
  });
  // The demo's own clinic has no part here, and its polls cost time.
  for (const id of Object.values(product.branches)) {
    await product.admin.call('PATCH', `/api/branches/${id}`, z.unknown(), { enabled: false });
  }
});

afterAll(() => product?.stop());

const stageIs = (id: number, stage: number) =>
  inTime(
    async () => (await crm.lead(id)).statusId,
    (statusId) => statusId === stage,
  );
const recordIs = (id: number, talonId: number) =>
  inTime(
    () => crm.field(id, 'ID записи ArchiMed+'),
    (value) => value === String(talonId),
  );
const notesAre = async (id: number, expected: string[]) =>
  expect(
    await inTime(
      () => crm.notes(id),
      (list) => list.length >= expected.length,
    ),
  ).toEqual(expected);
const dealsAre = (clinic: Clinic, talons: readonly number[], count: number) =>
  inTime(
    () => crm.dealsOf(clinic.branchId, talons),
    (deals) => deals.length === count,
  );

describe.concurrent('polling', () => {
  test('delete + create in one poll is a move', async () => {
    const clinic = await connectClinic(product, 'move');
    const { talonId, visitId, patientId, dealId } = await clinic.click('10:00', 'Переносова');
    const till = (await crm.task(dealId))?.completeTill ?? 0;
    let next = 0;
    await clinic.betweenPolls(async () => {
      await clinic.change(talonId, { deleted: true, deleteReasonId: 1 });
      next = (await clinic.book({ patientId, begin: '12:00' })).id;
    });
    await recordIs(dealId, next);
    // The note is the last thing that an event writes.
    await notesAre(dealId, ['Запись на приём', 'Запись перенесена']);
    expect(await crm.task(dealId)).toMatchObject({ completeTill: till + 7200, isCompleted: false });
    expect((await crm.lead(dealId)).statusId).toBe(stages.booked);
    const kinds = (await clinic.events({}))
      .map(({ kind }) => kind)
      .filter((kind) => kind.startsWith('visit.'));
    expect(kinds).toEqual(['visit.moved', 'visit.created']);
    const visits = z.object({ visits: z.array(z.looseObject({ id: z.string(), talonId: z.int() })) });
    const ofDeal = await product.manager.call('GET', `/api/visits?deal=${dealId}`, visits);
    expect(ofDeal.visits.map((visit) => [visit.id, visit.talonId])).toEqual([[visitId, next]]);
    await clinic.off();
  });

  test('moved twice within a minute', async () => {
    const clinic = await connectClinic(product, 'twice');
    const { talonId, patientId, dealId } = await clinic.click('10:00', 'Дважды');
    const ids: number[] = [];
    await clinic.betweenPolls(async () => {
      // In its place, then by deleting and booking anew, twice: one poll sees where it ended.
      await clinic.change(talonId, { begin: '11:00' });
      await clinic.change(talonId, { deleted: true });
      const between = await clinic.book({ patientId, begin: '12:00' });
      await clinic.change(between.id, { deleted: true });
      ids.push((await clinic.book({ patientId, begin: '13:00' })).id);
    });
    await recordIs(dealId, ids[0] ?? 0);
    // The same by a status that means «cancelled».
    await clinic.betweenPolls(async () => {
      await clinic.change(ids[0] ?? 0, { statusId: 4 });
      ids.push((await clinic.book({ patientId, begin: '14:00' })).id);
    });
    await recordIs(dealId, ids[1] ?? 0);
    const moment = Date.parse(`${day(2)}T14:00:00+03:00`) / 1000;
    expect(await crm.field(dealId, 'Дата и время записи')).toBe(moment);
    await notesAre(dealId, ['Запись на приём', 'Запись перенесена', 'Запись перенесена']);
    expect((await crm.task(dealId))?.isCompleted).toBe(false);
    await clinic.off();
  });

  test('a status renamed or removed in the directory', async () => {
    const clinic = await connectClinic(product, 'directory');
    const { talonId, dealId } = await clinic.click('10:00', 'Справочникова');
    await clinic.directory('PATCH', 'statuses/2', { name: 'Подтвердил по телефону' });
    await product.admin.call('POST', `/api/branches/${clinic.branchId}/test`, z.unknown());
    await clinic.change(talonId, { statusId: 2 });
    await stageIs(dealId, stages.confirmed);
    expect(await crm.field(dealId, 'Статус визита')).toBe('Подтвердил по телефону');

    await clinic.betweenPolls(async () => {
      await clinic.directory('POST', 'statuses', { id: 77, name: 'Скоро исчезнет' });
      await clinic.change(talonId, { statusId: 77 });
      await clinic.directory('DELETE', 'statuses/77');
    });
    await inTime(
      () => crm.field(dealId, 'Статус визита'),
      (value) => value === '№ 77',
    );
    expect((await crm.lead(dealId)).statusId).toBe(stages.confirmed);
    const [event] = await inTime(
      () => clinic.events({ kind: 'visit.status_changed' }),
      ([first]) => first !== undefined && first.outcome !== 'pending',
    );
    expect(event?.decision?.reasons.map(({ code }) => code)).toContain('stage.unmapped');
    await clinic.off();
  });

  test('one key of two revoked: the other branch works on, its state says why', async () => {
    const [broken, working] = await Promise.all([
      connectClinic(product, 'broken'),
      connectClinic(product, 'working'),
    ]);
    await broken.revokeKey();
    const state = await inTime(broken.state, ({ keyValid }) => keyValid === false);
    expect(state.lastError).toMatchObject({
      code: 'archimed.forbidden',
      message: 'ArchiMed+ не принимает ключ этого филиала.',
      advice: expect.stringContaining('API Secret'),
    });
    const talon = await working.book({ begin: '10:00', person: person('Рабочая') });
    await dealsAre(working, [talon.id], 1);
    expect(await working.state()).toMatchObject({ keyValid: true, lastError: null, strategy: 'days' });
    // What was booked meanwhile is not lost.
    const late = await broken.book({ begin: '10:00', person: person('Поздняя') });
    await broken.restoreKey();
    await dealsAre(broken, [late.id], 1);
    expect((await broken.state()).lastError).toBeNull();
    await Promise.all([broken.off(), working.off()]);
  });

  test('a key of another database is refused', async () => {
    const clinic = await connectClinic(product, 'base');
    await clinic.click('10:00', 'Здешняя');
    const replace = (pair: { apiId: string; apiSecret: string }) =>
      product.admin.call('PATCH', `/api/branches/${clinic.branchId}`, z.unknown(), pair);
    await expect(replace(secondKey)).rejects.toThrow('branches.other_database');
    const wrong = { ...secondKey, apiSecret: 'c3'.repeat(16) };
    await expect(replace(wrong)).rejects.toThrow('branches.key_refused');
    const same = { apiId: 'd4'.repeat(16), apiSecret: 'e5'.repeat(16) };
    await fetch(`${clinic.source}/keys`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify(same),
    });
    await replace(same);
    await clinic.off();
  });

  test('empty list', async () => {
    const clinic = await connectClinic(product, 'empty');
    const { talonId, dealId } = await clinic.click('10:00', 'Пустова');
    const fault = z
      .object({ id: z.int() })
      .parse(await product.archimed.fault({ kind: 'empty-list', path: 'talons', sourceId: 'empty' }));
    const state = await inTime(clinic.state, ({ heldList }) => heldList !== null);
    expect(state.heldList).toMatchObject({ rows: 0, missing: 1 });
    expect(state.lastError).toMatchObject({ code: 'archimed.list_shrunk' });
    await fetch(`${product.archimed.url}/_sandbox/faults/${fault.id}`, { method: 'DELETE' });
    await clinic.change(talonId, { statusId: 2 });
    await stageIs(dealId, stages.confirmed);
    expect(await clinic.state()).toMatchObject({ heldList: null, lastError: null });
    expect(await clinic.events({ kind: 'visit.deleted' })).toEqual([]);
    await clinic.off();
  });

  test('short list, approved by an administrator', async () => {
    const clinic = await connectClinic(product, 'short', { stock: 12 });
    const { dealId } = await clinic.click('10:00', 'Короткова');
    // The clinic's database is put back: all that was booked since is gone for good.
    await fetch(`${clinic.source}/restart`, { method: 'POST' });
    const state = await inTime(clinic.state, ({ heldList }) => heldList !== null);
    expect(state.heldList).toMatchObject({ rows: 0, missing: 13 });
    expect((await crm.lead(dealId)).statusId).toBe(stages.booked);
    expect(await clinic.judge('approve')).toEqual({ events: 0, list: true });
    await stageIs(dealId, stages.cancelled);
    await expect(clinic.judge('approve')).rejects.toThrow('state.nothing_waits');
    await clinic.off();
  });

  test('visits around midnight, at daylight-saving change and in a branch of another zone', async () => {
    const timeZone = 'America/New_York';
    const change = nextChange(timeZone);
    const clinic = await connectClinic(product, 'zones', { timeZone, to: day(380) });
    const at: [date: string, begin: string, end: string][] = [
      [day(1), '00:15', '00:30'],
      [day(1), '23:30', '23:45'],
      [change, '01:30', '01:45'],
      [change, '02:30', '02:45'],
      [change, '03:30', '03:45'],
    ];
    const talons: number[] = [];
    for (const [index, [date, begin, end]] of at.entries()) {
      talons.push((await clinic.book({ date, begin, end, person: person(`Полуночная${index}`) })).id);
    }
    for (const [index, [date, begin]] of at.entries()) {
      const [deal] = await dealsAre(clinic, [talons[index] ?? 0], 1);
      await stageIs(deal?.id ?? 0, stages.booked);
      const moment = await crm.field(deal?.id ?? 0, 'Дата и время записи');
      expect(moment, `${date} ${begin}`).toBe(epochOf(date, begin, timeZone));
    }
    // Far away and in another zone than the account's: it is followed like any other.
    const [far] = await dealsAre(clinic, talons.slice(4), 1);
    await clinic.change(talons[4] ?? 0, { statusId: 4 });
    await stageIs(far?.id ?? 0, stages.cancelled);
    await clinic.off();
  });

  test('the circuit breaker stops a branch, approve lets it go on, discard drops', async () => {
    const [clinic, other] = await Promise.all([
      connectClinic(product, 'flood'),
      connectClinic(product, 'flood-dropped'),
    ]);
    const flood = async (where: Clinic) => {
      const talons: number[] = [];
      await where.betweenPolls(async () => {
        for (let index = 0; index < LIMIT + 4; index += 1) {
          const begin = `${10 + index}:00`;
          talons.push((await where.book({ begin, person: person(`Потоп${where.branchId}${index}`) })).id);
        }
      });
      const state = await inTime(where.state, ({ stopped }) => stopped?.waiting === 4);
      expect(state.stopped).toMatchObject({ code: 'breaker.creations' });
      expect(await where.events({ kind: 'branch.stopped' })).toHaveLength(1);
      await dealsAre(where, talons, LIMIT);
      return talons;
    };
    const [talons, dropped] = await Promise.all([flood(clinic), flood(other)]);
    // A manager's click is neither held nor counted.
    const click = await clinic.click('22:00', 'Щелчкова', 9);
    expect((await crm.lead(click.dealId)).statusId).toBe(stages.booked);

    expect(await clinic.judge('approve')).toEqual({ events: 4, list: false });
    await dealsAre(clinic, talons, talons.length);
    expect((await clinic.state()).stopped).toBeNull();

    expect(await other.judge('discard')).toEqual({ events: 4, list: false });
    const ignored = await other.events({ kind: 'visit.created', outcome: 'ignored' });
    expect(ignored.flatMap(({ decision }) => decision?.reasons.map(({ code }) => code))).toEqual(
      Array(4).fill('breaker.discarded'),
    );
    const next = await other.book({ begin: '22:00', doctorId: 9, person: person('Следующая') });
    await dealsAre(other, [next.id], 1);
    await dealsAre(other, dropped, LIMIT);
    await Promise.all([clinic.off(), other.off()]);
  });

  test('nightly reconciliation repairs what was never written and leaves a manager’s edit', async () => {
    const clinic = await connectClinic(product, 'night');
    const first = await clinic.click('10:00', 'Ночная', 8);
    const second = await clinic.click('10:00', 'Правкина', 9);
    // A doctor renamed in the directory is no difference between two readings of a visit.
    await clinic.directory('PATCH', 'doctors/8', { lastName: 'Новофамильный' });
    const { fields } = await product.amocrm.state();
    const room = String(fields.leads.find(({ name }) => name === 'Кабинет')?.id);
    await product.amocrm.act(`/leads/${second.dealId}`, { fields: { [room]: 'по договорённости' } });
    await clinic.judge('reconcile');
    const [event] = await inTime(
      () => clinic.events({ kind: 'source.reconciled' }),
      (events) => events.length === 1,
    );
    const reason = (code: string) =>
      event?.decision?.reasons.find((known) => known.code === code)?.text ?? '';
    expect(reason('reconcile.repaired')).toMatch(new RegExp(`${first.dealId} \\(Врач\\)$`));
    expect(reason('reconcile.edited')).toMatch(new RegExp(`${second.dealId} \\(Кабинет\\)$`));
    await inTime(
      () => crm.field(first.dealId, 'Врач'),
      (value) => value === 'Новофамильный',
    );
    expect(await crm.field(second.dealId, 'Кабинет')).toBe('по договорённости');

    await clinic.judge('reconcile');
    const [again] = await inTime(
      () => clinic.events({ kind: 'source.reconciled' }),
      (events) => events.length === 2,
    );
    expect(again?.decision?.reasons.map(({ code }) => code)).toEqual(['reconcile.edited']);
  });
});

/** The next day, from tomorrow on, that is shorter than others in this zone. */
function nextChange(timeZone: string): string {
  for (let offset = 1; offset < 370; offset += 1) {
    const date = day(offset);
    if (epochOf(day(offset + 1), '00:00', timeZone) - epochOf(date, '00:00', timeZone) < 86_400) {
      return date;
    }
  }
  throw new Error('no change of clocks within a year');
}

/** Unix seconds of a wall clock's moment; one that is skipped is as much later. */
function epochOf(date: string, time: string, timeZone: string): number {
  const wall = Date.parse(`${date}T${time}:00Z`);
  const shown = (at: number) =>
    Date.parse(
      `${new Intl.DateTimeFormat('sv', { timeZone, dateStyle: 'short', timeStyle: 'medium' }).format(at).replace(' ', 'T')}Z`,
    );
  const before = wall - (shown(wall - 86_400_000) - (wall - 86_400_000));
  const after = wall - (shown(wall + 86_400_000) - (wall + 86_400_000));
  const exact = [before, after].find((at) => shown(at) === wall);
  return (exact ?? before) / 1000;
}
