import { eq } from 'drizzle-orm';
import type { AmocrmFailure } from '../amocrm/failure.ts';
import type { TokenPair } from '../amocrm/oauth.ts';
import type { Clock } from '../shared/clock.ts';
import { type Keyring, open, seal } from '../shared/envelope.ts';
import { err, ok, type Result } from '../shared/result.ts';
import { tokens } from './schema.ts';
import type { Store } from './store.ts';

/**
 * The only place that refreshes an account's tokens. A refresh token works once (amocrm-api.md §1.4): one refresh at
 * a time, and the new pair is durable before it is used (the object's output gate holds requests until writes are).
 */
export type AccessToken = { accessToken: string; version: number };

export type TokenKeeper = {
  current(): Promise<Result<AccessToken, AmocrmFailure>>;
  /** After a 401 seen with `staleVersion`. */
  renew(staleVersion: number): Promise<Result<AccessToken, AmocrmFailure>>;
  /** false: a grant by a non-administrator does not replace an administrator's that works. */
  adopt(pair: TokenPair, byAdmin: boolean): Promise<boolean>;
  /** What is held, for questions that spend nothing; null: nothing that works. */
  pair(): Promise<HeldPair | null>;
  state(): 'none' | 'active' | 'reauth_required';
};

type Options = {
  store: Store;
  place: string;
  ring: () => Promise<Keyring>;
  clock: Clock;
  /** The access token tells where else the account may be found (amocrm-api.md §1.6). */
  refresh: (held: HeldPair) => Promise<Result<TokenPair, RefreshFailure>>;
};

export type HeldPair = Pick<TokenPair, 'accessToken' | 'refreshToken'>;

/** `refused`: the token endpoint said so in JSON (400/401); anything else may pass. */
export type RefreshFailure = { kind: 'refused' } | { kind: 'retry'; failure: AmocrmFailure };

const RENEW_BEFORE_MS = 10 * 60_000;
const ROW = 1;

export function createTokenKeeper({ store, place, ring, clock, refresh }: Options): TokenKeeper {
  let running: Promise<Result<AccessToken, AmocrmFailure>> | null = null;
  let opened: (AccessToken & { expiresAt: number }) | null = null;

  const row = () => store.select().from(tokens).where(eq(tokens.id, ROW)).get() ?? null;

  type Row = typeof tokens.$inferSelect;

  /** `byAdmin` sees the row as it is when the pair is written, not when sealing began; null keeps that row. */
  async function save(
    pair: TokenPair,
    byAdmin: (present: Row | null) => boolean | null,
  ): Promise<AccessToken | null> {
    const keys = await ring();
    const accessSealed = await seal(keys, `${place}:access`, pair.accessToken);
    const refreshSealed = await seal(keys, `${place}:refresh`, pair.refreshToken);
    const present = row();
    const admin = byAdmin(present);
    if (admin === null) {
      return null;
    }
    const values = {
      id: ROW,
      accessSealed,
      refreshSealed,
      expiresAt: clock.now() + pair.expiresInSeconds * 1000,
      version: (present?.version ?? 0) + 1,
      byAdmin: admin,
      reauthRequired: false,
    };
    store.insert(tokens).values(values).onConflictDoUpdate({ target: tokens.id, set: values }).run();
    opened = { accessToken: pair.accessToken, version: values.version, expiresAt: values.expiresAt };
    return opened;
  }

  async function refreshOnce(): Promise<Result<AccessToken, AmocrmFailure>> {
    const before = row();
    if (!before || before.reauthRequired) {
      return err({ kind: 'no_token' });
    }
    const unsealed = await openPair(before);
    if (!unsealed) {
      return err({ kind: 'no_token' });
    }
    const pair = await refresh(unsealed);
    if (pair.ok) {
      // A new grant that came in meanwhile stands: it may be an administrator's.
      const saved = await save(pair.value, (present) =>
        present?.version === before.version ? before.byAdmin : null,
      );
      return saved ? ok(saved) : newest();
    }
    if (pair.error.kind === 'retry') {
      return err(pair.error.failure);
    }
    // A new grant may have come in while we were refused.
    if (row()?.version === before.version) {
      store.update(tokens).set({ reauthRequired: true }).where(eq(tokens.id, ROW)).run();
      opened = null;
      return err({ kind: 'no_token' });
    }
    return newest();
  }

  async function openPair(present: Row): Promise<HeldPair | null> {
    const keys = await ring();
    const accessToken = await open(keys, `${place}:access`, present.accessSealed);
    const refreshToken = await open(keys, `${place}:refresh`, present.refreshSealed);
    return accessToken.ok && refreshToken.ok
      ? { accessToken: accessToken.value, refreshToken: refreshToken.value }
      : null;
  }

  async function newest(): Promise<Result<AccessToken, AmocrmFailure>> {
    const present = row();
    return present && !present.reauthRequired ? held(present) : err({ kind: 'no_token' });
  }

  async function renew(staleVersion: number): Promise<Result<AccessToken, AmocrmFailure>> {
    if (running) {
      return running;
    }
    const present = row();
    if (present && present.version !== staleVersion) {
      return current();
    }
    running = refreshOnce().finally(() => {
      running = null;
    });
    return running;
  }

  async function current(): Promise<Result<AccessToken, AmocrmFailure>> {
    const present = row();
    if (!present || present.reauthRequired) {
      return err({ kind: 'no_token' });
    }
    if (present.expiresAt - RENEW_BEFORE_MS > clock.now()) {
      return held(present);
    }
    const renewed = await renew(present.version);
    // No verdict, and the old one still works.
    return !renewed.ok && renewed.error.kind !== 'no_token' && present.expiresAt > clock.now()
      ? held(present)
      : renewed;
  }

  async function held(present: Row): Promise<Result<AccessToken, AmocrmFailure>> {
    if (opened?.version === present.version) {
      return ok(opened);
    }
    const accessToken = await open(await ring(), `${place}:access`, present.accessSealed);
    if (!accessToken.ok) {
      return err({ kind: 'no_token' });
    }
    opened = { accessToken: accessToken.value, version: present.version, expiresAt: present.expiresAt };
    return ok(opened);
  }

  return {
    current,
    renew,
    async pair() {
      const present = row();
      return present && !present.reauthRequired ? openPair(present) : null;
    },
    async adopt(pair, byAdmin) {
      const saved = await save(pair, (present) =>
        present?.byAdmin && !present.reauthRequired && !byAdmin ? null : byAdmin,
      );
      return saved !== null;
    },
    state() {
      const present = row();
      return !present ? 'none' : present.reauthRequired ? 'reauth_required' : 'active';
    },
  };
}
