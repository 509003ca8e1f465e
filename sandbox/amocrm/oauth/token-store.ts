import { generateKeyPairSync, randomBytes, randomUUID, sign } from 'node:crypto';
import type { Account } from '../core/model.ts';

const CODE_MS = 20 * 60_000;
const ACCESS_SECONDS = 86_400;
const REFRESH_IDLE_MS = 92 * 86_400_000;

export type Grant = { accountId: number; clientId: string; userId: number };
export type TokenPair = { accessToken: string; refreshToken: string; expiresIn: number };
export type Refused = 'unknown' | 'used' | 'expired';

export type TokenStore = {
  issueCode(grant: Grant): string;
  /** Spends the code; a second use, an old or unknown one is refused. */
  redeemCode(code: string, matches: (grant: Grant) => boolean): Grant | Refused | 'mismatch';
  redeemRefresh(token: string, matches: (grant: Grant) => boolean): Grant | Refused | 'mismatch';
  /** Whose code or refresh token this is, spent or not. */
  ownerOf(codeOrRefresh: string): number | undefined;
  findRefresh(token: string): Grant | undefined;
  issuePair(account: Account, grant: Grant): TokenPair;
  /** 1 day to 5 years, no refresh (§1.4); revoked in "granted accesses". */
  issueLongLived(account: Account, grant: Grant, days: number): string;
  /** How many were revoked. */
  revokeLongLived(accountId: number): number;
  findAccess(token: string): Grant | undefined;
  /** The access tokens of the account run out now; its refresh tokens stay good. */
  expireAccess(accountId: number): void;
  /** Somebody else has used the account's refresh tokens, or (`false`) was never there. */
  setSpent(accountId: number, spent: boolean): void;
  /** Valid now. */
  count(accountId: number): { access: number; refresh: number };
  /** Disabling the integration kills every token and code of the account. */
  revokeAll(accountId: number): void;
  clear(): void;
};

type Single = Grant & { issuedMs: number; used: boolean; isStolen?: boolean };
type Access = Grant & { expiresMs: number; isLongLived: boolean };

const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });

function part(value: unknown): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url');
}

/** RS256 with a key nobody else has: clients may read the claims, never verify them (amocrm-api.md §1.6). */
function accessJwt(account: Account, grant: Grant, nowMs: number, lifeSeconds: number): string {
  const iat = Math.floor(nowMs / 1000);
  const head = part({ typ: 'JWT', alg: 'RS256', jti: randomUUID() });
  const body = part({
    aud: grant.clientId,
    jti: randomUUID(),
    iat,
    nbf: iat,
    exp: iat + lifeSeconds,
    sub: String(grant.userId),
    grant_type: '',
    account_id: account.id,
    base_domain: account.domain.replace(/^[^.]+\./, ''),
    version: 2,
    scopes: ['push_notifications', ...account.integration.scopes],
    user_flags: 0,
    hash_uuid: randomUUID(),
    api_domain: `api-b.${account.domain.replace(/^[^.]+\./, '')}`,
  });
  const signature = sign('RSA-SHA256', Buffer.from(`${head}.${body}`), privateKey).toString('base64url');
  return `${head}.${body}.${signature}`;
}

function opaque(): string {
  return `def50200${randomBytes(240).toString('hex')}`;
}

export function createTokenStore(nowMs: () => number): TokenStore {
  const codes = new Map<string, Single>();
  const refreshes = new Map<string, Single>();
  const accesses = new Map<string, Access>();

  function redeem(
    store: Map<string, Single>,
    key: string,
    lifeMs: number,
    matches: (grant: Grant) => boolean,
  ): Grant | Refused | 'mismatch' {
    const found = store.get(key);
    if (found === undefined) return 'unknown';
    if (!matches(found)) return 'mismatch';
    if (found.used) return 'used';
    if (nowMs() - found.issuedMs > lifeMs) return 'expired';
    found.used = true;
    return { accountId: found.accountId, clientId: found.clientId, userId: found.userId };
  }

  return {
    issueCode(grant) {
      const code = opaque();
      codes.set(code, { ...grant, issuedMs: nowMs(), used: false });
      return code;
    },
    redeemCode: (code, matches) => redeem(codes, code, CODE_MS, matches),
    redeemRefresh: (token, matches) => redeem(refreshes, token, REFRESH_IDLE_MS, matches),
    ownerOf: (token) => (codes.get(token) ?? refreshes.get(token))?.accountId,
    findRefresh(token) {
      const found = refreshes.get(token);
      return found === undefined || found.used ? undefined : found;
    },
    issuePair(account, grant) {
      const accessToken = accessJwt(account, grant, nowMs(), ACCESS_SECONDS);
      const refreshToken = opaque();
      accesses.set(accessToken, {
        ...grant,
        expiresMs: nowMs() + ACCESS_SECONDS * 1000,
        isLongLived: false,
      });
      refreshes.set(refreshToken, { ...grant, issuedMs: nowMs(), used: false });
      return { accessToken, refreshToken, expiresIn: ACCESS_SECONDS };
    },
    issueLongLived(account, grant, days) {
      const seconds = days * 86_400;
      const token = accessJwt(account, grant, nowMs(), seconds);
      accesses.set(token, { ...grant, expiresMs: nowMs() + seconds * 1000, isLongLived: true });
      return token;
    },
    revokeLongLived(accountId) {
      const found = [...accesses].filter(
        ([, access]) => access.accountId === accountId && access.isLongLived,
      );
      for (const [token] of found) accesses.delete(token);
      return found.length;
    },
    findAccess(token) {
      const found = accesses.get(token);
      return found === undefined || found.expiresMs <= nowMs() ? undefined : found;
    },
    expireAccess(accountId) {
      for (const access of accesses.values()) {
        if (access.accountId === accountId && !access.isLongLived) access.expiresMs = nowMs();
      }
    },
    setSpent(accountId, spent) {
      for (const refresh of refreshes.values()) {
        if (refresh.accountId !== accountId || refresh.used !== !spent) continue;
        if (!spent && refresh.isStolen !== true) continue;
        refresh.used = spent;
        refresh.isStolen = spent;
      }
    },
    count(accountId) {
      const mine = <T extends Grant>(store: Map<string, T>): T[] =>
        [...store.values()].filter((token) => token.accountId === accountId);
      return {
        access: mine(accesses).filter(({ expiresMs }) => expiresMs > nowMs()).length,
        refresh: mine(refreshes).filter(
          ({ used, issuedMs }) => !used && nowMs() - issuedMs <= REFRESH_IDLE_MS,
        ).length,
      };
    },
    revokeAll(accountId) {
      for (const [key, access] of accesses) if (access.accountId === accountId) accesses.delete(key);
      for (const single of [...codes.values(), ...refreshes.values()]) {
        if (single.accountId !== accountId) continue;
        single.used = true;
        single.isStolen = false;
      }
    },
    clear() {
      codes.clear();
      refreshes.clear();
      accesses.clear();
    },
  };
}
