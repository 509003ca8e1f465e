import type { ContractCase } from '../framework/case.ts';
import { at, equal, numberAt, rows, status, that } from '../framework/check.ts';
import type { Form } from './kit.ts';
import { onClinic, refused, seedClinic, smallClinic, visit } from './kit.ts';

const newcomer: Form = {
  doc_id: '8',
  date: '30.07.2026',
  begintime: '10:00',
  last_name: 'Новиков',
  first_name: 'Лев',
  middle_name: 'Ильич',
  birthdate: '23.04.2000',
  phone: '+79555555555',
};

export const bookingCases: readonly ContractCase[] = [
  onClinic(
    '10-post-known',
    ['§4 row 3', '§4.2 patient_id', '§10 POST talons', '§1 form body'],
    'a known patient: 200 {status, id}',
    async (clinic) => {
      const reply = await clinic.api('POST', '/talons', { form: { ...visit, info: 'Услуги: 1012' } });
      status(reply, 200);
      const id = numberAt(reply.json, 'id');
      equal(reply.json, { status: 'Ok', id }, 'reply');
      const talon = await clinic.talon(id);
      const seen = ['patient_id', 'begintime', 'endtime', 'status_id', 'room', 'info'].map((name) =>
        at(talon, name),
      );
      equal(seen, [701, '10:00:00', '10:30:00', 1, 'Кабинет № 2', 'Услуги: 1012'], 'new talon');
    },
  ),
  onClinic(
    '10-post-new-person',
    ['§4.2 new person', '§10 POST talons makes a medcard'],
    'a new person: a card is made first',
    async (clinic) => {
      const reply = await clinic.api('POST', '/talons', { form: newcomer });
      status(reply, 200);
      const patient = numberAt(await clinic.talon(numberAt(reply.json, 'id')), 'patient_id');
      const card = (await clinic.api('GET', `/medcards/${patient}`)).json;
      const seen = ['last_name', 'first_name', 'middle_name', 'birthdate', 'phone'].map((name) =>
        at(card, name),
      );
      equal(seen, ['Новиков', 'Лев', 'Ильич', '23.04.2000', '+79555555555'], 'card');
      equal(await clinic.ids('/medcards'), [701, 702, patient], 'cards');
    },
  ),
  onClinic('10-post-json', ['§10 encoding'], 'JSON with the same names works too', async (clinic) => {
    const reply = await clinic.api('POST', '/talons', { body: { ...visit, doc_id: 8, patient_id: 701 } });
    status(reply, 200);
    equal(await clinic.ids('/talons'), [numberAt(reply.json, 'id')], 'talons');
  }),
  onClinic(
    '4-2-endtime-optional',
    ['§4.2 endtime optional'],
    "without endtime the length is the doctor's max_time",
    async (clinic) => {
      const { endtime: _, ...without } = visit;
      for (const [form, end] of [
        [without, '10:30:00'],
        [{ ...without, doc_id: '11', begintime: '12:20' }, '12:40:00'],
      ] as const) {
        const reply = await clinic.api('POST', '/talons', { form });
        equal(at(await clinic.talon(numberAt(reply.json, 'id')), 'endtime'), end, 'endtime');
      }
    },
  ),
  onClinic(
    '10-post-unknown-fields',
    ['§10 unknown fields ignored', '§4.2 [G] fields', '§10 services, room, building'],
    'unknown fields change nothing',
    async (clinic) => {
      const id = await clinic.book({
        comments: 'x',
        service_id: '101',
        room: 'Кабинет № 9',
        build_id: '2',
        record_type_id: '1',
        info_source_id: '5',
        status_id: '3',
        doctor_id: '11',
      });
      const talon = await clinic.talon(id);
      const seen = ['info', 'room', 'record_type', 'info_source_id', 'status_id', 'docs.0.id'].map((name) =>
        at(talon, name),
      );
      equal(seen, ['', 'Кабинет № 2', 'Виджет', 0, 1, 8], 'talon');
    },
  ),
  onClinic(
    '10-room-building',
    ['§10 room and building follow'],
    'room from the interval, building from its build_id',
    async (clinic) => {
      const id = await clinic.book({ doc_id: '11', begintime: '13:00', endtime: '13:20' });
      equal(at(await clinic.talon(id), 'room'), 'Кабинет 104', 'room of the second schedule that day');
      const day = await clinic.api('GET', '/intervals?date_from=30.07.2026&date_to=30.07.2026&doc_id=11');
      const taken = rows(day.json, 'doctors.0.schedules').find((row) =>
        rows(row, 'intervals').some((interval) => at(interval, 'free') === false),
      );
      equal([at(taken, 'build_id'), at(taken, 'room')], ['2', 'Кабинет 104'], 'interval that it covers');
    },
  ),
  onClinic(
    '10-post-repeat',
    ['§4.2 no idempotency'],
    'the same request again makes a second talon where the slot is free',
    async (clinic) => {
      const first = await clinic.book();
      refused(await clinic.api('POST', '/talons', { form: visit }), 403, 'Выбранное время занято');
      await clinic.api('PUT', `/talons/${first}`, { form: { status_id: '4' } });
      const second = await clinic.book();
      that(second > first, 'the second talon has an id of its own');
    },
  ),
  onClinic('10-busy', ['§10 busy slot'], 'a busy slot: 403 «Выбранное время занято»', async (clinic) => {
    await clinic.book();
    const late = { ...visit, patient_id: '702' };
    refused(await clinic.api('POST', '/talons', { form: late }), 403, 'Выбранное время занято');
    refused(
      await clinic.api('POST', '/talons', { form: { ...late, begintime: '09:30', endtime: '10:30' } }),
      403,
      'Выбранное время занято',
    );
  }),
  onClinic(
    '10-busy-by-reception',
    ['§10 refused, no card left'],
    'a refusal for a new person leaves no card',
    async (clinic) => {
      await clinic.strings('POST', '/talons', {
        doctorId: 8,
        date: '2026-07-30',
        begin: '10:00',
        patientId: 702,
      });
      refused(await clinic.api('POST', '/talons', { form: newcomer }), 403, 'Выбранное время занято');
      equal(await clinic.ids('/medcards'), [701, 702], 'cards');
    },
  ),
  onClinic(
    '10-two-at-once',
    ['§10 one slot, one talon'],
    'twenty bookings of one slot at once: one wins',
    async (clinic) => {
      const replies = await Promise.all(
        Array.from({ length: 20 }, () => clinic.api('POST', '/talons', { form: visit })),
      );
      equal(replies.filter((reply) => reply.status === 200).length, 1, 'winners');
    },
  ),
  onClinic(
    '10-long-visit',
    ['§10 longer than one interval'],
    'a long visit needs every interval it covers',
    async (clinic) => {
      await clinic.book({ begintime: '11:00', endtime: '11:30' });
      refused(
        await clinic.api('POST', '/talons', { form: { ...visit, begintime: '10:00', endtime: '12:00' } }),
        403,
        'Выбранное время занято',
      );
      await clinic.book({ begintime: '09:00', endtime: '11:00' });
      refused(
        await clinic.api('POST', '/talons', { form: { ...visit, begintime: '14:30', endtime: '15:30' } }),
        403,
        'Нет расписания на это время',
      );
    },
  ),
  {
    id: 'archimed-10-unpublished',
    facts: ['§4.6 schedule not published'],
    title: 'a schedule that is not published: the desk books, the API has no intervals and refuses',
    async run(context) {
      const schedules = smallClinic.schedules.map((row) => ({ ...row, published: row.doctorId !== 8 }));
      const clinic = await seedClinic(context, { schedules });
      const day = await clinic.api('GET', '/intervals?date_from=30.07.2026&date_to=30.07.2026&doc_id=8');
      equal(day.json, { doctors: [] }, 'intervals');
      refused(await clinic.api('POST', '/talons', { form: visit }), 403, 'Нет расписания на это время');
      await clinic.strings('POST', '/talons', {
        doctorId: 8,
        date: '2026-07-30',
        begin: '10:00',
        patientId: 701,
      });
    },
  },
];
