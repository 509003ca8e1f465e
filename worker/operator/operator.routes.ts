import { type Context, Hono } from 'hono';
import { accountObject } from '../account/account.client.ts';
import type { AppEnv } from '../http/app-env.ts';
import { fail, unwrap } from '../http/app-error.ts';
import { noStore } from '../http/headers.ts';
import { sameToken, sha256 } from '../shared/envelope.ts';
import { debugStateSchema } from './operator.schemas.ts';

/**
 * For whoever runs the Worker, with the secret `OPERATOR_TOKEN` as a bearer; without that variable there is no such address.
 * @example curl -H "Authorization: Bearer $OPERATOR_TOKEN" https://your.host/operator/accounts/32100500
 */
export function operatorRoutes() {
  return new Hono<AppEnv>()
    .use(noStore)
    .use(async (c, next) => {
      await requireOperator(c);
      await next();
    })
    .get('/accounts/:account{[0-9]{1,15}}', async (c) => {
      const accountId = Number(c.req.param('account'));
      // An object would begin to live by being asked.
      const known = await c.get('services').repository.account(accountId);
      if (!known) {
        return fail(404, 'operator.no_account', 'Такого аккаунта нет.');
      }
      // What the schema does not name stays here.
      return c.json(debugStateSchema.parse(unwrap(await accountObject(c.env, accountId).debugState())), 200);
    });
}

async function requireOperator(c: Context<AppEnv>): Promise<void> {
  const { config, operatorTries } = c.get('services');
  if (config.operatorToken === null) {
    return fail(404, 'not_found', 'Такого адреса нет.');
  }
  const given = /^Bearer +(\S+)$/i.exec(c.req.header('Authorization') ?? '')?.[1] ?? '';
  // The right one always passes: nobody can lock the operator out by guessing.
  if (await sameToken(given, await sha256(config.operatorToken))) {
    return;
  }
  return operatorTries.note()
    ? fail(401, 'operator.refused', 'Нужен токен оператора.')
    : fail(429, 'operator.too_many', 'Слишком много неверных попыток. Подождите минуту.');
}
