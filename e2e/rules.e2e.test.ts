import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { demoCrm } from '../sandbox/demo/crm.ts';
import { bookingOf, freeSlot, freeSlots, sendBooking, visitSchema } from './support/booking.ts';
import { eventually } from './support/eventually.ts';
import { type Product, startBareProduct } from './support/product.ts';

/** Which stage a status leads to, and how many visits a deal may have (product.md §3.1, §3.3). */
let product: Product;

beforeAll(async () => {
  product = await startBareProduct();
  await product.amocrm.settings({ indexDelayMs: 0 });
});

afterAll(() => product?.stop());

const { stages, primaryPipeline, repeatPipeline, repeatStages } = demoCrm;
const deal = (index: number) => demoCrm.firstLead + index;
const stageIs = (id: number, stage: number) =>
  eventually(
    async () => (await product.amocrm.lead(id)).statusId,
    (status) => status === stage,
  );

const versioned = z.looseObject({ version: z.int() });
async function save(path: string, change: Record<string, unknown>): Promise<void> {
  const {
    directory: _directory,
    taskTypes: _types,
    ...now
  } = await product.admin.call('GET', path, versioned);
  await product.admin.call('PUT', path, z.unknown(), { ...now, ...change });
}
const saveStatuses = (change: Record<string, unknown>) =>
  save(`/api/branches/${product.branches.center}/statuses`, change);

const reasonsOf = async (dealId: number, kind: string): Promise<string[]> => {
  const schema = z.object({
    events: z.array(
      z.object({
        outcome: z.string(),
        decision: z.object({ reasons: z.array(z.object({ text: z.string() })) }).nullable(),
      }),
    ),
  });
  const reply = await eventually(
    () => product.admin.call('GET', `/api/events?deal=${dealId}&kind=${kind}`, schema),
    ({ events }) => events.length > 0 && events.every(({ outcome }) => outcome !== 'pending'),
  );
  return reply.events[0]?.decision?.reasons.map(({ text }) => text) ?? [];
};

/** Booked at the desk for the deal's person; returns the talon. */
async function bookAtDesk(patientId: number, place: number, doctorId?: number) {
  const all = await freeSlots(product);
  const slot = all.filter((free) => doctorId === undefined || free.doctorId === doctorId)[place];
  if (!slot) throw new Error('no free slot');
  return product.archimed.book({
    doctorId: slot.doctorId,
    date: slot.start.slice(0, 10),
    begin: slot.start.slice(11, 16),
    patientId,
  });
}

const to = (statusId: number, stageId: number, pipelineId: number = primaryPipeline) => ({
  statusId,
  meaning: null,
  pipelineId,
  stageId,
  moveClosed: false,
});

test('rules in order, «иначе», a condition on services that nobody tells', async () => {
  const slots = await freeSlots(product);
  const [mine = 0, other = 0] = [...new Set(slots.map((slot) => slot.doctorId))];
  await saveStatuses({
    mode: 'filtered',
    rules: [
      { when: { services: [1], doctors: [mine] }, rows: [to(1, stages.cancelled)] },
      { when: { doctors: [mine] }, rows: [to(1, stages.confirmed)] },
      { when: { pipelines: [repeatPipeline] }, rows: [to(1, repeatStages.booked, repeatPipeline)] },
    ],
  });
  await bookAtDesk(701, 0, mine);
  await bookAtDesk(702, 0, other);
  await bookAtDesk(729, 1, other);
  await stageIs(deal(0), stages.confirmed);
  await stageIs(deal(1), stages.booked);
  await stageIs(deal(28), repeatStages.booked);
  expect((await reasonsOf(deal(0), 'visit.created')).join('\n')).toMatch(
    /Правило 1 не подошло: у записи неизвестно — услуга\nДействует правило 2: врач/,
  );
  expect(await reasonsOf(deal(1), 'visit.created')).toContain(
    'Ни одно правило не подошло: действует строка «иначе»',
  );
  await saveStatuses({ mode: 'all', rules: [] });
});

test('an unmapped status moves nothing, and a pipeline that is not synchronised is left alone', async () => {
  await save('/api/automation', { syncPipelines: [primaryPipeline] });
  const talon = await bookAtDesk(704, 2);
  await bookAtDesk(730, 3);
  await stageIs(deal(3), stages.booked);
  const repeat = await reasonsOf(deal(29), 'visit.created');
  expect(repeat).toContain('Сделка не перемещена: её воронка не синхронизируется');
  expect(await product.amocrm.field(deal(29), 'Врач')).not.toBeUndefined();
  await save('/api/automation', { syncPipelines: null });

  const body = await product.admin.call(
    'GET',
    `/api/branches/${product.branches.center}/statuses`,
    z.looseObject({ rows: z.array(z.looseObject({ statusId: z.unknown() })) }),
  );
  const rows = body.rows.map((row) =>
    row.statusId === 2 ? { ...row, pipelineId: null, stageId: null } : row,
  );
  await saveStatuses({ rows });
  await product.archimed.change(talon.id, { statusId: 2 });
  expect(await reasonsOf(deal(3), 'visit.status_changed')).toContain(
    'Этап не изменён: для статуса «Подтверждён» этап не задан',
  );
  expect((await product.amocrm.lead(deal(3))).statusId).toBe(stages.booked);
  await saveStatuses({ rows: body.rows });
});

test('«одна запись на сделку»: a second visit is refused until the first is cancelled', async () => {
  await save('/api/automation', { policy: 'one' });
  const first = await sendBooking(product, bookingOf(product, 6, await freeSlot(product, 5)));
  expect(first.status).toBe(201);
  const second = await sendBooking(
    product,
    bookingOf(product, 6, await freeSlot(product, 6), { confirmed: true }),
  );
  expect(second).toMatchObject({ status: 409, body: { error: { code: 'visits.deal_busy' } } });
  await product.manager.call('POST', `/api/visits/${first.body.visit?.id}/cancel`, z.unknown(), {
    reasonId: null,
  });
  const third = await sendBooking(
    product,
    bookingOf(product, 6, await freeSlot(product, 7), { confirmed: true }),
  );
  expect(third).toMatchObject({ status: 201, body: { visit: { dealId: deal(6) } } });
});

test('«новая сделка после завершения»: adds while a visit is open, then makes a deal and names it', async () => {
  await save('/api/automation', { policy: 'new-after-completed' });
  const first = await sendBooking(product, bookingOf(product, 7, await freeSlot(product, 8)));
  const added = await sendBooking(
    product,
    bookingOf(product, 7, await freeSlot(product, 9), { confirmed: true }),
  );
  expect(added).toMatchObject({ status: 201, body: { visit: { dealId: deal(7) } } });
  await stageIs(deal(7), stages.booked);
  for (const answer of [first, added]) {
    await product.archimed.change(answer.body.visit?.talonId ?? 0, { statusId: 3 });
  }
  await eventually(
    () =>
      product.manager.call(
        'GET',
        `/api/visits?deal=${deal(7)}`,
        z.object({ visits: z.array(z.object({ open: z.boolean() })) }),
      ),
    ({ visits }) => visits.length === 2 && visits.every(({ open }) => !open),
  );
  await stageIs(deal(7), 142);
  const leads = (await product.amocrm.state()).leads.length;
  const next = await sendBooking(
    product,
    bookingOf(product, 7, await freeSlot(product, 10), { confirmed: true }),
  );
  expect(next.status).toBe(201);
  // The answer does not wait long for the deal.
  const one = z.object({ visit: visitSchema });
  const { visit } = await eventually(
    () => product.manager.call('GET', `/api/visits/${next.body.visit?.id}`, one),
    (reply) => reply.visit.dealId !== null,
  );
  const made = visit.dealId ?? 0;
  expect(made).not.toBe(deal(7));
  await stageIs(made, stages.booked);
  const lead = await product.amocrm.lead(made);
  expect(lead.contacts[0]?.id).toBe(demoCrm.firstContact + 7);
  expect((await product.amocrm.state()).leads).toHaveLength(leads + 1);
  expect((await product.amocrm.lead(deal(7))).statusId).toBe(142);
  expect((await reasonsOf(made, 'visit.created')).join()).toContain('создана новая сделка того же контакта');
});
