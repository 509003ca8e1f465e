import { z } from 'zod';
import { type Addresses, sessionToken } from '../../sandbox/demo/connect.ts';

/** The Worker's API as a browser meets it in a bad hour: every call may end in nothing. */
export type Answer = { status: number | 'cut'; body: unknown };

export type Client = {
  call(method: string, path: string, options?: { body?: unknown; key?: string }): Promise<Answer>;
  /** The body of a success, or null. */
  read<T>(path: string, schema: z.ZodType<T>): Promise<T | null>;
};

const PATIENCE_MS = 8_000;

export function clientOf(addresses: Addresses, accountId: number, userId: number): Client {
  let token: string | null = null;

  async function once(method: string, path: string, body: unknown, key?: string): Promise<Answer> {
    token ??= await sessionToken(addresses, userId, accountId);
    const reply = await fetch(`${addresses.workerUrl}${path}`, {
      method,
      headers: {
        Authorization: `Bearer ${token}`,
        ...(body === undefined ? {} : { 'Content-Type': 'application/json' }),
        ...(key === undefined ? {} : { 'Idempotency-Key': key }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      signal: AbortSignal.timeout(PATIENCE_MS),
    });
    const text = await reply.text();
    return { status: reply.status, body: text === '' ? null : JSON.parse(text) };
  }

  const call: Client['call'] = async (method, path, { body, key } = {}) => {
    try {
      const answer = await once(method, path, body, key);
      if (answer.status !== 401) return answer;
      token = null;
      return await once(method, path, body, key);
    } catch {
      // The Worker was killed, the proxy in front of it answered for itself, or nobody answered in time.
      return { status: 'cut', body: null };
    }
  };
  return {
    call,
    async read(path, schema) {
      const answer = await call('GET', path);
      return answer.status === 200 ? schema.parse(answer.body) : null;
    },
  };
}

const visitSchema = z.looseObject({
  id: z.string(),
  talonId: z.int().nullable(),
  dealId: z.int().nullable(),
  patientId: z.int().nullable(),
  state: z.string(),
});

export const visitReply = z.looseObject({ visit: visitSchema });
export const visitsReply = z.looseObject({ visits: z.array(visitSchema) });
const refusalReply = z.looseObject({
  error: z.looseObject({ code: z.string(), message: z.string() }),
});

export const eventsReply = z.looseObject({
  events: z.array(
    z.looseObject({
      id: z.string(),
      kind: z.string(),
      at: z.string(),
      visitId: z.string().nullable(),
      dealId: z.int().nullable(),
      outcome: z.string(),
      decision: z
        .looseObject({
          actions: z.array(z.looseObject({ kind: z.string() })),
          reasons: z.array(z.looseObject({ code: z.string(), text: z.string() })),
        })
        .nullable(),
    }),
  ),
  next: z.string().nullable(),
});
export type ApiEvent = z.infer<typeof eventsReply>['events'][number];

export function codeOf(body: unknown): string | null {
  const refusal = refusalReply.safeParse(body);
  return refusal.success ? refusal.data.error.code : null;
}
