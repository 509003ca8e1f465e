import { sign, verify } from 'hono/jwt';
import { z } from 'zod';
import type { Keyring } from '../shared/envelope.ts';
import { err, ok, type Result } from '../shared/result.ts';

/** Who signed in. Rights are not part of it: they are read anew on every request. */
export const sessionSchema = z.object({
  accountId: z.int().positive(),
  userId: z.int().positive(),
  /** The `is_admin` of amoCRM's token; null: it said nothing (product.md §3.5). */
  isAdmin: z.boolean().nullable(),
  name: z.string(),
  /** Seconds; a session is renewed for at most 12 h from here. */
  startedAt: z.int(),
});
export type Session = z.infer<typeof sessionSchema>;

const LIFE_SECONDS = 15 * 60;
const LONGEST_SECONDS = 12 * 3600;

const claimsSchema = z.object({
  acc: z.int().positive(),
  usr: z.int().positive(),
  adm: z.boolean().nullable(),
  name: z.string(),
  start: z.int(),
  exp: z.int(),
});

export type IssuedSession = { token: string; expiresAt: number };

/** null: the 12 hours are over. `expiresAt` in milliseconds. */
export async function issueSession(
  ring: Keyring,
  session: Session,
  nowMs: number,
): Promise<IssuedSession | null> {
  const now = Math.floor(nowMs / 1000);
  const exp = Math.min(now + LIFE_SECONDS, session.startedAt + LONGEST_SECONDS);
  if (exp <= now) {
    return null;
  }
  const claims: z.infer<typeof claimsSchema> = {
    acc: session.accountId,
    usr: session.userId,
    adm: session.isAdmin,
    name: session.name,
    start: session.startedAt,
    exp,
  };
  return { token: await sign(claims, ring.current.mac, 'HS256'), expiresAt: exp * 1000 };
}

/** `expiresAt` in milliseconds. */
export async function readSession(
  ring: Keyring,
  token: string,
  nowMs: number,
): Promise<Result<Session & { expiresAt: number }, 'invalid' | 'expired'>> {
  for (const key of [ring.current, ring.previous]) {
    const claims = key && (await claimsOf(token, key.mac));
    if (claims) {
      return claims.exp * 1000 > nowMs
        ? ok({
            accountId: claims.acc,
            userId: claims.usr,
            isAdmin: claims.adm,
            name: claims.name,
            startedAt: claims.start,
            expiresAt: claims.exp * 1000,
          })
        : err('expired');
    }
  }
  return err('invalid');
}

async function claimsOf(token: string, key: CryptoKey): Promise<z.infer<typeof claimsSchema> | null> {
  try {
    // Pinned algorithm; the time is ours to compare, by our clock.
    const payload = await verify(token, key, { alg: 'HS256', exp: false, nbf: false, iat: false });
    const parsed = claimsSchema.safeParse(payload);
    return parsed.success ? parsed.data : null;
  } catch {
    return null;
  }
}
