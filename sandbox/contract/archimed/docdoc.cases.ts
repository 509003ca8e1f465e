import type { Context, ContractCase } from '../framework/case.ts';
import { at, equal, rows, status, textAt } from '../framework/check.ts';
import type { Reply, Request } from '../framework/http.ts';
import type { Clinic, Form } from './kit.ts';
import { docdocToken, onClinic, refused, visit } from './kit.ts';

type Docdoc = (method: string, path: string, request?: Request) => Promise<Reply>;

function onDocdoc(
  id: string,
  facts: readonly string[],
  title: string,
  run: (docdoc: Docdoc, clinic: Clinic, context: Context) => Promise<void>,
): ContractCase {
  return onClinic(`4-8-${id}`, facts, title, async (clinic, context) => {
    const docdoc: Docdoc = (method, path, request) => {
      const token = `${path.includes('?') ? '&' : '?'}access_token=${encodeURIComponent(docdocToken)}`;
      return context.archimed.call(method, `/docdoc/v2${path}${token}`, request);
    };
    await run(docdoc, clinic, context);
  });
}

const person: Form = {
  doc_id: '8',
  date: '30.07.2026',
  begintime: '11:00',
  endtime: '11:30',
  last_name: 'Новиков',
  first_name: 'Лев',
  phone: '+79555555555',
};

export const docdocCases: readonly ContractCase[] = [
  onDocdoc(
    'token',
    ['§4.8 access_token'],
    'the token stands in the query; the key pair does not open this door',
    async (docdoc, clinic, { archimed }) => {
      status(await docdoc('GET', '/buildings'), 200);
      const wrong = Buffer.from('f'.repeat(32)).toString('base64');
      refused(
        await archimed.call('GET', `/docdoc/v2/buildings?access_token=${encodeURIComponent(wrong)}`),
        403,
      );
      refused(await archimed.call('GET', '/docdoc/v2/buildings?access_token=abc'), 401);
      refused(await archimed.call('GET', '/docdoc/v2/buildings', { token: clinic.token() }), 401);
      refused(
        await clinic.api('GET', `/buildings?access_token=${encodeURIComponent(docdocToken)}`, { token: '' }),
        401,
      );
    },
  ),
  onDocdoc(
    'directories',
    ['§4.8 buildings', '§4.8 talonstatuses', '§4.8 talondeletereasons', '§4.8 bare arrays'],
    'bare arrays with string ids',
    async (docdoc) => {
      const buildings = [
        { id: '1', name: 'Корпус 1', address: 'ул. Садовая, 12' },
        { id: '2', name: 'Корпус 2', address: 'Полярный пр-т, 40' },
      ];
      equal((await docdoc('GET', '/buildings')).json, buildings, 'buildings');
      equal(
        at((await docdoc('GET', '/talonstatuses')).json, '1'),
        { id: '2', name: 'Подтверждён' },
        'statuses',
      );
      equal(
        at((await docdoc('GET', '/talondeletereasons')).json, '0'),
        { id: '1', name: 'Отказ пациента' },
        'reasons',
      );
    },
  ),
  onDocdoc('doctors', ['§4.8 doctors'], 'doctors of a building; buildid is needed', async (docdoc) => {
    refused(await docdoc('GET', '/doctors'), 400);
    const ids = async (building: number) => {
      const reply = await docdoc('GET', `/doctors?buildid=${building}`);
      status(reply, 200);
      return (Array.isArray(reply.json) ? reply.json : []).map((row) => at(row, 'id'));
    };
    equal(await ids(1), ['8', '11', '31'], 'first building');
    equal(await ids(2), ['11'], 'second building');
  }),
  onDocdoc('slot', ['§4.8 slot'], 'free coming times of a doctor', async (docdoc, clinic) => {
    await clinic.book({ begintime: '09:00', endtime: '09:30' });
    const reply = await docdoc('GET', '/slot/8/29.07.2026/30.07.2026');
    status(reply, 200);
    const slots = rows({ slots: reply.json }, 'slots');
    const begins = slots.map(
      (slot) => `${String(at(slot, 'date')).slice(0, 5)} ${String(at(slot, 'start'))}`,
    );
    equal(
      begins.slice(0, 6),
      ['29.07 12:30', '29.07 13:00', '29.07 13:30', '29.07 14:00', '29.07 14:30', '30.07 09:30'],
      'slots',
    );
  }),
  onDocdoc(
    'book',
    ['§4.8 POST talons', '§4.8 talons/{id}'],
    'an aggregator books: «СберЗдоровье» in the talon, a string id',
    async (docdoc, clinic) => {
      const reply = await docdoc('POST', '/talons', { form: person });
      status(reply, 200);
      const id = textAt(reply.json, 'id');
      equal(at(reply.json, 'status'), 'Ok', 'status');
      equal(at(await clinic.talon(Number(id)), 'record_type'), 'СберЗдоровье', 'record_type');
      equal(at((await docdoc('GET', `/talons/${id}`)).json, '0.id'), id, 'read back');
      refused(await docdoc('POST', '/talons', { form: person }), 403, 'Выбранное время занято');
    },
  ),
  onDocdoc(
    'delete',
    ['§4.8 DELETE talons'],
    'deleting is the cancel of an outside party',
    async (docdoc, clinic) => {
      const id = textAt((await docdoc('POST', '/talons', { form: person })).json, 'id');
      status(await docdoc('DELETE', `/talons/${id}?delete_reason_id=1`), 200);
      equal(await clinic.ids('/talons'), [], 'talons');
      equal(at(await clinic.talon(Number(id)), 'delete_reason'), 'Отказ пациента', 'reason');
      equal((await docdoc('GET', `/talons/${id}`)).json, [], 'read back');
      const own = await clinic.book(visit);
      refused(await docdoc('DELETE', `/talons/${own}`), 404, 'Запись не найдена');
    },
  ),
];
