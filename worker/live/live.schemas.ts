import { z } from 'zod';

/** Messages of `/api/live` (contract.md, «Addresses»): a session's token first, then hints of what changed. */

/** The first message within 5 s, and again with a newer token before the session ends. */
export const clientMessageSchema = z.strictObject({ token: z.string().min(1).max(4000) });

/** Hints without contents: whoever may see it reads it again. */
export type LiveMessage =
  | { type: 'ready'; expiresAt: string }
  | { type: 'visit'; visitId: string; branchId: number; dealId: number | null }
  /** A manager's click holds this time: whoever is about to choose it sees it go without asking. */
  | { type: 'taken'; branchId: number; doctorId: number; start: string; end: string };
/** What is told to those who may see its branch. */
export type LiveHint = Exclude<LiveMessage, { type: 'ready' }>;

/** What the Worker found out about the one who connects; only it can reach the object. */
export const watcherSchema = z.strictObject({
  userId: z.int(),
  /** null: the whole account, with branches to come. */
  branches: z.array(z.int()).nullable(),
  /** Milliseconds since the epoch. */
  expiresAt: z.number(),
});
export type Watcher = z.infer<typeof watcherSchema>;

/** Close code of a socket without a session in force. */
export const NO_SESSION = 4401;
