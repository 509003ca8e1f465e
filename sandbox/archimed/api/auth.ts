import { decodeJwt, decodeProtectedHeader, jwtVerify } from 'jose';
import type { Key, Source } from '../clinic/source.ts';
import type { Store } from '../clinic/store.ts';
import type { Access } from './gate.ts';

export const unreadable: Access = { ok: false, status: 401, message: 'Не авторизован' };
export const notAccepted: Access = { ok: false, status: 403, message: 'Доступ запрещён' };

/**
 * 401: header or token cannot be read. 403: read, but not accepted: other algorithm, no or unknown `iss`,
 * wrong signature, no or past `exp`, revoked key (archimed-api.md §1 "Auth failures", §10).
 */
export async function authorize(store: Store, header: string | undefined): Promise<Access> {
  const token = /^Bearer (\S+)$/.exec(header ?? '')?.[1];
  const claims = token === undefined ? null : readClaims(token);
  if (token === undefined || claims === null) return unreadable;
  const source = claims.iss === null ? undefined : store.byApiId(claims.iss);
  const key = claims.iss === null ? undefined : source?.keys.get(claims.iss);
  if (source === undefined || key === undefined || isRefused(key, store.now())) return notAccepted;
  try {
    // The secret is the plain ASCII string, although it looks like hex (archimed-api.md §1 "Signing key").
    await jwtVerify(token, new TextEncoder().encode(key.apiSecret), {
      algorithms: ['HS256'],
      requiredClaims: ['iss', 'exp'],
      currentDate: new Date(store.real()),
    });
    return { ok: true, source };
  } catch {
    return notAccepted;
  }
}

function isRefused(key: Key, now: number): boolean {
  return key.revoked || (key.refusedFrom !== null && key.refusedFrom <= now);
}

/** Whose token it says it is: enough to aim a fault or to label the log, no proof of anything. */
export function claimedSource(store: Store, header: string | undefined): Source | undefined {
  const token = /^Bearer (\S+)$/.exec(header ?? '')?.[1];
  const claims = token === undefined ? null : readClaims(token);
  return claims === null || claims.iss === null ? undefined : store.byApiId(claims.iss);
}

function readClaims(token: string): { iss: string | null } | null {
  try {
    decodeProtectedHeader(token);
    const { iss } = decodeJwt(token);
    return { iss: typeof iss === 'string' ? iss : null };
  } catch {
    return null;
  }
}
