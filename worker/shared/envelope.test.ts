import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  fromBase64Url,
  importKeyring,
  open,
  randomToken,
  sameToken,
  seal,
  sha256,
  toBase64Url,
} from './envelope.ts';

const OLD = `${'A'.repeat(42)}E=`;
const NEW = `${'B'.repeat(42)}E=`;
const PLACE = 'account:32100500:amocrm.token';

test('what was sealed opens at its place', async () => {
  const ring = await importKeyring(NEW, null);
  await fc.assert(
    fc.asyncProperty(fc.string({ unit: 'grapheme' }), fc.string(), async (plain, place) => {
      expect(await open(ring, place, await seal(ring, place, plain))).toEqual({ ok: true, value: plain });
    }),
    { numRuns: 30 },
  );
});

test('the same secret is sealed differently each time and cannot be read from it', async () => {
  const ring = await importKeyring(NEW, null);
  const [one, two] = [await seal(ring, PLACE, 'refresh-token'), await seal(ring, PLACE, 'refresh-token')];
  expect(one).not.toBe(two);
  expect(one).toMatch(/^v1\.[\w-]{8}\.[\w-]{16}\.[\w-]+$/);
  expect(one).not.toContain(toBase64Url(new TextEncoder().encode('refresh-token')));
});

test.each(['account:32100501:amocrm.token', 'account:32100500:archimed.secret', ''])(
  'moved to another place («%s») it does not open',
  async (place) => {
    const ring = await importKeyring(NEW, null);
    expect(await open(ring, place, await seal(ring, PLACE, 'x'))).toEqual({ ok: false, error: 'broken' });
  },
);

test('any changed character is noticed', async () => {
  const ring = await importKeyring(NEW, null);
  const sealed = await seal(ring, PLACE, 'refresh-token');
  const start = sealed.split('.').slice(0, 2).join('.').length + 1;
  for (let at = start; at < sealed.length; at += 1) {
    if (sealed[at] === '.') {
      continue;
    }
    // The last character of base64 carries bits that count for nothing: the first of the alphabet differs in others.
    const changed = sealed.slice(0, at) + (/[A-P]/.test(sealed[at] ?? '') ? 'z' : 'A') + sealed.slice(at + 1);
    expect((await open(ring, PLACE, changed)).ok, String(at)).toBe(false);
  }
});

test('rotation: the old key still opens, the new one seals', async () => {
  const before = await importKeyring(OLD, null);
  const during = await importKeyring(NEW, OLD);
  const after = await importKeyring(NEW, null);
  const old = await seal(before, PLACE, 'x');
  const fresh = await seal(during, PLACE, 'x');
  expect(await open(during, PLACE, old)).toEqual({ ok: true, value: 'x' });
  expect(await open(after, PLACE, fresh)).toEqual({ ok: true, value: 'x' });
  expect(await open(after, PLACE, old)).toEqual({ ok: false, error: 'unknown_key' });
  expect(await open(before, PLACE, fresh)).toEqual({ ok: false, error: 'unknown_key' });
  expect(during.current.id).toBe(after.current.id);
  expect(during.previous?.id).toBe(before.current.id);
});

test.each(['', 'x', 'v1', 'v1...', 'v2.a.b.c', 'plain text. with. dots.'])(
  '«%s» was sealed by nobody',
  async (text) => {
    const ring = await importKeyring(NEW, OLD);
    expect(await open(ring, PLACE, text)).toEqual({ ok: false, error: 'unknown_key' });
  },
);

test('what is no base64 at all is broken, not an exception', async () => {
  const ring = await importKeyring(NEW, null);
  expect(await open(ring, PLACE, `v1.${ring.current.id}.?.?`)).toEqual({ ok: false, error: 'broken' });
});

test('base64url: any bytes there and back, safe in addresses', () => {
  fc.assert(
    fc.property(fc.uint8Array(), (bytes) => {
      const text = toBase64Url(bytes);
      expect(text).toMatch(/^[\w-]*$/);
      expect([...fromBase64Url(text)]).toEqual([...bytes]);
    }),
  );
});

test('tokens are 256 bits and never the same', () => {
  const tokens = new Set(Array.from({ length: 100 }, randomToken));
  expect(tokens.size).toBe(100);
  for (const token of tokens) {
    expect(fromBase64Url(token)).toHaveLength(32);
  }
});

test('the digest is SHA-256 in base64url', async () => {
  expect(await sha256('')).toBe('47DEQpj8HBSa-_TImW-5JCeuQeRkm5NMpJWZG3hSuFU');
});

test('a token is not the same as a digest of another length', async () => {
  expect(await sameToken('token', '')).toBe(false);
  expect(await sameToken('token', `${await sha256('token')}x`)).toBe(false);
});
