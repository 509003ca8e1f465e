import type { ContractCase } from '../framework/case.ts';
import { at, equal, keys, numberAt, rows, status } from '../framework/check.ts';
import type { Clinic } from './kit.ts';
import { onClinic, seedClinic } from './kit.ts';

const filter = (index: number, field: string, value: string): string =>
  `filters[${index}][field]=${field}&filters[${index}][value]=${encodeURIComponent(value)}`;

const crowd = (count: number): object[] =>
  Array.from({ length: count }, (_, index) => ({
    id: 5000 - index,
    lastName: `Пациент${index}`,
    firstName: 'Имя',
  }));

/** A case over talons 1…4: two days, two patients, two statuses. */
async function withTalons(clinic: Clinic): Promise<number[]> {
  const first = await clinic.book();
  const second = await clinic.book({ begintime: '11:00', endtime: '11:30', patient_id: '702' });
  const third = await clinic.book({ date: '31.07.2026' });
  const fourth = await clinic.book({ date: '31.07.2026', begintime: '12:00', endtime: '12:30' });
  await clinic.api('PUT', `/talons/${fourth}`, { form: { status_id: '2' } });
  return [first, second, third, fourth];
}

export const listCases: readonly ContractCase[] = [
  onClinic('2-envelope', ['§2 envelope'], 'data, total, page, limit and nothing else', async (clinic) => {
    for (const path of ['/talons', '/medcards', '/doctors', '/services', '/buildings']) {
      const reply = await clinic.api('GET', path);
      status(reply, 200);
      keys(reply.json, ['data', 'total', 'page', 'limit'], path);
    }
  }),
  onClinic('2-total-string', ['§2 total'], 'total is a string', async (clinic) => {
    for (const [path, total] of [
      ['/talonstatuses', '6'],
      ['/talons', '0'],
    ]) {
      equal(at((await clinic.api('GET', path ?? '')).json, 'total'), total, `total of ${path}`);
    }
  }),
  onClinic(
    '2-page-limit-echo',
    ['§2 page', '§2 limit'],
    'page counts from 1; both are numbers and echoed',
    async (clinic) => {
      const reply = await clinic.api('GET', '/talonstatuses?limit=2&page=2&fields[]=id');
      equal(reply.json, { data: [{ id: 3 }, { id: 4 }], total: '6', page: 2, limit: 2 }, 'second page');
    },
  ),
  {
    id: 'archimed-10-paging',
    facts: ['§2 default limit', '§10 order and paging', '§10 limit 500', '§10 past the end', '§2 sorting'],
    title: 'ascending by id; 100 by default, 500 at most, empty past the end; no parameter sorts',
    async run(context) {
      const clinic = await seedClinic(context, { patients: crowd(612) });
      const ascending = Array.from({ length: 612 }, (_, index) => 4389 + index);
      equal(await clinic.ids('/medcards?fields[]=id'), ascending.slice(0, 100), 'first page');
      equal(await clinic.ids('/medcards?fields[]=id&sort=-id&order=desc'), ascending.slice(0, 100), 'sorted');
      const big = await clinic.api('GET', '/medcards?limit=2000&fields[]=id');
      equal(numberAt(big.json, 'limit'), 500, 'echoed limit');
      equal(rows(big.json, 'data').length, 500, 'rows');
      equal(await clinic.ids('/medcards?limit=500&page=2&fields[]=id'), ascending.slice(500), 'second page');
      const beyond = await clinic.api('GET', '/medcards?limit=500&page=3');
      equal(beyond.json, { data: [], total: '612', page: 3, limit: 500 }, 'past the end');
    },
  },
  onClinic(
    '2-fields-list',
    ['§2 fields[] on lists'],
    'fields[] leaves these keys only; docs survives',
    async (clinic) => {
      const id = await clinic.book();
      equal(
        await clinic.list('/talons?fields[]=id&fields[]=docs'),
        [{ id, docs: [{ id: 8, name: 'Громов Андрей Викторович', type: 'Хирург' }] }],
        'talons',
      );
      equal(await clinic.list('/medcards/701/talons?fields[]=id'), [{ id }], 'nested list');
    },
  ),
  onClinic(
    '2-fields-single',
    ['§2 fields[] on single objects'],
    'fields[] works on single objects',
    async (clinic) => {
      const reply = await clinic.api('GET', '/doctors/8?fields[]=id&fields[]=max_time');
      equal(reply.json, { id: 8, max_time: 30 }, 'doctor');
    },
  ),
  onClinic(
    '2-filters-combine',
    ['§2 filters', '§10 filters of talons'],
    'id, date, patient_id, status_id; several mean all of them',
    async (clinic) => {
      const [first, second, third, fourth] = await withTalons(clinic);
      equal(await clinic.ids(`/talons?${filter(0, 'id', String(second))}`), [second], 'id');
      equal(await clinic.ids(`/talons?${filter(0, 'date', '30.07.2026')}`), [first, second], 'date');
      equal(
        await clinic.ids(`/talons?${filter(0, 'patient_id', '701')}`),
        [first, third, fourth],
        'patient_id',
      );
      equal(await clinic.ids(`/talons?${filter(0, 'status_id', '2')}`), [fourth], 'status_id');
      const both = `${filter(0, 'patient_id', '701')}&${filter(1, 'date', '31.07.2026')}`;
      equal(await clinic.ids(`/talons?${both}`), [third, fourth], 'patient_id and date');
      equal(
        at((await clinic.api('GET', `/talons?${both}`)).json, 'total'),
        '2',
        'total of the filtered list',
      );
    },
  ),
  onClinic(
    '2-filters-equality',
    ['§10 filters: equality only', '§2 filter operators'],
    'operators, ranges and other spellings do nothing',
    async (clinic) => {
      const [first, second, third, fourth] = await withTalons(clinic);
      const operator = `${filter(0, 'date', '30.07.2026')}&filters[0][operator]=%3E%3D`;
      equal(await clinic.ids(`/talons?${operator}`), [first, second], 'operator ignored');
      equal(await clinic.ids(`/talons?${filter(0, 'date', '2026-07-30')}`), [], 'ISO date equals nothing');
      const unknown = filter(0, 'update_datetime', '30.07.2026 00:00:00');
      equal(await clinic.ids(`/talons?${unknown}`), [first, second, third, fourth], 'unknown field ignored');
      equal(
        await clinic.ids(`/talons?${filter(0, 'doc_id', '11')}`),
        [first, second, third, fourth],
        'doc_id ignored',
      );
      equal(
        await clinic.ids('/talons?date=30.07.2026&filters[0][field]=date'),
        [first, second, third, fourth],
        'half',
      );
      equal(await clinic.ids(`/doctors?${filter(0, 'id', '8')}`), [6, 8, 11, 31], 'no filters on doctors');
    },
  ),
  onClinic(
    '2-filter-fields',
    ['§2 filter fields used'],
    "medcards by number, talons by patient_id, a doctor's talons by status_id",
    async (clinic) => {
      const [, , , fourth] = await withTalons(clinic);
      const number = String(at(rows((await clinic.api('GET', '/medcards')).json, 'data')[1], 'number'));
      equal(await clinic.ids(`/medcards?${filter(0, 'number', number)}`), [702], 'number');
      equal(await clinic.ids(`/doctors/8/talons?${filter(0, 'status_id', '2')}`), [fourth], 'status_id');
    },
  ),
  onClinic(
    '10-filters-medcards',
    ['§10 filters of medcards', '§10 phone finds'],
    'id, number, phone (also phone1), the stored string',
    async (clinic) => {
      const by = (field: string, value: string) => clinic.ids(`/medcards?${filter(0, field, value)}`);
      equal(await by('id', '702'), [702], 'id');
      equal(await by('phone', '+79050001111'), [701], 'phone');
      equal(await by('phone', '89050001111'), [702], 'phone1');
      for (const spelling of ['79050001111', '9050001111', '+7 905 000-11-11']) {
        equal(await by('phone', spelling), [], `another spelling: ${spelling}`);
      }
      equal(await by('phone', '9050002222'), [702], 'ten digits, as stored');
      equal(await by('last_name', 'Белова'), [701, 702], 'another field is ignored');
    },
  ),
  onClinic(
    '2-with-deleted',
    ['§2 deleted rows', '§10 withDeleted'],
    'deleted talons only with withDeleted=1',
    async (clinic) => {
      const id = await clinic.book();
      await clinic.api('DELETE', `/talons/${id}`);
      for (const path of ['/talons', '/medcards/701/talons', '/doctors/8/talons']) {
        equal(await clinic.ids(path), [], path);
        equal(await clinic.ids(`${path}?withDeleted=1`), [id], `${path}?withDeleted=1`);
      }
      equal((await clinic.api('GET', `/talons/${id}`)).json, [], 'by id');
      equal(
        at((await clinic.api('GET', `/talons/${id}?withDeleted=1`)).json, 'deleted'),
        true,
        'by id with it',
      );
    },
  ),
  onClinic('2-single-bare', ['§2 single object'], 'a single object has no wrapper', async (clinic) => {
    equal(at((await clinic.api('GET', '/medcards/701')).json, 'id'), 701, 'id at the top');
  }),
  onClinic(
    '2-unknown-id',
    ['§2 unknown id', '§10 unknown id: GET'],
    'an unknown id is 200 with []',
    async (clinic) => {
      for (const path of [
        '/talons/9',
        '/medcards/9',
        '/doctors/9',
        '/services/9',
        '/talonstatuses/9',
        '/talons/x',
      ]) {
        const reply = await clinic.api('GET', path);
        status(reply, 200, path);
        equal(reply.json, [], path);
      }
    },
  ),
  onClinic(
    '2-nested-lists',
    ['§2 nested lists', '§4 row 12', '§4 row 15'],
    'talons of a patient and of a doctor: the same envelope',
    async (clinic) => {
      const [first, second, third, fourth] = await withTalons(clinic);
      equal(await clinic.ids('/medcards/702/talons'), [second], 'of a patient');
      equal(
        await clinic.ids('/doctors/8/talons?limit=2&page=2'),
        [third, fourth],
        'of a doctor, second page',
      );
      equal(await clinic.ids('/doctors/11/talons'), [], 'of another doctor');
      keys(
        (await clinic.api('GET', '/medcards/701/talons')).json,
        ['data', 'total', 'page', 'limit'],
        'envelope',
      );
      equal((await clinic.ids('/medcards/701/talons'))[0], first, 'first');
    },
  ),
];
