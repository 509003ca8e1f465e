import { expect, test } from 'vitest';
import { at, smallAccount, startKit, startReceiver } from '../testing/fixture.ts';

test('the shell, its modules and the vendored loaders are served', async () => {
  await using kit = await startKit();
  const shell = await fetch(`${kit.sandbox.url}/leads/detail/41203317`);
  expect(shell.headers.get('set-cookie')).toContain('session_id=');
  expect(await shell.text()).toContain('/static/app.ts');
  for (const name of ['app.ts', 'card.ts', 'widget-host.ts']) {
    const module = await fetch(`${kit.sandbox.url}/static/${name}`);
    expect(module.headers.get('content-type')).toContain('text/javascript');
    expect(await module.text()).not.toContain('import type');
  }
  for (const name of ['vendor/jquery.js', 'vendor/require.js', 'style.css']) {
    expect((await fetch(`${kit.sandbox.url}/static/${name}`)).status).toBe(200);
  }
  expect((await fetch(`${kit.sandbox.url}/static/..%2fserver.ts`)).status).toBe(404);
});

test('the card changes by hand and shows who did it', async () => {
  await using kit = await startKit();
  await kit.connect();
  const { json } = await kit.admin('POST', '/accounts/32100500/login', { userId: 11402240 });
  const headers = { cookie: `session_id=${at(json, 'value')}` };
  const moved = await fetch(`${kit.sandbox.url}/ajax/leads/41203317`, {
    method: 'POST',
    headers,
    body: JSON.stringify({ pipelineId: 9011442, statusId: 75520018, price: 5000 }),
  });
  expect(await moved.json()).toMatchObject({ statusId: 75520018, price: 5000 });
  expect((await kit.api('GET', '/leads/41203317')).json).toMatchObject({
    status_id: 75520018,
    updated_by: 11402240,
  });
  const card = await (await fetch(`${kit.sandbox.url}/ajax/leads/41203317`, { headers })).json();
  expect(at(card, 'feed')).toContainEqual(
    expect.objectContaining({ author: 'Марк Орлов', text: 'Этап: «Новая заявка» → «В работе»' }),
  );
  expect(at(card, 'contacts', 0, 'phones')).toEqual(['+7 905 000-11-22']);
});

test('only administrators install; saving again does not call again', async () => {
  await using receiver = await startReceiver();
  const integration = { ...smallAccount.integration, redirectUri: `${receiver.url}/oauth/callback` };
  await using kit = await startKit({ ...smallAccount, integration });
  const login = async (userId: number) =>
    `session_id=${at((await kit.admin('POST', '/accounts/32100500/login', { userId })).json, 'value')}`;
  const save = (cookie: string) =>
    fetch(`${kit.sandbox.url}/ajax/widgets/archimed_plus/save`, {
      method: 'POST',
      headers: { cookie },
      body: JSON.stringify({ settings: { consent: '{"agreed":true}' } }),
    });
  expect((await save(await login(11402240))).status).toBe(403);
  expect(receiver.received).toHaveLength(0);
  const admin = await login(11402217);
  expect(await (await save(admin)).json()).toEqual({ installed: true });
  await save(admin);
  expect(receiver.received.map((hook) => hook.url.split('?')[0])).toEqual(['/oauth/callback']);
  await kit.connect();
  expect((await kit.api('GET', '/widgets/archimed_plus')).json).toMatchObject({
    is_active_in_account: true,
    settings: { consent: '{"agreed":true}' },
  });
});

/** A page of one user: its requests carry the session's cookie. */
async function pageOf(kit: Awaited<ReturnType<typeof startKit>>, userId: number) {
  const { json } = await kit.admin('POST', '/accounts/32100500/login', { userId });
  const headers = { cookie: `session_id=${at(json, 'value')}`, 'content-type': 'application/json' };
  return async (method: string, path: string, body?: unknown) => {
    const response = await fetch(`${kit.sandbox.url}/ajax${path}`, {
      method,
      headers,
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    return { status: response.status, json: text === '' ? null : (JSON.parse(text) as unknown) };
  };
}

test('a denied right is refused by the pages too: an unseen deal, an unseen row, no way to the bin', async () => {
  await using kit = await startKit();
  await kit.connect();
  const [admin, manager] = [await pageOf(kit, 11402217), await pageOf(kit, 11402240)];
  expect((await manager('GET', '/users')).status).toBe(403);
  expect((await manager('POST', '/leads/41203317/delete', {})).status).toBe(403);
  await admin('PATCH', '/users/11402240', { rights: { leads: { view: 'M', edit: 'D', delete: 'D' } } });
  const { json } = await manager('GET', '/leads');
  expect(at(json, 'leads', 'length')).toBe(1);
  expect((await manager('GET', '/leads/41203318')).status).toBe(403);
  expect((await manager('GET', '/leads/1')).status).toBe(404);
  expect((await manager('POST', '/leads/41203317', { price: 1 })).status).toBe(403);
  expect((await manager('PATCH', '/v4/leads/41203317', { price: 1 })).status).toBe(403);
  expect((await kit.api('GET', '/leads/41203317')).json).toMatchObject({ price: 48_000 });
});

test('the recycle bin gives a deal back; merging leaves one contact with both phones', async () => {
  await using kit = await startKit();
  await kit.connect();
  const admin = await pageOf(kit, 11402217);
  await admin('POST', '/leads/41203317/delete', {});
  expect((await kit.api('GET', '/leads/41203317')).status).toBe(204);
  const bin = await admin('GET', '/leads?deleted=1');
  expect(bin.json).toMatchObject({
    leads: expect.arrayContaining([expect.objectContaining({ id: 41203317, isDeleted: true })]),
  });
  await admin('POST', '/leads/41203317/restore', {});
  expect((await kit.api('GET', '/leads/41203317')).status).toBe(200);
  expect(
    (await admin('POST', '/merge', { entity: 'contacts', winner: 58841204, losers: [58841204] })).status,
  ).toBe(404);
  await admin('POST', '/merge', { entity: 'contacts', winner: 58841204, losers: [58841203] });
  expect((await kit.api('GET', '/contacts/58841203')).status).toBe(204);
  expect((await admin('GET', '/contacts/58841204')).json).toMatchObject({
    phones: ['+7 905 000-11-22'],
    leads: [expect.objectContaining({ id: 41203317 })],
  });
});

test('the last administrator stays one', async () => {
  await using kit = await startKit();
  const admin = await pageOf(kit, 11402217);
  expect((await admin('PATCH', '/users/11402217', { isAdmin: false })).status).toBe(409);
  expect((await admin('PATCH', '/users/11402240', { isAdmin: true })).status).toBe(200);
  expect((await admin('PATCH', '/users/11402217', { isAdmin: false })).status).toBe(200);
});

test('what a person does by hand is outside of limits, faults and the request log', async () => {
  await using kit = await startKit();
  await kit.admin('PATCH', '/accounts/32100500/settings', { rps: 1 });
  await kit.admin('POST', '/faults', { path: '*', kind: 'json-error' });
  const admin = await pageOf(kit, 11402217);
  for (const price of [1, 2, 3]) {
    expect((await admin('PATCH', '/v4/leads/41203317', { price })).status).toBe(200);
  }
  expect((await kit.admin('GET', '/requests')).text).not.toContain('41203317');
});
