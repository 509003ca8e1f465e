import type { AccountClient } from '../account/account.client.ts';
import { type DisposableClaims, verifyDisposableToken } from '../amocrm/disposable-token.ts';
import { isAmocrmDomain } from '../env.ts';
import type { HttpFailure } from '../http/app-error.ts';
import { belongsToAccount } from '../http/origins.ts';
import type { Services } from '../http/services.ts';
import type { AccountSettings } from '../settings/settings.repository.ts';
import { randomToken } from '../shared/envelope.ts';
import { err, ok, type Result } from '../shared/result.ts';
import { isoOf } from '../sync/wall-clock.ts';
import type { Access } from './access.ts';
import { rightsOf } from './rights.ts';
import type { SessionReply, SessionUser } from './session.schemas.ts';
import { issueSession, type Session } from './session-token.ts';

/** Signing in by amoCRM's token or by a handed-over code (contract.md, «Sessions»). */
export type SignIn = {
  authToken: string | null;
  code: string | null;
  origin: string | null;
};

const HANDOFF_MS = 60_000;

export const sessionInvalid: HttpFailure = {
  status: 401,
  code: 'session.invalid',
  message: 'Сеанс не принят. Откройте из amoCRM.',
};
export const sessionOrigin: HttpFailure = {
  status: 403,
  code: 'session.origin',
  message: 'Запрос пришёл со страницы другого аккаунта.',
};
export const accessNone: HttpFailure = {
  status: 403,
  code: 'access.none',
  message: 'У вас нет доступа. Попросите администратора открыть его в настройках виджета.',
};

export async function signIn(
  services: Services,
  accountOf: (accountId: number) => AccountClient,
  request: SignIn,
): Promise<Result<SessionReply, HttpFailure>> {
  const opened = await openSession(services, accountOf, request);
  if (!opened.ok) {
    return opened;
  }
  const { session, settings } = opened.value;
  if (
    request.origin !== null &&
    !belongsToAccount(services.config, settings.account.domain, request.origin)
  ) {
    return err(sessionOrigin);
  }
  const { access } = await rightsOf(services, accountOf(session.accountId), settings, session);
  return replyOf(services, session, access);
}

type Opened = { session: Session; settings: AccountSettings };

async function openSession(
  services: Services,
  accountOf: (accountId: number) => AccountClient,
  { authToken, code }: SignIn,
): Promise<Result<Opened, HttpFailure>> {
  if (authToken !== null) {
    return byDisposableToken(services, accountOf, authToken);
  }
  const session = code === null ? null : await services.handoffs.take(code, services.clock.now());
  if (!session) {
    return err(sessionInvalid);
  }
  const settings = await installed(services, session.accountId);
  return settings.ok ? ok({ session, settings: settings.value }) : settings;
}

async function byDisposableToken(
  services: Services,
  accountOf: (accountId: number) => AccountClient,
  token: string,
): Promise<Result<Opened, HttpFailure>> {
  const { config, clock } = services;
  const { clientId, clientSecret, clientSecretPrevious } = config.amocrm;
  const claims = await verifyDisposableToken(token, {
    secrets: clientSecretPrevious === null ? [clientSecret] : [clientSecret, clientSecretPrevious],
    clientUuid: clientId,
    publicUrl: config.publicUrl,
    clock,
  });
  if (!claims.ok) {
    services.log('session.refused', { problem: claims.error });
    return err(sessionInvalid);
  }
  const { accountId, issuerHost } = claims.value;
  let settings = await installed(services, accountId);
  if (settings.ok && settings.value.account.domain !== issuerHost && isAmocrmDomain(issuerHost)) {
    // The signature is good and names this account: its subdomain may have changed (amocrm-api.md §1.6).
    await accountOf(accountId).findDomain();
    settings = await installed(services, accountId);
  }
  if (!settings.ok) {
    return settings;
  }
  if (settings.value.account.domain !== issuerHost) {
    services.log('session.refused', { problem: 'issuer', account: claims.value.accountId });
    return err(sessionInvalid);
  }
  return ok({ session: await sessionOf(services, accountOf, claims.value), settings: settings.value });
}

async function sessionOf(
  services: Services,
  accountOf: (accountId: number) => AccountClient,
  { accountId, userId, isAdmin }: DisposableClaims,
): Promise<Session> {
  const user = await services.userOf(accountOf(accountId), accountId, userId);
  const startedAt = Math.floor(services.clock.now() / 1000);
  return { accountId, userId, isAdmin, name: user?.name ?? '', startedAt };
}

async function installed(
  services: Services,
  accountId: number,
): Promise<Result<AccountSettings, HttpFailure>> {
  const settings = await services.repository.load(accountId);
  return settings?.account.status === 'active'
    ? ok(settings)
    : err({
        status: 409,
        code: 'account.not_installed',
        message: 'Виджет не подключён к этому аккаунту. Администратору нужно установить его заново.',
      });
}

/** Also the renewal: rights are the present ones, the 12 hours run from the start. */
export async function replyOf(
  services: Services,
  session: Session,
  access: Access,
): Promise<Result<SessionReply, HttpFailure>> {
  if (access.role === 'none') {
    return err(accessNone);
  }
  const issued = await issueSession(await services.ring(), session, services.clock.now());
  if (!issued) {
    return err({
      status: 401,
      code: 'session.expired',
      message: 'Сеанс закончился. Откройте из amoCRM заново.',
    });
  }
  return ok({ token: issued.token, expiresAt: isoOf(issued.expiresAt), user: userOf(session, access) });
}

export function userOf(session: Session, access: Access): SessionUser {
  return {
    id: session.userId,
    name: session.name,
    role: access.role,
    isAdmin: access.isAdmin,
    branches: access.branches,
    defaultBranch: access.defaultBranch,
  };
}

/** The address of our page in a tab of its own; the code behind `#` never reaches a server's log. */
export async function handOver(services: Services, session: Session): Promise<string> {
  const code = randomToken();
  const now = services.clock.now();
  await services.handoffs.put(code, session, { now, expiresAt: now + HANDOFF_MS });
  return `${services.config.publicUrl}/settings/#code=${code}`;
}
