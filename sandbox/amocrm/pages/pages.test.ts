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
