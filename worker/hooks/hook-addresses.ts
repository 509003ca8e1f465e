import type { AccountRow } from '../settings/settings.repository.ts';
import type { Clock } from '../shared/clock.ts';
import { sameToken } from '../shared/envelope.ts';

/**
 * Whose address a hook came to. An account at work sends many a second and all accounts share one D1, so a right address
 * is believed for a moment; a wrong one is looked up each time. A hook that comes within that moment after a
 * disconnection is kept, too: what is done about it is decided later, by then with the account's present state.
 */
export type HookAddresses = {
  /** null: nobody has this address. */
  accountAt(accountId: number, token: string): Promise<AccountRow | null>;
};

const BELIEVED_MS = 5_000;
const MOST = 1_000;

export function createHookAddresses(
  account: (accountId: number) => Promise<AccountRow | null>,
  clock: Clock,
): HookAddresses {
  /** The oldest first. */
  const believed = new Map<string, { row: AccountRow; at: number }>();

  return {
    async accountAt(accountId, token) {
      const address = `${accountId}/${token}`;
      const known = believed.get(address);
      if (known && clock.now() - known.at < BELIEVED_MS) {
        return known.row;
      }
      believed.delete(address);
      const row = await account(accountId);
      if (!row || !(await sameToken(token, row.hookTokenHash))) {
        return null;
      }
      if (row.status === 'active') {
        believed.set(address, { row, at: clock.now() });
        for (const oldest of believed.keys()) {
          if (believed.size <= MOST) break;
          believed.delete(oldest);
        }
      }
      return row;
    },
  };
}
