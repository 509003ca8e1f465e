import type { ContractCase } from '../framework/case.ts';
import { at, equal, keys, rows, status, that } from '../framework/check.ts';
import {
  accountId,
  adminId,
  contactId,
  domain,
  fields,
  leadId,
  loneLeadId,
  managerId,
  options,
  pipelineId,
  statuses,
  taskId,
} from './account.ts';
import { type Amo, onAccount } from './kit.ts';

async function events(amo: Amo, query: string): Promise<unknown[]> {
  const reply = await amo.api('GET', `/events?${query}`);
  return reply.status === 204 ? [] : rows(reply.json, '_embedded.events');
}
const ofType = async (amo: Amo, type: string): Promise<unknown> => {
  const [event] = await events(amo, `filter[type][]=${type}`);
  that(event !== undefined, `no ${type}`);
  return event;
};
const move = (amo: Amo, status_id: number, id = leadId) => amo.api('PATCH', `/leads/${id}`, { status_id });

export const eventCases: readonly ContractCase[] = [
  onAccount('amo-4.15-model', ['§4.15 model'], 'the documented example', async (amo) => {
    await move(amo, statuses.talks);
    const event = await ofType(amo, 'lead_status_changed');
    const id = String(at(event, 'id'));
    that(/^[0-9a-z]{26}$/.test(id), `id ${id}`);
    const self = (path: string) => ({ self: { href: `https://${domain}/api/v4${path}` } });
    equal(
      event,
      {
        id,
        type: 'lead_status_changed',
        entity_id: leadId,
        entity_type: 'lead',
        created_by: adminId,
        created_at: amo.clock.nowSeconds(),
        value_after: [{ lead_status: { id: statuses.talks, pipeline_id: pipelineId } }],
        value_before: [{ lead_status: { id: statuses.fresh, pipeline_id: pipelineId } }],
        account_id: accountId,
        _links: self(`/events/${id}`),
        _embedded: { entity: { id: leadId, _links: self(`/leads/${leadId}`) } },
      },
      'the event',
    );
    equal(at((await amo.api('GET', `/events/${id}`)).json, 'id'), id, 'by id');
  }),
  onAccount(
    'amo-4.15-filters',
    ['§4.15 filters', '§4.15 one entity', '§4.15 value filters', '§4.15 newest', '§4.11 exempt'],
    'filters of events',
    async (amo) => {
      await move(amo, statuses.talks);
      await amo.clock.advance(10_000);
      await move(amo, 142, loneLeadId);
      await amo.api('PATCH', `/contacts/${contactId}`, { name: 'Новое Имя' });
      const type = 'filter[type][]=lead_status_changed';
      const entityIds = async (query: string) =>
        (await events(amo, query)).map((event) => at(event, 'entity_id'));
      equal(await entityIds(type), [loneLeadId, leadId], 'newest first');
      equal(
        await entityIds(`${type}&filter[entity][]=lead&filter[entity_id][]=${leadId}`),
        [leadId],
        'entity_id',
      );
      equal(
        (await events(amo, 'filter[entity][]=contact')).every(
          (event) => at(event, 'entity_type') === 'contact',
        ),
        true,
        'entity',
      );
      const now = amo.clock.nowSeconds();
      equal(await entityIds(`${type}&filter[created_at]=${now - 1}`), [loneLeadId], 'created_at after');
      equal(await entityIds(`${type}&filter[created_at][from]=${now}`), [loneLeadId], 'created_at from');
      equal(await entityIds(`${type}&filter[created_at][to]=${now - 1}`), [leadId], 'created_at to');
      equal(await entityIds(`${type}&filter[created_by][]=${managerId}`), [], 'created_by');
      const won = `filter[value_after][leads_statuses][0][pipeline_id]=${pipelineId}&filter[value_after][leads_statuses][0][status_id]=142`;
      equal(await entityIds(`${type}&${won}`), [loneLeadId], 'value_after');
      const two = await amo.api(
        'GET',
        `/events?filter[entity][]=lead&filter[entity][]=contact&filter[entity_id][]=${leadId}`,
      );
      status(two, 400, 'entity_id with two entities');
      const many = Array.from({ length: 11 }, (_, i) => `filter[entity_id][]=${i + 1}`).join('&');
      status(await amo.api('GET', `/events?filter[entity][]=lead&${many}`), 400, 'eleven ids');
    },
  ),
  onAccount(
    'amo-4.15-added',
    ['§4.15 added', '§4.15 tags', '§4.15 links', '§4.15 deleted'],
    'added, tagged, linked, deleted',
    async (amo) => {
      await amo.api('POST', '/leads', [{ name: 'Новая' }]);
      that(typeof at(await ofType(amo, 'lead_added'), 'value_after.0.note.id') === 'number', 'lead_added');
      await amo.api('PATCH', `/leads/${leadId}`, { tags_to_add: [{ name: 'важно' }] });
      equal(
        at(await ofType(amo, 'entity_tag_added'), 'value_after'),
        [{ tag: { name: 'важно' } }],
        'entity_tag_added',
      );
      await amo.api('PATCH', `/leads/${leadId}`, { tags_to_delete: [{ name: 'важно' }] });
      equal(
        at(await ofType(amo, 'entity_tag_deleted'), 'value_before'),
        [{ tag: { name: 'важно' } }],
        'entity_tag_deleted',
      );
      await amo.api('POST', `/leads/${loneLeadId}/link`, [
        { to_entity_id: contactId, to_entity_type: 'contacts' },
      ]);
      const linked = (
        await events(
          amo,
          `filter[type][]=entity_linked&filter[entity][]=lead&filter[entity_id][]=${loneLeadId}`,
        )
      )[0];
      equal(
        at(linked, 'value_after'),
        [{ link: { entity: { type: 'contact', id: contactId } } }],
        'entity_linked',
      );
      await amo.strings('POST', `/leads/${leadId}/delete`, {});
      const deleted = await ofType(amo, 'lead_deleted');
      equal([at(deleted, 'value_after'), at(deleted, 'value_before')], [[], []], 'lead_deleted');
      await amo.strings('POST', `/leads/${leadId}/restore`, {});
      equal(at(await ofType(amo, 'lead_restored'), 'value_after'), [], 'lead_restored');
    },
  ),
  onAccount(
    'amo-4.15-changed',
    ['§4.15 responsible', '§4.15 field', '§4.15 price'],
    'responsible, field, price, name',
    async (amo) => {
      await amo.api('PATCH', `/leads/${leadId}`, {
        responsible_user_id: adminId,
        price: 100,
        name: 'Другое имя',
        custom_fields_values: [{ field_id: fields.source, values: [{ enum_id: options.call }] }],
      });
      const responsible = await ofType(amo, 'entity_responsible_changed');
      equal(
        [at(responsible, 'value_before'), at(responsible, 'value_after')],
        [[{ responsible_user: { id: managerId } }], [{ responsible_user: { id: adminId } }]],
        'responsible',
      );
      const field = await ofType(amo, `custom_field_${fields.source}_value_changed`);
      const value = at(field, 'value_after.0.custom_field_value');
      keys(value, ['field_id', 'field_type', 'enum_id', 'text'], 'a field’s value');
      equal(
        [at(value, 'field_id'), at(value, 'enum_id'), at(value, 'text')],
        [fields.source, options.call, 'Звонок'],
        'the field',
      );
      that(typeof at(value, 'field_type') === 'number', 'field_type is no int');
      equal(at(field, 'value_before.0.custom_field_value.enum_id'), options.site, 'the field before');
      await ofType(amo, 'sale_field_changed');
      await ofType(amo, 'name_field_changed');
    },
  ),
  onAccount('amo-4.15-tasks', ['§4.15 tasks'], 'what happens to a task', async (amo) => {
    await amo.api('POST', '/tasks', [
      { text: 'x', complete_till: 1785400000, entity_id: leadId, entity_type: 'leads' },
    ]);
    const added = await ofType(amo, 'task_added');
    equal([at(added, 'value_after'), at(added, 'entity_type')], [[], 'task'], 'task_added');
    await amo.api('PATCH', `/tasks/${taskId}`, {
      text: 'Другое',
      complete_till: 1785500000,
      task_type_id: 2,
    });
    equal(at(await ofType(amo, 'task_text_changed'), 'value_after'), [{ task: { text: 'Другое' } }], 'text');
    equal(
      at(await ofType(amo, 'task_deadline_changed'), 'value_after'),
      [{ task_deadline: { timestamp: 1785500000 } }],
      'deadline',
    );
    equal(at(await ofType(amo, 'task_type_changed'), 'value_after'), [{ task_type: { id: 2 } }], 'type');
    await amo.api('PATCH', `/tasks/${taskId}`, { is_completed: true, result: { text: 'Да' } });
    equal(at(await ofType(amo, 'task_completed'), 'value_after'), [], 'completed');
    await ofType(amo, 'task_result_added');
  }),
  onAccount('amo-4.15-notes', ['§4.15 notes'], 'notes and calls are events', async (amo) => {
    await amo.api('POST', `/leads/${leadId}/notes`, [{ note_type: 'common', params: { text: 'x' } }]);
    const note = await ofType(amo, 'common_note_added');
    that(typeof at(note, 'value_after.0.note.id') === 'number', 'common_note_added');
    await amo.api('POST', `/leads/${leadId}/notes`, [
      {
        note_type: 'call_in',
        params: {
          uniq: 'u',
          duration: 1,
          source: 's',
          link: 'https://hub.example.dev/r.mp3',
          phone: '+79050001122',
        },
      },
    ]);
    that(
      typeof at(await ofType(amo, 'incoming_call'), 'value_after.0.note.id') === 'number',
      'incoming_call',
    );
  }),
  onAccount('amo-4.15-merged', ['§4.15 merged'], 'a merge', async (amo) => {
    await amo.strings('POST', '/merge', { entity: 'leads', loser: loneLeadId, winner: leadId });
    const merged = await ofType(amo, 'entity_merged');
    equal([at(merged, 'entity_id'), at(merged, 'value_after')], [leadId, []], 'entity_merged');
  }),
  onAccount('amo-4.15-types', ['§4.15 types'], 'the directory of types', async (amo) => {
    const reply = await amo.api('GET', '/events/types?language_code=ru');
    status(reply, 200);
    const types = rows(reply.json, '_embedded.events_types');
    keys(types[0], ['key', 'type', 'lang'], 'a type');
    const known = types.map((row) => at(row, 'key'));
    for (const key of [
      'lead_added',
      'lead_status_changed',
      'task_completed',
      'entity_merged',
      'custom_field_value_changed',
      'incoming_call',
      'name_field_changed',
    ]) {
      that(known.includes(key), `no ${key}`);
    }
  }),
];
