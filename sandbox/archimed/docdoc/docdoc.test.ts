import { expect, test } from 'vitest';
import { z } from 'zod';
import type { Api } from '../testing/clinic.ts';
import { smallClinic, startClinic } from '../testing/clinic.ts';

const docdocToken = Buffer.from('0123456789abcdef0123456789abcdef').toString('base64');
const log = z.object({
  requests: z.array(z.looseObject({ path: z.string(), source: z.string().nullable(), status: z.number() })),
});

function start(): Promise<Api> {
  return startClinic(smallClinic({ docdocTokens: [docdocToken] }));
}

function ask(api: Api, path: string, init?: RequestInit): Promise<Response> {
  const token = `${path.includes('?') ? '&' : '?'}access_token=${encodeURIComponent(docdocToken)}`;
  return fetch(`${api.sandbox.url}/docdoc/v2/${path}${token}`, init);
}

test('the log and the faults know whose call it is', async () => {
  await using api = await start();
  expect((await ask(api, 'buildings')).status).toBe(200);
  await api.admin('POST', '/_sandbox/faults', {
    kind: 'json-error',
    path: 'docdoc/talons',
    sourceId: 'small',
  });
  expect((await ask(api, 'talons/5')).status).toBe(500);
  expect((await api.get('talons')).status).toBe(200);
  const entries = log.parse(await (await api.admin('GET', '/_sandbox/requests')).json()).requests;
  expect(entries.map(({ path, source, status }) => [path, source, status])).toEqual([
    ['docdoc/buildings', 'small', 200],
    ['docdoc/talons/5', 'small', 500],
    ['talons', 'small', 200],
  ]);
});

test.for<[string, string]>([
  ['doctors', 'Не указано здание (buildid)'],
  ['doctors?buildid=x', 'Не указано здание (buildid)'],
  ['slot/8/2026-11-24/2026-11-25', 'Неверный период'],
  ['slot/8/25.11.2026/24.11.2026', 'Неверный период'],
])('GET %s is a 400', async ([path, message]) => {
  await using api = await start();
  const reply = await ask(api, path);
  expect([reply.status, await reply.json()]).toEqual([400, { status: 'Error', message }]);
});

test('it books and cancels with the rules of the API, and refuses unknown reasons', async () => {
  await using api = await start();
  const body = new URLSearchParams({
    doc_id: '8',
    date: '24.11.2026',
    begintime: '10:00',
    patient_id: '701',
  });
  const id = z
    .object({ id: z.string() })
    .parse(await (await ask(api, 'talons', { method: 'POST', body })).json()).id;
  expect(await (await ask(api, `talons/${id}`)).json()).toEqual([
    {
      id,
      doc_id: '8',
      patient_id: '701',
      date: '24.11.2026',
      begintime: '10:00',
      endtime: '10:30',
      status_id: '1',
      status: 'Запись',
    },
  ]);
  const remove = async (query: string) =>
    (await ask(api, `talons/${id}${query}`, { method: 'DELETE' })).status;
  expect(await remove('?delete_reason_id=9')).toBe(400);
  expect(await remove('?delete_reason_id=2')).toBe(200);
  expect(await remove('')).toBe(200);
  expect((await ask(api, 'nothing')).status).toBe(404);
});

test('a closed clinic is closed at this door too', async () => {
  await using api = await start();
  const closedHours = { from: '11:00', to: '13:00' };
  await api.admin('PATCH', '/_sandbox/sources/small/behaviour', { closedHours });
  expect((await ask(api, 'buildings')).status).toBe(503);
  expect((await api.get('buildings')).status).toBe(503);
});
