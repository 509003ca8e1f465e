import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { demoCrm } from '../sandbox/demo/crm.ts';
import type { CrmLead } from './support/amocrm.ts';
import { type FreeSlot, freeSlots, visitSchema } from './support/booking.ts';
import { eventSchema } from './support/events.ts';
import { eventually } from './support/eventually.ts';
import { type Product, startBareProduct } from './support/product.ts';

/** What people do in amoCRM reaches the links and the clinic (product.md §3.4), each case on deals of its own. */
let product: Product;

beforeAll(async () => {
  // The subscription is looked at every hour: here every two seconds.
  product = await startBareProduct({ TIME_SCALE: '1800', POLL_SECONDS: '1' });
  // Late enough that two changes made one after the other are both there when the first hook comes.
  await product.amocrm.settings({ indexDelayMs: 0, hooks: { double: true, shuffle: true, delayMs: 400 } });
  await twoWay('archimed');
  await twoWay('archimed', { branch: product.branches.north });
  slots = (await freeSlots(product)).filter((_slot, index) => index % 2 === 0);
  for (const index of DEALS) {
    talons.set(index, (await bookAtDesk({ patientId: FIRST_PATIENT + index })).id);
  }
});

afterAll(() => product?.stop());

const { stages, primaryPipeline } = demoCrm;
const deal = (index: number) => demoCrm.firstLead + index;
const contact = (index: number) => demoCrm.firstContact + index;
/** Patients 701… are the people of the deals, in the same order (sandbox/demo/clinic.ts). */
const FIRST_PATIENT = 701;

type Event = z.infer<typeof eventSchema>;

const eventsOf = async (query: Record<string, string | number>): Promise<Event[]> => {
  const asked = new URLSearchParams(Object.entries(query).map(([key, value]) => [key, String(value)]));
  const reply = await product.admin.call(
    'GET',
    `/api/events?${asked}`,
    z.object({ events: z.array(eventSchema) }),
  );
  return reply.events;
};
const actionsIn = (events: readonly Event[]) =>
  events.flatMap((event) => (event.decision?.actions ?? []).map(({ kind }) => kind));
const codesIn = (events: readonly Event[]) =>
  events.flatMap((event) => (event.decision?.reasons ?? []).map(({ code }) => code));
/** Until an event of this query gave this reason. */
const reason = (query: Record<string, string | number>, code: string) =>
  eventually(
    () => eventsOf(query),
    (events) => codesIn(events).includes(code),
  );
const quiet = (dealId: number) =>
  eventually(
    () => eventsOf({ deal: dealId }),
    (events) => events.every((event) => event.outcome !== 'pending'),
  );

/** Every visit takes another place of the list, so that none stands in another's way. */
let slots: FreeSlot[] = [];
async function bookAtDesk(who: Record<string, unknown>) {
  const slot = slots.shift();
  if (!slot) {
    throw new Error('the demo clinic has too few free slots');
  }
  const wall = { doctorId: slot.doctorId, date: slot.start.slice(0, 10), begin: slot.start.slice(11, 16) };
  return product.archimed.book({ ...wall, ...who });
}

/** The deals of these tests have a visit each; all are booked at once, so that one poll finds them. */
const DEALS = [0, 1, 2, 3, 4, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 25, 26, 27];
const talons = new Map<number, number>();

/** The visit of a deal that has arrived on «booked». */
async function visitOf(index: number) {
  await stageIs(deal(index), stages.booked);
  await quiet(deal(index));
  const [event] = await eventsOf({ deal: deal(index), kind: 'visit.created' });
  return { id: event?.visitId ?? '', talonId: talons.get(index) ?? 0 };
}

const stageOf = async (id: number) => (await product.amocrm.lead(id)).statusId;
const stageIs = (id: number, stage: number) =>
  eventually(
    () => stageOf(id),
    (statusId) => statusId === stage,
  );
const talonOf = async (id: number) => (await product.archimed.talons()).find((talon) => talon.id === id);
const statusIs = (talonId: number, statusId: number) =>
  eventually(
    async () => (await talonOf(talonId))?.statusId,
    (status) => status === statusId,
  );
const dealOf = async (visitId: string) =>
  (await product.manager.call('GET', `/api/visits/${visitId}`, z.object({ visit: visitSchema }))).visit
    .dealId;
const moveTo = (id: number, statusId: number) => product.amocrm.act(`/leads/${id}`, { statusId });
const made = z.looseObject({ id: z.int() });

const twoWayRows = [
  { pipelineId: primaryPipeline, stageId: stages.confirmed, statusId: 2 },
  { pipelineId: primaryPipeline, stageId: stages.arrived, statusId: 5 },
  { pipelineId: primaryPipeline, stageId: stages.cancelled, statusId: 4 },
];
async function twoWay(
  conflict: string,
  { branch = product.branches.center, rows = twoWayRows }: { branch?: number; rows?: unknown[] } = {},
) {
  const path = `/api/branches/${branch}/statuses`;
  const { directory: _names, ...statuses } = await product.admin.call(
    'GET',
    path,
    z.looseObject({ version: z.int() }),
  );
  await product.admin.call('PUT', path, z.unknown(), { ...statuses, twoWay: { rows, conflict } });
}

/** Lists of visits are not read until faults are cleared, single visits are: what hooks bring comes first. */
const holdPolls = () => product.archimed.fault({ kind: 'json-error', method: 'GET', path: 'ta*lons' });
const holdHooks = () => product.amocrm.settings({ hooks: { paused: true } });

describe.concurrent('each hook comes twice and out of order', () => {
  test('twin hooks out of order', async () => {
    const visit = await visitOf(0);
    await product.amocrm.act(`/leads/${deal(0)}/delete`);
    await reason({ deal: deal(0) }, 'lead.deleted');
    await product.amocrm.act(`/leads/${deal(0)}/restore`);
    await reason({ deal: deal(0) }, 'lead.restored');
    // Both at once, and each of them twice.
    await product.amocrm.act(`/leads/${deal(0)}/delete`);
    await product.amocrm.act(`/leads/${deal(0)}/restore`);
    await product.archimed.change(visit.talonId, { statusId: 5 });
    await stageIs(deal(0), stages.arrived);
    const isBalanced = (events: readonly Event[]): boolean => {
      const effects = [...actionsIn(events), ...codesIn(events)];
      const times = (name: string) => effects.filter((effect) => effect === name).length;
      // A visit's own event may find the deal deleted, too.
      return times('link.suspended') + times('match.deal_deleted') === times('link.resumed');
    };
    const events = await eventually(() => quiet(deal(0)), isBalanced);
    expect(await dealOf(visit.id)).toBe(deal(0));
    // Our own writes came back twice and out of order: nothing followed from them.
    expect(actionsIn(events)).not.toContain('archimed.status');
    expect(await talonOf(visit.talonId)).toMatchObject({ statusId: 5 });
  });

  test('deal deleted, restored, moved by hand meanwhile', async () => {
    const remove = async (index: number) => {
      const visit = await visitOf(index);
      await product.amocrm.act(`/leads/${deal(index)}/delete`);
      await reason({ deal: deal(index), kind: 'lead.deleted' }, 'lead.deleted');
      return visit;
    };
    const restore = async (index: number) => {
      await product.amocrm.act(`/leads/${deal(index)}/restore`);
      await moveTo(deal(index), stages.inWork);
      await reason({ deal: deal(index) }, 'lead.restored');
    };
    // The status did not change: the manager's move stands until it does.
    const moved = async () => {
      const visit = await remove(1);
      await restore(1);
      await reason({ deal: deal(1), kind: 'visit.changed' }, 'stage.same_status');
      await quiet(deal(1));
      expect(await stageOf(deal(1))).toBe(stages.inWork);
      expect(await talonOf(visit.talonId)).toMatchObject({ statusId: 1 });
      await product.archimed.change(visit.talonId, { statusId: 2 });
      await stageIs(deal(1), stages.confirmed);
    };
    // It changed while nothing is done for a deleted deal: it is applied as soon as the deal is back.
    const changed = async () => {
      const visit = await remove(2);
      await product.archimed.change(visit.talonId, { statusId: 6 });
      await reason({ deal: deal(2) }, 'match.suspended');
      await restore(2);
      await stageIs(deal(2), stages.noShow);
    };
    await Promise.all([moved(), changed()]);
  });

  test('two deals merged, in either order of hooks', async () => {
    const merge = async (index: number, order: string) => {
      const visit = await visitOf(index);
      const winner = made.parse(
        await product.amocrm.act('/leads', {
          name: 'Вторая заявка',
          pipelineId: primaryPipeline,
          statusId: stages.inWork,
          contactIds: [contact(index)],
        }),
      ).id;
      await product.amocrm.act('/merge', { loser: deal(index), winner, order });
      await eventually(
        () => dealOf(visit.id),
        (dealId) => dealId === winner,
      );
      // The last pair went over: the stage that people chose stands, the next status moves it.
      await reason({ deal: winner, kind: 'visit.changed' }, 'stage.same_status');
      expect(await stageOf(winner)).toBe(stages.inWork);
      await product.archimed.change(visit.talonId, { statusId: 5 });
      await stageIs(winner, stages.arrived);
      expect(await product.amocrm.field(winner, 'Статус визита')).toBe('Пациент пришёл');
      expect(await product.amocrm.field(winner, 'ID записи ArchiMed+')).toBe(String(visit.talonId));
    };
    // A copy of a deal carries the record ID, too: while the visit's own deal is alive it changes nothing.
    const copied = async () => {
      const visit = await visitOf(9);
      const fields = (await product.amocrm.lead(deal(9))).fields;
      const same = Object.fromEntries(Object.entries(fields).map(([id, values]) => [id, values[0]?.value]));
      const names = (await product.amocrm.state()).fields.leads;
      const system = names.filter(({ name }) => name.endsWith('ArchiMed+')).map(({ id }) => String(id));
      const copy = made.parse(
        await product.amocrm.act('/leads', {
          name: 'Копия',
          pipelineId: primaryPipeline,
          statusId: stages.fresh,
          fields: Object.fromEntries(system.map((id) => [id, same[id]])),
        }),
      ).id;
      await reason({ deal: copy }, 'lead.copy');
      expect(await dealOf(visit.id)).toBe(deal(9));
      // Without an update that carries the record ID a deletion is a deletion.
      await product.amocrm.act(`/leads/${copy}/delete`);
      await quiet(copy);
      await product.amocrm.act(`/leads/${deal(9)}/delete`);
      await reason({ deal: deal(9) }, 'lead.deleted');
      expect(await dealOf(visit.id)).toBe(deal(9));
    };
    await Promise.all([merge(3, 'delete-first'), merge(4, 'update-first'), copied()]);
  });

  test('two contacts merged', async () => {
    const merge = async (index: number, order: string) => {
      await visitOf(index);
      const loser = (await product.amocrm.state()).contacts.find(({ id }) => id === contact(index));
      const [firstName = '', lastName = ''] = (loser?.name ?? '').split(' ');
      const winner = made.parse(await product.amocrm.act('/contacts', { lastName, firstName })).id;
      await product.amocrm.act('/merge', { entity: 'contacts', loser: contact(index), winner, order });
      const moved = `Пациент ${FIRST_PATIENT + index} теперь контакт ${winner}`;
      await eventually(
        async () => [
          ...(await eventsOf({ kind: 'contact.deleted' })),
          ...(await eventsOf({ kind: 'contact.updated' })),
        ],
        (events) => JSON.stringify(events).includes(moved),
      );
      // The patient's next visit belongs to the winner: nobody is made anew.
      const talon = await bookAtDesk({ patientId: FIRST_PATIENT + index });
      const carries = (lead: CrmLead) =>
        Object.values(lead.fields).some(([first]) => first?.value === String(talon.id));
      const [lead] = await eventually(
        async () => (await product.amocrm.state()).leads.filter(carries),
        (leads) => leads.length === 1,
      );
      expect(lead?.contacts[0]?.id).toBe(winner);
    };
    await Promise.all([merge(10, 'delete-first'), merge(11, 'update-first')]);
  });

  test('a contact’s phone changed', async () => {
    const [before, after] = ['+7 905 333-44-55', '8 (905) 333-44-66'];
    const person = { lastName: 'Полева', firstName: 'Ольга' };
    const { id } = made.parse(await product.amocrm.act('/contacts', { ...person, phones: [before] }));
    // Hooks of one moment come in any order.
    const added = new RegExp(`contacts\\[add\\]\\[\\d+\\]\\[id\\]=${id}\\b`);
    await eventually(
      () => product.amocrm.hooks(),
      (all) => all.some(({ state, body }) => state !== 'waiting' && added.test(decodeURIComponent(body))),
    );
    const lead = made.parse(
      await product.amocrm.act('/leads', {
        name: 'Заявка',
        pipelineId: primaryPipeline,
        statusId: stages.fresh,
        contactIds: [id],
      }),
    );
    const since = new Date().toISOString();
    await product.amocrm.act(`/contacts/${id}`, { phones: [after] });
    const told = await reason({ kind: 'contact.updated', from: since }, 'contact.phones');
    // Its twin was answered with it.
    const event = told.find((one) => codesIn([one]).includes('contact.phones'));
    expect(event?.outcome).toBe('done');
    expect(JSON.stringify(event)).not.toMatch(/333|Полева/);
    await bookAtDesk({ person: { ...person, phone: after } });
    await stageIs(lead.id, stages.booked);
  });

  test('two-way: a stage chosen by hand sets the status, and our own writes are not answered', async () => {
    const visit = await visitOf(12);
    await moveTo(deal(12), stages.confirmed);
    await statusIs(visit.talonId, 2);
    await eventually(
      () => product.amocrm.field(deal(12), 'Статус визита'),
      (value) => value === 'Подтверждён',
    );
    await quiet(deal(12));
    expect(await stageOf(deal(12))).toBe(stages.confirmed);

    // The clinic's turn: the deal follows, and what we wrote is not answered when it comes back.
    await product.archimed.change(visit.talonId, { statusId: 5 });
    await stageIs(deal(12), stages.arrived);
    const events = await quiet(deal(12));
    expect(actionsIn(events).filter((kind) => kind === 'archimed.status')).toHaveLength(1);
    expect(await talonOf(visit.talonId)).toMatchObject({ statusId: 5 });

    // A stage that means «cancelled» cancels; ArchiMed+ refuses to bring the visit back, and its words are kept.
    await moveTo(deal(12), stages.cancelled);
    await statusIs(visit.talonId, 4);
    await eventually(
      async () => (await product.amocrm.notesOf(deal(12))).some((note) => note.startsWith('Запись отменена')),
      (isNoted) => isNoted,
    );
    await quiet(deal(12));
    const { doctorId, date, begin } = (await talonOf(visit.talonId)) ?? {};
    await product.archimed.book({ doctorId, date, begin, person: { lastName: 'Другая', firstName: 'Анна' } });
    await moveTo(deal(12), stages.confirmed);
    const refused = await reason({ deal: deal(12), outcome: 'failed' }, 'two_way.refused');
    expect(refused[0]?.decision?.reasons.map(({ text }) => text).join()).toContain('занято');
  });

  test('two-way: ArchiMed+ wins / amoCRM wins / the last change wins', async () => {
    const [one, two, three, four, five, six] = await Promise.all([
      visitOf(13),
      visitOf(14),
      visitOf(15),
      visitOf(16),
      visitOf(17),
      visitOf(18),
    ]);
    const clinicChanges = ({ talonId }: { talonId: number }) =>
      product.archimed.change(talonId, { statusId: 6 });
    /** Both clocks tell whole seconds. */
    const nextSecond = () => sleep(1100);

    // The deal's event comes first.
    await holdPolls();
    for (const visit of [one, two, three]) {
      await clinicChanges(visit);
    }
    await moveTo(deal(13), stages.confirmed);
    await reason({ deal: deal(13) }, 'two_way.archimed_wins');
    await twoWay('amocrm');
    await moveTo(deal(14), stages.confirmed);
    await statusIs(two.talonId, 2);
    await twoWay('latest');
    await nextSecond();
    await moveTo(deal(15), stages.confirmed);
    await statusIs(three.talonId, 2);
    await product.archimed.clearFaults();
    await stageIs(deal(13), stages.noShow);

    // The visit's event comes first, and comes to the same.
    await holdHooks();
    for (const index of [16, 17, 18]) {
      await moveTo(deal(index), stages.confirmed);
    }
    await nextSecond();
    await clinicChanges(six);
    await stageIs(deal(18), stages.noShow);
    await twoWay('amocrm');
    await clinicChanges(five);
    await statusIs(five.talonId, 2);
    await twoWay('archimed');
    await clinicChanges(four);
    await stageIs(deal(16), stages.noShow);
    await product.amocrm.settings({ hooks: { paused: false } });
    for (const index of [13, 14, 15, 16, 17, 18]) {
      await quiet(deal(index));
      const hasWon = [14, 15, 17].includes(index);
      expect(await stageOf(deal(index))).toBe(hasWon ? stages.confirmed : stages.noShow);
    }
    for (const visit of [one, four, six]) {
      expect(await talonOf(visit.talonId)).toMatchObject({ statusId: 6 });
    }

    // A map that would send the deal elsewhere at once is not taken.
    const circle = [{ pipelineId: primaryPipeline, stageId: stages.inWork, statusId: 2 }];
    await expect(twoWay('archimed', { rows: circle })).rejects.toThrow('statuses.two_way_loop');
  });
});

test('hooks refused by the plan: events are read instead', async () => {
  const [gone, moved, merged] = await Promise.all([visitOf(19), visitOf(25), visitOf(26)]);
  const since = new Date().toISOString();
  await product.amocrm.settings({ webhooksInPlan: false, hooks: { paused: true } });
  await reason({ kind: 'account.subscribe', from: since }, 'hooks.refused');
  await product.amocrm.act(`/leads/${deal(19)}/delete`);
  await moveTo(deal(25), stages.confirmed);
  const winner = made.parse(
    await product.amocrm.act('/leads', {
      name: 'Вторая заявка',
      pipelineId: primaryPipeline,
      statusId: stages.inWork,
    }),
  ).id;
  await product.amocrm.act('/merge', { loser: deal(26), winner });
  await reason({ deal: deal(19) }, 'lead.deleted');
  await product.amocrm.act(`/leads/${deal(19)}/restore`);
  await statusIs(moved.talonId, 2);
  await eventually(
    () => dealOf(merged.id),
    (dealId) => dealId === winner,
  );
  await reason({ deal: deal(19) }, 'lead.restored');
  expect(await dealOf(gone.id)).toBe(deal(19));
  await product.amocrm.settings({ webhooksInPlan: true, hooks: { paused: false } });
  await reason({ kind: 'account.subscribe', from: since }, 'hooks.back');
});

test('a subscription that was switched off is renewed', async () => {
  const isOn = async () => {
    const { owners } = z
      .object({
        owners: z.array(z.looseObject({ subscriptions: z.array(z.looseObject({ disabled: z.boolean() })) })),
      })
      .parse(await (await fetch(`${product.amocrm.url}/_sandbox/state`)).json());
    return owners[0]?.subscriptions[0]?.disabled === false;
  };
  const visit = await visitOf(27);
  await product.stack.killWorker();
  await product.amocrm.settings({ hooks: { timeScale: 200, double: false } });
  // More than a hundred bad answers (amocrm-api.md §5.2).
  for (let times = 0; times < 45; times += 1) {
    await product.amocrm.act(`/contacts/${contact(28)}`, { tags: [`тег ${times}`] });
  }
  await eventually(isOn, (on) => !on);
  // Nobody announces this one: the journal remembers it.
  await product.amocrm.act(`/leads/${deal(27)}/delete`);
  const since = new Date().toISOString();
  await product.stack.restartWorker();
  await reason({ kind: 'account.subscribe', from: since }, 'hooks.disabled');
  expect(await isOn()).toBe(true);
  await reason({ deal: deal(27) }, 'lead.deleted');
  await product.amocrm.act(`/leads/${deal(27)}/restore`);
  await reason({ deal: deal(27) }, 'lead.restored');
  expect(await dealOf(visit.id)).toBe(deal(27));
});
