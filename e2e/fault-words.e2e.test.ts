import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { demoCrm } from '../sandbox/demo/crm.ts';
import { meanwhileOf, wordsOf } from '../worker/account/failures.ts';
import type { Fault } from './support/amocrm.ts';
import { bookingOf, freeSlot, sendBooking } from './support/booking.ts';
import { eventually } from './support/eventually.ts';
import { type Product, startBareProduct } from './support/product.ts';

/** Every fault of the doubles, really met: what docs/faults.md says stands at the attempt and in «Состояние». */
let product: Product;
let visitId: string;
let status = 2;
/** The event of the fault before. */
let seen: string | undefined;

beforeAll(async () => {
  product = await startBareProduct({ TIME_SCALE: '300', POLL_SECONDS: '1' });
  await product.amocrm.settings({ indexDelayMs: 0, rps: 0 });
  const answer = await sendBooking(product, bookingOf(product, 0, await freeSlot(product, 0)));
  visitId = answer.body.visit?.id ?? '';
  await calm();
});

afterAll(() => product?.stop());

const told = z.object({ code: z.string(), message: z.string(), advice: z.string() });
const attemptSchema = z.object({
  code: z.string().nullable(),
  message: z.string().nullable(),
  advice: z.string().nullable(),
});
const get = <T>(path: string, schema: z.ZodType<T>) => product.admin.call('GET', path, schema);
const state = async () => {
  const schema = z.object({
    branches: z.array(z.looseObject({ id: z.int(), lastError: told.nullable() })),
    amocrm: z.looseObject({ lastError: told.nullable() }),
  });
  const { branches, amocrm } = await get('/api/state', schema);
  return {
    amocrm: amocrm.lastError,
    archimed: branches.find(({ id }) => id === product.branches.center)?.lastError ?? null,
  };
};
const newest = async (query: string) => {
  const schema = z.object({ events: z.array(z.looseObject({ id: z.string(), outcome: z.string() })) });
  return (await get(`/api/events?visit=${visitId}&${query}`, schema)).events[0];
};
const attemptsAt = async (id: string) =>
  (await get(`/api/events/${id}`, z.object({ attempts: z.array(attemptSchema) }))).attempts;

async function calm(): Promise<void> {
  await product.amocrm.clearFaults();
  await product.archimed.clearFaults();
  // Nobody waits for the schedule.
  await product.admin.call('POST', '/api/events/retry', z.unknown(), { outcome: 'pending' });
  const pending = z.object({ events: z.array(z.unknown()) });
  await eventually(
    () => get('/api/events?outcome=pending', pending),
    ({ events }) => events.length === 0,
  );
}

/** The next status, by a manager's click. */
async function click(): Promise<number> {
  status = status === 2 ? 5 : 2;
  const reply = await fetch(`${product.stack.workerUrl}/api/visits/${visitId}`, {
    method: 'PATCH',
    headers: { Authorization: `Bearer ${product.manager.token}`, 'Content-Type': 'application/json' },
    body: JSON.stringify({ statusId: status }),
  });
  return reply.status;
}

const words = (code: string) => ({ code, message: wordsOf(code).what, advice: meanwhileOf(code) });

/**
 * `lasts`: looked for in «Состояние» and in the amber line, too, where it is told when it is met again and again; that each
 * kind is: state-view.workers.test.ts.
 */
test.each<[Omit<Fault, 'method' | 'path'>, string, { lasts: boolean }]>([
  [{ kind: 'json-error', status: 500 }, 'amocrm.unavailable', { lasts: false }],
  [{ kind: 'html-error', status: 503 }, 'amocrm.unavailable', { lasts: true }],
  [{ kind: 'reset-before' }, 'amocrm.network', { lasts: false }],
  [{ kind: 'reset-after' }, 'amocrm.network', { lasts: false }],
  [{ kind: 'down' }, 'amocrm.network', { lasts: true }],
  [{ kind: 'html-error', status: 200 }, 'amocrm.bad_reply', { lasts: false }],
  [{ kind: 'rate-limit' }, 'amocrm.rate_limited', { lasts: false }],
  [{ kind: 'json-error', status: 401 }, 'amocrm.unauthorized', { lasts: false }],
  [{ kind: 'json-error', status: 403 }, 'amocrm.forbidden', { lasts: false }],
  [{ kind: 'html-error', status: 403 }, 'amocrm.forbidden', { lasts: false }],
  [{ kind: 'json-error', status: 402 }, 'amocrm.unpaid', { lasts: false }],
  [{ kind: 'json-error', status: 404 }, 'amocrm.not_found', { lasts: false }],
  [{ kind: 'json-error', status: 400 }, 'amocrm.invalid', { lasts: false }],
  [{ kind: 'json-error', status: 422 }, 'amocrm.invalid', { lasts: false }],
])('amoCRM: %o is told as %s', async (fault, code, { lasts }) => {
  await product.amocrm.fault({ ...fault, method: 'PATCH', path: 'leads*' });
  expect(await click()).toBe(200);
  const event = await eventually(
    () => newest('kind=visit.status_changed'),
    (found) => found !== undefined && found.id !== seen,
  );
  seen = event?.id;
  const attempts = await eventually(
    () => attemptsAt(event?.id ?? ''),
    (all) => all.some((attempt) => attempt.code === code),
  );
  expect(attempts.find((attempt) => attempt.code === code)).toEqual(words(code));
  if (lasts) {
    const said = await eventually(state, ({ amocrm }) => amocrm !== null);
    expect(said.amocrm?.code.replace('reauth_required', 'unauthorized')).toBe(code);
    expect(said.amocrm?.advice).toBe(words(code).advice);
    const problems = z.object({ problems: z.array(z.object({ branchId: z.int().nullable() })) });
    const line = await get(`/api/visits?deal=${demoCrm.firstLead}`, problems);
    expect(line.problems.some(({ branchId }) => branchId === null)).toBe(true);
  }
  await calm();
  expect((await state()).amocrm).toBeNull();
});

const isTold = async (code: string): Promise<void> => {
  const said = await eventually(state, ({ archimed }) => archimed?.code === code);
  expect(said.archimed).toMatchObject(words(code));
};

test('amoCRM: an answer that does not come in time is told as such', async () => {
  await product.amocrm.fault({
    kind: 'hang-after',
    delayMs: 15_000,
    times: 1,
    method: 'PATCH',
    path: 'leads*',
  });
  expect(await click()).toBe(200);
  const event = await eventually(
    () => newest('kind=visit.status_changed'),
    (found) => found !== undefined && found.id !== seen,
  );
  const [first] = await eventually(
    () => attemptsAt(event?.id ?? ''),
    (all) => all.length > 0,
  );
  expect(first).toEqual(words('amocrm.timeout'));
  await calm();
});

test.each<[Omit<Fault, 'method' | 'path'>, string]>([
  [{ kind: 'html-error', status: 503 }, 'archimed.unavailable'],
  [{ kind: 'json-error', status: 404 }, 'archimed.not_found'],
  [{ kind: 'ok-error' }, 'visits.refused'],
])('ArchiMed+ at a click: %o is told as %s', async (fault, code) => {
  await product.archimed.fault({ ...fault, method: 'POST,PUT,PATCH', path: 'talons' });
  await click();
  const event = await newest('kind=click.change');
  const attempts = await eventually(
    () => attemptsAt(event?.id ?? ''),
    (all) => all.length > 0,
  );
  expect(attempts[0]).toMatchObject({ code, message: wordsOf(code).what });
  await product.archimed.clearFaults();
  await calm();
});

test('ArchiMed+ as it is read: each fault in turn is told in «Состояние», the next one in its place', async () => {
  const faults: [Omit<Fault, 'method' | 'path'>, string][] = [
    [{ kind: 'empty-list' }, 'archimed.list_shrunk'],
    [{ kind: 'json-error', status: 500 }, 'archimed.unavailable'],
    [{ kind: 'reset-before' }, 'archimed.network'],
    [{ kind: 'json-error', status: 422 }, 'archimed.invalid'],
    [{ kind: 'reset-after' }, 'archimed.network'],
    [{ kind: 'ok-error' }, 'archimed.bad_reply'],
    [{ kind: 'html-error', status: 503 }, 'archimed.unavailable'],
    [{ kind: 'json-error', status: 401 }, 'archimed.unreadable_token'],
    [{ kind: 'json-error', status: 404 }, 'archimed.not_found'],
    [{ kind: 'json-error', status: 403 }, 'archimed.forbidden'],
    [{ kind: 'rate-limit' }, 'archimed.rate_limited'],
  ];
  for (const [fault, code] of faults) {
    await product.archimed.clearFaults();
    await product.archimed.fault({ ...fault, method: 'GET', path: 'talons' });
    await isTold(code);
  }
});
