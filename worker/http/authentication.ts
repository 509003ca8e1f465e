import { createMiddleware } from 'hono/factory';
import { accountObject } from '../account/account.client.ts';
import { rightsOf } from '../session/rights.ts';
import { readSession } from '../session/session-token.ts';
import { accessNone, sessionInvalid, sessionOrigin } from '../session/sign-in.service.ts';
import type { AppEnv } from './app-env.ts';
import { AppError, fail } from './app-error.ts';
import { belongsToAccount } from './origins.ts';

/** Who asks: the bearer, its account as it is now, and the rights it has now. */
export const authenticate = createMiddleware<AppEnv>(async (c, next) => {
  const services = c.get('services');
  const token = /^Bearer +(\S+)$/i.exec(c.req.header('Authorization') ?? '')?.[1];
  if (token === undefined) {
    return fail(401, 'session.none', 'Нужен сеанс. Откройте из amoCRM.');
  }
  const session = await readSession(await services.ring(), token, services.clock.now());
  if (!session.ok) {
    return session.error === 'expired'
      ? fail(401, 'session.expired', 'Сеанс закончился. Откройте из amoCRM заново.')
      : fail(401, sessionInvalid.code, sessionInvalid.message);
  }
  const settings = await services.repository.load(session.value.accountId);
  // Uninstalling ends the sessions (product.md §5).
  if (settings?.account.status !== 'active') {
    throw new AppError(sessionInvalid);
  }
  const origin = c.req.header('Origin');
  if (origin !== undefined && !belongsToAccount(services.config, settings.account.domain, origin)) {
    throw new AppError(sessionOrigin);
  }
  const account = accountObject(c.env, session.value.accountId);
  const { access, adminUnknown } = await rightsOf(services, account, settings, session.value);
  if (access.role === 'none' && !adminUnknown) {
    throw new AppError(accessNone);
  }
  c.set('caller', { session: session.value, access, adminUnknown, settings, account });
  await next();
});
