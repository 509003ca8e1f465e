import type { ContractCase } from '../framework/case.ts';
import { at, equal, keys, rows, status } from '../framework/check.ts';
import type { Form } from './kit.ts';
import { onClinic, seedClinic, smallClinic, visit } from './kit.ts';

const keysOfTalon = [
  ...[
    'id',
    'patient_id',
    'number',
    'patient_name',
    'patient_phone',
    'patient_email',
    'sms_send',
    'email_send',
  ],
  ...['info', 'begintime', 'endtime', 'date', 'datetime', 'room', 'creator', 'status_id', 'status'],
  ...['creation_datetime', 'update_datetime', 'reception_type_id', 'reception_type', 'com_status_id'],
  ...['com_status', 'info_source_id', 'info_source', 'record_type_id', 'record_type', 'owner_id'],
  ...['delete_reason_id', 'delete_reason', 'deleted', 'docs', 'assistants', 'agents'],
];

export const talonCases: readonly ContractCase[] = [
  onClinic(
    '4-1-keys',
    ['§4 row 1', '§4 row 2', '§4.1 fields', '§4.1 nothing else'],
    'a talon has exactly the keys of the sample',
    async (clinic) => {
      const id = await clinic.book({ info: 'Просит позвонить' });
      const talon = (await clinic.api('GET', `/talons/${id}`)).json;
      keys(talon, keysOfTalon, 'talon');
      equal(await clinic.list('/talons'), [talon], 'list of talons');
    },
  ),
  onClinic(
    '4-1-values',
    ['§4.1 patient', '§4.1 docs', '§4.1 room'],
    'patient, doctor and room as text beside ids',
    async (clinic) => {
      const talon = await clinic.talon(await clinic.book({ info: 'Просит позвонить' }));
      const card = (await clinic.api('GET', '/medcards/701')).json;
      const seen = ['patient_id', 'number', 'patient_name', 'patient_phone', 'info', 'room'].map((name) =>
        at(talon, name),
      );
      const expected = [
        701,
        at(card, 'number'),
        'Белова Ирина',
        '+79050001111',
        'Просит позвонить',
        'Кабинет № 2',
      ];
      equal(seen, expected, 'patient, note, room');
      equal(at(talon, 'docs'), [{ id: 8, name: 'Громов Андрей Викторович', type: 'Хирург' }], 'docs');
      equal([at(talon, 'assistants'), at(talon, 'agents')], [[], []], 'assistants and agents');
    },
  ),
  onClinic(
    '4-1-update-datetime',
    ['§4.1 update_datetime'],
    'every change moves update_datetime, creation_datetime stays',
    async (clinic, { clock }) => {
      const id = await clinic.book();
      const stamps: unknown[] = [];
      const changes: Form[] = [{ info: 'а' }, { status_id: '2' }, { begintime: '11:00', endtime: '11:30' }];
      for (const change of changes) {
        await clock.advance(1000);
        await clinic.api('PUT', `/talons/${id}`, { form: change });
        const talon = await clinic.talon(id);
        stamps.push(at(talon, 'update_datetime'));
        equal(at(talon, 'creation_datetime'), '29.07.2026 12:26:40', 'creation_datetime');
      }
      equal(stamps, ['29.07.2026 12:26:41', '29.07.2026 12:26:42', '29.07.2026 12:26:43'], 'update_datetime');
    },
  ),
  {
    id: 'archimed-4-3-own-directory',
    facts: ['§4.3 names per clinic', '§10 talonstatuses of others', '§10 new talon status 1'],
    title: 'another clinic has other names, ids and number of statuses; a new talon has its 1 or its first',
    async run(context) {
      const statuses = [
        { id: 10, name: 'Предварительная запись' },
        { id: 20, name: 'Подтверждена' },
        { id: 40, name: 'Отменена пациентом', cancelled: true },
      ];
      const clinic = await seedClinic(context, { statuses });
      equal(
        await clinic.list('/talonstatuses'),
        statuses.map(({ id, name }) => ({ id, name })),
        'statuses',
      );
      const talon = await clinic.talon(await clinic.book());
      equal([at(talon, 'status_id'), at(talon, 'status')], [10, 'Предварительная запись'], 'status');
      await context.archimed.admin('POST', '/reset');
      const demo = await seedClinic(context);
      equal(at(await demo.talon(await demo.book()), 'status_id'), 1, 'status in a clinic with a 1');
    },
  },
  onClinic(
    '4-3-directory-edited',
    ['§4.3 load, never hard-code'],
    'a status can be renamed, added and removed while we work',
    async (clinic) => {
      const id = await clinic.book();
      await clinic.strings('PATCH', '/directories/statuses/1', { name: 'Записан' });
      await clinic.strings('POST', '/directories/statuses', { id: 7, name: 'Оплачено' });
      await clinic.strings('DELETE', '/directories/statuses/6');
      const names = (await clinic.list('/talonstatuses')).map((row) => at(row, 'name'));
      equal(
        names,
        ['Записан', 'Подтверждён', 'Приём состоялся', 'Отменён', 'Пациент пришёл', 'Оплачено'],
        'names',
      );
      equal(at(await clinic.talon(id), 'status'), 'Записан', 'name in the talon');
      status(await clinic.api('PUT', `/talons/${id}`, { form: { status_id: '7' } }), 200, 'the new status');
      status(
        await clinic.api('PUT', `/talons/${id}`, { form: { status_id: '6' } }),
        400,
        'the removed status',
      );
    },
  ),
  onClinic(
    '4-3-two-ends',
    ['§4.3 two ends', '§10 status 4 does not hide'],
    'a cancelled talon stays in lists, a deleted one goes',
    async (clinic) => {
      const [cancelled, deleted] = [
        await clinic.book(),
        await clinic.book({ begintime: '11:00', endtime: '11:30' }),
      ];
      await clinic.api('PUT', `/talons/${cancelled}`, { form: { status_id: '4' } });
      await clinic.api('DELETE', `/talons/${deleted}`);
      const list = await clinic.list('/talons?fields[]=id&fields[]=status_id&fields[]=deleted');
      equal(list, [{ id: cancelled, status_id: 4, deleted: false }], 'list');
    },
  ),
  onClinic(
    '10-late-visibility',
    ['§10 late lists'],
    'a new talon may be missing from lists for a while; it holds its slot and is read by id',
    async (clinic, { clock }) => {
      await clinic.strings('PATCH', '/behaviour', { lateVisibilityMs: 5000 });
      const id = await clinic.book();
      equal(await clinic.ids('/talons'), [], 'list at once');
      equal(await clinic.ids('/medcards/701/talons'), [], 'nested list at once');
      equal(at((await clinic.api('GET', `/talons/${id}`)).json, 'id'), id, 'by id at once');
      status(await clinic.api('POST', '/talons', { form: visit }), 403, 'its slot');
      await clock.advance(5000);
      equal(await clinic.ids('/talons'), [id], 'list later');
    },
  ),
  onClinic(
    '10-record-type',
    ['§10 who else writes', '§4.1 record_type'],
    'record_type tells by which door a visit was booked',
    async (clinic) => {
      const day = { doctorId: 8, date: '2026-07-30', patientId: 702 };
      await clinic.strings('POST', '/talons', { ...day, begin: '09:00' });
      await clinic.strings('POST', '/bookings', { ...day, as: 'site', begin: '09:30' });
      await clinic.strings('POST', '/bookings', { ...day, as: 'aggregator', begin: '10:00' });
      const list = await clinic.list('/talons?fields[]=record_type');
      equal(
        list.map((row) => at(row, 'record_type')),
        ['По телефону', 'Виджет', 'СберЗдоровье'],
        'record_type',
      );
    },
  ),
  onClinic(
    '10-reception-restores',
    ['§10 restoring'],
    'only the clinic itself restores; the talon comes back with its id',
    async (clinic) => {
      const id = await clinic.book();
      await clinic.api('DELETE', `/talons/${id}?delete_reason_id=1`);
      status(
        await clinic.api('PUT', `/talons/${id}`, { form: { status_id: '1' } }),
        404,
        'PUT on a deleted talon',
      );
      await clinic.strings('PATCH', `/talons/${id}`, { restored: true });
      equal(await clinic.ids('/talons'), [id], 'list');
    },
  ),
  {
    id: 'archimed-4-restart',
    facts: ['§4 sources of several clinics'],
    title: 'several clinics live side by side and one starts again alone',
    async run(context) {
      const clinic = await seedClinic(context);
      await context.archimed.admin('POST', '/sources', {
        ...smallClinic,
        id: 'south',
        keys: [{ apiId: 'b'.repeat(32), apiSecret: 'c'.repeat(32) }],
        docdocTokens: [],
      });
      await context.archimed.admin('POST', '/sources/south/talons', {
        doctorId: 8,
        date: '2026-07-30',
        begin: '10:00',
        patientId: 701,
      });
      await clinic.book();
      await clinic.strings('POST', '/restart');
      equal(await clinic.ids('/talons'), [], 'talons of the clinic that started again');
      const south = await context.archimed.admin('GET', '/sources/south');
      equal(rows(south.json, 'talons').length, 1, 'talons of the other');
    },
  },
];
