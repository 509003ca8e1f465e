import type { ContractCase } from '../framework/case.ts';
import { at, equal, keys, rows, status } from '../framework/check.ts';
import type { Clinic } from './kit.ts';
import { onClinic, refused, seedClinic } from './kit.ts';

const range = (from: string, to: string, more = ''): string =>
  `/intervals?date_from=${from}&date_to=${to}${more}`;
const tomorrow = range('30.07.2026', '30.07.2026');

async function free(clinic: Clinic, doctor: number, path = tomorrow): Promise<unknown[]> {
  const reply = await clinic.api('GET', path);
  status(reply, 200);
  const found = rows(reply.json, 'doctors').find((row) => at(row, 'id') === doctor);
  return rows(found, 'schedules')
    .flatMap((row) => rows(row, 'intervals'))
    .filter((row) => at(row, 'free') === true)
    .map((row) => at(row, 'start'));
}

export const intervalCases: readonly ContractCase[] = [
  onClinic(
    '4-6-shape',
    ['§4 row 17', '§4.6 shape', '§4.6 specs', '§4.6 kind'],
    'the documented shape and nothing else',
    async (clinic) => {
      const reply = await clinic.api('GET', `${tomorrow}&doc_id=8`);
      keys(reply.json, ['doctors'], 'reply');
      const doctor = rows(reply.json, 'doctors')[0];
      keys(doctor, ['id', 'name', 'primary_spec', 'primary_spec_id', 'specs', 'schedules'], 'doctor');
      const seen = ['id', 'name', 'primary_spec', 'primary_spec_id', 'specs.1'].map((name) =>
        at(doctor, name),
      );
      equal(seen, [8, 'Громов Андрей Викторович', 'Хирург', '34', { id: '32', name: 'Кардиолог' }], 'doctor');
      const schedule = at(doctor, 'schedules.0');
      const names = [
        'id',
        'build_id',
        'build_name',
        'room',
        'address',
        'kind',
        'date',
        'start',
        'end',
        'intervals',
      ];
      keys(schedule, names, 'schedule');
      const said = names.slice(1, 9).map((name) => at(schedule, name));
      const expected = [
        '1',
        'Корпус 1',
        'Кабинет № 2',
        'ул. Садовая, 12',
        '0',
        '30.07.2026',
        '09:00',
        '15:00',
      ];
      equal(said, expected, 'schedule');
      equal(at(schedule, 'intervals.0'), { start: '09:00', end: '09:30', free: true }, 'first interval');
      equal(rows(schedule, 'intervals').length, 12, 'number of intervals');
    },
  ),
  onClinic(
    '4-6-several-a-day',
    ['§4.6 several schedules a day'],
    'one doctor, one day, two rooms in two buildings',
    async (clinic) => {
      const reply = await clinic.api('GET', `${tomorrow}&doc_id=11`);
      const schedules = rows(reply.json, 'doctors.0.schedules');
      equal(
        schedules.map((row) => [at(row, 'build_id'), at(row, 'room'), at(row, 'start'), at(row, 'end')]),
        [
          ['1', 'Кабинет № 5', '09:00', '11:00'],
          ['2', 'Кабинет 104', '12:00', '14:00'],
        ],
        'schedules',
      );
      equal(new Set(schedules.map((row) => at(row, 'id'))).size, 2, 'ids of schedules');
    },
  ),
  onClinic(
    '4-6-windows',
    ['§4.6 all doctors at once'],
    'a week and thirty days of all doctors',
    async (clinic) => {
      for (const [to, days] of [
        ['04.08.2026', 7],
        ['27.08.2026', 30],
      ] as const) {
        const reply = await clinic.api('GET', range('29.07.2026', to));
        equal(
          rows(reply.json, 'doctors').map((row) => at(row, 'id')),
          [8, 11, 31],
          'doctors',
        );
        equal(rows(reply.json, 'doctors.0.schedules').length, days, 'days');
      }
    },
  ),
  onClinic(
    '10-intervals-days',
    ['§10 intervals: 31 days', '§10 intervals: dates'],
    'both dates are needed; 31 days at most',
    async (clinic) => {
      status(await clinic.api('GET', range('29.07.2026', '28.08.2026')), 200, '31 days');
      for (const path of [
        range('29.07.2026', '29.08.2026'),
        '/intervals',
        '/intervals?date_from=29.07.2026',
      ]) {
        refused(await clinic.api('GET', path), 400);
      }
      refused(await clinic.api('GET', range('30.07.2026', '29.07.2026')), 400);
    },
  ),
  onClinic(
    '10-intervals-filters',
    ['§10 intervals: doc_id, build_id'],
    'doc_id and build_id narrow',
    async (clinic) => {
      const read = async (more: string) => {
        const doctors = rows((await clinic.api('GET', `${tomorrow}${more}`)).json, 'doctors');
        return doctors.map((row) => [at(row, 'id'), rows(row, 'schedules').length]);
      };
      equal(await read('&doc_id=11'), [[11, 2]], 'doc_id');
      equal(await read('&build_id=2'), [[11, 1]], 'build_id');
      equal(await read('&build_id=2&doc_id=8'), [], 'nobody');
    },
  ),
  {
    id: 'archimed-10-intervals-ignore-filters',
    facts: ['§10 intervals: filters ignored'],
    title: 'some clinics ignore doc_id and build_id',
    async run(context) {
      const clinic = await seedClinic(context, { intervalsIgnoreFilters: true });
      const reply = await clinic.api('GET', `${tomorrow}&doc_id=11&build_id=2`);
      equal(
        rows(reply.json, 'doctors').map((row) => at(row, 'id')),
        [8, 11, 31],
        'doctors',
      );
    },
  },
  onClinic(
    '10-intervals-covered',
    ['§10 intervals: covered'],
    'what a talon covers is not free, also part of a step',
    async (clinic) => {
      await clinic.book({ begintime: '10:00', endtime: '11:00' });
      await clinic.strings('POST', '/talons', {
        doctorId: 11,
        date: '2026-07-30',
        begin: '12:00',
        end: '12:30',
        patientId: 702,
      });
      equal((await free(clinic, 8)).slice(0, 4), ['09:00', '09:30', '11:00', '11:30'], 'doctor 8');
      equal((await free(clinic, 11)).slice(6), ['12:40', '13:00', '13:20', '13:40'], 'doctor 11');
    },
  ),
  onClinic(
    '10-intervals-cancelled',
    ['§10 intervals: cancelled and deleted'],
    'cancelled and deleted talons cover nothing',
    async (clinic) => {
      const cancelled = await clinic.book({ begintime: '09:00', endtime: '09:30' });
      const deleted = await clinic.book({ begintime: '09:30', endtime: '10:00' });
      await clinic.api('PUT', `/talons/${cancelled}`, { form: { status_id: '4' } });
      await clinic.api('DELETE', `/talons/${deleted}`);
      equal((await free(clinic, 8)).slice(0, 3), ['09:00', '09:30', '10:00'], 'free');
    },
  ),
  onClinic(
    '10-intervals-past',
    ['§4.6 past slots', '§10 intervals: past'],
    'past slots come as free',
    async (clinic) => {
      equal((await free(clinic, 8, range('29.07.2026', '29.07.2026'))).length, 12, 'today, half of it over');
      equal((await free(clinic, 8, range('28.07.2026', '28.07.2026'))).length, 12, 'yesterday');
    },
  ),
  onClinic(
    '4-6-empty',
    ['§4.6 empty reply'],
    'no schedules at all: an empty list with 200',
    async (clinic) => {
      equal(
        (await clinic.api('GET', range('01.10.2026', '02.10.2026'))).json,
        { doctors: [] },
        'a period without any',
      );
      await clinic.fault({ kind: 'no-schedule' });
      equal((await clinic.api('GET', tomorrow)).json, { doctors: [] }, 'not published');
      status(await clinic.api('GET', '/doctors'), 200, 'other calls go on');
    },
  ),
];
