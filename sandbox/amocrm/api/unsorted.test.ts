import { expect, test } from 'vitest';
import { at, type Kit, startKit, startReceiver } from '../testing/fixture.ts';

const form = {
  source_uid: 'site-1',
  source_name: 'Сайт клиники',
  created_at: 1785309000,
  metadata: { form_id: '7', form_name: 'Запись', form_page: 'https://example.org', ip: '203.0.113.5' },
  _embedded: {
    leads: [{ name: 'Заявка с сайта', price: 900 }],
    contacts: [
      { name: 'Пётр', custom_fields_values: [{ field_code: 'PHONE', values: [{ value: '+79050009900' }] }] },
    ],
  },
};

async function add(kit: Kit, more: Record<string, unknown> = {}) {
  const reply = await kit.api('POST', '/leads/unsorted/forms', [{ ...form, ...more }]);
  const row = at(reply.json, '_embedded', 'unsorted', 0);
  return {
    reply,
    uid: String(at(row, 'uid')),
    leadId: Number(at(row, '_embedded', 'leads', 0, 'id')),
    contactId: Number(at(row, '_embedded', 'contacts', 0, 'id')),
  };
}

async function contactIds(kit: Kit): Promise<unknown[]> {
  const rows = at((await kit.api('GET', '/contacts')).json, '_embedded', 'contacts');
  return Array.isArray(rows) ? rows.map((row: unknown) => at(row, 'id')) : [];
}

test('a form waits in unsorted, its contact is not listed until it is accepted', async () => {
  await using receiver = await startReceiver();
  await using kit = await startKit();
  await kit.connect();
  const settings = ['add_unsorted', 'delete_unsorted'];
  expect((await kit.api('POST', '/webhooks', { destination: `${receiver.url}/h`, settings })).status).toBe(
    201,
  );
  const { reply, uid, leadId, contactId } = await add(kit);
  expect([reply.status, at(reply.json, '_total_items')]).toEqual([200, 1]);
  expect(uid).toMatch(/^[0-9a-f]{32,}$/);
  expect((await kit.api('GET', `/leads/unsorted/${uid}`)).json).toMatchObject({
    uid,
    source_uid: 'site-1',
    source_name: 'Сайт клиники',
    category: 'forms',
    pipeline_id: 9011442,
    created_at: 1785309000,
    metadata: { form_name: 'Запись' },
    _embedded: { leads: [{ id: leadId }], contacts: [{ id: contactId }] },
  });
  expect((await kit.api('GET', `/leads/${leadId}`)).json).toMatchObject({ status_id: 75520010, price: 900 });
  expect(await contactIds(kit)).not.toContain(contactId);
  const accepted = await kit.api('POST', `/leads/unsorted/${uid}/accept`, {
    user_id: 11402240,
    status_id: 75520018,
  });
  expect([accepted.status, at(accepted.json, '_embedded', 'leads', 0, 'id')]).toEqual([200, leadId]);
  expect((await kit.api('GET', `/leads/${leadId}`)).json).toMatchObject({
    status_id: 75520018,
    responsible_user_id: 11402240,
  });
  expect(await contactIds(kit)).toContain(contactId);
  expect((await kit.api('GET', `/leads/unsorted/${uid}`)).status).toBe(204);
  expect((await kit.api('POST', `/leads/unsorted/${uid}/accept`, {})).status).toBe(404);
  const bodies = (await receiver.count(2)).map((hook) => decodeURIComponent(hook.body));
  expect(bodies.some((body) => body.includes(`unsorted[add][0][uid]=${uid}`))).toBe(true);
  expect(bodies.some((body) => body.includes('unsorted[delete][0][action]=accept'))).toBe(true);
});

test('declining deletes, linking joins, moving the deal accepts', async () => {
  await using kit = await startKit();
  await kit.connect();
  const declined = await add(kit);
  expect(
    (await kit.api('DELETE', `/leads/unsorted/${declined.uid}/decline`, { user_id: 11402240 })).status,
  ).toBe(200);
  expect((await kit.api('GET', `/leads/${declined.leadId}`)).status).toBe(204);
  const linked = await add(kit);
  const link = { link: { entity_id: 41203318, entity_type: 'leads' } };
  expect((await kit.api('POST', `/leads/unsorted/${linked.uid}/link`, link)).status).toBe(200);
  const target = (await kit.api('GET', '/leads/41203318?with=contacts')).json;
  expect(at(target, '_embedded', 'contacts', 0, 'id')).toBe(linked.contactId);
  expect((await kit.api('GET', `/leads/${linked.leadId}`)).status).toBe(204);
  const moved = await add(kit);
  await kit.api('PATCH', `/leads/${moved.leadId}`, { pipeline_id: 9011442, status_id: 75520014 });
  expect(await contactIds(kit)).toContain(moved.contactId);
  expect((await kit.api('GET', '/leads/unsorted')).status).toBe(204);
  expect((await kit.api('GET', '/leads/unsorted/summary')).json).toMatchObject({
    total: 3,
    accepted: 2,
    declined: 1,
    categories: { forms: { total: 3 }, sip: { total: 0 } },
  });
});

test('lists are filtered; what is missing or wrong is refused', async () => {
  await using kit = await startKit();
  await kit.connect();
  const { uid } = await add(kit);
  const sip = { ...form, metadata: { from: '+79050009900', phone: '+78000000000', duration: 12 } };
  expect((await kit.api('POST', '/leads/unsorted/sip', [sip])).status).toBe(200);
  const list = async (query: string) =>
    at((await kit.api('GET', `/leads/unsorted?${query}`)).json, '_embedded', 'unsorted');
  expect(await list('filter[category][]=sip')).toHaveLength(1);
  expect(await list('filter[pipeline_id]=9011442')).toHaveLength(2);
  expect(await list(`filter[uid]=${uid}`)).toMatchObject([{ uid }]);
  for (const key of ['source_uid', 'source_name', 'metadata', '_embedded']) {
    const { reply } = await add(kit, { [key]: undefined });
    expect([key, at(reply.json, 'validation-errors', 0, 'errors', 0)]).toMatchObject([
      key,
      { code: 'FieldMissing', path: key },
    ]);
  }
  expect((await add(kit, { pipeline_id: 1 })).reply.status).toBe(400);
  await kit.api('PATCH', '/leads/pipelines/9011442', { is_unsorted_on: false });
  expect((await add(kit)).reply.status).toBe(422);
});

test('a call finds its contact by the last ten digits and becomes a note', async () => {
  await using kit = await startKit();
  await kit.connect();
  const call = {
    direction: 'inbound',
    uniq: 'c1',
    duration: 30,
    source: 'АТС',
    link: 'https://example.org/c1.mp3',
  };
  const reply = await kit.api('POST', '/calls', [
    { ...call, phone: '8 (905) 000-11-22', call_status: 4 },
    { ...call, phone: '+79990000000', request_id: 'none' },
  ]);
  expect(reply.json).toMatchObject({
    _total_items: 1,
    errors: [{ request_id: 'none' }],
    _embedded: {
      calls: [{ entity_id: 58841203, entity_type: 'contact', account_id: 32100500, request_id: '0' }],
    },
  });
  const notes = await kit.api('GET', '/contacts/58841203/notes');
  expect(at(notes.json, '_embedded', 'notes', 0)).toMatchObject({
    note_type: 'call_in',
    params: { uniq: 'c1', duration: 30, phone: '8 (905) 000-11-22', call_status: 4 },
  });
  const events = await kit.api('GET', '/events?filter[type]=incoming_call&with=contact_name');
  expect(at(events.json, '_embedded', 'events', 0, '_embedded', 'entity')).toMatchObject({
    id: 58841203,
    name: 'Ирина Лебедева',
  });
  expect((await kit.api('POST', '/calls', [{ ...call, phone: '1', call_status: 8 }])).status).toBe(400);
});
