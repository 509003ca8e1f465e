import { SignJWT, UnsecuredJWT } from 'jose';
import { expect, test } from 'vitest';
import { type DisposableTokenProblem, verifyDisposableToken } from './disposable-token.ts';

const now = 1_785_310_900;
const clientUuid = '5b0c7a52-3d0e-4f0a-9a55-1f2f6f0f7c11';
const expected = {
  secrets: ['current-secret', 'previous-secret'],
  clientUuid,
  publicUrl: 'https://hub.example.dev:8443/base/',
  clock: { now: () => now * 1000 },
};

const claims = {
  iss: 'https://zaryamed.amocrm.ru',
  aud: 'https://hub.example.dev',
  jti: '0f0d3f8e-6f0e-4f21-8d9e-4a1f0c0f9b77',
  iat: 1785310000,
  nbf: 1785310000,
  exp: 1785311800,
  account_id: 32100500,
  user_id: 11402240,
  subdomain: 'zaryamed',
  client_uuid: clientUuid,
};

type Change = { claims?: object; secret?: string; alg?: string };

function sign({ claims: changed = {}, secret = 'current-secret', alg = 'HS256' }: Change): Promise<string> {
  return new SignJWT({ ...claims, ...changed })
    .setProtectedHeader({ typ: 'JWT', alg })
    .sign(new TextEncoder().encode(secret.padEnd(alg === 'HS512' ? 64 : 0, '.')));
}

test('a true token tells who is there', async () => {
  expect(await verifyDisposableToken(await sign({ claims: { is_admin: true } }), expected)).toEqual({
    ok: true,
    value: {
      accountId: 32100500,
      userId: 11402240,
      subdomain: 'zaryamed',
      issuerHost: 'zaryamed.amocrm.ru',
      isAdmin: true,
      expiresAt: 1785311800,
      jti: '0f0d3f8e-6f0e-4f21-8d9e-4a1f0c0f9b77',
    },
  });
});

test('is_admin is optional', async () => {
  expect(await verifyDisposableToken(await sign({}), expected)).toMatchObject({
    ok: true,
    value: { isAdmin: null },
  });
});

test.each<{ name: string; change: Change }>([
  { name: 'signed with the previous secret', change: { secret: 'previous-secret' } },
  { name: 'valid from a minute ahead', change: { claims: { nbf: now + 60 } } },
  { name: 'expired less than a minute ago', change: { claims: { exp: now - 59 } } },
])('$name: accepted', async ({ change }) => {
  expect(await verifyDisposableToken(await sign(change), expected)).toMatchObject({ ok: true });
});

test.each<{ name: string; change: Change; problem: DisposableTokenProblem }>([
  { name: 'HS512 with our secret', change: { alg: 'HS512' }, problem: 'algorithm' },
  { name: 'another secret', change: { secret: 'guessed' }, problem: 'signature' },
  { name: 'expired', change: { claims: { exp: now - 60 } }, problem: 'expired' },
  { name: 'valid from later on', change: { claims: { nbf: now + 61 } }, problem: 'not_yet' },
  { name: 'for another host', change: { claims: { aud: 'https://other.example' } }, problem: 'audience' },
  { name: 'with the port', change: { claims: { aud: 'https://hub.example.dev:8443' } }, problem: 'audience' },
  { name: 'for http', change: { claims: { aud: 'http://hub.example.dev' } }, problem: 'audience' },
  { name: 'of another integration', change: { claims: { client_uuid: 'x' } }, problem: 'client' },
  { name: 'without an issuer', change: { claims: { iss: 'zaryamed' } }, problem: 'issuer' },
  { name: 'of an http issuer', change: { claims: { iss: 'http://zaryamed.amocrm.ru' } }, problem: 'issuer' },
  { name: 'without exp', change: { claims: { exp: undefined } }, problem: 'malformed' },
  { name: 'without an account', change: { claims: { account_id: null } }, problem: 'malformed' },
])('$name: $problem', async ({ change, problem }) => {
  expect(await verifyDisposableToken(await sign(change), expected)).toEqual({ ok: false, error: problem });
});

test('alg none is refused', async () => {
  const token = new UnsecuredJWT(claims).encode();
  expect(await verifyDisposableToken(token, expected)).toEqual({ ok: false, error: 'algorithm' });
});

test('claims changed after signing are refused', async () => {
  const [head, , signature] = (await sign({})).split('.');
  const [, payload] = (await sign({ claims: { user_id: 1 }, secret: 'guessed' })).split('.');
  expect(await verifyDisposableToken(`${head}.${payload}.${signature}`, expected)).toEqual({
    ok: false,
    error: 'signature',
  });
});

test('an empty previous secret signs nothing', async () => {
  const token = await sign({ secret: 'guessed' });
  const secrets = ['current-secret', ''];
  expect(await verifyDisposableToken(token, { ...expected, secrets })).toEqual({
    ok: false,
    error: 'signature',
  });
});

test.each(['', 'a', 'a.b', 'a.b.c', 'a.b.c.d', '....', '{}.{}.{}'])('%j is malformed', async (token) => {
  expect(await verifyDisposableToken(token, expected)).toEqual({ ok: false, error: 'malformed' });
});

test('behind localhost the port does not count, either', async () => {
  const token = await sign({ claims: { aud: 'http://localhost' } });
  const local = { ...expected, publicUrl: 'http://localhost:8787' };
  expect(await verifyDisposableToken(token, local)).toMatchObject({ ok: true });
});
