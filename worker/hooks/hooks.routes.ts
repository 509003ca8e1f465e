import { Hono } from 'hono';
import { accountObject } from '../account/account.client.ts';
import { parseActionCall } from '../amocrm/digital-pipeline.ts';
import { pack, parseHookBody } from '../amocrm/hook-body.ts';
import type { AppEnv } from '../http/app-env.ts';
import { AppError, fail } from '../http/app-error.ts';
import { hookBodyLimit } from '../http/limits.ts';
import { sameToken } from '../shared/envelope.ts';
import { consoleLog } from '../shared/log.ts';

/** What other systems send. Answered when it is durable, never before (product.md §4). */
export function hooksRoutes() {
  return new Hono<AppEnv>()
    .use(hookBodyLimit)
    .post('/amocrm/:accountId{[0-9]{1,15}}/:hookToken', async (c) => {
      const { hookAddresses } = c.get('services');
      const accountId = Number(c.req.param('accountId'));
      const account = await durable(() => hookAddresses.accountAt(accountId, c.req.param('hookToken')));
      if (!account) {
        return fail(404, 'not_found', 'Такого адреса нет.');
      }
      // Stray deliveries after an uninstall: any other answer would be repeated (amocrm-api.md §5.1).
      if (account.status === 'disconnected') {
        return c.json({}, 200);
      }
      // As bytes: workerd warns of a form that is read as text.
      const body = parseHookBody(new TextDecoder().decode(await c.req.arrayBuffer()));
      if (!body.ok) {
        return fail(400, 'hook.malformed', 'Тело хука не читается.');
      }
      if (body.value.accountId !== accountId) {
        return fail(400, 'hook.account', 'Хук другого аккаунта.');
      }
      const items = body.value.items.map(pack);
      await durable(() => accountObject(c.env, accountId).acceptHook(items));
      return c.json({}, 200);
    })
    .post('/amocrm/digital-pipeline', async (c) => {
      const { hookAddresses } = c.get('services');
      const body = new TextDecoder().decode(await c.req.arrayBuffer());
      const call = parseActionCall(body, c.req.header('Content-Type') ?? '');
      if (!call.ok) {
        return fail(400, 'hook.malformed', 'Тело хука не читается.');
      }
      const { accountId, event, settings } = call.value;
      const { dp_token: token, ...action } = settings;
      const account =
        accountId === null || token === undefined
          ? null
          : await durable(() => hookAddresses.accountOfAction(accountId, token));
      if (!account) {
        return fail(404, 'not_found', 'Такого адреса нет.');
      }
      if (account.status === 'disconnected') {
        return c.json({}, 200);
      }
      if (!event) {
        return fail(400, 'hook.malformed', 'Хук не называет сделку, её этап и время.');
      }
      await durable(() => accountObject(c.env, account.id).acceptAction(event, action));
      return c.json({}, 200);
    })
    .post('/archimed/:branch{[0-9]{1,15}-[0-9]{1,9}}/:hookToken', async (c) => {
      const { repository } = c.get('services');
      const [accountId = 0, branchId = 0] = c.req.param('branch').split('-').map(Number);
      const settings = await durable(() => repository.load(accountId));
      const branch = settings?.branches.find((candidate) => candidate.id === branchId);
      if (!branch || !(await sameToken(c.req.param('hookToken'), branch.callbackTokenHash))) {
        return fail(404, 'not_found', 'Такого адреса нет.');
      }
      if (settings?.account.status === 'active' && branch.enabled) {
        await durable(() => accountObject(c.env, accountId).hintPoll(branch.sourceId));
      }
      return c.json({}, 200);
    });
}

/** 503 asks the sender to repeat (amocrm-api.md §5.2). */
async function durable<T>(write: () => Promise<T>): Promise<T> {
  try {
    return await write();
  } catch (error) {
    consoleLog('hook.failed', {
      error: error instanceof Error ? `${error.name}: ${error.message}` : 'unknown',
    });
    throw new AppError({
      status: 503,
      code: 'hook.unavailable',
      message: 'Не удалось сохранить. Повторите позже.',
    });
  }
}
