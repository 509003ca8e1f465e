import { err, ok, type Result } from './result.ts';

/**
 * Secrets at rest: `v1.<key id>.<iv>.<ciphertext>` (base64url), AES-256-GCM. The additional data binds a
 * value to its account and field, so that a ciphertext cannot be moved to another place (models.md §5.8).
 */
export type Keyring = { current: RingKey; previous: RingKey | null };
type RingKey = { id: string; aes: CryptoKey; mac: CryptoKey };

export type OpenFailure = 'unknown_key' | 'broken';

export async function importKeyring(current: string, previous: string | null): Promise<Keyring> {
  return { current: await importKey(current), previous: previous ? await importKey(previous) : null };
}

async function importKey(base64: string): Promise<RingKey> {
  const bytes = Uint8Array.from(atob(base64), (char) => char.charCodeAt(0));
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
  const master = await crypto.subtle.importKey('raw', bytes, 'HKDF', false, ['deriveKey']);
  const derive = (info: string, target: SubtleCryptoImportKeyAlgorithm & { length: number }, use: string[]) =>
    crypto.subtle.deriveKey(
      { name: 'HKDF', hash: 'SHA-256', salt: new Uint8Array(), info: new TextEncoder().encode(info) },
      master,
      target,
      false,
      use,
    );
  return {
    id: toBase64Url(digest.slice(0, 6)),
    aes: await derive('secrets/v1', { name: 'AES-GCM', length: 256 }, ['encrypt', 'decrypt']),
    mac: await derive('sessions/v1', { name: 'HMAC', hash: 'SHA-256', length: 256 }, ['sign', 'verify']),
  };
}

export async function seal(ring: Keyring, place: string, plain: string): Promise<string> {
  const iv = crypto.getRandomValues(new Uint8Array(12));
  const cipher = await crypto.subtle.encrypt(
    { name: 'AES-GCM', iv, additionalData: new TextEncoder().encode(place) },
    ring.current.aes,
    new TextEncoder().encode(plain),
  );
  return ['v1', ring.current.id, toBase64Url(iv), toBase64Url(new Uint8Array(cipher))].join('.');
}

export async function open(
  ring: Keyring,
  place: string,
  sealed: string,
): Promise<Result<string, OpenFailure>> {
  const [version, keyId, iv, cipher] = sealed.split('.');
  const key = [ring.current, ring.previous].find((candidate) => candidate?.id === keyId);
  if (version !== 'v1' || !key || !iv || !cipher) {
    return err('unknown_key');
  }
  try {
    const plain = await crypto.subtle.decrypt(
      { name: 'AES-GCM', iv: fromBase64Url(iv), additionalData: new TextEncoder().encode(place) },
      key.aes,
      fromBase64Url(cipher),
    );
    return ok(new TextDecoder().decode(plain));
  } catch {
    return err('broken');
  }
}

export function toBase64Url(bytes: Uint8Array): string {
  return btoa(String.fromCharCode(...bytes))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replaceAll('=', '');
}

export function fromBase64Url(text: string): Uint8Array {
  return Uint8Array.from(atob(text.replaceAll('-', '+').replaceAll('_', '/')), (char) => char.charCodeAt(0));
}

/** 256 random bits for addresses and codes. */
export function randomToken(): string {
  return toBase64Url(crypto.getRandomValues(new Uint8Array(32)));
}

export async function sha256(text: string): Promise<string> {
  return toBase64Url(new Uint8Array(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text))));
}

/** Equal in constant time: both sides are digests of the same length. */
export async function sameToken(token: string, digest: string): Promise<boolean> {
  const given = new TextEncoder().encode(await sha256(token));
  const known = new TextEncoder().encode(digest);
  return given.byteLength === known.byteLength && crypto.subtle.timingSafeEqual(given, known);
}
