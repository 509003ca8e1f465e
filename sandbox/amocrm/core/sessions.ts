import { randomBytes } from 'node:crypto';

/** Browser sessions of the pages: the cookie says which account and which user. */
export type PageSession = { accountId: number; userId: number };

export type Sessions = {
  open(session: PageSession): string;
  get(cookie: string | undefined): PageSession | undefined;
  clear(): void;
};

export const SESSION_COOKIE = 'session_id';

export function createSessions(): Sessions {
  const sessions = new Map<string, PageSession>();
  return {
    open(session) {
      const cookie = randomBytes(16).toString('hex');
      sessions.set(cookie, session);
      return cookie;
    },
    get: (cookie) => (cookie === undefined ? undefined : sessions.get(cookie)),
    clear: () => sessions.clear(),
  };
}
