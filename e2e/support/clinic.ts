import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { post } from '../../sandbox/demo/connect.ts';
import { demoCrm } from '../../sandbox/demo/crm.ts';
import { sendBooking } from './booking.ts';
import { day } from './day.ts';
import { eventSchema } from './events.ts';
import { eventually } from './eventually.ts';
import type { Product } from './product.ts';

/** A small clinic of its own for one test: another source with one branch, so that tests side by side do not meet. */
const talonSchema = z.looseObject({
  id: z.int(),
  patientId: z.int(),
  doctorId: z.int(),
  date: z.string(),
  begin: z.string(),
});
const stateSchema = z.object({
  branches: z.array(
    z.looseObject({
      id: z.int(),
      keyValid: z.boolean().nullable(),
      lastSuccessAt: z.string().nullable(),
      heldList: z.looseObject({ rows: z.int(), missing: z.int(), polls: z.int() }).nullable(),
      stopped: z.looseObject({ code: z.string(), waiting: z.int() }).nullable(),
      queue: z.int(),
      failed: z.int(),
      strategy: z.string().nullable(),
      lastError: z.looseObject({ code: z.string(), message: z.string(), advice: z.string() }).nullable(),
    }),
  ),
});

export type Clinic = Awaited<ReturnType<typeof connectClinic>>;

/** Statuses of the demo clinic: their table serves here, too. */
const statuses = [
  { id: 1, name: 'Запись' },
  { id: 2, name: 'Подтверждён' },
  { id: 3, name: 'Приём состоялся' },
  { id: 4, name: 'Отменён', cancelled: true },
  { id: 5, name: 'Пациент пришёл' },
  { id: 6, name: 'Не явился' },
];

type ClinicDoctor = { id: number; lastName: string; maxTime: number; photo: boolean } & Record<
  string,
  unknown
>;
const twoDoctors: readonly ClinicDoctor[] = [8, 9].map((id) => ({
  ...{ id, lastName: `Врач${id}`, maxTime: 30, photo: false },
}));

export async function connectClinic(
  product: Product,
  name: string,
  {
    timeZone = 'Europe/Moscow',
    createDeals = true,
    from = day(-7),
    to = day(20),
    stock = 0,
    /** The branch's; the source keeps its plain name. */
    title = name,
    room = 'Кабинет',
    doctors = twoDoctors,
    work = { start: '00:00', end: '23:45', step: 15 },
    directories = {},
  }: {
    timeZone?: string;
    createDeals?: boolean;
    from?: string;
    to?: string;
    stock?: number;
    title?: string;
    room?: string;
    doctors?: readonly ClinicDoctor[];
    work?: { start: string; end: string; step: number };
    /** More of the clinic's lists (sandbox/archimed/clinic/description.ts). */
    directories?: Record<string, unknown>;
  } = {},
) {
  const key = { apiId: randomUUID().replaceAll('-', ''), apiSecret: randomUUID().replaceAll('-', '') };
  const source = `${product.archimed.url}/_sandbox/sources/${name}`;
  const schedules = doctors.map(({ id }) => ({
    ...{ doctorId: id, buildingId: 1, room: `${room} ${id}`, from, to },
    ...work,
  }));
  await post(`${product.archimed.url}/_sandbox/sources`, {
    ...{ id: name, name, timeZone, keys: [key], statuses },
    buildings: [{ id: 1, name: 'Корпус' }],
    deleteReasons: [{ id: 1, name: 'Отказ' }],
    ...{ doctors, schedules, ...directories },
  });
  for (let index = 0; index < stock; index += 1) {
    const begin = `${10 + index}:00`;
    await post(`${source}/talons`, { doctorId: 9, date: day(2), begin, person: person(`Прежняя${index}`) });
  }
  const branch = await inTurn(product, () =>
    product.admin.call('POST', '/api/branches', z.object({ id: z.int() }), {
      ...{ ...key, title, timeZone, buildingId: null, main: true, createDeals },
    }),
  );
  await copyStatuses(product, branch.id);
  await product.admin.call('PATCH', `/api/branches/${branch.id}`, z.unknown(), { enabled: true });

  const state = async () => {
    const all = await product.admin.call('GET', '/api/state', stateSchema);
    const found = all.branches.find((candidate) => candidate.id === branch.id);
    if (!found) {
      throw new Error(`no branch ${branch.id}`);
    }
    return found;
  };
  const turnKey = (verb: 'revoke' | 'restore') => post(`${source}/keys/${verb}`, { apiId: key.apiId });
  await inTime(state, ({ lastSuccessAt }) => lastSuccessAt !== null);

  return {
    ...{ name, source, key, branchId: branch.id, state },
    revokeKey: () => turnKey('revoke'),
    restoreKey: () => turnKey('restore'),
    /** What happens here is seen by one and the same poll: none is under way and none begins. */
    async betweenPolls(act: () => Promise<void>): Promise<void> {
      await turnKey('revoke');
      await inTime(state, ({ keyValid }) => keyValid === false);
      await act();
      await turnKey('restore');
    },
    async book(visit: Record<string, unknown>) {
      return talonSchema.parse(await post(`${source}/talons`, { doctorId: 8, date: day(2), ...visit }));
    },
    async change(talonId: number, change: Record<string, unknown>): Promise<void> {
      await send('PATCH', `${source}/talons/${talonId}`, change);
    },
    directory: (method: string, path: string, body?: unknown) =>
      send(method, `${source}/directories/${path}`, body),
    /** By a manager, for a person whom nobody knows yet: the deal is created. */
    async click(begin: string, person: string, doctorId = 8, date = day(2)) {
      const reply = await sendBooking(product, {
        ...{ dealId: null, branchId: branch.id, doctorId, serviceIds: [], comment: '', confirmed: true },
        start: `${date}T${begin}:00+03:00`,
        end: `${date}T${plus15(begin)}:00+03:00`,
        patient: patient(person),
      });
      const { visit } = reply.body;
      if (!visit?.talonId) {
        throw new Error(`not booked: ${JSON.stringify(reply)}`);
      }
      const talons = z.object({ talons: z.array(talonSchema) }).parse(await (await fetch(source)).json());
      const talon = talons.talons.find(({ id }) => id === visit.talonId);
      const dealId = await inTime(
        async () => (await events({ visit: visit.id, kind: 'visit.created' }))[0],
        (event) => event?.outcome === 'done' && event.dealId !== null,
      );
      return {
        visitId: visit.id,
        talonId: visit.talonId,
        patientId: talon?.patientId,
        dealId: dealId?.dealId ?? 0,
      };
    },
    events,
    /** It stops taking time from the others. */
    off: () => product.admin.call('PATCH', `/api/branches/${branch.id}`, z.unknown(), { enabled: false }),
    judge: (verb: 'approve' | 'discard' | 'reconcile') =>
      product.admin.call('POST', `/api/state/branches/${branch.id}/${verb}`, z.looseObject({})),
  };

  async function events(query: Record<string, string>) {
    const search = new URLSearchParams({ branch: String(branch.id), ...query });
    const reply = z.object({ events: z.array(eventSchema) });
    return (await product.admin.call('GET', `/api/events?${search}`, reply)).events;
  }
}

/** Many tests wait side by side: each looks seldom, so that they leave the machine to what they wait for. */
export function inTime<T>(read: () => Promise<T> | T, passes: (value: T) => boolean): Promise<T> {
  return eventually(read, passes, 200_000, 400);
}

/** An administrator adds one branch after the other. */
const turns = new WeakMap<Product, Promise<unknown>>();
function inTurn<T>(product: Product, act: () => Promise<T>): Promise<T> {
  const mine = (turns.get(product) ?? Promise.resolve()).then(act);
  turns.set(
    product,
    mine.catch(() => null),
  );
  return mine;
}

/** At the reception, without a phone: nobody has to be looked for in amoCRM, whose requests are few. */
export function person(lastName: string) {
  return { lastName, firstName: 'Анна' };
}

let people = 0;

function patient(lastName: string) {
  people += 1;
  const phone = `+7999${String(1_000_000 + people * 7919).slice(-7)}`;
  return { lastName, firstName: 'Анна', middleName: '', birthDate: '1990-01-01', phone };
}

function plus15(time: string): string {
  const [hours = 0, minutes = 0] = time.split(':').map(Number);
  const end = hours * 60 + minutes + 15;
  return `${String(Math.floor(end / 60)).padStart(2, '0')}:${String(end % 60).padStart(2, '0')}`;
}

async function copyStatuses(product: Product, branchId: number): Promise<void> {
  const table = z.looseObject({ version: z.int(), mode: z.string(), rows: z.array(z.looseObject({})) });
  const from = await product.admin.call('GET', `/api/branches/${product.branches.center}/statuses`, table);
  const { version } = await product.admin.call('GET', `/api/branches/${branchId}/statuses`, table);
  await product.admin.call('PUT', `/api/branches/${branchId}/statuses`, z.unknown(), {
    ...{ version, mode: from.mode, rows: from.rows, rules: [] },
  });
}

async function send(method: string, url: string, body?: unknown): Promise<void> {
  const reply = await fetch(url, {
    method,
    ...(body === undefined
      ? {}
      : { headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body) }),
  });
  if (!reply.ok) {
    throw new Error(await reply.text());
  }
}

export const stages = demoCrm.stages;
