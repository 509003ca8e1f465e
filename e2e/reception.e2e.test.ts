import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { demoCrm } from '../sandbox/demo/crm.ts';
import { freeSlot } from './support/booking.ts';
import { eventually } from './support/eventually.ts';
import { type Product, startBareProduct } from './support/product.ts';

/** What happens in the clinic reaches the deal (product.md §3.3), each case on a deal of its own. */
let product: Product;

beforeAll(async () => {
  product = await startBareProduct();
  // What is made here by hand stands in amoCRM's search at once: these tests are about the choice of a deal.
  await product.amocrm.settings({ indexDelayMs: 0 });
});

afterAll(() => product?.stop());

const deal = (index: number) => demoCrm.firstLead + index;
const decided = z.object({
  kind: z.string(),
  dealId: z.int().nullable(),
  outcome: z.string(),
  decision: z.object({ reasons: z.array(z.object({ code: z.string() })) }).nullable(),
});

/** The finished event of this kind for a talon's visit, found by the time it was made. */
async function lastEvent(kind: string, since: string) {
  const reply = await eventually(
    () =>
      product.admin.call(
        'GET',
        `/api/events?kind=${kind}&from=${encodeURIComponent(since)}`,
        z.object({ events: z.array(decided) }),
      ),
    (list) => list.events.length > 0 && list.events.every((event) => event.outcome !== 'pending'),
  );
  return reply.events[0];
}

const bookAtDesk = async (place: number, who: Record<string, unknown>) => {
  const slot = await freeSlot(product, place);
  const wall = { doctorId: slot.doctorId, date: slot.start.slice(0, 10), begin: slot.start.slice(11, 16) };
  return { slot, wall, talon: await product.archimed.book({ ...wall, ...who }) };
};
const leadCount = async () => (await product.amocrm.state()).leads.length;
const stageIs = (id: number, stage: number) =>
  eventually(
    async () => (await product.amocrm.lead(id)).statusId,
    (status) => status === stage,
  );

test('a visit booked at the reception finds the deal by phone; a move, a cancellation follow', async () => {
  const before = await leadCount();
  const { talon, slot } = await bookAtDesk(0, { patientId: 710 });
  await stageIs(deal(9), demoCrm.stages.booked);
  expect(await product.amocrm.field(deal(9), 'ID записи ArchiMed+')).toBe(String(talon.id));
  expect(await product.amocrm.field(deal(9), 'Дата и время записи')).toBe(Date.parse(slot.start) / 1000);

  const later = await freeSlot(product, 9);
  await product.archimed.change(talon.id, {
    doctorId: later.doctorId,
    date: later.start.slice(0, 10),
    begin: later.start.slice(11, 16),
  });
  await eventually(
    () => product.amocrm.field(deal(9), 'Дата и время записи'),
    (value) => value === Date.parse(later.start) / 1000,
  );
  await product.archimed.change(talon.id, { statusId: 4 });
  await stageIs(deal(9), demoCrm.stages.cancelled);
  await eventually(
    async () => (await product.amocrm.notesOf(deal(9))).map((note) => note.split(':')[0]),
    (notes) => notes.length === 3,
  );
  expect((await product.amocrm.notesOf(deal(9))).map((note) => note.split(':')[0])).toEqual([
    'Запись на приём',
    'Запись перенесена',
    'Запись отменена',
  ]);
  expect(await leadCount()).toBe(before);
  // The task is for visits booked by us only, as the demo's settings say.
  expect(
    (await product.amocrm.tasksOf(deal(9))).filter((task) => task.text.startsWith('Подтвердить')),
  ).toEqual([]);
});

test('a deleted visit updates the deal, a restored one too', async () => {
  const { talon } = await bookAtDesk(2, { patientId: 711 });
  await stageIs(deal(10), demoCrm.stages.booked);
  await product.archimed.change(talon.id, { deleted: true, deleteReasonId: 1 });
  await eventually(
    () => product.amocrm.field(deal(10), 'Статус визита'),
    (value) => value === 'Удалена',
  );
  await stageIs(deal(10), demoCrm.stages.cancelled);
  await product.archimed.change(talon.id, { restored: true });
  await eventually(
    () => product.amocrm.field(deal(10), 'Статус визита'),
    (value) => value === 'Запись',
  );
});

test('a manager’s move and a manager’s edit stand until the clinic changes something', async () => {
  const { talon } = await bookAtDesk(3, { patientId: 709 });
  await stageIs(deal(8), demoCrm.stages.booked);
  const fields = (await product.amocrm.state()).fields.leads;
  const room = fields.find((field) => field.name === 'Кабинет')?.id ?? 0;
  await product.amocrm.act(`/leads/${deal(8)}`, {
    statusId: demoCrm.stages.inWork,
    fields: { [room]: 'другой корпус' },
  });
  const since = new Date().toISOString();
  await product.archimed.change(talon.id, { info: 'Просьба позвонить' });
  await lastEvent('visit.changed', since);
  expect((await product.amocrm.lead(deal(8))).statusId).toBe(demoCrm.stages.inWork);
  expect(await product.amocrm.field(deal(8), 'Кабинет')).toBe('другой корпус');
  await product.archimed.change(talon.id, { statusId: 2 });
  await stageIs(deal(8), demoCrm.stages.confirmed);
  expect(await product.amocrm.field(deal(8), 'Кабинет')).toBe('другой корпус');
});

test('two namesakes of one family on one phone: nothing is done, the decision says so', async () => {
  // The demo's people 706 to 708 share a phone, two of them also a name; their contacts have no birth date.
  const since = new Date().toISOString();
  const before = await leadCount();
  await bookAtDesk(6, { patientId: 707 });
  const event = await lastEvent('visit.created', since);
  expect(event).toMatchObject({ outcome: 'ignored', dealId: null });
  expect(event?.decision?.reasons.map((reason) => reason.code)).toContain('match.doubt');
  expect(await leadCount()).toBe(before);
});

test('two contacts who may be the patient: nothing is created, the decision says so', async () => {
  const phone = '+79057770011';
  for (const [firstName, lastName] of [
    ['Мария', 'Седова'],
    ['Мария', 'Седова'],
  ]) {
    await product.amocrm.act('/contacts', { firstName, lastName, phones: [phone] });
  }
  const before = await leadCount();
  const since = new Date().toISOString();
  await bookAtDesk(4, { person: { lastName: 'Седова', firstName: 'Мария', phone } });
  const event = await lastEvent('visit.created', since);
  expect(event).toMatchObject({ outcome: 'ignored', dealId: null });
  expect(event?.decision?.reasons.map((reason) => reason.code)).toContain('match.doubt');
  expect(await leadCount()).toBe(before);
});

test('creation switched off leaves a line; a deal that carries the record ID is found later', async () => {
  const { center, north } = product.branches;
  for (const id of [center, north]) {
    await product.admin.call('PATCH', `/api/branches/${id}`, z.unknown(), { createDeals: false });
  }
  const before = await leadCount();
  const since = new Date().toISOString();
  const { talon } = await bookAtDesk(5, {
    person: { lastName: 'Юрьева', firstName: 'Нина', phone: '+79057770012' },
  });
  const event = await lastEvent('visit.created', since);
  expect(event?.decision?.reasons.map((reason) => reason.code)).toContain('match.creation_off');
  expect(await leadCount()).toBe(before);

  const fields = (await product.amocrm.state()).fields.leads;
  const fieldId = (name: string) => String(fields.find((field) => field.name === name)?.id);
  const made = z.looseObject({ id: z.int() }).parse(
    await product.amocrm.act('/leads', {
      name: 'Заведена вручную',
      pipelineId: demoCrm.primaryPipeline,
      statusId: demoCrm.stages.fresh,
      fields: {
        [fieldId('ID записи ArchiMed+')]: String(talon.id),
        [fieldId('ID филиала ArchiMed+')]: String(center),
      },
    }),
  );
  await product.archimed.change(talon.id, { statusId: 5 });
  await stageIs(made.id, demoCrm.stages.arrived);
  expect(await leadCount()).toBe(before + 1);
});
