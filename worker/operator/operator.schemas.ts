import { z } from 'zod';

/** What the operator may know of an account: ids, times and states; no person, no secret, nothing of a clinic's names. */
const times = z.string().nullable();

export const debugStateSchema = z.object({
  account: z.number(),
  at: z.string(),
  version: z.string(),
  alarm: z.object({ armedAt: times, ringing: z.boolean(), nextWorkAt: times }),
  /** Being carried out at this moment. */
  inHand: z.array(z.object({ event: z.string(), kind: z.string(), attempts: z.number() })),
  queue: z.object({
    due: z.number(),
    later: z.number(),
    held: z.number(),
    failed: z.number(),
    oldestAt: times,
    kinds: z.array(z.object({ kind: z.string(), count: z.number() })),
    next: z.array(
      z.object({
        event: z.string(),
        kind: z.string(),
        branch: z.number().nullable(),
        attempts: z.number(),
        dueAt: times,
        lastCode: z.string().nullable(),
      }),
    ),
  }),
  sources: z.array(
    z.object({
      source: z.number(),
      polling: z.boolean(),
      nextPollAt: times,
      lastSuccessAt: times,
      keyValid: z.boolean().nullable(),
      errorCode: z.string().nullable(),
      errorAt: times,
      strategy: z.string().nullable(),
      farCursor: z.number(),
      newestTalon: z.number(),
      openReadAt: times,
      reconciledDay: z.string().nullable(),
      reconciling: z.boolean(),
      listHeld: z.boolean(),
    }),
  ),
  stoppedBranches: z.array(z.number()),
  amocrm: z.object({
    token: z.enum(['none', 'active', 'reauth_required']),
    answeredAt: times,
    closed: z.string().nullable(),
    probeAt: times,
    /** What its calls have failed at for a while, and since when. */
    failing: z.string().nullable(),
    failingSince: times,
    hooks: z.enum(['hooks', 'events']).nullable(),
    hooksError: z.string().nullable(),
    journalReadTo: times,
    /** The local index: how far it is filled. */
    index: z.record(z.string(), z.unknown()),
  }),
  /** What is kept of the other systems' limits: calls of the last second, at work, waiting. */
  quota: z.array(
    z.object({
      of: z.string(),
      lastSecond: z.number(),
      perSecond: z.number(),
      running: z.number(),
      waiting: z.object({ click: z.number(), event: z.number(), background: z.number() }),
      pausedUntil: times,
    }),
  ),
  history: z.object({ newest: z.number(), oldest: z.number(), sweep: z.unknown() }),
  openPages: z.number(),
});
export type DebugState = z.infer<typeof debugStateSchema>;
