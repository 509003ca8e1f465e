import { expect, test } from 'vitest';
import { z } from 'zod';
import type { Api } from '../testing/clinic.ts';
import { noon, smallClinic, startClinic } from '../testing/clinic.ts';

const reply = z.object({
  doctors: z.array(
    z.looseObject({
      id: z.number(),
      name: z.string(),
      primary_spec_id: z.string(),
      schedules: z.array(
        z.object({
          id: z.string(),
          build_id: z.string(),
          build_name: z.string(),
          room: z.string(),
          address: z.string(),
          kind: z.literal('0'),
          date: z.string(),
          start: z.string(),
          end: z.string(),
          intervals: z.array(z.object({ start: z.string(), end: z.string(), free: z.boolean() })),
        }),
      ),
    }),
  ),
});

async function schedule(api: Api, query: string): Promise<z.infer<typeof reply>['doctors']> {
  return reply.parse(await (await api.get(`intervals?${query}`)).json()).doctors;
}

async function freeOf(api: Api, doctorId: number, day: string): Promise<string[]> {
  const doctors = await schedule(api, `date_from=${day}&date_to=${day}&doc_id=${doctorId}`);
  const intervals = doctors.flatMap((doctor) => doctor.schedules.flatMap((row) => row.intervals));
  return intervals.filter((interval) => interval.free).map((interval) => interval.start);
}

test('doctor, date, building and room, with string ids', async () => {
  await using api = await startClinic();
  const doctors = await schedule(api, 'date_from=23.11.2026&date_to=25.11.2026');
  expect(doctors.map((doctor) => [doctor.id, doctor.name, doctor.schedules.length])).toEqual([
    [8, 'Громов Андрей Викторович', 3],
    [11, 'Лаврентьева Елена', 2],
    [31, 'Мещеряков Илья', 1],
  ]);
  expect(doctors[1]).toMatchObject({ primary_spec: 'Кардиолог', specs: [{ id: '32', name: 'Кардиолог' }] });
  expect(doctors[1]?.schedules[1]).toMatchObject({
    build_id: '2',
    build_name: 'Север',
    address: 'Полярный пр-т, 40',
    room: 'Кабинет 104',
    date: '25.11.2026',
    start: '14:00',
    end: '16:00',
  });
  expect(doctors[1]?.schedules[1]?.intervals.slice(0, 2)).toEqual([
    { start: '14:00', end: '14:20', free: true },
    { start: '14:20', end: '14:40', free: true },
  ]);
});

test('a talon covers what it overlaps, also across steps; cancelled and deleted ones cover nothing', async () => {
  const talon = { patientId: 701, doctorId: 11, date: '2026-11-24' };
  await using api = await startClinic(
    smallClinic({
      talons: [
        { ...talon, begin: '09:20', end: '09:50' },
        { ...talon, begin: '10:00', end: '10:20', statusId: 4 },
        { ...talon, begin: '10:20', end: '10:40', deleted: true },
        { ...talon, doctorId: 8, begin: '10:40', end: '11:00' },
      ],
    }),
  );
  expect(await freeOf(api, 11, '24.11.2026')).toEqual(['09:00', '10:00', '10:20', '10:40']);
});

test('past stays free', async () => {
  await using api = await startClinic(smallClinic(), { now: noon + 30 * 86_400_000 });
  expect(await freeOf(api, 8, '23.11.2026')).toHaveLength(12);
});

test('doc_id and build_id narrow, unless the clinic ignores them', async () => {
  const range = 'date_from=23.11.2026&date_to=25.11.2026';
  {
    await using api = await startClinic();
    const north = await schedule(api, `${range}&build_id=2`);
    expect(north.map((doctor) => [doctor.id, doctor.schedules.length])).toEqual([[11, 1]]);
    expect(await schedule(api, `${range}&doc_id=99`)).toEqual([]);
  }
  await using api = await startClinic(smallClinic({ intervalsIgnoreFilters: true }));
  expect(await schedule(api, `${range}&build_id=2&doc_id=11`)).toHaveLength(3);
});

test.for<[string, string]>([
  ['', 'Не указан период (date_from, date_to)'],
  ['date_from=23.11.2026', 'Не указан период (date_from, date_to)'],
  ['date_from=2026-11-23&date_to=2026-11-24', 'Не указан период (date_from, date_to)'],
  ['date_from=25.11.2026&date_to=24.11.2026', 'Неверный период'],
  ['date_from=01.12.2026&date_to=01.01.2027', 'Период больше 31 дня'],
])('bad period %s', async ([query, message]) => {
  await using api = await startClinic();
  const answer = await api.get(`intervals?${query}`);
  expect([answer.status, await answer.json()]).toEqual([400, { status: 'Error', message }]);
});

test('thirty-one days are allowed', async () => {
  await using api = await startClinic();
  expect((await api.get('intervals?date_from=01.12.2026&date_to=31.12.2026')).status).toBe(200);
});
