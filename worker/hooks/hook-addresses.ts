import type { AccountRow } from '../settings/settings.repository.ts';
import type { Clock } from '../shared/clock.ts';
import { sameToken } from '../shared/envelope.ts';

/**
 * Whose token a hook carries, in its address or, of the Digital Pipeline, in its body. An account at work sends many a second and all accounts share one D1, so a right address
 * is believed for a moment; a wrong one is looked up each time. A hook that comes within that moment after a
 * disconnection is kept, too: what is done about it is decided later, by then with the account's present state.
 */
export type HookAddresses = {
  /** null: nobody has this address. */
  accountAt(accountId: number, token: string): Promise<AccountRow | null>;
  /** The same for `dp_token` in the settings of an action. */
  accountOfAction(accountId: number, token: string): Promise<AccountRow | null>;
};

const BELIEVED_MS = 5_000;
const MOST = 1_000;

export function createHookAddresses(
  account: (accountId: number) => Promise<AccountRow | null>,
  clock: Clock,
): HookAddresses {
  /** The oldest first. */
  const believed = new Map<string, { row: AccountRow; at: number }>();

  async function owner(
    kind: 'events' | 'action',
    accountId: number,
    token: string,
    digestOf: (row: AccountRow) => string | null,
  ): Promise<AccountRow | null> {
    const address = `${kind}/${accountId}/${token}`;
    const known = believed.get(address);
    if (known && clock.now() - known.at < BELIEVED_MS) {
      return known.row;
    }
    believed.delete(address);
    const row = await account(accountId);
    const digest = row && digestOf(row);
    if (!row || !digest || !(await sameToken(token, digest))) {
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
  }

  return {
    accountAt: (accountId, token) => owner('events', accountId, token, (row) => row.hookTokenHash),
    accountOfAction: (accountId, token) => owner('action', accountId, token, (row) => row.dpTokenHash),
  };
}
