import type { ContractCase } from '../framework/case.ts';
import { at, equal, keys, numberAt, rows, status, that } from '../framework/check.ts';
import { accountId, adminId, contactId, leadId, loneLeadId, managerId, taskId } from './account.ts';
import { type Amo, onAccount } from './kit.ts';

const till = 1785400000;
const ids = async (amo: Amo, path: string, key: string): Promise<unknown[]> => {
  const reply = await amo.api('GET', path);
  return reply.status === 204 ? [] : rows(reply.json, `_embedded.${key}`).map((row) => at(row, 'id'));
};

export const workCases: readonly ContractCase[] = [
  onAccount(
    'amo-4.7-model',
    ['§4.7 model', '§4.7 result', '§4.7 complete'],
    'a task, open and done',
    async (amo) => {
      const open = await amo.api('GET', `/tasks/${taskId}`);
      keys(
        open.json,
        [
          'id',
          'created_by',
          'updated_by',
          'created_at',
          'updated_at',
          'responsible_user_id',
          'group_id',
          'entity_id',
          'entity_type',
          'duration',
          'is_completed',
          'task_type_id',
          'text',
          'result',
          'complete_till',
          'account_id',
          '_links',
        ],
        'a task',
      );
      equal(
        [at(open.json, 'result'), at(open.json, 'is_completed'), at(open.json, 'entity_type')],
        [[], false, 'leads'],
        'an open task',
      );
      const reply = await amo.api('PATCH', `/tasks/${taskId}`, {
        is_completed: true,
        result: { text: 'Дозвонились' },
        request_id: 't',
      });
      status(reply, 200);
      equal([at(reply.json, 'id'), at(reply.json, 'updated_at')], [taskId, amo.clock.nowSeconds()], 'reply');
      const batch = await amo.api('PATCH', '/tasks', [
        { id: taskId, text: 'Перезвонить ещё', request_id: 't' },
      ]);
      const row = at(batch.json, '_embedded.tasks.0');
      equal([at(row, 'id'), at(row, 'request_id')], [taskId, 't'], 'a batch row');
      const done = await amo.api('GET', `/tasks/${taskId}`);
      equal(
        [at(done.json, 'result'), at(done.json, 'is_completed')],
        [{ text: 'Дозвонились' }, true],
        'a done task',
      );
    },
  ),
  onAccount('amo-4.7-required', ['§4.7 required'], 'text and time are required', async (amo) => {
    for (const [body, path] of [
      [{ text: 'x' }, 'complete_till'],
      [{ complete_till: till }, 'text'],
    ] as const) {
      const reply = await amo.api('POST', '/tasks', [body]);
      status(reply, 400);
      equal(at(reply.json, 'validation-errors.0.errors.0.path'), path, 'path');
    }
    const made = await amo.api('POST', '/tasks', [{ text: 'x', complete_till: till, request_id: 'r' }]);
    const row = at(made.json, '_embedded.tasks.0');
    equal(at(row, 'request_id'), 'r', 'request_id');
    const task = await amo.api('GET', `/tasks/${at(row, 'id')}`);
    equal([at(task.json, 'responsible_user_id'), at(task.json, 'task_type_id')], [adminId, 1], 'defaults');
  }),
  onAccount(
    'amo-4.7-filters',
    ['§4.7 filters', '§4.7 entity_id', '§4.7 updated_at', '§4.7 order', '§4.11 exempt'],
    'filters and orders of tasks',
    async (amo) => {
      await amo.clock.advance(10_000);
      const made = await amo.api('POST', '/tasks', [
        {
          text: 'Встреча',
          complete_till: till - 5000,
          task_type_id: 2,
          responsible_user_id: managerId,
          entity_id: contactId,
          entity_type: 'contacts',
        },
      ]);
      const id = numberAt(made.json, '_embedded.tasks.0.id');
      const list = (query: string) => ids(amo, `/tasks?${query}`, 'tasks');
      equal(await list(`filter[responsible_user_id]=${managerId}`), [id], 'responsible_user_id');
      equal(await list('filter[task_type]=2'), [id], 'task_type');
      equal(await list('filter[entity_type]=contacts'), [id], 'entity_type');
      equal(await list(`filter[entity_type]=leads&filter[entity_id]=${leadId}`), [taskId], 'entity_id');
      equal(await list(`filter[entity_type]=leads&filter[entity_id]=${loneLeadId}`), [], 'another entity_id');
      equal(await list(`filter[id]=${id}`), [id], 'id');
      const now = amo.clock.nowSeconds();
      equal(await list(`filter[updated_at]=${now - 1}`), [id], 'updated_at after');
      equal(
        await list(`filter[updated_at][from]=${now}&filter[updated_at][to]=${now}`),
        [id],
        'updated_at from, to',
      );
      await amo.api('PATCH', `/tasks/${taskId}`, { is_completed: true });
      equal(await list('filter[is_completed]=1'), [taskId], 'is_completed=1');
      equal(await list('filter[is_completed]=0'), [id], 'is_completed=0');
      equal(await list('order[complete_till]=asc'), [id, taskId], 'order complete_till');
      equal(
        await list('order[created_at]=desc'),
        [id, taskId].sort((a, b) => (a === id ? -1 : b === id ? 1 : 0)),
        'order created_at',
      );
      equal(
        await list('order[id]=desc'),
        [id, taskId].sort((a, b) => b - a),
        'order id',
      );
      const lonely = await amo.api('GET', `/tasks?filter[entity_id]=${leadId}`);
      that(
        lonely.status === 400 || rows(lonely.json, '_embedded.tasks').length === 2,
        'entity_id worked without entity_type',
      );
    },
  ),
  onAccount('amo-4.7-no-delete', ['§4.7 no delete'], 'tasks cannot be deleted', async (amo) => {
    status(await amo.api('DELETE', `/tasks/${taskId}`), 405);
  }),
  onAccount(
    'amo-4.8-create',
    ['§4.8 create', '§4.8 model', '§4.8 paths'],
    'the documented example, and where it is read',
    async (amo) => {
      const reply = await amo.api('POST', '/leads/notes', [
        {
          entity_id: leadId,
          note_type: 'service_message',
          request_id: 'n1',
          params: { service: 'Hub', text: 'Проверка завершена' },
          is_need_to_trigger_digital_pipeline: false,
        },
      ]);
      status(reply, 200);
      keys(reply.json, ['_links', '_embedded'], 'the reply');
      const row = at(reply.json, '_embedded.notes.0');
      keys(row, ['id', 'entity_id', 'request_id', '_links'], 'a row');
      equal([at(row, 'entity_id'), at(row, 'request_id')], [leadId, 'n1'], 'entity_id, request_id');
      const id = numberAt(row, 'id');
      const note = await amo.api('GET', `/leads/notes/${id}`);
      keys(
        note.json,
        [
          'id',
          'entity_id',
          'created_by',
          'updated_by',
          'created_at',
          'updated_at',
          'responsible_user_id',
          'group_id',
          'note_type',
          'params',
          'account_id',
          '_links',
        ],
        'a note',
      );
      equal(
        [at(note.json, 'params'), at(note.json, 'account_id')],
        [{ service: 'Hub', text: 'Проверка завершена' }, accountId],
        'params, account_id',
      );
      const own = await amo.api('POST', `/leads/${leadId}/notes`, [
        { note_type: 'common', params: { text: 'Своя' } },
      ]);
      const ownId = numberAt(own.json, '_embedded.notes.0.id');
      equal(await ids(amo, `/leads/${leadId}/notes`, 'notes'), [id, ownId], 'notes of the deal');
      equal(await ids(amo, '/leads/notes', 'notes'), [id, ownId], 'notes of deals');
      equal(await ids(amo, '/contacts/notes', 'notes'), [], 'notes of contacts');
    },
  ),
  onAccount('amo-4.8-types', ['§4.8 types'], 'types and their params', async (amo) => {
    const post = async (note_type: string, params: unknown) =>
      (await amo.api('POST', `/leads/${leadId}/notes`, [{ note_type, params }])).status;
    const call = {
      uniq: 'u1',
      duration: 30,
      source: 'tel',
      link: 'https://hub.example.dev/r.mp3',
      phone: '+79050001122',
      call_responsible: 'Марк',
    };
    const good: [string, unknown][] = [
      ['common', { text: 'x' }],
      ['call_in', call],
      ['call_out', { ...call, call_responsible: managerId }],
      ['service_message', { service: 'Hub', text: 'x' }],
      ['extended_service_message', { service: 'Hub', text: 'x' }],
      ['message_cashier', { status: 'created', text: 'x' }],
      ['geolocation', { text: 'x', address: 'Казань', longitude: '49.1', latitude: '55.7' }],
      ['sms_in', { text: 'x', phone: '+79050001122' }],
      ['sms_out', { text: 'x', phone: '+79050001122' }],
      ['attachment', { file_uuid: '5b0c7a52-3d0e-4f0a-9a55-1f2f6f0f7c12', file_name: 'a.pdf' }],
    ];
    for (const [type, params] of good) equal(await post(type, params), 200, type);
    equal(await post('nothing', { text: 'x' }), 400, 'an unknown type');
    equal(await post('service_message', { text: 'x' }), 400, 'a service message without service');
    equal(await post('common', {}), 400, 'a note without text');
  }),
  onAccount('amo-4.8-filters', ['§4.8 filters'], 'filters and orders of notes', async (amo) => {
    const post = async (entity_id: number, note_type: string, params: unknown) =>
      numberAt(
        (await amo.api('POST', '/leads/notes', [{ entity_id, note_type, params }])).json,
        '_embedded.notes.0.id',
      );
    const first = await post(leadId, 'common', { text: 'x' });
    await amo.clock.advance(10_000);
    const second = await post(loneLeadId, 'service_message', { service: 'Hub', text: 'x' });
    const list = (query: string) => ids(amo, `/leads/notes?${query}`, 'notes');
    equal(await list('filter[note_type]=service_message'), [second], 'note_type');
    equal(await list(`filter[entity_id][]=${leadId}`), [first], 'entity_id');
    equal(await list(`filter[id][]=${first}`), [first], 'id');
    equal(await list(`filter[updated_at][from]=${amo.clock.nowSeconds()}`), [second], 'updated_at');
    equal(await list('order[updated_at]=desc'), [second, first], 'order updated_at');
    equal(await list('order[id]=desc'), [second, first], 'order id');
  }),
  onAccount('amo-4.8-patch', ['§4.8 patch'], 'a note is changed', async (amo) => {
    const made = await amo.api('POST', `/leads/${leadId}/notes`, [
      { note_type: 'common', params: { text: 'старый' } },
    ]);
    const id = numberAt(made.json, '_embedded.notes.0.id');
    status(
      await amo.api('PATCH', `/leads/notes/${id}`, { params: { text: 'новый' } }),
      400,
      'without note_type',
    );
    for (const path of [`/leads/notes/${id}`, `/leads/${leadId}/notes/${id}`]) {
      const reply = await amo.api('PATCH', path, { note_type: 'common', params: { text: 'новый' } });
      status(reply, 200, path);
      equal(
        [at(reply.json, 'id'), at(reply.json, 'entity_id'), at(reply.json, 'updated_at')],
        [id, leadId, amo.clock.nowSeconds()],
        'reply',
      );
    }
    equal(at((await amo.api('GET', `/leads/notes/${id}`)).json, 'params.text'), 'новый', 'text');
  }),
];
