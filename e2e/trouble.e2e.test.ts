import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { apiWith } from '../sandbox/demo/connect.ts';
import { demoCrm } from '../sandbox/demo/crm.ts';
import { bookingOf, type FreeSlot, freeSlots, sendBooking } from './support/booking.ts';
import { eventually } from './support/eventually.ts';
import { type Product, startBareProduct } from './support/product.ts';

/** amoCRM behaves badly, or its administrator changed something: nothing is lost, doubled or silently left out. */
let product: Product;
let slots: FreeSlot[];

beforeAll(async () => {
  // A blocked account is asked again after five minutes: here after a second. Everything is clicked, nothing is polled for.
  product = await startBareProduct({ TIME_SCALE: '300', POLL_SECONDS: '600' });
  // Refusals are those that a test orders: the administrator's own calls below share the limit with the product's.
  await product.amocrm.settings({ indexDelayMs: 0, rps: 0 });
  slots = await freeSlots(product);
});

afterAll(() => product?.stop());

/** What one test left to do must not meet the faults of the next. */
afterEach(async () => {
  await product.amocrm.clearFaults();
  await eventually(
    () => eventsOf('outcome=pending'),
    (events) => events.length === 0,
  );
});

const { stages, primaryPipeline } = demoCrm;
const deal = (index: number) => demoCrm.firstLead + index;
const stageOf = async (id: number) => (await product.amocrm.lead(id)).statusId;
const stageIs = (id: number, stage: number) =>
  eventually(
    () => stageOf(id),
    (status) => status === stage,
  );

/** A free time of its own for every booking. */
function slotAt(place: number): FreeSlot {
  const slot = slots[place * 3];
  if (!slot) throw new Error('the demo clinic has too few free slots');
  return slot;
}

async function book(index: number, extra: Record<string, unknown> = {}) {
  const answer = await sendBooking(product, bookingOf(product, index, slotAt(index), extra));
  expect(answer.status).toBe(201);
  return { talonId: answer.body.visit?.talonId ?? 0, visitId: answer.body.visit?.id ?? '' };
}

/** From the journal: the person's deal is looked for, and made. */
const bookNew = (place: number, lastName: string) =>
  book(place, {
    dealId: null,
    patient: {
      lastName,
      firstName: 'Инна',
      middleName: '',
      birthDate: '1990-05-04',
      phone: `+7905777${String(2000 + place)}`,
    },
  });

const changeVisit = (visitId: string, change: Record<string, unknown>) =>
  product.manager.call('PATCH', `/api/visits/${visitId}`, z.unknown(), change);

const eventSchema = z.object({
  id: z.string(),
  kind: z.string(),
  outcome: z.string(),
  dealId: z.int().nullable(),
  decision: z
    .object({
      actions: z.array(z.object({ kind: z.string() })),
      reasons: z.array(z.object({ code: z.string(), text: z.string() })),
    })
    .nullable(),
});
const eventsOf = async (query: string) =>
  (await product.admin.call('GET', `/api/events?${query}`, z.object({ events: z.array(eventSchema) })))
    .events;

/** The newest event that fits, once it is over. */
const finished = async (query: string) => {
  const [event] = await eventually(
    () => eventsOf(query),
    ([newest]) => newest !== undefined && newest.outcome !== 'pending',
  );
  if (!event) throw new Error(`no event ${query}`);
  return event;
};
const reasonsOf = (event: z.infer<typeof eventSchema>) =>
  new Map(event.decision?.reasons.map(({ code, text }) => [code, text]));
const attemptsAt = async (id: string) =>
  (
    await product.admin.call(
      'GET',
      `/api/events/${id}`,
      z.object({ attempts: z.array(z.object({ code: z.string().nullable() })) }),
    )
  ).attempts;
const problemsOf = async (dealId: number) =>
  (
    await product.manager.call(
      'GET',
      `/api/visits?deal=${dealId}`,
      z.object({ problems: z.array(z.object({ code: z.string(), message: z.string() })) }),
    )
  ).problems;
const isTold = (dealId: number, code: string) =>
  eventually(
    () => problemsOf(dealId),
    (problems) => problems.some((problem) => problem.code === code),
  );
const confirmTasks = async (leadId: number) =>
  (await product.amocrm.tasksOf(leadId)).filter(({ text }) => text.startsWith('Подтвердить'));

/** The visit's stage, one note and one task: the deal has everything, once. */
async function hasEverythingOnce(leadId: number) {
  await stageIs(leadId, stages.booked);
  await eventually(
    () => product.amocrm.notesOf(leadId),
    (notes) => notes.length > 0,
  );
  await eventually(
    () => confirmTasks(leadId),
    (tasks) => tasks.length > 0,
  );
  await eventually(
    () => eventsOf(`deal=${leadId}&outcome=pending`),
    (events) => events.length === 0,
  );
  expect(await product.amocrm.notesOf(leadId)).toHaveLength(1);
  expect(await confirmTasks(leadId)).toHaveLength(1);
}

/** Longer than the first waits of the schedule would take, were they counted. */
const aWhile = () => new Promise((resolve) => setTimeout(resolve, 1_200));

/** As the account's administrator, through amoCRM's own API. */
async function asAdministrator(method: string, path: string, body?: unknown): Promise<unknown> {
  longLived ??= z
    .object({ token: z.string() })
    .parse(await product.amocrm.act('/long-lived-token', {})).token;
  const reply = await fetch(`${product.amocrm.url}/api/v4/${path}`, {
    method,
    headers: { Authorization: `Bearer ${longLived}`, 'Content-Type': 'application/json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await reply.text();
  if (!reply.ok) throw new Error(`${method} ${path}: ${reply.status} ${text}`);
  return text === '' ? null : JSON.parse(text);
}
let longLived: string | undefined;

const fieldId = async (name: string) => {
  const id = (await product.amocrm.state()).fields.leads.find((field) => field.name === name)?.id;
  if (id === undefined) throw new Error(`no field ${name}`);
  return id;
};

async function setAutomation(change: Record<string, unknown>) {
  const { taskTypes: _types, ...automation } = await product.admin.call(
    'GET',
    '/api/automation',
    z.looseObject({ version: z.int() }),
  );
  await product.admin.call('PUT', '/api/automation', z.unknown(), { ...automation, ...change });
}

test('subdomain renamed', async () => {
  const signIn = async (origin: string) =>
    fetch(`${product.stack.workerUrl}/api/session`, {
      method: 'POST',
      headers: { 'X-Auth-Token': await product.amocrm.token(demoCrm.admin), Origin: origin },
    });
  const domainOf = async (reply: Response) => {
    const { token } = z.object({ token: z.string() }).parse(await reply.json());
    const me = z.looseObject({ account: z.looseObject({ domain: z.string() }) });
    return (await apiWith(product.stack.workerUrl, token).call('GET', '/api/me', me)).account.domain;
  };
  // What the old host says: 401 to the API, 404 to the token endpoint.
  await product.amocrm.settings({ subdomain: 'novaya' });
  await product.amocrm.act('/expire-access');
  await product.amocrm.fault({ kind: 'html-error', status: 404, path: 'oauth2/access_token', times: 1 });
  await book(0);
  await hasEverythingOnce(deal(0));
  expect(await eventsOf('outcome=failed')).toEqual([]);
  const fresh = await signIn('https://novaya.amocrm.ru');
  expect(fresh.headers.get('access-control-allow-origin')).toBe('https://novaya.amocrm.ru');
  expect(await domainOf(fresh)).toBe('novaya.amocrm.ru');
  expect((await signIn('https://zaryamed.amocrm.ru')).status).toBe(403);

  // And back, noticed by nobody but the first who opens the widget there.
  await product.amocrm.settings({ subdomain: 'zaryamed' });
  const back = await eventually(
    () => signIn('https://zaryamed.amocrm.ru'),
    (reply) => reply.status === 200,
  );
  expect(await domainOf(back)).toBe(demoCrm.domain);
});

test('refresh token spent elsewhere', async () => {
  const spent = async (isSpent: boolean) =>
    fetch(`${product.amocrm.url}/_sandbox/accounts/${demoCrm.accountId}/refresh-tokens`, {
      method: 'PATCH',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ spent: isSpent }),
    });
  await spent(true);
  await product.amocrm.act('/expire-access');
  await book(1);
  await book(2);
  const problems = await isTold(deal(1), 'amocrm.reauth_required');
  expect(problems[0]?.message).toMatch(/Администратору нужно установить виджет заново/);
  await aWhile();
  for (const index of [1, 2]) {
    const [event] = await eventsOf(`deal=${deal(index)}&kind=visit.created`);
    expect(event?.outcome).toBe('pending');
    expect((await attemptsAt(event?.id ?? '')).length).toBeLessThanOrEqual(2);
  }
  await product.amocrm.act('/install', { userId: demoCrm.admin });
  await hasEverythingOnce(deal(1));
  await hasEverythingOnce(deal(2));
  expect(await problemsOf(deal(1))).toEqual([]);
});

test('account blocked (403 everywhere)', async () => {
  await product.amocrm.settings({ blocked: true });
  await book(3);
  const problems = await isTold(deal(3), 'amocrm.blocked');
  expect(problems[0]?.message).toMatch(/поддержку amoCRM/);
  const since = Date.now();
  const before = (await product.amocrm.requests()).length;
  // Clicks go on without amoCRM.
  await book(4);
  await aWhile();
  // One probe a second at most, whatever waits.
  const made = (await product.amocrm.requests()).length - before;
  expect(made).toBeLessThanOrEqual(Math.ceil((Date.now() - since) / 1000) + 2);
  const [event] = await eventsOf(`deal=${deal(3)}&kind=visit.created`);
  expect((await attemptsAt(event?.id ?? '')).length).toBeLessThanOrEqual(2);
  await product.amocrm.settings({ blocked: false });
  await hasEverythingOnce(deal(3));
  await hasEverythingOnce(deal(4));

  await product.amocrm.settings({ unpaid: true });
  await book(5);
  await isTold(deal(5), 'amocrm.unpaid');
  await product.amocrm.settings({ unpaid: false });
  await hasEverythingOnce(deal(5));
  expect(await problemsOf(deal(5))).toEqual([]);
  expect(await eventsOf('outcome=failed')).toEqual([]);
});

test('429 and HTML 5xx bursts', async () => {
  await product.amocrm.fault({ kind: 'rate-limit', times: 2 });
  await product.amocrm.fault({ kind: 'html-error', status: 502, method: 'PATCH', times: 2 });
  await product.amocrm.fault({ kind: 'html-error', status: 504, method: 'POST', times: 1 });
  await book(6);
  await hasEverythingOnce(deal(6));
});

test('mapped field or enum deleted in amoCRM (NotSupportedChoice)', async () => {
  const room = await fieldId('Кабинет');
  const status = await fieldId('Статус визита');
  await asAdministrator('DELETE', `leads/custom_fields/${room}`);
  // Every option but one of somebody's own is gone.
  await asAdministrator('PATCH', `leads/custom_fields/${status}`, {
    enums: [{ value: 'Свой вариант', sort: 1 }],
  });
  const { visitId } = await book(7);
  await hasEverythingOnce(deal(7));
  expect(await product.amocrm.field(deal(7), 'Врач')).toBeTruthy();
  expect(await product.amocrm.field(deal(7), 'Статус визита')).toBe('Запись');
  const event = await finished(`deal=${deal(7)}&kind=visit.created`);
  expect(event.outcome).toBe('done');
  expect(reasonsOf(event).get('fields.gone')).toContain('«Кабинет»');

  // Made anew and mapped, it is written when the visit next says something.
  const fields = z.looseObject({ version: z.int(), lead: z.looseObject({}), contact: z.looseObject({}) });
  const { version } = await product.admin.call('GET', '/api/fields', fields);
  const made = await product.admin.call('POST', '/api/fields/create', fields, {
    version,
    fields: ['lead.room'],
  });
  const { lead, contact } = made;
  await product.admin.call('PUT', '/api/fields', z.unknown(), { version: made.version, lead, contact });
  await changeVisit(visitId, { statusId: 2 });
  await stageIs(deal(7), stages.confirmed);
  expect(await product.amocrm.field(deal(7), 'Кабинет')).toBeTruthy();

  // A stage that the table names and amoCRM no longer has: nothing moves, the rest is written.
  await asAdministrator('DELETE', `leads/pipelines/${primaryPipeline}/statuses/${stages.noShow}`);
  await changeVisit(visitId, { statusId: 6 });
  const [gone] = await eventually(
    () => eventsOf(`deal=${deal(7)}&kind=visit.status_changed`),
    (events) => events.length === 2 && events[0]?.outcome !== 'pending',
  );
  expect(gone && reasonsOf(gone).get('stage.gone')).toContain('этапа больше нет');
  expect(await stageOf(deal(7))).toBe(stages.confirmed);
  expect(await product.amocrm.field(deal(7), 'Статус визита')).toBe('Не явился');
});

test('mapped field emptied', async () => {
  const { visitId } = await book(8);
  await hasEverythingOnce(deal(8));
  const doctor = await fieldId('Врач');
  await product.amocrm.act(`/leads/${deal(8)}`, { fields: { [doctor]: null } });
  await changeVisit(visitId, { statusId: 2 });
  await stageIs(deal(8), stages.confirmed);
  expect(await product.amocrm.field(deal(8), 'Врач')).toBeUndefined();
  const other = slots.find((slot, place) => place % 3 === 1 && slot.doctorId !== slotAt(8).doctorId);
  await changeVisit(visitId, {
    doctorId: other?.doctorId,
    start: other?.start,
    end: other?.end,
  });
  await eventually(
    () => product.amocrm.field(deal(8), 'Врач'),
    (name) => typeof name === 'string',
  );
});

test('responsible user deactivated', async () => {
  const setActive = (userId: number, isActive: boolean) =>
    fetch(`${product.amocrm.url}/_sandbox/accounts/${demoCrm.accountId}/users/${userId}`, {
      method: 'PATCH',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ isActive }),
    });
  // Odd deals are the other manager's: the default one gets the task.
  await setActive(demoCrm.otherManager, false);
  await book(9);
  await hasEverythingOnce(deal(9));
  expect(await confirmTasks(deal(9))).toMatchObject([{ responsibleUserId: demoCrm.manager }]);
  const event = await finished(`deal=${deal(9)}&kind=visit.created`);
  expect(reasonsOf(event).get('responsible.inactive')).toContain('отключён');

  await setActive(demoCrm.manager, false);
  await bookNew(20, 'Рощина');
  const [created] = await eventually(
    () => eventsOf('kind=visit.created'),
    ([newest]) => newest?.decision?.actions.some(({ kind }) => kind === 'lead.create') === true,
  );
  expect(created && reasonsOf(created).get('responsible.inactive')).toContain('amoCRM назначил его сам');
  await setActive(demoCrm.manager, true);
  await setActive(demoCrm.otherManager, true);
  await stageIs(created?.dealId ?? 0, stages.booked);
});

test('protected stage', async () => {
  const stage = { pipelineId: primaryPipeline, stageId: stages.inWork };
  await product.amocrm.act(`/leads/${deal(10)}`, { statusId: stages.inWork });
  await setAutomation({ protectedStages: [stage] });
  await book(10);
  const event = await finished(`deal=${deal(10)}&kind=visit.created`);
  await setAutomation({ protectedStages: [] });
  expect(reasonsOf(event).get('stage.protected')).toContain('защищён');
  expect(await stageOf(deal(10))).toBe(stages.inWork);
  expect(await product.amocrm.field(deal(10), 'Врач')).toBeTruthy();
});

test('closed deal', async () => {
  await product.amocrm.act(`/leads/${deal(11)}`, { statusId: 143 });
  await book(11);
  const event = await finished(`deal=${deal(11)}&kind=visit.created`);
  expect(reasonsOf(event).get('stage.closed')).toContain('закрыта');
  expect(await stageOf(deal(11))).toBe(143);
  expect(await product.amocrm.field(deal(11), 'Врач')).toBeTruthy();
});

test('time-out after a successful POST', async () => {
  for (const path of ['leads/complex', 'leads/notes', 'tasks']) {
    await product.amocrm.fault({ kind: 'reset-after', method: 'POST', path, times: 1 });
  }
  const people = ['Ключева', 'Лугова'];
  await Promise.all([...people.map((lastName, index) => bookNew(21 + index, lastName)), book(12), book(13)]);
  await hasEverythingOnce(deal(12));
  await hasEverythingOnce(deal(13));
  for (const lastName of people) {
    const contacts = await eventually(
      async () => (await product.amocrm.state()).contacts.filter(({ name }) => name.includes(lastName)),
      (found) => found.length > 0,
    );
    const leadsOf = async () =>
      (await product.amocrm.state()).leads.filter((lead) => lead.contacts[0]?.id === contacts[0]?.id);
    await eventually(leadsOf, ([lead]) => lead?.statusId === stages.booked);
    await eventually(
      async () => product.amocrm.notesOf((await leadsOf())[0]?.id ?? 0),
      (notes) => notes.length > 0,
    );
  }
  await eventually(
    () => eventsOf('outcome=pending'),
    (events) => events.length === 0,
  );
  const state = await product.amocrm.state();
  for (const lastName of people) {
    const contacts = state.contacts.filter(({ name }) => name.includes(lastName));
    expect(contacts).toHaveLength(1);
    const leads = state.leads.filter((lead) => lead.contacts[0]?.id === contacts[0]?.id);
    expect(leads).toHaveLength(1);
    expect(await product.amocrm.notesOf(leads[0]?.id ?? 0)).toHaveLength(1);
  }
});

test('two managers on one slot', async () => {
  const slot = slotAt(14);
  const answers = await Promise.all(
    [14, 15].map((index) => sendBooking(product, bookingOf(product, index, slot))),
  );
  expect(answers.map(({ status }) => status).toSorted()).toEqual([201, 409]);
  const refused = answers.find(({ status }) => status === 409);
  expect(refused?.body.error).toMatchObject({
    code: 'visits.slot_taken',
    details: { nearest: expect.any(Array) },
  });
  const talons = await product.archimed.talons();
  const there = talons.filter(
    (talon) => talon.doctorId === slot.doctorId && slot.start.startsWith(`${talon.date}T${talon.begin}`),
  );
  expect(there).toHaveLength(1);
});

test('retry of something already applied', async () => {
  const retry = (id: string) =>
    fetch(`${product.stack.workerUrl}/api/events/${id}/retry`, {
      method: 'POST',
      headers: { Authorization: `Bearer ${product.admin.token}` },
    });
  const codeOf = async (reply: Response) =>
    z.object({ error: z.object({ code: z.string() }) }).parse(await reply.json()).error.code;
  // Everything is written, but the answer about the note is lost and nobody can look.
  await product.amocrm.fault({ kind: 'reset-after', method: 'POST', path: 'leads/notes', times: 1 });
  await product.amocrm.fault({ kind: 'down', method: 'GET', path: `leads/${deal(16)}/notes` });
  await book(16);
  await eventually(
    () => product.amocrm.notesOf(deal(16)),
    (notes) => notes.length === 1,
  );
  const [event] = await eventsOf(`deal=${deal(16)}&kind=visit.created`);
  expect(event?.outcome).toBe('pending');
  const isWrite = ({ method, path }: { method: string; path: string }) =>
    method !== 'GET' && path.startsWith('/api/');
  const writes = async () => (await product.amocrm.requests()).filter(isWrite).length;
  const before = await writes();
  expect((await retry(event?.id ?? '')).status).toBe(200);
  await product.amocrm.clearFaults();
  await finished(`deal=${deal(16)}&kind=visit.created`);
  await hasEverythingOnce(deal(16));
  expect(await writes()).toBe(before);

  expect(await codeOf(await retry(event?.id ?? ''))).toBe('events.done');
  expect(await codeOf(await retry('unknown'))).toBe('events.not_found');
  const counts = z.object({ retried: z.int(), skipped: z.int(), left: z.int() });
  const many = (filter: unknown) => product.admin.call('POST', '/api/events/retry', counts, filter);
  expect(await many({ deal: deal(16) })).toEqual({ retried: 0, skipped: 0, left: 0 });
  // A manager who only books may not.
  await expect(product.manager.call('POST', '/api/events/retry', counts, {})).rejects.toThrow('403');
});
