import { SignJWT, UnsecuredJWT } from 'jose';
import { expect, test } from 'vitest';
import { key, noon, otherKey, rows, secondKey, sign, smallClinic, startClinic } from '../testing/clinic.ts';

const seconds = Math.floor(noon / 1000);

function token(claims: Record<string, unknown>, secret: Uint8Array | string = key.apiSecret, alg = 'HS256') {
  const bytes = typeof secret === 'string' ? new TextEncoder().encode(secret) : secret;
  return new SignJWT(claims).setProtectedHeader({ alg, typ: 'JWT' }).sign(bytes);
}

const good = { iss: key.apiId, exp: seconds + 3600 };

test.for<[string, string | undefined, number]>([
  ['no header', undefined, 401],
  ['no space after Bearer', `Bearer${await token(good)}`, 401],
  ['another scheme', `Basic ${await token(good)}`, 401],
  ['not a token', 'Bearer abc', 401],
  ['two parts only', `Bearer ${(await token(good)).split('.').slice(0, 2).join('.')}`, 401],
  ['good', `Bearer ${await token(good)}`, 200],
  ['a fractional exp', `Bearer ${await token({ ...good, exp: seconds + 3600.5 })}`, 200],
  ['no iss', `Bearer ${await token({ exp: good.exp })}`, 403],
  ['unknown iss', `Bearer ${await token({ ...good, iss: 'f'.repeat(32) })}`, 403],
  ['iss is a number', `Bearer ${await token({ ...good, iss: 5 })}`, 403],
  ['no exp', `Bearer ${await token({ iss: key.apiId })}`, 403],
  ['expired', `Bearer ${await token({ ...good, exp: seconds - 1 })}`, 403],
  ['signed with another secret', `Bearer ${await token(good, otherKey.apiSecret)}`, 403],
  [
    'signed with the hex-decoded secret',
    `Bearer ${await token(good, Buffer.from(key.apiSecret, 'hex'))}`,
    403,
  ],
  ['HS512', `Bearer ${await token(good, key.apiSecret, 'HS512')}`, 403],
  ['alg none', `Bearer ${new UnsecuredJWT(good).encode()}`, 403],
])('token: %s', async ([, header, status]) => {
  await using api = await startClinic();
  const reply = await fetch(`${api.sandbox.url}/api/v5/talonstatuses`, {
    headers: header === undefined ? {} : { authorization: header },
  });
  expect(reply.status).toBe(status);
  if (status !== 200)
    expect(await reply.json()).toMatchObject({ status: 'Error', message: expect.any(String) });
});

test('a revoked key is refused on every call, its neighbour and a new one work', async () => {
  await using api = await startClinic();
  const revoked = await sign(key, noon);
  await api.admin('POST', '/_sandbox/sources/small/keys/revoke', { apiId: key.apiId });
  for (const path of ['talons', 'doctors/8', 'intervals', 'nothing']) {
    expect((await api.get(path, revoked)).status).toBe(403);
  }
  expect((await api.get('talons', await sign(secondKey, noon))).status).toBe(200);
  const fresh = { apiId: 'd'.repeat(32), apiSecret: '99990000999900009999000099990000' };
  expect((await api.get('talons', await sign(fresh, noon))).status).toBe(403);
  await api.admin('POST', '/_sandbox/sources/small/keys', fresh);
  expect((await api.get('talons', await sign(fresh, noon))).status).toBe(200);
});

test('a key sees its own source only', async () => {
  await using api = await startClinic();
  const other = smallClinic({
    id: 'other',
    keys: [otherKey],
    patients: [{ lastName: 'Чужой', firstName: 'Пациент' }],
  });
  await api.admin('POST', '/_sandbox/sources', other);
  expect(await rows(api.get('medcards?fields[]=last_name', await sign(otherKey, noon)))).toEqual([
    { last_name: 'Чужой' },
  ]);
  expect(await rows(api.get('medcards?fields[]=last_name'))).toEqual([
    { last_name: 'Белова' },
    { last_name: 'Белов' },
  ]);
});

test('the same key pair cannot open two sources', async () => {
  await using api = await startClinic();
  expect((await api.admin('POST', '/_sandbox/sources', smallClinic({ id: 'copy' }))).status).toBe(409);
});
