import { jwtVerify } from 'jose';
import { expect, test } from 'vitest';
import { apiId, apiSecret, clientOf, json } from './client.fixture.ts';
import { type ArchimedFailure, outcomeUnknown } from './failure.ts';

const html = (status: number) => new Response('<html><h1>Bad Gateway</h1></html>', { status });
const said = (message: string, status: number) => json({ status: 'Error', message }, status);

test('every call carries a bearer token of the key pair', async () => {
  const { client, seen } = clientOf(() => json([]));
  await client.directories.statuses('click');
  const token = seen[0]?.authorization?.replace(/^Bearer /, '') ?? '';
  const { payload } = await jwtVerify(token, new TextEncoder().encode(apiSecret), {
    currentDate: new Date(1_785_310_000_000),
  });
  expect(payload.iss).toBe(apiId);
  expect(seen[0]?.path).toBe('/api/v5/talonstatuses');
});

const failures: ReadonlyArray<{ answer: () => Response | Promise<Response>; failure: ArchimedFailure }> = [
  { answer: () => said('Нет токена', 401), failure: { kind: 'unreadable_token', message: 'Нет токена' } },
  {
    answer: () => said('Выбранное время занято', 403),
    failure: { kind: 'forbidden', message: 'Выбранное время занято' },
  },
  { answer: () => html(403), failure: { kind: 'forbidden', message: null } },
  { answer: () => said('Неверная дата', 400), failure: { kind: 'invalid', message: 'Неверная дата' } },
  {
    answer: () => said('Запись не найдена', 404),
    failure: { kind: 'not_found', message: 'Запись не найдена' },
  },
  { answer: () => html(502), failure: { kind: 'unavailable', status: 502 } },
  { answer: () => json({ status: 'Error' }, 503), failure: { kind: 'unavailable', status: 503 } },
  {
    answer: () => new Response('slow down', { status: 429, headers: { 'retry-after': '3' } }),
    failure: { kind: 'rate_limited', retryAfterMs: 3000 },
  },
  { answer: () => html(429), failure: { kind: 'rate_limited', retryAfterMs: null } },
  { answer: () => html(200), failure: { kind: 'bad_reply', detail: 'not JSON' } },
  { answer: () => html(302), failure: { kind: 'bad_reply', detail: 'unexpected status 302' } },
  { answer: () => new Promise<Response>(() => {}), failure: { kind: 'timeout' } },
  { answer: () => Promise.reject(new TypeError('x')), failure: { kind: 'network', detail: 'TypeError' } },
];

test.each(failures)('a failure is $failure, reading and writing', async ({ answer, failure }) => {
  const { client } = clientOf(answer);
  expect(await client.talons.byId('background', 1)).toEqual({ ok: false, error: failure });
  expect(await client.talons.update('click', 1, { statusId: 4 })).toEqual({ ok: false, error: failure });
});

test('a 429 pauses everybody who uses the limiter', async () => {
  const { client, pauses } = clientOf(
    () => new Response('', { status: 429, headers: { 'retry-after': '2' } }),
  );
  await client.doctors.list('background');
  expect(pauses).toEqual([2000]);
});

test('an error inside a 200 refuses a write and spoils a read', async () => {
  const { client } = clientOf(() => said('Выбранное время занято', 200));
  expect(await client.talons.remove('click', 1, null)).toEqual({
    ok: false,
    error: { kind: 'forbidden', message: 'Выбранное время занято' },
  });
  expect(await client.talons.byId('click', 1)).toMatchObject({ ok: false, error: { kind: 'bad_reply' } });
});

test('a write that is not confirmed is a bad reply: nobody knows whether it was done', async () => {
  for (const body of [{}, [], { status: 'Queued' }, { id: 5 }]) {
    const { client } = clientOf(() => json(body));
    const reply = await client.talons.update('click', 1, { statusId: 4 });
    expect(reply).toMatchObject({ ok: false, error: { kind: 'bad_reply' } });
  }
});

test.each([
  { kind: 'timeout', unknown: true },
  { kind: 'network', unknown: true },
  { kind: 'unavailable', unknown: true },
  { kind: 'bad_reply', unknown: true },
  { kind: 'forbidden', unknown: false },
  { kind: 'invalid', unknown: false },
  { kind: 'not_found', unknown: false },
  { kind: 'rate_limited', unknown: false },
  { kind: 'unreadable_token', unknown: false },
] as const)('after $kind the outcome is unknown: $unknown', ({ kind, unknown }) => {
  const failure: ArchimedFailure = { kind, message: null, status: 500, retryAfterMs: null, detail: '' };
  expect(outcomeUnknown(failure)).toBe(unknown);
});
