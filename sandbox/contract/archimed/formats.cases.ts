import { z } from 'zod';
import type { ContractCase } from '../framework/case.ts';
import { at, equal, rows, shape, status } from '../framework/check.ts';
import { onClinic } from './kit.ts';

const date = z.string().regex(/^\d{2}\.\d{2}\.\d{4}$/);
const time = z.string().regex(/^\d{2}:\d{2}:\d{2}$/);
const dateTime = z.string().regex(/^\d{2}\.\d{2}\.\d{4} \d{2}:\d{2}:\d{2}$/);
const shortTime = z.string().regex(/^\d{2}:\d{2}$/);
const digits = z.string().regex(/^\d+$/);
const tomorrow = '/intervals?date_from=30.07.2026&date_to=30.07.2026';

export const formatCases: readonly ContractCase[] = [
  onClinic(
    '3-date',
    ['§3 date'],
    'dd.mm.yyyy in replies, queries and bodies; ISO is refused',
    async (clinic) => {
      const talon = await clinic.talon(await clinic.book());
      equal(at(talon, 'date'), '30.07.2026', 'date of the talon');
      equal(at((await clinic.api('GET', '/medcards/701')).json, 'birthdate'), '14.03.1986', 'birthdate');
      const iso = await clinic.api('POST', '/talons', {
        form: { doc_id: '8', date: '2026-07-30', begintime: '11:00', patient_id: '701' },
      });
      status(iso, 400, 'an ISO date in a body');
      status(
        await clinic.api('GET', '/intervals?date_from=2026-07-30&date_to=2026-07-30'),
        400,
        'in a query',
      );
    },
  ),
  onClinic(
    '3-talon-times',
    ['§3 time in talon', '§3 date-time'],
    'HH:MM:SS and dd.mm.yyyy HH:MM:SS',
    async (clinic) => {
      const talon = await clinic.talon(await clinic.book());
      const times = z.looseObject({
        begintime: time,
        endtime: time,
        date,
        datetime: dateTime,
        creation_datetime: dateTime,
        update_datetime: dateTime,
      });
      equal(shape(times, talon, 'talon').datetime, '30.07.2026 10:00:00', 'datetime');
    },
  ),
  onClinic(
    '3-short-times',
    ['§3 time in intervals and POST'],
    'HH:MM in intervals and in bodies',
    async (clinic) => {
      const intervals = rows((await clinic.api('GET', tomorrow)).json, 'doctors.0.schedules.0.intervals');
      shape(z.array(z.looseObject({ start: shortTime, end: shortTime })), intervals, 'intervals');
      await clinic.book({ begintime: '09:30', endtime: '10:00' });
    },
  ),
  onClinic(
    '3-wall-clock',
    ['§3 zone', '§10 times'],
    "the clinic's wall clock, no zone",
    async (clinic, { archimed, clock }) => {
      equal(at(await clinic.talon(await clinic.book()), 'creation_datetime'), '29.07.2026 12:26:40', 'UTC+5');
      const dump = await archimed.admin('GET', '/sources/north');
      equal(at(dump.json, 'now'), '2026-07-29 12:26:40', 'clock of the clinic');
      await clinic.strings('PATCH', '/behaviour', { clockSkewMs: -90_000 });
      await clock.advance(60_000);
      const id = await clinic.book({ begintime: '11:00', endtime: '11:30' });
      equal(at(await clinic.talon(id), 'creation_datetime'), '29.07.2026 12:26:10', 'a clock that is off');
    },
  ),
  onClinic('3-booleans', ['§3 booleans'], 'true/false and 1/0 side by side', async (clinic) => {
    const talon = await clinic.talon(await clinic.book());
    const card = (await clinic.api('GET', '/medcards/701')).json;
    const mixed = z.looseObject({
      sms_send: z.boolean(),
      email_send: z.literal(0),
      deleted: z.literal(false),
    });
    shape(mixed, talon, 'talon');
    shape(z.looseObject({ sms_send: z.literal(1), email_send: z.literal(0) }), card, 'medcard');
  }),
  onClinic(
    '3-ids',
    ['§3 ids'],
    'numbers in talons, cards, doctors, services; strings in intervals',
    async (clinic) => {
      await clinic.book();
      for (const path of ['/talons', '/medcards', '/doctors', '/services']) await clinic.ids(path);
      const strings = z.looseObject({
        primary_spec_id: digits,
        specs: z.array(z.looseObject({ id: digits })),
        schedules: z.array(z.looseObject({ id: digits, build_id: digits })),
      });
      shape(strings, at((await clinic.api('GET', tomorrow)).json, 'doctors.0'), 'intervals');
    },
  ),
  onClinic(
    '3-absent',
    ['§3 absent reference'],
    '0 and "" in talons, null in doctors; null in talons of other clinics',
    async (clinic) => {
      const id = await clinic.book();
      const references = ['reception_type', 'com_status', 'info_source', 'delete_reason'];
      const read = async () => {
        const talon = await clinic.talon(id);
        return references.flatMap((name) => [at(talon, `${name}_id`), at(talon, name)]);
      };
      equal(
        await read(),
        references.flatMap(() => [0, '']),
        'absent references',
      );
      const doctor = (await clinic.api('GET', '/doctors/8')).json;
      for (const name of ['zone', 'branch', 'category', 'scientific_degree']) {
        equal([at(doctor, `${name}_id`), at(doctor, name)], [null, null], name);
      }
      await clinic.strings('PATCH', '/behaviour', { absent: 'null' });
      equal(
        await read(),
        references.flatMap(() => [null, null]),
        'absent references as null',
      );
    },
  ),
  onClinic(
    '3-phones',
    ['§3 phone'],
    'phones are kept as they were given; 11 digits without plus in doctors',
    async (clinic) => {
      equal(at((await clinic.api('GET', '/doctors/8')).json, 'phone'), '79051112233', 'phone of a doctor');
      for (const phone of ['+79969949399', '7953256544', '79164143428', '8 (996) 994-93-99']) {
        const made = await clinic.api('POST', '/medcards', {
          form: { last_name: 'Нов', first_name: 'Лев', phone },
        });
        const card = await clinic.api('GET', `/medcards/${String(at(made.json, 'id'))}`);
        equal(at(card.json, 'phone'), phone, 'phone');
      }
    },
  ),
];
