import { expect, test } from 'vitest';
import { z } from 'zod';
import { noon, otherKey, rows, smallClinic, startClinic } from '../testing/clinic.ts';

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
  const script = await (await api.admin('GET', '/reception/files/api.ts')).text();
  expect(script).toContain('export const api');
  expect(script).not.toContain('export type');
  for (const testId of ['day', 'talon-status', 'talon-save', 'talon-delete', 'book-last', 'book-save']) {
    expect(html).toContain(`data-testid="${testId}"`);
  }
  for (const path of [
    'files/none.ts',
    'files/words.test.ts',
    'files/..%2Freception.routes.ts',
    'files/%2e%2e%2fday-view.ts',
  ]) {
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
  ['1702', [702]],
  ['№ 1702', [702]],
  ['14.03.1986', [701]],
  ['бе', []],
  ['петров', []],
])('patients are found by name, phone, card number or birth date: %s', async ([query, ids]) => {
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

const read = async (api: { admin(method: string, path: string): Promise<Response> }, path: string) =>
  z.looseObject({}).parse(await (await api.admin('GET', `/reception/api/${path}`)).json());

test('the week tells what is still free, by building', async () => {
  await using api = await startClinic();
  const { week } = z
    .object({ week: z.array(z.looseObject({ date: z.string(), works: z.boolean() })) })
    .parse(await read(api, 'day?date=2026-11-25'));
  expect(week.map((one) => [one.date, one.works]).slice(0, 4)).toEqual([
    ['2026-11-23', true],
    ['2026-11-24', true],
    ['2026-11-25', true],
    ['2026-11-26', false],
  ]);
  // Monday noon: six half hours are left of 09:00–15:00.
  expect(week[0]).toMatchObject({
    free: [
      { buildingId: 1, count: 6 },
      { buildingId: 2, count: 0 },
    ],
  });
});

test('a patient’s card: what is coming first, then the past', async () => {
  await using api = await startClinic();
  for (const [date, begin] of [
    ['2026-11-23', '09:00'],
    ['2026-11-25', '10:00'],
    ['2026-11-24', '10:00'],
  ])
    await api.admin('POST', '/reception/api/talons', { doctorId: 8, date, begin, patientId: 701 });
  expect(await read(api, 'patients/701')).toMatchObject({
    number: '1701',
    visits: [
      { date: '2026-11-24', coming: true, doctor: 'Громов Андрей Викторович' },
      { date: '2026-11-25', coming: true },
      { date: '2026-11-23', coming: false },
    ],
  });
  expect((await api.admin('GET', '/reception/api/patients/999')).status).toBe(404);
});

test('the journal tells who changed what and when, the API too; yesterday is not in it', async () => {
  const clock = { now: noon };
  await using api = await startClinic(smallClinic(), clock);
  await api.admin('POST', '/reception/api/talons', { ...slot, patientId: 701 });
  const path = '/reception/api/talons/2201';
  await api.admin('PATCH', path, { end: '11:00' });
  await api.admin('PATCH', path, { date: '2026-11-25', begin: '09:00' });
  clock.now += 60_000;
  await api.send('PUT', 'talons/2201', { status_id: '4', delete_reason_id: '2' });
  await api.send('DELETE', 'talons/2201?delete_reason_id=1');
  await api.admin('PATCH', path, { restored: true });
  const desk = 'Лапина Ольга Васильевна';
  const outside = 'Администратор ArchiMed+';
  const { rows: entries } = z
    .object({ rows: z.array(z.object({ at: z.string(), who: z.string(), what: z.string() })) })
    .parse(await read(api, 'journal'));
  expect(entries.map(({ at, who, what }) => [at, who, what])).toEqual([
    ['12:01:00', desk, 'Восстановлена'],
    ['12:01:00', outside, 'Удалена (Отказ пациента)'],
    ['12:01:00', outside, 'Статус: Отменён (Болезнь врача)'],
    ['12:00:00', desk, 'Перенос: 24.11.2026 10:00, Громов → 25.11.2026 09:00, Громов'],
    ['12:00:00', desk, 'Длительность: до 10:30 → до 11:00'],
    ['12:00:00', desk, 'Записан: 24.11.2026 10:00, Громов'],
  ]);
  clock.now += 86_400_000;
  expect(await read(api, 'journal')).toEqual({ rows: [] });
});

test('«Удалённые»: deleted and cancelled ones, the last first', async () => {
  const clock = { now: noon };
  await using api = await startClinic(smallClinic(), clock);
  for (const begin of ['10:00', '11:00', '12:00'])
    await api.admin('POST', '/reception/api/talons', { ...slot, begin, patientId: 701 });
  await api.admin('PATCH', '/reception/api/talons/2202', { statusId: 4, deleteReasonId: 1 });
  clock.now += 60_000;
  await api.admin('PATCH', '/reception/api/talons/2201', { deleted: true, deleteReasonId: 2 });
  expect(await read(api, 'removed')).toMatchObject({
    visits: [
      { id: 2201, deleted: true, reason: 'Болезнь врача', patient: 'Белова Ирина Сергеевна' },
      { id: 2202, deleted: false, status: 'Отменён', reason: 'Отказ пациента' },
    ],
  });
});

test('services are found by code and name', async () => {
  await using api = await startClinic();
  expect(await read(api, `services?query=${encodeURIComponent('1012 кардио')}`)).toMatchObject({
    services: [{ code: '1012', duration: 30 }],
  });
  expect(await read(api, `services?query=${encodeURIComponent('нет такой')}`)).toEqual({ services: [] });
});

test('a fresh start: one clinic is as it was given, the others stay', async () => {
  await using api = await startClinic();
  await api.admin(
    'POST',
    '/_sandbox/sources',
    smallClinic({ id: 'other', name: 'Другая', keys: [otherKey] }),
  );
  await api.admin('POST', '/reception/api/talons', { ...slot, patientId: 701 });
  await api.admin('POST', '/reception/api/talons?source=other', { ...slot, patientId: 701 });
  expect((await api.admin('POST', '/reception/api/restart?source=small')).status).toBe(200);
  expect(await rows(api.get('talons'))).toEqual([]);
  expect(await read(api, 'patients/701?source=other')).toMatchObject({ visits: [{ date: '2026-11-24' }] });
});
