import type { ContractCase } from '../framework/case.ts';
import { at, equal, keys, status, that } from '../framework/check.ts';
import { onClinic, refused, seedClinic, smallClinic } from './kit.ts';

const keysOfDoctor = [
  ...[
    'id',
    'name',
    'name1',
    'name2',
    'type',
    'code',
    'max_time',
    'phone',
    'snils',
    'info',
    'zone_id',
    'zone',
  ],
  ...[
    'branch_id',
    'branch',
    'category_id',
    'category',
    'scientific_degree_id',
    'scientific_degree',
    'user_id',
  ],
  ...['photo', 'address', 'building_name', 'building_web_name', 'primary_type_id', 'types'],
];

const keysOfService = [
  ...[
    'id',
    'kind',
    'code',
    'name',
    'altcode',
    'altname',
    'barcode',
    'info',
    'group_id',
    'group_name',
    'mz_code',
  ],
  ...['base_cost', 'cito_cost', 'purchase_price', 'duration', 'denomination', 'unit_id', 'unit'],
];

/** One small dictionary: its rows as they were described. */
function dictionary(id: string, fact: string, path: string, expected: readonly unknown[]): ContractCase {
  return onClinic(id, [fact], `GET ${path}`, async (clinic) => {
    equal(await clinic.list(`/${path}`), expected, path);
  });
}

const photos = {
  doctors: [{ id: 8, lastName: 'Громов', specializationIds: [34], maxTime: 30, photo: true }],
  schedules: smallClinic.schedules.filter((row) => row.doctorId === 8),
};

export const directoryCases: readonly ContractCase[] = [
  dictionary(
    '4-talonstatuses',
    '§4 row 6',
    'talonstatuses',
    smallClinic.statuses.map(({ id, name }) => ({ id, name })),
  ),
  onClinic('4-talonstatuses-one', ['§4 row 6: one'], 'one status by id', async (clinic) => {
    equal((await clinic.api('GET', '/talonstatuses/5')).json, { id: 5, name: 'Пациент пришёл' }, 'status');
  }),
  dictionary('4-talondeletereasons', '§4 row 7', 'talondeletereasons', smallClinic.deleteReasons),
  dictionary('4-specializations', '§4 row 16', 'specializations', smallClinic.specializations),
  dictionary('4-buildings', '§4 row 18', 'buildings', smallClinic.buildings),
  dictionary('4-groupservices', '§4 row 20', 'groupservices', [
    { id: 5, code: '50', name: 'Лабораторные исследования', owner: 0 },
    { id: 51, code: '51', name: 'Биохимия', owner: 5 },
  ]),
  dictionary('4-branchs', '§4 row 21', 'branchs', smallClinic.branches),
  dictionary('4-zones', '§4 row 22', 'zones', smallClinic.zones),
  dictionary('4-scientific-degrees', '§4 row 23', 'scientific_degrees', smallClinic.scientificDegrees),
  dictionary('4-accounts', '§4 row 25', 'accounts', smallClinic.accounts),
  onClinic(
    '4-categories',
    ['§4 row 24', '§5 404', '§10 unknown path', '§4 not found anywhere'],
    'categories and other unknown paths: 404',
    async (clinic) => {
      const absent = ['categories', 'rooms', 'invoices', 'payments', 'users', 'recordtypes', 'infosources'];
      for (const path of [...absent, 'comstatuses', 'nothing/at/all', 'talons/1/services']) {
        refused(await clinic.api('GET', `/${path}`), 404);
      }
    },
  ),
  onClinic(
    '4-5-keys',
    ['§4 row 13', '§4 row 14', '§4.5 25 keys', '§4.5 no building id'],
    'a doctor has exactly 25 keys',
    async (clinic) => {
      const doctor = (await clinic.api('GET', '/doctors/8')).json;
      keys(doctor, keysOfDoctor, 'doctor');
      equal(keysOfDoctor.length, 25, 'number of keys');
      equal((await clinic.list('/doctors'))[1], doctor, 'list');
    },
  ),
  onClinic(
    '4-5-names',
    ['§4.5 name, name1, name2', '§4.5 types'],
    'last, first, middle name; label and several specialities',
    async (clinic) => {
      const doctor = (await clinic.api('GET', '/doctors/8')).json;
      const seen = ['name', 'name1', 'name2', 'type', 'max_time', 'primary_type_id'].map((name) =>
        at(doctor, name),
      );
      equal(seen, ['Громов', 'Андрей', 'Викторович', 'Хирург', 30, 34], 'doctor');
      const types = [
        { id: 34, name: 'Хирург' },
        { id: 32, name: 'Кардиолог' },
      ];
      equal(at(doctor, 'types'), types, 'types');
    },
  ),
  onClinic(
    '4-5-service-account',
    ['§4.5 service accounts'],
    'accounts of the program stand among the doctors',
    async (clinic) => {
      const rows = await clinic.list('/doctors?fields[]=id&fields[]=name&fields[]=max_time');
      equal(rows[0], { id: 6, name: 'Администратор ArchiMed+', max_time: 0 }, 'first row');
    },
  ),
  {
    id: 'archimed-4-5-photo',
    facts: ['§4.5 photo'],
    title: 'photo is a whole BMP of about a megabyte, null for others, gone with fields[]',
    async run(context) {
      const clinic = await seedClinic(context, photos);
      const full = await clinic.api('GET', '/doctors/8');
      const photo = String(at(full.json, 'photo'));
      that(photo.length > 900_000, `photo has ${photo.length} characters`);
      equal(Buffer.from(photo.slice(0, 8), 'base64').subarray(0, 2).toString('ascii'), 'BM', 'a bitmap');
      const slim = await clinic.api('GET', '/doctors?fields[]=id&fields[]=name');
      that(slim.text.length < 200, 'without it the list is small');
    },
  },
  onClinic(
    '4-5-edited',
    ['§4.5 doctors come and go'],
    'a doctor can be renamed, added and removed while we work',
    async (clinic) => {
      const id = await clinic.book();
      await clinic.strings('PATCH', '/directories/doctors/8', { lastName: 'Громов-Белый', maxTime: 0 });
      await clinic.strings('POST', '/directories/doctors', { id: 12, lastName: 'Новая', maxTime: 20 });
      await clinic.strings('DELETE', '/directories/doctors/31');
      const names = (await clinic.list('/doctors?fields[]=name')).map((row) => at(row, 'name'));
      equal(names, ['Администратор ArchiMed+', 'Громов-Белый', 'Лаврентьева', 'Новая'], 'doctors');
      equal(at(await clinic.talon(id), 'docs.0.name'), 'Громов-Белый Андрей Викторович', 'name in the talon');
      await clinic.strings('DELETE', '/directories/doctors/8');
      equal(at(await clinic.talon(id), 'docs'), [], 'a talon of a removed doctor');
    },
  ),
  onClinic(
    '4-directories-edited',
    ['§4 directories change'],
    'reasons, buildings and services change as well',
    async (clinic) => {
      await clinic.strings('DELETE', '/directories/deleteReasons/1');
      await clinic.strings('PATCH', '/directories/buildings/2', { name: 'Полюс' });
      await clinic.strings('POST', '/directories/services', {
        id: 103,
        code: '1013',
        name: 'ЭКГ',
        groupId: 5,
        cost: 900,
      });
      equal(await clinic.ids('/talondeletereasons'), [2], 'reasons');
      equal(at((await clinic.list('/buildings'))[1], 'name'), 'Полюс', 'building');
      equal(await clinic.ids('/services'), [101, 102, 103], 'services');
      const day = await clinic.api('GET', '/intervals?date_from=30.07.2026&date_to=30.07.2026&build_id=2');
      equal(at(day.json, 'doctors.0.schedules.0.build_name'), 'Полюс', 'building in intervals');
    },
  ),
  onClinic(
    '4-7-keys',
    ['§4 row 19', '§4.7 fields', '§4.7 duration 0'],
    'a service has exactly the listed keys',
    async (clinic) => {
      const service = (await clinic.api('GET', '/services/102')).json;
      keys(service, keysOfService, 'service');
      const seen = ['code', 'name', 'group_id', 'group_name', 'base_cost', 'duration', 'unit'].map((name) =>
        at(service, name),
      );
      equal(seen, ['50001', 'Глюкоза', 51, 'Биохимия', 330, 0, null], 'service');
      equal((await clinic.list('/services'))[1], service, 'list');
    },
  ),
  {
    id: 'archimed-4-7-size',
    facts: ['§4.7 real size'],
    title: '3,646 services in eight pages, most of them laboratory tests',
    async run(context) {
      const services = Array.from({ length: 3646 }, (_, index) => ({
        id: 101 + index,
        code: String(10_000 + index),
        name: `Исследование ${index}`,
        groupId: index < 600 ? 5 : 51,
        cost: 300,
      }));
      const clinic = await seedClinic(context, { services });
      const ids: number[] = [];
      for (let page = 1; page <= 8; page += 1) {
        ids.push(...(await clinic.ids(`/services?limit=500&page=${page}&fields[]=id`)));
      }
      equal(
        ids,
        services.map((service) => service.id),
        'ids of all pages',
      );
      status(await clinic.api('GET', '/services?limit=500&page=9'), 200);
    },
  },
];
