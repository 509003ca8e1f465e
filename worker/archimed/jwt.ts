import { encodeBase64Url } from 'hono/utils/encode';
import type { Clock } from '../shared/clock.ts';
import { TOKEN_LIFE_SECONDS } from './assumptions.ts';

type Options = { readonly apiId: string; readonly apiSecret: string; readonly clock: Clock };

const RENEW_BEFORE_SECONDS = 600;

const utf8 = new TextEncoder();

/** Tokens are made here, never asked for (archimed-api.md §1): HS256 over the secret's own characters. */
export function createTokenSource({ apiId, apiSecret, clock }: Options): () => Promise<string> {
  let cached: { token: Promise<string>; expiresAt: number } | null = null;
  return () => {
    const now = Math.floor(clock.now() / 1000);
    if (cached === null || now >= cached.expiresAt - RENEW_BEFORE_SECONDS) {
      const expiresAt = now + TOKEN_LIFE_SECONDS;
      cached = { token: sign({ iss: apiId, exp: expiresAt }, apiSecret), expiresAt };
    }
    return cached.token;
  };
}

async function sign(claims: { iss: string; exp: number }, secret: string): Promise<string> {
  const algorithm = { name: 'HMAC', hash: 'SHA-256' };
  const key = await crypto.subtle.importKey('raw', utf8.encode(secret), algorithm, false, ['sign']);
  const content = `${encode({ alg: 'HS256', typ: 'JWT' })}.${encode(claims)}`;
  const signature = await crypto.subtle.sign('HMAC', key, utf8.encode(content));
  return `${content}.${encodeBase64Url(signature)}`;
}

function encode(part: object): string {
  return encodeBase64Url(utf8.encode(JSON.stringify(part)).buffer);
}
