import { z } from 'zod';
import type { AccountContext } from './context.ts';
import { readState, writeState } from './store.ts';

/**
 * Visits whose branch is a guess: the schedule named no building for their time, so they count for the main branch
 * (product.md §2). It may have been a schedule that did not come; for a day each poll looks again. By visit: since when.
 */
export type Unplaced = Map<string, number>;

/** By the clock, whatever the time scale: it bounds requests to ArchiMed+, whose number is real, too. */
const LIFE_MS = 24 * 3600_000;
/** A clinic that publishes no schedule at all has nothing to look for; the newest guesses are enough. */
const MOST = 300;

const key = (sourceId: number) => `unplaced:${sourceId}`;
const keptSchema = z.array(z.tuple([z.string(), z.number()]));

export function readUnplaced({ store, clock }: AccountContext, sourceId: number): Unplaced {
  const kept = readState(store, key(sourceId));
  const all = kept ? keptSchema.parse(JSON.parse(kept)) : [];
  return new Map(all.filter(([, since]) => clock.now() - since < LIFE_MS));
}

/** Written only when it differs: a poll that found nothing new costs no write. */
export function saveUnplaced({ store }: AccountContext, sourceId: number, unplaced: Unplaced): void {
  const before = readState(store, key(sourceId));
  const now = JSON.stringify([...unplaced].slice(-MOST));
  if (now !== (before ?? '[]')) {
    writeState(store, key(sourceId), now);
  }
}

/** A click moved the visit while no schedule came. */
export function noteUnplaced(ctx: AccountContext, sourceId: number, visitId: string): void {
  saveUnplaced(ctx, sourceId, readUnplaced(ctx, sourceId).set(visitId, ctx.clock.now()));
}
