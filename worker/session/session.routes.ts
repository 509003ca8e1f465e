import { createRoute } from '@hono/zod-openapi';
import type { Context } from 'hono';
import { accountObject } from '../account/account.client.ts';
import { createApi, failures, json, secured } from '../http/api.ts';
import type { AppEnv } from '../http/app-env.ts';
import { AppError, fail, unwrap } from '../http/app-error.ts';
import { may } from '../http/authorization.ts';
import { handoffReplySchema, sessionCodeSchema, sessionReplySchema } from './session.schemas.ts';
import { handOver, replyOf, sessionInvalid, signIn } from './sign-in.service.ts';

/** Signing in needs no session. */
export function signInRoutes() {
  const api = createApi();
  // Described, but read by hand: amoCRM's script sends no body and may still name a content type.
  api.openAPIRegistry.registerPath({
    method: 'post',
    path: '/session',
    summary: "Sign in by amoCRM's disposable token (header X-Auth-Token, no body) or by a handed-over code",
    request: { body: { content: { 'application/json': { schema: sessionCodeSchema } }, required: false } },
    responses: { 200: json(sessionReplySchema, 'The session'), ...failures },
  });
  api.post('/session', async (c) => {
    const authToken = c.req.header('X-Auth-Token') ?? null;
    const reply = await signIn(c.get('services'), (id) => accountObject(c.env, id), {
      authToken,
      code: authToken === null ? await codeOf(c) : null,
      origin: c.req.header('Origin') ?? null,
    });
    return c.json(unwrap(reply), 200);
  });
  return api;
}

async function codeOf(c: Context<AppEnv>): Promise<string> {
  const text = await c.req.text();
  if (text === '') {
    throw new AppError(sessionInvalid);
  }
  const body = sessionCodeSchema.safeParse(parseJson(text));
  if (!body.success) {
    const details = body.error.issues.map(({ path, message }) => ({ path: path.join('.'), message }));
    return fail(400, 'request.invalid', 'В запросе есть ошибки.', details);
  }
  return body.data.code;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return fail(400, 'request.malformed', 'Тело запроса не читается.');
  }
}

const refresh = createRoute({
  method: 'post',
  path: '/session/refresh',
  summary: 'Renew the session, up to 12 h from signing in',
  security: secured,
  middleware: may('view'),
  responses: { 200: json(sessionReplySchema, 'The renewed session'), ...failures },
});

const handoff = createRoute({
  method: 'post',
  path: '/session/handoff',
  summary: 'An address that opens the settings in a tab of its own, once, within 60 s',
  security: secured,
  middleware: may('view'),
  responses: { 200: json(handoffReplySchema, 'The address'), ...failures },
});

export function sessionRoutes() {
  return createApi()
    .openapi(refresh, async (c) => {
      const { session, access } = c.get('caller');
      return c.json(unwrap(await replyOf(c.get('services'), session, access)), 200);
    })
    .openapi(handoff, async (c) =>
      c.json({ url: await handOver(c.get('services'), c.get('caller').session) }, 200),
    );
}
