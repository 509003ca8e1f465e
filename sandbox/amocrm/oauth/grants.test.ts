import { expect, test } from 'vitest';
import { at, clientId, clientSecret, redirectUri, smallAccount, startKit } from '../testing/fixture.ts';

const day = 86_400_000;

test('a long-lived token outlives the daily ones and is revoked by hand', async () => {
  await using kit = await startKit();
  const made = await kit.admin('POST', '/accounts/32100500/long-lived-token', { userId: 11402240, days: 30 });
  const headers = { authorization: `Bearer ${at(made.json, 'token')}` };
  const seen = async () => kit.api('GET', '/account', undefined, headers);
  kit.advance(29 * day);
  await kit.admin('POST', '/accounts/32100500/expire-access');
  expect(at((await seen()).json, 'current_user_id')).toBe(11402240);
  // The rights are the user's.
  expect((await kit.api('GET', '/users', undefined, headers)).status).toBe(403);
  kit.advance(day);
  expect((await seen()).status).toBe(401);
  const second = await kit.admin('POST', '/accounts/32100500/long-lived-token', { days: 365 });
  headers.authorization = `Bearer ${at(second.json, 'token')}`;
  expect((await seen()).status).toBe(200);
  expect((await kit.admin('DELETE', '/accounts/32100500/long-lived-token')).json).toEqual({ revoked: 2 });
  expect((await seen()).status).toBe(401);
});

test('the consent of a popup leads the page that opened it', async () => {
  await using kit = await startKit();
  const login = await kit.admin('POST', '/accounts/32100500/login', {});
  const headers = { cookie: `session_id=${at(login.json, 'value')}` };
  const answer = (mode: string) =>
    fetch(`${kit.sandbox.url}/oauth`, {
      method: 'POST',
      headers,
      body: new URLSearchParams({ client_id: clientId, state: '</script>', mode, answer: 'deny' }),
      redirect: 'manual',
    });
  const popup = await (await answer('popup')).text();
  expect(popup).toContain('window.opener.location.href = url');
  expect(popup).toContain(`${redirectUri}?error=access_denied`);
  expect(popup.match(/<\/script>/g)).toHaveLength(1);
  // With post_message the redirect happens inside the popup: the page there posts the message itself.
  const redirected = await answer('post_message');
  expect([redirected.status, redirected.headers.get('location')]).toEqual([
    302,
    `${redirectUri}?error=access_denied&state=%3C%2Fscript%3E`,
  ]);
  const foreign = await fetch(`${kit.sandbox.url}/oauth?client_id=00000000-0000-4000-8000-000000000000`, {
    headers,
  });
  expect(foreign.status).toBe(404);
});

test('the disconnect notice knows both spellings of the integration', async () => {
  const integration = { clientId, clientSecret, redirectUri, disconnectUrl: 'https://hub.example.dev/bye' };
  await using kit = await startKit({ ...smallAccount, integration });
  await kit.admin('PATCH', '/accounts/32100500/settings', { disconnectParam: 'client_id' });
  const { json } = await kit.admin('POST', '/accounts/32100500/disconnect', { deliver: false });
  const params = new URL(String(at(json, 'url'))).searchParams;
  expect([...params.keys()]).toEqual(['account_id', 'client_id', 'signature']);
  expect(params.get('client_id')).toBe(clientId);
});
