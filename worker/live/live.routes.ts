import { Hono } from 'hono';
import { accountObject, watchAccount } from '../account/account.client.ts';
import type { Bindings } from '../bindings.ts';
import type { AppEnv } from '../http/app-env.ts';
import { fail } from '../http/app-error.ts';
import { belongsToAccount } from '../http/origins.ts';
import type { Services } from '../http/services.ts';
import { rightsOf } from '../session/rights.ts';
import { readSession } from '../session/session-token.ts';
import { systemSleep } from '../shared/clock.ts';
import { parseJson } from '../shared/json.ts';
import { clientMessageSchema, NO_SESSION, type Watcher } from './live.schemas.ts';

/**
 * The account is known only from the token, so the socket is opened here and joined to its object's afterwards; a token
 * in the address would stand in logs.
 */
export function liveRoutes() {
  return new Hono<AppEnv>().get('/live', (c) => {
    if (c.req.header('Upgrade')?.toLowerCase() !== 'websocket') {
      return fail(400, 'live.no_upgrade', 'Здесь открывают WebSocket.');
    }
    const { 0: browser, 1: own } = new WebSocketPair();
    own.accept();
    join(own, c.env, c.get('services'), c.req.header('Origin') ?? null);
    return new Response(null, { status: 101, webSocket: browser });
  });
}

const FIRST_MESSAGE_MS = 5_000;

function join(own: WebSocket, env: Bindings, services: Services, origin: string | null): void {
  let accountId: number | null = null;
  let object: WebSocket | null = null;
  const refuse = () => own.close(NO_SESSION, 'session');

  async function admit(text: string): Promise<void> {
    const admitted = await watcherOf(text, env, services, origin);
    // A later token must be of the same account: the socket stays with its object.
    if (!admitted || (accountId !== null && accountId !== admitted.accountId)) {
      refuse();
      return;
    }
    accountId = admitted.accountId;
    if (object) {
      object.send(JSON.stringify(admitted.watcher));
      return;
    }
    const joined = await watchAccount(env, admitted.accountId, admitted.watcher);
    joined.accept();
    joined.addEventListener('message', ({ data }) => own.send(data));
    joined.addEventListener('close', ({ code, reason }) =>
      own.close(code === NO_SESSION ? code : 1011, reason),
    );
    object = joined;
  }

  let admitting: Promise<void> = Promise.resolve();
  own.addEventListener('message', ({ data }) => {
    if (typeof data !== 'string') {
      refuse();
      return;
    }
    // One after the other: two tokens at once must not open two sockets at the object.
    admitting = admitting.then(() => admit(data)).catch(refuse);
  });
  own.addEventListener('close', () => object?.close());
  void systemSleep(FIRST_MESSAGE_MS).then(() => {
    if (accountId === null) {
      refuse();
    }
  });
}

/** The same checks as for a request (http/authentication.ts); null: no session in force. */
async function watcherOf(
  text: string,
  env: Bindings,
  services: Services,
  origin: string | null,
): Promise<{ accountId: number; watcher: Watcher } | null> {
  const message = clientMessageSchema.safeParse(parseJson(text));
  if (!message.success) {
    return null;
  }
  const session = await readSession(await services.ring(), message.data.token, services.clock.now());
  const settings = session.ok ? await services.repository.load(session.value.accountId) : null;
  if (!session.ok || settings?.account.status !== 'active') {
    return null;
  }
  if (origin !== null && !belongsToAccount(services.config, settings.account.domain, origin)) {
    return null;
  }
  const { accountId, userId, expiresAt } = session.value;
  const { access } = await rightsOf(services, accountObject(env, accountId), settings, session.value);
  return access.role === 'none'
    ? null
    : {
        accountId,
        watcher: { userId, branches: access.allBranches ? null : access.branches, expiresAt },
      };
}
