import { expect, test } from 'vitest';
import { at, type Kit, smallAccount, startKit, startReceiver } from '../testing/fixture.ts';
import { retryWait } from './sender.ts';

async function subscribe(kit: Kit, destination: string, settings: string[]): Promise<void> {
  const reply = await kit.api('POST', '/webhooks', { destination, settings });
  expect(reply.status).toBe(201);
}

/** Decoded pairs in the order they were sent. */
function pairs(body: string): [string, string][] {
  return [...new URLSearchParams(body)];
}

function first(body: string, prefix: string): [string, string][] {
  return pairs(body).filter(([key]) => key.startsWith(prefix));
}

async function hooksOf(kit: Kit): Promise<unknown[]> {
  const hooks = at((await kit.admin('GET', '/hooks')).json, 'hooks');
  return Array.isArray(hooks) ? hooks : [];
}

test('a new deal arrives in the documented grammar, percent-encoded, with the captured headers', async () => {
  await using receiver = await startReceiver();
  await using kit = await startKit();
  await kit.connect();
  await subscribe(kit, `${receiver.url}/wh`, ['add_lead']);
  const { json } = await kit.admin('POST', '/accounts/32100500/leads', {
    id: 41203999,
    name: 'Заявка с лендинга',
    price: 48000,
    pipelineId: 9011442,
    statusId: 75520014,
    responsibleUserId: 11402240,
    userId: 11402240,
    tags: ['сайт'],
    fields: { 1480033: 'Сайт', 1480050: 1785283200 },
  });
  expect(at(json, 'id')).toBe(41203999);
  const [hook] = await receiver.count(1);
  expect(hook?.headers).toMatchObject({
    'content-type': 'application/x-www-form-urlencoded',
    'user-agent': 'amoCRM-Webhooks/3.0',
    'accept-encoding': 'gzip',
    'x-amocrm-requestid': expect.stringMatching(/^[0-9a-f-]{36}$/),
  });
  expect(hook?.body).toContain(
    'leads%5Badd%5D%5B0%5D%5Bname%5D=%D0%97%D0%B0%D1%8F%D0%B2%D0%BA%D0%B0+%D1%81+',
  );
  const tagId = pairs(hook?.body ?? '').find(([key]) => key === 'leads[add][0][tags][0][id]')?.[1];
  expect(pairs(hook?.body ?? '')).toEqual([
    ['account[subdomain]', 'zaryamed'],
    ['account[id]', '32100500'],
    ['account[_links][self]', 'https://zaryamed.amocrm.ru'],
    ['leads[add][0][id]', '41203999'],
    ['leads[add][0][name]', 'Заявка с лендинга'],
    ['leads[add][0][status_id]', '75520014'],
    ['leads[add][0][price]', '48000'],
    ['leads[add][0][responsible_user_id]', '11402240'],
    ['leads[add][0][last_modified]', '1785310000'],
    ['leads[add][0][modified_user_id]', '11402240'],
    ['leads[add][0][created_user_id]', '11402240'],
    ['leads[add][0][date_create]', '1785310000'],
    ['leads[add][0][pipeline_id]', '9011442'],
    ['leads[add][0][account_id]', '32100500'],
    ['leads[add][0][tags][0][id]', tagId],
    ['leads[add][0][tags][0][name]', 'сайт'],
    ['leads[add][0][custom_fields][0][id]', '1480033'],
    ['leads[add][0][custom_fields][0][name]', 'Источник'],
    ['leads[add][0][custom_fields][0][values][0][value]', 'Сайт'],
    ['leads[add][0][custom_fields][0][values][0][enum]', '912201'],
    ['leads[add][0][custom_fields][1][id]', '1480050'],
    ['leads[add][0][custom_fields][1][name]', 'Дата визита'],
    ['leads[add][0][custom_fields][1][values][0]', '1785283200'],
    ['leads[add][0][created_at]', '1785310000'],
    ['leads[add][0][updated_at]', '1785310000'],
  ]);
});

test('a move by our own token sends status and update', async () => {
  await using receiver = await startReceiver();
  await using kit = await startKit();
  await kit.connect();
  await subscribe(kit, `${receiver.url}/wh`, ['status_lead', 'update_lead']);
  await kit.api('PATCH', '/leads/41203317', { pipeline_id: 9011450, status_id: 75520110 });
  const bodies = (await receiver.count(2)).map((hook) => hook.body);
  const status = bodies.find((body) => first(body, 'leads[status]').length > 0) ?? '';
  expect(Object.fromEntries(pairs(status))).toMatchObject({
    'leads[status][0][old_status_id]': '75520014',
    'leads[status][0][old_pipeline_id]': '9011442',
    'leads[status][0][status_id]': '75520110',
    'leads[status][0][modified_user_id]': '11402217',
  });
  expect(bodies.some((body) => first(body, 'leads[update][0][id]').length === 1)).toBe(true);
});

test('deletion carries three keys, a contact its links, a task wall-clock strings, a note two levels', async () => {
  await using receiver = await startReceiver();
  await using kit = await startKit();
  await kit.connect();
  await subscribe(kit, `${receiver.url}/wh`, ['delete_lead', 'update_contact', 'update_task', 'note_lead']);
  await kit.admin('POST', '/accounts/32100500/contacts/58841203', { phones: ['+79050001122'] });
  await kit.api('POST', '/leads/41203317/notes', [{ note_type: 'common', params: { text: 'Привет' } }]);
  await kit.api('PATCH', '/tasks/771204', { is_completed: true, result: { text: 'Да' } });
  await kit.admin('POST', '/accounts/32100500/leads/41203317/delete');
  const bodies = (await receiver.count(4)).map((hook) => hook.body);
  const of = (prefix: string) => first(bodies.find((body) => first(body, prefix).length > 0) ?? '', prefix);
  expect(of('leads[delete]')).toEqual([
    ['leads[delete][0][id]', '41203317'],
    ['leads[delete][0][status_id]', '75520014'],
    ['leads[delete][0][pipeline_id]', '9011442'],
  ]);
  expect(Object.fromEntries(of('contacts[update]'))).toMatchObject({
    'contacts[update][0][custom_fields][0][values][0][value]': '+79050001122',
    'contacts[update][0][custom_fields][0][values][0][enum]': '911001',
    'contacts[update][0][custom_fields][0][code]': 'PHONE',
    'contacts[update][0][linked_leads_id][41203317][ID]': '41203317',
    'contacts[update][0][old_responsible_user_id]': '11402217',
    'contacts[update][0][type]': 'contact',
  });
  expect(Object.fromEntries(of('task[update]'))).toMatchObject({
    'task[update][0][element_type]': '2',
    'task[update][0][status]': '1',
    'task[update][0][action_close]': '1',
    'task[update][0][complete_till]': '2026-07-30 11:26:40',
    'task[update][0][result][text]': 'Да',
  });
  expect(Object.fromEntries(of('leads[note]'))).toMatchObject({
    'leads[note][0][note][note_type]': '4',
    'leads[note][0][note][text]': 'Привет',
    'leads[note][0][note][element_id]': '41203317',
  });
});

test('a merge deletes the loser and updates the winner with what it lacked, in the order asked for', async () => {
  await using receiver = await startReceiver();
  await using kit = await startKit();
  await kit.connect();
  await kit.admin('PATCH', '/accounts/32100500/settings', { hooks: { together: true } });
  await subscribe(kit, `${receiver.url}/wh`, ['delete_lead', 'update_lead']);
  await kit.api('PATCH', '/leads/41203317', {
    custom_fields_values: [{ field_id: 1480060, values: [{ value: '77' }] }],
  });
  await receiver.count(1);
  await kit.admin('POST', '/accounts/32100500/merge', {
    loser: 41203317,
    winner: 41203318,
    order: 'update-first',
  });
  const body = (await receiver.count(2))[1]?.body ?? '';
  const keys = pairs(body).map(([key]) => key);
  expect(keys.indexOf('leads[update][0][id]')).toBeLessThan(keys.indexOf('leads[delete][0][id]'));
  expect(Object.fromEntries(pairs(body))).toMatchObject({
    'leads[update][0][id]': '41203318',
    'leads[delete][0][id]': '41203317',
  });
  const winner = await kit.api('GET', '/leads/41203318?with=contacts');
  expect(at(winner.json, 'custom_fields_values')).toContainEqual(
    expect.objectContaining({ field_id: 1480060 }),
  );
  expect(at(winner.json, '_embedded', 'contacts', 0, 'id')).toBe(58841203);
});

test('the retry clock: what earns another try and after how long', () => {
  const minutes = (made: number, status: number) => {
    const wait = retryWait(made, status);
    return wait === null ? null : wait / 60_000;
  };
  expect([minutes(1, 0), minutes(2, 302), minutes(3, 500), minutes(4, 499)]).toEqual([5, 15, 15, 60]);
  expect([minutes(1, 204), minutes(3, 404), minutes(3, 0), minutes(5, 500)]).toEqual([
    null,
    null,
    null,
    null,
  ]);
});

test('retries until it is taken, over a divided clock', async () => {
  await using receiver = await startReceiver();
  await using kit = await startKit();
  await kit.connect();
  await kit.admin('PATCH', '/accounts/32100500/settings', { hooks: { timeScale: 60_000 } });
  await subscribe(kit, `${receiver.url}/wh`, ['update_lead']);
  receiver.answer = 503;
  await kit.api('PATCH', '/leads/41203317', { price: 1 });
  await receiver.count(2);
  receiver.answer = 200;
  const hooks = await receiver.count(3);
  expect(new Set(hooks.map((hook) => hook.headers['x-amocrm-requestid'])).size).toBe(1);
  expect(hooks.map((hook) => hook.body)).toEqual([hooks[0]?.body, hooks[0]?.body, hooks[0]?.body]);
});

test('switched off after more than a hundred bad answers; POST wakes it', async () => {
  await using receiver = await startReceiver();
  await using kit = await startKit();
  await kit.connect();
  receiver.answer = 404;
  await subscribe(kit, `${receiver.url}/wh`, ['update_lead']);
  const disabled = async () =>
    at((await kit.api('GET', '/webhooks')).json, '_embedded', 'webhooks', 0, 'disabled');
  for (let n = 1; n <= 100; n += 1) await kit.api('PATCH', '/leads/41203317', { price: n });
  await receiver.count(100);
  expect(await disabled()).toBe(false);
  await kit.api('PATCH', '/leads/41203317', { price: 0 });
  await receiver.count(101);
  await expect.poll(disabled).toBe(true);
  await subscribe(kit, `${receiver.url}/wh`, ['update_lead']);
  expect(await disabled()).toBe(false);
});

test('double, shuffle and paused', async () => {
  await using receiver = await startReceiver();
  await using kit = await startKit();
  await kit.connect();
  await subscribe(kit, `${receiver.url}/wh`, ['update_lead']);
  const set = (hooks: Record<string, unknown>) =>
    kit.admin('PATCH', '/accounts/32100500/settings', { hooks });
  await set({ double: true });
  await kit.api('PATCH', '/leads/41203317', { price: 1 });
  expect((await receiver.count(2)).map((hook) => hook.body)).toEqual([
    receiver.received[0]?.body,
    receiver.received[0]?.body,
  ]);
  await set({ double: false, paused: true, shuffle: true });
  await kit.api('PATCH', '/leads/41203317', { price: 2 });
  await kit.api('PATCH', '/leads/41203317', { price: 3 });
  expect(receiver.received).toHaveLength(2);
  await set({ paused: false });
  const shuffled = (await receiver.count(4))
    .slice(2)
    .map((hook) => new URLSearchParams(hook.body).get('leads[update][0][price]'));
  expect(shuffled).toEqual(['3', '2']);
  await expect
    .poll(async () => (await hooksOf(kit)).map((hook) => at(hook, 'state')))
    .toEqual(Array(4).fill('delivered'));
});

test('subscriptions: upsert by destination, body of DELETE, refused names and plans', async () => {
  await using kit = await startKit(smallAccount);
  await kit.connect();
  const destination = 'https://hub.example.dev/wh/amo/secret';
  const created = await kit.api('POST', '/webhooks', { destination, settings: ['add_lead', 'status_lead'] });
  expect(created.json).toEqual({
    id: expect.any(Number),
    destination,
    created_at: 1785310000,
    updated_at: 1785310000,
    account_id: 32100500,
    created_by: 11402217,
    sort: 1,
    disabled: false,
    settings: ['add_lead', 'status_lead'],
  });
  const again = await kit.api('POST', '/webhooks', { destination, settings: ['add_lead'] });
  expect([again.status, at(again.json, 'id')]).toEqual([201, at(created.json, 'id')]);
  expect(
    (await kit.api('GET', `/webhooks?filter[destination]=${encodeURIComponent(destination)}`)).json,
  ).toMatchObject({ _total_items: 1 });
  expect((await kit.api('POST', '/webhooks', { destination, settings: ['fly_lead'] })).status).toBe(400);
  expect((await kit.api('DELETE', '/webhooks', { destination: 'https://other.example' })).status).toBe(404);
  expect((await kit.api('DELETE', '/webhooks', { destination })).status).toBe(204);
  await kit.admin('PATCH', '/accounts/32100500/settings', { webhooksInPlan: false });
  expect((await kit.api('POST', '/webhooks', { destination, settings: ['add_lead'] })).status).toBe(403);
});

test('a Digital Pipeline trigger goes out once, as JSON or as a form', async () => {
  await using receiver = await startReceiver();
  await using kit = await startKit();
  receiver.answer = 500;
  const body = { leadId: 41203317, settings: { dp_token: 'abc' }, url: `${receiver.url}/dp` };
  const { json } = await kit.admin('POST', '/accounts/32100500/digital-pipeline', body);
  expect(at(json, 'reply')).toMatchObject({ status: 500 });
  await kit.admin('POST', '/accounts/32100500/digital-pipeline', { ...body, format: 'form' });
  expect(receiver.received).toHaveLength(2);
  expect(JSON.parse(receiver.received[0]?.body ?? '')).toMatchObject({
    event: {
      data: {
        id: 41203317,
        status_id: 75520014,
        pipeline_id: 9011442,
        direction_of_movement: 'went_to_trigger',
      },
    },
    action: { settings: { widget: { settings: { dp_token: 'abc' } } } },
    account_id: 32100500,
  });
  expect(Object.fromEntries(pairs(receiver.received[1]?.body ?? ''))).toMatchObject({
    'event[data][id]': '41203317',
    'action[settings][widget][settings][dp_token]': 'abc',
  });
});
