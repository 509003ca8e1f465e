import { createHmac, randomUUID } from 'node:crypto';
import { z } from 'zod';
import type { Account } from '../core/model.ts';

const TTL_SECONDS = 1800;

/** What a negative test may bend (amocrm-api.md §2.4). `null` leaves a claim out. */
export const disposableOverrides = z.strictObject({
  aud: z.string().nullable().optional(),
  iss: z.string().nullable().optional(),
  iat: z.int().nullable().optional(),
  nbf: z.int().nullable().optional(),
  exp: z.int().nullable().optional(),
  jti: z.string().nullable().optional(),
  accountId: z.int().nullable().optional(),
  userId: z.int().nullable().optional(),
  subdomain: z.string().nullable().optional(),
  clientUuid: z.string().nullable().optional(),
  isAdmin: z.boolean().nullable().optional(),
  alg: z.enum(['HS256', 'HS384', 'HS512', 'none']).optional(),
  secret: z.string().optional(),
});
export type DisposableOverrides = z.infer<typeof disposableOverrides>;

const hashes = { HS256: 'sha256', HS384: 'sha384', HS512: 'sha512' } as const;

function part(value: unknown): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url');
}

/** `aud` is scheme and host of the redirect address, no port, no path (§2.2). */
export function audienceOf(redirectUri: string): string {
  const url = new URL(redirectUri);
  return `${url.protocol}//${url.hostname}`;
}

export function disposableToken(
  account: Account,
  userId: number,
  nowMs: number,
  ttl = TTL_SECONDS,
  overrides: DisposableOverrides = {},
): string {
  const {
    alg = 'HS256',
    secret = account.integration.clientSecret,
    accountId,
    userId: user,
    clientUuid,
    isAdmin,
    ...rest
  } = overrides;
  const iat = Math.floor(nowMs / 1000);
  const claims = {
    iss: `https://${account.domain}`,
    aud: audienceOf(account.integration.redirectUri),
    jti: randomUUID(),
    iat,
    nbf: iat,
    exp: iat + ttl,
    account_id: account.id,
    user_id: userId,
    subdomain: account.subdomain,
    client_uuid: account.integration.clientId,
    is_admin: account.users.find((candidate) => candidate.id === userId)?.isAdmin ?? false,
  };
  const bent = { ...rest, account_id: accountId, user_id: user, client_uuid: clientUuid, is_admin: isAdmin };
  const given = Object.entries(bent).filter(([, value]) => value !== undefined);
  const merged = Object.entries({ ...claims, ...Object.fromEntries(given) }).filter(
    ([, value]) => value !== null,
  );
  const signed = `${part({ typ: 'JWT', alg })}.${part(Object.fromEntries(merged))}`;
  if (alg === 'none') return `${signed}.`;
  return `${signed}.${createHmac(hashes[alg], secret).update(signed).digest('base64url')}`;
}
