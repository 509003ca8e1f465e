import { expect, test } from 'vitest';
import { clientOf, html, json, noContent, problem, wireLead } from './client.fixture.ts';
import { type AmocrmFailure, outcomeUnknown } from './failure.ts';

const validation = {
  'validation-errors': [
    {
      request_id: '0',
      errors: [
        {
          code: 'NotSupportedChoice',
          path: 'custom_fields_values.0.field_id',
          detail: 'The value you selected is not a valid choice.',
        },
      ],
    },
  ],
  title: 'Bad Request',
  type: 'https://httpstatus.es/400',
  status: 400,
  detail: 'Request validation failed',
};

const failures: ReadonlyArray<{ answer: () => Response | Promise<Response>; failure: AmocrmFailure }> = [
  {
    answer: () => json(validation, 400),
    failure: {
      kind: 'invalid',
      status: 400,
      detail: 'Request validation failed',
      problems: [
        {
          requestId: '0',
          code: 'NotSupportedChoice',
          path: 'custom_fields_values.0.field_id',
          detail: 'The value you selected is not a valid choice.',
        },
      ],
    },
  },
  {
    answer: () => problem(422, 'Cannot be processed'),
    failure: { kind: 'invalid', status: 422, detail: 'Cannot be processed', problems: [] },
  },
  { answer: () => problem(402, 'Payment required'), failure: { kind: 'unpaid' } },
  { answer: () => problem(403, 'No rights'), failure: { kind: 'forbidden', detail: 'No rights' } },
  { answer: () => html(403), failure: { kind: 'blocked' } },
  { answer: () => problem(404, 'Not found'), failure: { kind: 'not_found' } },
  { answer: () => html(429), failure: { kind: 'rate_limited', retryAfterMs: null } },
  {
    answer: () => new Response('{}', { status: 429, headers: { 'retry-after': '2' } }),
    failure: { kind: 'rate_limited', retryAfterMs: 2000 },
  },
  { answer: () => html(504), failure: { kind: 'unavailable', status: 504 } },
  { answer: () => html(302), failure: { kind: 'bad_reply', detail: 'unexpected status 302' } },
  { answer: () => html(200), failure: { kind: 'bad_reply', detail: 'not JSON' } },
  { answer: () => new Promise<Response>(() => {}), failure: { kind: 'timeout' } },
  { answer: () => Promise.reject(new TypeError('x')), failure: { kind: 'network', detail: 'TypeError' } },
];

test.each(failures)('a failure is $failure, reading and writing', async ({ answer, failure }) => {
  const { client } = clientOf(answer);
  expect(await client.leads.byId('background', 1)).toEqual({ ok: false, error: failure });
  expect(await client.leads.patch('click', 1, { price: 1 })).toEqual({ ok: false, error: failure });
});

test('a 429 pauses everybody who uses the limiter', async () => {
  const { client, pauses } = clientOf(() => html(429));
  await client.pipelines.list('click');
  expect(pauses).toEqual([null]);
});

test('a refused token is renewed once and the call repeated once', async () => {
  const { client, seen, renewed } = clientOf(({ authorization }) =>
    authorization === 'Bearer token-2' ? json(wireLead) : problem(401, 'Неверный логин или пароль'),
  );
  expect(await client.leads.byId('click', 41203317)).toMatchObject({ ok: true, value: { id: 41203317 } });
  expect(renewed).toEqual([1]);
  expect(seen).toHaveLength(2);
});

test('a renewed token that is refused, too, is unauthorized and not renewed again', async () => {
  const { client, seen, renewed } = clientOf(() => problem(401, 'Неверный логин или пароль'));
  expect(await client.leads.byId('click', 1)).toEqual({ ok: false, error: { kind: 'unauthorized' } });
  expect(renewed).toEqual([1]);
  expect(seen).toHaveLength(2);
});

test('a renewal that fails is the failure of the call', async () => {
  const { client, seen } = clientOf(() => problem(401, ''), { refusesRenewal: true });
  expect(await client.leads.byId('click', 1)).toEqual({ ok: false, error: { kind: 'no_token' } });
  expect(seen).toHaveLength(1);
});

test('204 is nothing: null for an id, empty for a list', async () => {
  const { client } = clientOf(noContent);
  expect(await client.leads.byId('click', 1)).toEqual({ ok: true, value: null });
  expect(await client.contacts.byId('click', 1)).toEqual({ ok: true, value: null });
  expect(await client.leads.createdSince('click', 0)).toEqual({ ok: true, value: [] });
  expect(await client.users.list('click')).toEqual({ ok: true, value: [] });
});

test('an answer of an unknown shape names the place', async () => {
  const { client } = clientOf(() => json({ ...wireLead, status_id: 'new' }));
  const lead = await client.leads.byId('click', 1);
  expect(lead).toMatchObject({ ok: false, error: { kind: 'bad_reply' } });
  expect(!lead.ok && lead.error.kind === 'bad_reply' && lead.error.detail).toMatch(/^status_id: /);
});

const known: readonly AmocrmFailure[] = [
  { kind: 'invalid', status: 400, detail: '', problems: [] },
  { kind: 'unauthorized' },
  { kind: 'blocked' },
  { kind: 'forbidden', detail: '' },
  { kind: 'unpaid' },
  { kind: 'not_found' },
  { kind: 'no_token' },
  { kind: 'rate_limited', retryAfterMs: null },
];
const unknown: readonly AmocrmFailure[] = [
  { kind: 'timeout' },
  { kind: 'network', detail: '' },
  { kind: 'unavailable', status: 504 },
  { kind: 'bad_reply', detail: '' },
];

test.each(known)('after $kind nothing was done', (failure) => {
  expect(outcomeUnknown(failure)).toBe(false);
});

test.each(unknown)('after $kind the outcome is unknown', (failure) => {
  expect(outcomeUnknown(failure)).toBe(true);
});
