import { sign } from 'hono/jwt';
import { expect, test } from 'vitest';
import { importKeyring } from '../shared/envelope.ts';
import { issueSession, readSession, type Session } from './session-token.ts';

const key = (byte: number) => Buffer.alloc(32, byte).toString('base64');
const start = Date.parse('2026-11-22T12:00:00Z');
const minute = 60_000;
const session: Session = {
  accountId: 32100500,
  userId: 11402240,
  isAdmin: false,
  name: 'Марк Жданов',
  startedAt: start / 1000,
};

async function issued(now = start, of = session) {
  const made = await issueSession(await importKeyring(key(1), null), of, now);
  if (made === null) throw new Error('no session');
  return made;
}

test('is read back as it was issued, for 15 minutes', async () => {
  const ring = await importKeyring(key(1), null);
  const { token, expiresAt } = await issued();
  expect(expiresAt).toBe(start + 15 * minute);
  expect(await readSession(ring, token, start + 15 * minute - 1)).toEqual({
    ok: true,
    value: { ...session, expiresAt },
  });
  expect(await readSession(ring, token, start + 15 * minute)).toEqual({ ok: false, error: 'expired' });
});

test('outlives the rotation of the key while the previous one is known', async () => {
  const { token } = await issued();
  expect((await readSession(await importKeyring(key(2), key(1)), token, start)).ok).toBe(true);
  expect(await readSession(await importKeyring(key(2), null), token, start)).toEqual({
    ok: false,
    error: 'invalid',
  });
});

test('ends 12 hours after its start, however often it is renewed', async () => {
  const { expiresAt } = await issued(start + 719 * minute);
  expect(expiresAt).toBe(start + 720 * minute);
  expect(await issueSession(await importKeyring(key(1), null), session, start + 720 * minute)).toBeNull();
});

test.each([
  ['an empty one', ''],
  ['no token', 'Bearer'],
  ['alg none', `${btoa('{"alg":"none","typ":"JWT"}')}.${btoa('{"acc":1,"usr":1,"adm":true}')}.`],
])('%s is refused', async (_name, token) => {
  const ring = await importKeyring(key(1), null);
  expect(await readSession(ring, token, start)).toEqual({ ok: false, error: 'invalid' });
});

test('a changed claim and another algorithm are refused', async () => {
  const ring = await importKeyring(key(1), null);
  const { token } = await issued();
  const [head, , signature] = token.split('.');
  const claims = {
    acc: 32100500,
    usr: 11402240,
    adm: true,
    name: '',
    start: start / 1000,
    exp: start / 1000 + 900,
  };
  const forged = [head, Buffer.from(JSON.stringify(claims)).toString('base64url'), signature].join('.');
  expect(await readSession(ring, forged, start)).toEqual({ ok: false, error: 'invalid' });
  const hs512 = await sign(claims, 'a secret of ours', 'HS512');
  expect(await readSession(ring, hs512, start)).toEqual({ ok: false, error: 'invalid' });
});
