import { eq, lt } from 'drizzle-orm';
import { drizzle } from 'drizzle-orm/d1';
import { handoffs } from '../settings/tables.ts';
import { sha256 } from '../shared/envelope.ts';
import { type Session, sessionSchema } from './session-token.ts';

/** Single-use codes; only their digest is kept (contract.md, «Sessions»). */
export type Handoffs = {
  put(code: string, session: Session, times: { now: number; expiresAt: number }): Promise<void>;
  /** null: unknown, used or expired. */
  take(code: string, now: number): Promise<Session | null>;
};

export function createHandoffs(d1: D1Database): Handoffs {
  const db = drizzle(d1);
  return {
    async put(code, session, { now, expiresAt }) {
      const codeHash = await sha256(code);
      await db.batch([
        db.delete(handoffs).where(lt(handoffs.expiresAt, now)),
        db.insert(handoffs).values({ codeHash, session: JSON.stringify(session), expiresAt }),
      ]);
    },

    async take(code, now) {
      const rows = await db
        .delete(handoffs)
        .where(eq(handoffs.codeHash, await sha256(code)))
        .returning();
      const row = rows[0];
      if (!row || row.expiresAt <= now) {
        return null;
      }
      return sessionSchema.parse(JSON.parse(row.session));
    },
  };
}
