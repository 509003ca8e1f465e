import { z } from 'zod';
import type { Closed } from '../amocrm/circuit.ts';
import { readState, type Store, writeState } from './store.ts';

/** A blocked account must not be asked anew after every restart of its object. */
const KEY = 'amocrm_circuit';

const closedSchema: z.ZodType<Closed | null> = z
  .object({
    kind: z.enum(['blocked', 'unpaid']),
    writesOnly: z.boolean(),
    since: z.number(),
    probeAt: z.number(),
  })
  .nullable();

export function readCircuit(store: Store): Closed | null {
  const kept = readState(store, KEY);
  return kept === null ? null : (closedSchema.safeParse(JSON.parse(kept)).data ?? null);
}

export function writeCircuit(store: Store, closed: Closed | null): void {
  writeState(store, KEY, JSON.stringify(closed));
}
