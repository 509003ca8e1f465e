import { z } from 'zod';
import { readState, type Store, writeState } from './store.ts';

/** How changes in amoCRM reach us, kept as one value: by hooks, or read from its journal where the plan has no hooks. */
const stateSchema = z.object({
  mode: z.enum(['hooks', 'events']),
  /** Hooks have told of every change since then; null: they do not. What was read earlier may have changed unnoticed. */
  since: z.number().nullable(),
  /** When the subscription was last seen as it should be, or found refused. */
  checkedAt: z.number().nullable(),
  /** When it is looked at again, and the journal read again (null: not read). */
  nextCheckAt: z.number(),
  nextReadAt: z.number().nullable(),
  /** Unix seconds up to which the journal was read. */
  readTo: z.number(),
  /** Why the last look failed. */
  error: z.string().nullable(),
});
export type HookState = z.infer<typeof stateSchema>;

const KEY = 'hooks';

/** null: never looked at. */
export function hookState(store: Store): HookState | null {
  const kept = readState(store, KEY);
  const parsed = kept === null ? null : stateSchema.safeParse(JSON.parse(kept));
  return parsed?.success ? parsed.data : null;
}

export function writeHookState(store: Store, now: number, change: Partial<HookState>): void {
  const fresh: HookState = {
    mode: 'hooks',
    since: null,
    checkedAt: null,
    nextCheckAt: now,
    nextReadAt: null,
    readTo: Math.floor(now / 1000),
    error: null,
  };
  writeState(store, KEY, JSON.stringify({ ...(hookState(store) ?? fresh), ...change }));
}

/** Since when hooks have told of every change without a break; null: they do not. */
export function hooksSince(store: Store): number | null {
  return hookState(store)?.since ?? null;
}
