import { expect, test } from 'vitest';
import { z } from 'zod';
import { otherKey, rows, smallClinic, startClinic } from '../testing/clinic.ts';

const day = z.object({
  source: z.looseObject({ id: z.string() }),
  date: z.string(),
  doctors: z.array(
    z.looseObject({
      id: z.number(),
      schedules: z.array(
        z.looseObject({
          slots: z.array(
            z.object({ begin: z.string(), end: z.string(), free: z.boolean(), past: z.boolean() }),
          ),
        }),
      ),
      talons: z.array(z.looseObject({ id: z.number(), deleted: z.boolean() })),
    }),
  ),
});
const found = z.object({ patients: z.array(z.looseObject({ id: z.number() })) });

const slot = { doctorId: 8, date: '2026-11-24', begin: '10:00' };

async function dayOf(
  api: { admin(method: string, path: string): Promise<Response> },
  query: string,
): Promise<z.infer<typeof day>> {
  return day.parse(await (await api.admin('GET', `/reception/api/day?${query}`)).json());
}

test('the page and its files are served, nothing else is', async () => {
  await using api = await startClinic();
  const page = await api.admin('GET', '/reception/?source=small');
  expect(page.headers.get('content-type')).toBe('text/html; charset=utf-8');
  const html = await page.text();
  const files = [...html.matchAll(/(?:href|src)="(\/reception\/files\/[^"]+)"/g)].map((match) =>
    String(match[1]),
  );
  expect(files.length).toBeGreaterThanOrEqual(3);
  for (const file of files) expect((await api.admin('GET', file)).status).toBe(200);
  for (const testId of ['day', 'talon-status', 'talon-save', 'talon-delete', 'book-last', 'book-save']) {
    expect(html).toContain(`data-testid="${testId}"`);
  }
  for (const path of ['files/none.js', 'files/..%2Freception.routes.ts', 'files/%2e%2e%2fday-view.ts']) {
    expect((await api.admin('GET', `/reception/${path}`)).status).toBe(404);
  }
});

test('the day shows who works, what is free and what is past', async () => {
  await using api = await startClinic();
  const today = await dayOf(api, '');
  expect(today.date).toBe('2026-11-23');
  expect(today.doctors.map((doctor) => doctor.id)).toEqual([8]);
  const slots = today.doctors[0]?.schedules[0]?.slots ?? [];
  expect(slots.find((one) => one.begin === '11:30')).toMatchObject({ free: true, past: true });
  expect(slots.find((one) => one.begin === '12:00')).toMatchObject({ free: true, past: false });
  expect((await dayOf(api, 'date=2026-12-24')).doctors).toEqual([]);
});

test('booked here: seen by the API as by phone; written there: seen here', async () => {
  await using api = await startClinic();
  const booked = await api.admin('POST', '/reception/api/talons', { ...slot, patientId: 701 });
  expect(booked.status).toBe(200);
  const [talon] = await rows(api.get('talons'));
  expect(talon).toMatchObject({ record_type: 'По телефону', creator: 'Лапина Ольга Васильевна' });
  await api.send('PUT', `talons/${talon?.id}`, { status_id: '2' });
  const shown = await dayOf(api, 'date=2026-11-24');
  const own = shown.doctors.find((doctor) => doctor.id === 8);
  expect(own?.talons).toMatchObject([
    { id: talon?.id, statusId: 2, patient: { name: 'Белова Ирина Сергеевна' } },
  ]);
  expect(own?.schedules[0]?.slots.find((one) => one.begin === '10:00')?.free).toBe(false);
});

test('delete and restore; a deleted talon stays visible to the desk', async () => {
  await using api = await startClinic();
  await api.admin('POST', '/reception/api/talons', { ...slot, patientId: 701 });
  const [talon] = await rows(api.get('talons'));
  const path = `/reception/api/talons/${talon?.id}`;
  expect((await api.admin('PATCH', path, { deleted: true, deleteReasonId: 1 })).status).toBe(200);
  expect(await rows(api.get('talons'))).toEqual([]);
  const shown = await dayOf(api, 'date=2026-11-24');
  expect(shown.doctors.find((doctor) => doctor.id === 8)?.talons).toMatchObject([{ deleted: true }]);
  expect((await api.admin('PATCH', path, { restored: true })).status).toBe(200);
  expect(await rows(api.get('talons'))).toHaveLength(1);
});

test('a refusal is told in the words of the clinic', async () => {
  await using api = await startClinic();
  await api.admin('POST', '/reception/api/talons', { ...slot, patientId: 701 });
  const again = await api.admin('POST', '/reception/api/talons', { ...slot, patientId: 702 });
  expect([again.status, await again.json()]).toEqual([409, { error: 'Выбранное время занято' }]);
});

test.for<[string, number[]]>([
  ['бел', [701, 702]],
  ['ирина белова', [701]],
  ['905 000-11', [701, 702]],
  ['+7 905 000-11-11', [701, 702]],
  ['8 905 000 11 11', [701, 702]],
  ['бе', []],
  ['петров', []],
])('patients are found by name or phone: %s', async ([query, ids]) => {
  await using api = await startClinic();
  const reply = await api.admin('GET', `/reception/api/patients?query=${encodeURIComponent(query)}`);
  expect(found.parse(await reply.json()).patients.map((patient) => patient.id)).toEqual(ids);
});

test('the desk of another source is chosen by id', async () => {
  await using api = await startClinic();
  const other = smallClinic({ id: 'other', name: 'Другая', keys: [otherKey] });
  await api.admin('POST', '/_sandbox/sources', other);
  expect((await dayOf(api, '')).source.id).toBe('small');
  expect((await dayOf(api, 'source=other')).source.id).toBe('other');
  expect((await api.admin('GET', '/reception/api/day?source=none')).status).toBe(404);
  const booking = { ...slot, patientId: 701 };
  await api.admin('POST', '/reception/api/talons?source=other', booking);
  expect(await rows(api.get('talons'))).toEqual([]);
});
