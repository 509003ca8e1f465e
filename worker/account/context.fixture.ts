import { runInDurableObject } from 'cloudflare:test';
import { env } from 'cloudflare:workers';
import type { Bindings } from '../bindings.ts';
import { parseEnv } from '../env.ts';
import { ACCOUNT, variables } from '../http/api.fixture.ts';
import type { RemoteFetch } from '../http/remote-fetch.ts';
import type { AccountObject } from './account.object.ts';
import { type AccountContext, createContext } from './context.ts';
import { openStore } from './store.ts';

/** Test support only: work on the store of a new account's object, where nothing reaches the other systems but by `remote`. `now` in milliseconds. */
export async function inNewObject<Answer>(
  now: number | (() => number),
  work: (ctx: AccountContext) => Promise<Answer>,
  remote: RemoteFetch = async () => {
    throw new Error('nothing is sent');
  },
): Promise<Answer> {
  const bindings = env as unknown as Bindings;
  const stub = bindings.ACCOUNTS.getByName(
    crypto.randomUUID(),
  ) as unknown as DurableObjectStub<AccountObject>;
  return runInDurableObject(stub, async (_object, state) => {
    const parsed = parseEnv(variables);
    if (!parsed.ok) throw new Error(parsed.error);
    const ctx = createContext({
      objectName: String(ACCOUNT),
      config: parsed.value,
      store: openStore(state.storage),
      db: bindings.DB,
      clock: { now: typeof now === 'number' ? () => now : now },
      sleep: async () => {},
      remote,
      log: () => {},
      wake: () => {},
    });
    return work(ctx);
  });
}
