import { expect, test } from 'vitest';
import { at, startKit, startReceiver } from '../testing/fixture.ts';
import { hostArchive } from '../testing/host-archive.ts';

/** The page's server for widgets: triggers of the Digital Pipeline, channels, `crm_post`, upload. */

const stage = { pipelineId: 9011442, statusId: 75520018 };
const inWork = { pipeline_id: 9011442, status_id: 75520018 };

async function startHost() {
  const receiver = await startReceiver();
  const kit = await startKit();
  await kit.connect();
  const upload = await fetch(`${kit.sandbox.url}/_sandbox/widget`, {
    method: 'POST',
    body: hostArchive(`${receiver.url}/dp`),
  });
  expect(upload.status).toBe(201);
  async function ajax(method: string, path: string, body?: unknown, userId = 11402217) {
    const { json } = await kit.admin('POST', '/accounts/32100500/login', { userId });
    const response = await fetch(`${kit.sandbox.url}/ajax/host${path}`, {
      method,
      headers: { cookie: `session_id=${at(json, 'value')}` },
      ...(body === undefined
        ? {}
        : { body: body instanceof Uint8Array ? new Uint8Array(body) : JSON.stringify(body) }),
    });
    const answer: unknown = await response.json();
    return { status: response.status, json: answer };
  }
  return {
    receiver,
    kit,
    ajax,
    addTrigger: (direction: string, action: object, place = stage) =>
      ajax('POST', '/triggers', { ...place, direction, action }),
    move: (statusId: number) =>
      kit.api('PATCH', '/leads/41203317', { pipeline_id: 9011442, status_id: statusId }),
    async [Symbol.asyncDispose]() {
      await kit[Symbol.asyncDispose]();
      await receiver[Symbol.asyncDispose]();
    },
  };
}

const widget = { kind: 'widget', settings: { comment: 'отмена' } };

test('moving and creating a deal sends the widget trigger once, by whatever hand', async () => {
  await using host = await startHost();
  expect((await host.addTrigger('went_to_trigger', widget)).status).toBe(201);
  await host.move(75520018);
  await host.kit.api('PATCH', '/leads/41203317', { price: 5000 });
  await host.kit.api('POST', '/leads', [{ name: 'По API', ...inWork }]);
  await host.kit.admin('POST', '/accounts/32100500/leads', { name: 'Руками', ...stage });
  const sent = (await host.receiver.count(3)).map((hook) => JSON.parse(hook.body) as unknown);
  expect(sent).toHaveLength(3);
  expect(sent[0]).toEqual({
    event: {
      type: 15,
      type_code: 'lead_appeared_in_status',
      data: {
        id: 41203317,
        element_type: 2,
        status_id: 75520018,
        pipeline_id: 9011442,
        direction_of_movement: 'went_to_trigger',
      },
      time: 1785310000,
    },
    action: { settings: { widget: { settings: { comment: 'отмена' } } } },
    subdomain: 'zaryamed',
    account_id: 32100500,
  });
  expect(sent.slice(1).map((body) => at(body, 'event', 'type_code'))).toEqual(['lead_added', 'lead_added']);
  expect(host.receiver.received.every((hook) => hook.url === '/dp')).toBe(true);
  const dump = await host.kit.admin('GET', '/accounts/32100500');
  expect(at(dump.json, 'widget', 'triggers', 0)).toMatchObject({ ...stage, direction: 'went_to_trigger' });
});

test('doubled: the same call again, word for word', async () => {
  await using host = await startHost();
  await host.kit.admin('PATCH', '/accounts/32100500/settings', { hooks: { double: true } });
  await host.addTrigger('went_to_trigger', widget);
  await host.move(75520018);
  const [first, second] = await host.receiver.count(2);
  expect(second?.body).toBe(first?.body);
});

test('in and from: only moves count, and the place that was left is named', async () => {
  await using host = await startHost();
  await host.addTrigger('went_in_trigger', widget);
  await host.addTrigger('went_from_trigger', widget);
  await host.kit.api('POST', '/leads', [{ name: 'Новая', ...inWork }]);
  await host.move(75520018);
  await host.move(75520014);
  const sent = (await host.receiver.count(2)).map((hook) => at(JSON.parse(hook.body), 'event', 'data'));
  expect(sent).toEqual([
    expect.objectContaining({ id: 41203317, status_id: 75520018, direction_of_movement: 'went_in_trigger' }),
    expect.objectContaining({
      id: 41203317,
      status_id: 75520018,
      direction_of_movement: 'went_from_trigger',
    }),
  ]);
});

test('a form by switch; a bad answer is not tried again; a changed and a deleted action', async () => {
  await using host = await startHost();
  const made = await host.addTrigger('went_to_trigger', widget);
  const id = at(made.json, 'id');
  await host.kit.admin('PATCH', '/accounts/32100500/settings', { digitalPipelineFormat: 'form' });
  host.receiver.answer = 500;
  await host.move(75520018);
  const [first] = await host.receiver.count(1);
  expect(new URLSearchParams(first?.body).get('action[settings][widget][settings][comment]')).toBe('отмена');
  host.kit.advance(3 * 3600_000);
  await host.ajax('POST', `/triggers/${id}`, {
    ...stage,
    direction: 'went_from_trigger',
    action: { kind: 'widget', settings: { comment: 'другое' } },
  });
  await host.move(75520014);
  const second = (await host.receiver.count(2))[1];
  expect(new URLSearchParams(second?.body).get('action[settings][widget][settings][comment]')).toBe('другое');
  expect((await host.ajax('DELETE', `/triggers/${id}`)).status).toBe(200);
  expect((await host.ajax('DELETE', `/triggers/${id}`)).status).toBe(404);
  await host.move(75520018);
  await host.move(75520014);
  const { json } = await host.kit.admin('GET', '/triggers');
  expect(at(json, 'triggers')).toHaveLength(2);
});

test('API: send webhook, even without a widget; a widget that is off is silent', async () => {
  await using host = await startHost();
  await host.addTrigger('went_to_trigger', { kind: 'webhook', url: `${host.receiver.url}/hook` });
  await host.addTrigger('went_to_trigger', widget);
  await host.kit.admin('POST', '/accounts/32100500/disconnect', { deliver: false });
  await host.kit.admin('POST', '/accounts/32100500/leads/41203317', stage);
  const [hook] = await host.receiver.count(1);
  expect(hook?.url).toBe('/hook');
  expect(Object.fromEntries(new URLSearchParams(hook?.body))).toEqual({
    'leads[status][0][id]': '41203317',
    'leads[status][0][pipeline_id]': '9011442',
    'leads[status][0][status_id]': '75520018',
    'leads[status][0][old_pipeline_id]': '9011442',
    'leads[status][0][old_status_id]': '75520014',
  });
  const { json } = await host.kit.admin('GET', '/triggers');
  expect(at(json, 'triggers')).toMatchObject([{ kind: 'webhook', leadId: 41203317 }]);
});

test('only administrators change the Digital Pipeline', async () => {
  await using host = await startHost();
  const trigger = { ...stage, direction: 'went_to_trigger', action: widget };
  expect((await host.ajax('POST', '/triggers', trigger, 11402240)).status).toBe(403);
  expect((await host.ajax('POST', '/triggers', { ...trigger, direction: 'now' })).status).toBe(400);
});

test('channels tell what happened after the number that was read', async () => {
  await using host = await startHost();
  const start = at((await host.ajax('GET', '/live')).json, 'seq');
  await host.move(75520018);
  const { json } = await host.ajax('GET', `/live?since=${start}`);
  expect(at(json, 'messages', 0)).toMatchObject({
    channels: ['leads:card:41203317', 'leads:events', 'leads:pipeline:9011442'],
    key: 'status',
    data: { id: 41203317, status_id: 75520018, old_status_id: 75520014 },
  });
  const end = at(json, 'seq');
  expect(at((await host.ajax('GET', `/live?since=${end}`)).json, 'messages')).toEqual([]);
});

test('crm_post sends a form without a proof of the user, and nothing off this machine', async () => {
  await using host = await startHost();
  const url = `${host.receiver.url}/post`;
  const { json } = await host.ajax('POST', '/crm_post', { url, data: { a: 'б', list: [1, { x: 2 }] } });
  expect(json).toEqual({ kind: 'answered', status: 200, body: 'ok' });
  const [post] = host.receiver.received;
  expect(post?.headers).toMatchObject({ 'content-type': 'application/x-www-form-urlencoded' });
  expect(post?.headers.cookie).toBeUndefined();
  expect(Object.fromEntries(new URLSearchParams(post?.body))).toEqual({
    a: 'б',
    'list[0]': '1',
    'list[1][x]': '2',
  });
  expect((await host.ajax('POST', '/crm_post', { url: 'https://hub.example.dev', data: {} })).status).toBe(
    422,
  );
});

test('the upload answers with findings; details of the manifest', async () => {
  await using host = await startHost();
  const bad = await host.ajax('POST', '/archive?name=other.zip', hostArchive('https://hub.example.dev/dp'));
  expect(bad.status).toBe(422);
  expect(at(bad.json, 'findings')).toContainEqual(
    expect.objectContaining({ code: 'archive.name', severity: 'error' }),
  );
  const good = await host.ajax('POST', '/archive?name=widget.zip', hostArchive('https://hub.example.dev/dp'));
  expect(good.json).toMatchObject({ ok: true, code: 'archimed_plus', version: '1.0.3' });
  expect((await host.ajax('GET', '/widgets/archimed_plus')).json).toMatchObject({
    kind: 'public',
    tour: { images: ['/images/tour_1_ru.png'] },
    dp: { isMultiple: false, webhookUrl: 'https://hub.example.dev/dp', settings: [{ key: 'comment' }] },
  });
});
