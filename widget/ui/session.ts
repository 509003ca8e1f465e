import type { SessionReply } from '../../worker/session/session.schemas.ts';
import { isRecord } from './http.ts';

/** Bearer of 15 minutes, in memory only (contract: Sessions). */
export type SessionStore = {
  current(): SessionReply | null;
  set(session: SessionReply): void;
  /** A token good for the next request; renewed first when it is about to expire. */
  token(): Promise<string | null>;
  /** After a 401 for `refused`; a newer token than that is taken without asking again. */
  renew(refused: string): Promise<string | null>;
};

const MARGIN_MS = 60_000;

export function createSessionStore(options: {
  /** `POST /api/session/refresh` with the old bearer. */
  refresh: (token: string) => Promise<SessionReply | null>;
  /** Where a session comes from when there is none or refreshing is refused. */
  obtain: () => Promise<SessionReply | null>;
  now?: () => number;
}): SessionStore {
  const now = options.now ?? Date.now;
  let session: SessionReply | null = null;
  let running: Promise<string | null> | null = null;

  const left = (of: SessionReply): number => Date.parse(of.expiresAt) - now();
  const renewNow = async (): Promise<string | null> => {
    const old = session;
    const fresh = (old === null ? null : await options.refresh(old.token)) ?? (await options.obtain());
    // A session handed over meanwhile is newer than a failed renewal.
    if (fresh !== null) session = fresh;
    return session?.token ?? null;
  };
  const renewOnce = (): Promise<string | null> => {
    running ??= renewNow().finally(() => {
      running = null;
    });
    return running;
  };

  return {
    current: () => session,
    set: (next) => {
      session = next;
    },
    token: async () => {
      if (session !== null && left(session) > MARGIN_MS) return session.token;
      const token = await renewOnce();
      // The server may be out of reach for a moment: the old token is good to its last second.
      return session !== null && left(session) > 0 ? token : null;
    },
    renew: async (refused) => {
      if (session !== null && session.token !== refused) return session.token;
      const token = await renewOnce();
      return token === refused ? null : token;
    },
  };
}

export function isSessionReply(value: unknown): value is SessionReply {
  return (
    isRecord(value) &&
    typeof value.token === 'string' &&
    typeof value.expiresAt === 'string' &&
    !Number.isNaN(Date.parse(value.expiresAt)) &&
    isRecord(value.user) &&
    typeof value.user.id === 'number' &&
    typeof value.user.role === 'string'
  );
}

export function createRefresh(
  baseUrl: string,
  send: typeof fetch = fetch.bind(globalThis),
): (token: string) => Promise<SessionReply | null> {
  return async (token) => {
    try {
      const response = await send(`${baseUrl}/api/session/refresh`, {
        method: 'POST',
        headers: { Authorization: `Bearer ${token}` },
        signal: AbortSignal.timeout(15_000),
      });
      const body: unknown = response.ok ? await response.json() : null;
      return isSessionReply(body) ? body : null;
    } catch {
      return null;
    }
  };
}
