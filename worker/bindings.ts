import type { AccountObject } from './account/account.object.ts';

/** Bindings of wrangler.toml; the variables beside them are read by `parseEnv` only. */
export type Bindings = {
  DB: D1Database;
  ACCOUNTS: DurableObjectNamespace<AccountObject>;
  ASSETS: Fetcher;
};
