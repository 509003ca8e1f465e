import type { Bindings } from '../bindings.ts';
import type { Watcher } from '../live/live.schemas.ts';
import type { AccountApi } from './account.api.ts';

/** The only place that touches the binding of the objects. */
export type AccountClient = AccountApi;

export function accountObject(env: Pick<Bindings, 'ACCOUNTS'>, accountId: number): AccountClient {
  // The generated stub type turns replies that hold `unknown` into `never`; the object implements this interface.
  return env.ACCOUNTS.getByName(String(accountId)) as unknown as AccountClient;
}

/** A socket to the account's object; only the Worker can open one, so the object believes who it says is watching. */
export async function watchAccount(
  env: Pick<Bindings, 'ACCOUNTS'>,
  accountId: number,
  watcher: Watcher,
): Promise<WebSocket> {
  const reply = await env.ACCOUNTS.getByName(String(accountId)).fetch('https://object/live', {
    headers: { Upgrade: 'websocket', 'X-Watcher': JSON.stringify(watcher) },
  });
  if (!reply.webSocket) {
    throw new Error(`The object of account ${accountId} opened no socket (${reply.status})`);
  }
  return reply.webSocket;
}

/** Keeps an authorization code until it names its account. */
export function installObject(env: Pick<Bindings, 'ACCOUNTS'>, referer: string): AccountClient {
  return env.ACCOUNTS.getByName(`install:${referer}`) as unknown as AccountClient;
}
