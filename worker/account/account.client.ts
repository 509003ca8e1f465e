import type { Bindings } from '../bindings.ts';
import type { AccountApi } from './account.api.ts';

/** The only place that touches the binding of the objects. */
export type AccountClient = AccountApi;

export function accountObject(env: Pick<Bindings, 'ACCOUNTS'>, accountId: number): AccountClient {
  // The generated stub type turns replies that hold `unknown` into `never`; the object implements this interface.
  return env.ACCOUNTS.getByName(String(accountId)) as unknown as AccountClient;
}

/** Keeps an authorization code until it names its account. */
export function installObject(env: Pick<Bindings, 'ACCOUNTS'>, referer: string): AccountClient {
  return env.ACCOUNTS.getByName(`install:${referer}`) as unknown as AccountClient;
}
