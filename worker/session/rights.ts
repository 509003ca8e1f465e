import type { AccountClient } from '../account/account.client.ts';
import type { Services } from '../http/services.ts';
import type { AccountSettings } from '../settings/settings.repository.ts';
import { type Access, accessOf } from './access.ts';
import type { Session } from './session-token.ts';

/** Rights in force now: the settings are read anew, only `isAdmin` comes from the session (product.md §3.5). */
export async function rightsOf(
  services: Pick<Services, 'userOf'>,
  account: AccountClient,
  settings: AccountSettings,
  session: Session,
): Promise<{ access: Access; adminUnknown: boolean }> {
  const isAdmin =
    session.isAdmin ?? (await services.userOf(account, session.accountId, session.userId))?.isAdmin ?? null;
  const access = accessOf({
    userId: session.userId,
    isAdmin: isAdmin === true,
    rows: settings.users.body.rows,
    branchIds: settings.branches.map((branch) => branch.id),
  });
  return { access, adminUnknown: isAdmin === null };
}
