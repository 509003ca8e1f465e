import type { AccountClient } from '../account/account.client.ts';
import type { Clock, Sleep } from '../shared/clock.ts';

/** What amoCRM says of a user; null: it did not answer. */
export type KnownUser = { name: string; isAdmin: boolean };
export type UserLookup = (
  account: AccountClient,
  accountId: number,
  userId: number,
) => Promise<KnownUser | null>;

/** product.md §3.5: an answer is kept 10 minutes. */
const LIFE_MS = 10 * 60_000;
/** Silence is kept too, or every request would wait for an amoCRM that is down. */
const SILENCE_MS = 30_000;
/** A panel that opens must not wait for the retries behind this question. */
const PATIENCE_MS = 3_000;
const MOST_KEPT = 2_000;

export function createUserLookup(clock: Clock, sleep: Sleep): UserLookup {
  const kept = new Map<string, { until: number; user: KnownUser | null }>();
  return async (account, accountId, userId) => {
    const key = `${accountId}:${userId}`;
    const known = kept.get(key);
    if (known && known.until > clock.now()) {
      return known.user;
    }
    const user = await Promise.race([ask(account, userId), sleep(PATIENCE_MS).then(() => null)]);
    if (kept.size >= MOST_KEPT) {
      kept.clear();
    }
    kept.set(key, { until: clock.now() + (user ? LIFE_MS : SILENCE_MS), user });
    return user;
  };
}

async function ask(account: AccountClient, userId: number): Promise<KnownUser | null> {
  try {
    const reply = await account.userById(userId);
    // A user whom the account no longer has is certainly not its administrator.
    return reply.ok ? { name: reply.value?.name ?? '', isAdmin: reply.value?.isAdmin ?? false } : null;
  } catch {
    return null;
  }
}
