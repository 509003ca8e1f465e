import type { AccountClient } from '../account/account.client.ts';
import type { Bindings } from '../bindings.ts';
import type { Access } from '../session/access.ts';
import type { Session } from '../session/session-token.ts';
import type { AccountSettings } from '../settings/settings.repository.ts';
import type { Services } from './services.ts';

/** Who asks, with the rights in force now. */
export type Caller = {
  session: Session;
  access: Access;
  /** amoCRM did not tell whether this is an administrator: only their routes have to wait (product.md §3.5). */
  adminUnknown: boolean;
  settings: AccountSettings;
  account: AccountClient;
};

export type AppEnv = { Bindings: Bindings; Variables: { services: Services; caller: Caller } };
