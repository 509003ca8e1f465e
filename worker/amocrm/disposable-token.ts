import { z } from 'zod';
import type { Clock } from '../shared/clock.ts';
import { err, ok, type Result } from '../shared/result.ts';
import { decodeJsonPart, decodePart } from './jwt-part.ts';

/** Who is in front of the widget, as amoCRM signed it (amocrm-api.md §2.2). */
export type DisposableClaims = {
  readonly accountId: number;
  readonly userId: number;
  readonly subdomain: string;
  /** The account's domain, e.g. `zaryamed.amocrm.ru`: the caller compares it with the one it knows. */
  readonly issuerHost: string;
  /** null: the claim is optional. */
  readonly isAdmin: boolean | null;
  readonly expiresAt: number;
  readonly jti: string;
};

export type DisposableTokenProblem =
  | 'malformed'
  | 'algorithm'
  | 'signature'
  | 'audience'
  | 'client'
  | 'issuer'
  | 'not_yet'
  | 'expired';

type Expected = {
  /** The current secret and, while it is being rotated, the previous one. */
  readonly secrets: readonly string[];
  readonly clientUuid: string;
  readonly publicUrl: string;
  readonly clock: Clock;
};

const LEEWAY_SECONDS = 60;

const header = z.object({ alg: z.string() });
const claims = z.object({
  iss: z.string(),
  aud: z.string(),
  jti: z.string().default(''),
  nbf: z.number().optional(),
  exp: z.number(),
  account_id: z.number().int().positive(),
  user_id: z.number().int().positive(),
  subdomain: z.string().default(''),
  client_uuid: z.string(),
  is_admin: z.boolean().nullish(),
});

export async function verifyDisposableToken(
  token: string,
  expected: Expected,
): Promise<Result<DisposableClaims, DisposableTokenProblem>> {
  const parts = token.split('.');
  const [head = '', payload = '', signature = ''] = parts;
  const bytes = decodePart(signature);
  const algorithm = header.safeParse(decodeJsonPart(head));
  if (parts.length !== 3 || bytes === null || !algorithm.success) return err('malformed');
  // Pinned: "none" has no signature to check, and HS512 with the same secret is the sales bot's other token (§2.3).
  if (algorithm.data.alg !== 'HS256') return err('algorithm');
  if (!(await isSigned(`${head}.${payload}`, bytes, expected.secrets))) return err('signature');
  const said = claims.safeParse(decodeJsonPart(payload));
  return said.success ? checkClaims(said.data, expected) : err('malformed');
}

function checkClaims(
  said: z.infer<typeof claims>,
  { clientUuid, publicUrl, clock }: Expected,
): Result<DisposableClaims, DisposableTokenProblem> {
  const now = Math.floor(clock.now() / 1000);
  const issuer = URL.parse(said.iss);
  const ours = new URL(publicUrl);
  // amoCRM takes scheme and host of the redirect URI, without port and path.
  if (said.aud !== `${ours.protocol}//${ours.hostname}`) return err('audience');
  if (said.client_uuid !== clientUuid) return err('client');
  if (issuer === null || issuer.protocol !== 'https:') return err('issuer');
  if (said.nbf !== undefined && said.nbf > now + LEEWAY_SECONDS) return err('not_yet');
  if (said.exp <= now - LEEWAY_SECONDS) return err('expired');
  return ok({
    accountId: said.account_id,
    userId: said.user_id,
    subdomain: said.subdomain,
    issuerHost: issuer.host,
    isAdmin: said.is_admin ?? null,
    expiresAt: said.exp,
    jti: said.jti,
  });
}

async function isSigned(
  content: string,
  signature: Uint8Array<ArrayBuffer>,
  secrets: readonly string[],
): Promise<boolean> {
  const utf8 = new TextEncoder();
  for (const secret of secrets) {
    if (secret === '') continue;
    const algorithm = { name: 'HMAC', hash: 'SHA-256' };
    const key = await crypto.subtle.importKey('raw', utf8.encode(secret), algorithm, false, ['verify']);
    if (await crypto.subtle.verify('HMAC', key, signature, utf8.encode(content))) return true;
  }
  return false;
}
