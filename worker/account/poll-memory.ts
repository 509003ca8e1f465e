/** What polls remember while the object lives; nothing is lost with it but a little order. */
export type PollMemory = {
  /** Sources being polled; `hintedAt`: a callback came meanwhile, the next poll is due then. */
  running: Map<number, { hintedAt: number | null }>;
  /** The last talon read by id of a round that is not complete, by source. */
  openCursor: Map<number, number>;
  /** When a reading last changed a visit: one that began before it, and ends after it, is the older. */
  changed: Map<string, number>;
  /** Sources a step of whose night's work is under way. */
  nights: Set<number>;
};

export function createPollMemory(): PollMemory {
  return { running: new Map(), openCursor: new Map(), changed: new Map(), nights: new Set() };
}
