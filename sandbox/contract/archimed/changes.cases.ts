import type { ContractCase } from '../framework/case.ts';
import { at, equal, status } from '../framework/check.ts';
import type { Form } from './kit.ts';
import { onClinic, refused, visit } from './kit.ts';

/** One refusal of `PUT talons/{id}`; the talon stays as it was. */
function refusal(
  id: string,
  facts: readonly string[],
  title: string,
  change: Form,
  code: number,
  message?: string,
): ContractCase {
  return onClinic(id, facts, title, async (clinic) => {
    const talon = await clinic.book();
    await clinic.book({ begintime: '12:00', endtime: '12:30' });
    const before = await clinic.talon(talon);
    refused(await clinic.api('PUT', `/talons/${talon}`, { form: change }), code, message);
    equal(await clinic.talon(talon), before, 'the talon');
  });
}

export const changeCases: readonly ContractCase[] = [
  onClinic(
    '10-put',
    ['§4 row 4', '§10 PUT talons', '§10 PUT changes what is sent'],
    'any of the fields; 200 {status, id}; the rest stays',
    async (clinic) => {
      const id = await clinic.book({ info: 'примечание' });
      const reply = await clinic.api('PUT', `/talons/${id}`, { form: { status_id: '2' } });
      status(reply, 200);
      equal(reply.json, { status: 'Ok', id }, 'reply');
      const read = async () => {
        const talon = await clinic.talon(id);
        return ['status_id', 'info', 'date', 'begintime', 'docs.0.id', 'room'].map((name) => at(talon, name));
      };
      equal(await read(), [2, 'примечание', '30.07.2026', '10:00:00', 8, 'Кабинет № 2'], 'status changed');
      const move = { doc_id: '11', date: '31.07.2026', begintime: '13:20', endtime: '13:40' };
      status(await clinic.api('PUT', `/talons/${id}`, { form: move }), 200, 'move');
      equal(await read(), [2, 'примечание', '31.07.2026', '13:20:00', 11, 'Кабинет 104'], 'moved');
      status(await clinic.api('PUT', `/talons/${id}`, { form: { info: '' } }), 200, 'note');
      equal((await read())[1], '', 'note emptied');
    },
  ),
  onClinic('10-put-json', ['§10 encoding: PUT'], 'JSON works for PUT as well', async (clinic) => {
    const id = await clinic.book();
    status(await clinic.api('PUT', `/talons/${id}`, { body: { status_id: 5 } }), 200);
    equal(at(await clinic.talon(id), 'status'), 'Пациент пришёл', 'status');
  }),
  onClinic(
    '10-put-frees',
    ['§10 a move frees its slot'],
    'a moved talon leaves its slot to others',
    async (clinic) => {
      const id = await clinic.book();
      await clinic.api('PUT', `/talons/${id}`, { form: { begintime: '11:00', endtime: '11:30' } });
      await clinic.book();
    },
  ),
  refusal(
    '10-put-busy',
    ['§10 PUT: busy'],
    'onto another visit',
    { begintime: '12:00', endtime: '12:30' },
    403,
    'Выбранное время занято',
  ),
  refusal(
    '10-put-past',
    ['§10 PUT: past'],
    'into the past',
    { date: '28.07.2026' },
    403,
    'Время приёма уже прошло',
  ),
  refusal(
    '10-put-no-schedule',
    ['§10 PUT: no schedule'],
    'where nobody works',
    { date: '30.09.2026' },
    403,
    'Нет расписания на это время',
  ),
  refusal(
    '10-put-max-time',
    ['§10 PUT: max_time 0'],
    'to a doctor without a grid step',
    { doc_id: '31' },
    403,
    'Врачу не установлено время приёма',
  ),
  refusal(
    '10-put-status',
    ['§10 PUT: validation'],
    'a status that the clinic does not have',
    { status_id: '77' },
    400,
  ),
  onClinic(
    '10-put-past-status',
    ['§10 PUT: status of a past visit'],
    'a past visit still gets its final status',
    async (clinic, { clock }) => {
      const id = await clinic.book();
      await clock.advance(2 * 86_400_000);
      status(await clinic.api('PUT', `/talons/${id}`, { form: { status_id: '3' } }), 200);
      equal(at(await clinic.talon(id), 'status'), 'Приём состоялся', 'status');
    },
  ),
  onClinic(
    '10-unknown-id-write',
    ['§10 unknown id: PUT and DELETE'],
    '404 «Запись не найдена»',
    async (clinic) => {
      refused(
        await clinic.api('PUT', '/talons/9999', { form: { status_id: '2' } }),
        404,
        'Запись не найдена',
      );
      refused(await clinic.api('DELETE', '/talons/9999'), 404, 'Запись не найдена');
    },
  ),
  onClinic(
    '10-cancel',
    ['§10 cancel', '§10 cancelled does not hold', '§4.3 status 4'],
    'PUT with the cancelled status and a reason; its slot is free',
    async (clinic) => {
      const id = await clinic.book();
      const form = { status_id: '4', delete_reason_id: '2' };
      status(await clinic.api('PUT', `/talons/${id}`, { form }), 200);
      const talon = (await clinic.api('GET', `/talons/${id}`)).json;
      const seen = ['status', 'deleted', 'delete_reason_id', 'delete_reason'].map((name) => at(talon, name));
      equal(seen, ['Отменён', false, 2, 'Болезнь врача'], 'cancelled talon');
      const other = await clinic.book({ patient_id: '702' });
      equal(await clinic.ids('/talons'), [id, other], 'talons');
    },
  ),
  onClinic(
    '10-delete',
    ['§4 row 5', '§10 DELETE', '§4.1 deleted'],
    'soft: reason, update_datetime, slot free; 200 {status}',
    async (clinic, { clock }) => {
      const id = await clinic.book();
      await clock.advance(5000);
      const reply = await clinic.api('DELETE', `/talons/${id}?delete_reason_id=1`);
      status(reply, 200);
      equal(reply.json, { status: 'Ok' }, 'reply');
      const talon = await clinic.talon(id);
      const seen = ['deleted', 'delete_reason_id', 'delete_reason', 'update_datetime'].map((name) =>
        at(talon, name),
      );
      equal(seen, [true, 1, 'Отказ пациента', '29.07.2026 12:26:45'], 'deleted talon');
      await clinic.book();
    },
  ),
  onClinic(
    '10-delete-body',
    ['§10 DELETE: reason in the body'],
    'the reason may come in the body',
    async (clinic) => {
      const id = await clinic.book();
      status(await clinic.api('DELETE', `/talons/${id}`, { form: { delete_reason_id: '2' } }), 200);
      equal(at(await clinic.talon(id), 'delete_reason_id'), 2, 'reason');
      const second = await clinic.book({ ...visit, patient_id: '702' });
      status(await clinic.api('DELETE', `/talons/${second}`), 200, 'without a reason');
      equal(at(await clinic.talon(second), 'delete_reason_id'), 0, 'no reason');
    },
  ),
  onClinic(
    '10-delete-twice',
    ['§10 DELETE: a second time'],
    'a second time the same reply, nothing moves',
    async (clinic, { clock }) => {
      const id = await clinic.book();
      await clinic.api('DELETE', `/talons/${id}?delete_reason_id=1`);
      const before = await clinic.talon(id);
      await clock.advance(5000);
      const again = await clinic.api('DELETE', `/talons/${id}?delete_reason_id=2`);
      status(again, 200);
      equal(again.json, { status: 'Ok' }, 'reply');
      equal(await clinic.talon(id), before, 'the talon');
    },
  ),
];
