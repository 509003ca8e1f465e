import type { Bindings } from '../bindings.ts';
import { createSettingsRepository } from '../settings/settings.repository.ts';
import { consoleLog, type Log } from '../shared/log.ts';
import { accountObject } from './account.client.ts';
import { describeError } from './failures.ts';

/**
 * The platform gives an alarm up after six failures, and an announcement of changed settings may be lost: every five
 * minutes (wrangler.toml) each active account's object is asked whether it is armed.
 */
const AT_ONCE = 20;

export async function sweep(env: Pick<Bindings, 'DB' | 'ACCOUNTS'>, log: Log = consoleLog): Promise<void> {
  const accountIds = await createSettingsRepository(env.DB).activeAccountIds();
  const queue = accountIds.values();
  const work = async () => {
    for (const accountId of queue) {
      // One object that cannot answer leaves the others alone.
      await accountObject(env, accountId)
        .ensureArmed()
        .catch((error: unknown) => log('sweep.failed', { account: accountId, error: describeError(error) }));
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
}
