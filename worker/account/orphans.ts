import { z } from 'zod';
import { readState, type Store, writeState } from './store.ts';

/**
 * Patients whose contact was deleted. A merge announces its two sides in either order: when the winner comes later, it is
 * recognised by the patient ID that it carries (product.md §3.4).
 */
const KEY = 'orphans';
/** Hooks are repeated for an hour and a half (amocrm-api.md §5.2); what was lost is found again within days. */
const LIFE_MS = 7 * 24 * 3600_000;
const MOST = 500;

const orphanSchema = z.object({
  sourceId: z.number(),
  patientId: z.number(),
  written: z.string(),
  at: z.number(),
});
export type Orphan = z.infer<typeof orphanSchema>;

export function orphansOf(store: Store, patientId: number): Orphan[] {
  return all(store).filter((orphan) => orphan.patientId === patientId);
}

export function addOrphans(store: Store, orphans: readonly Orphan[]): void {
  const [first] = orphans;
  if (first) {
    const kept = all(store).filter(
      (known) => first.at - known.at < LIFE_MS && !orphans.some((orphan) => isSame(orphan, known)),
    );
    write(store, [...kept, ...orphans].slice(-MOST));
  }
}

export function removeOrphan(store: Store, gone: Pick<Orphan, 'sourceId' | 'patientId'>): void {
  write(
    store,
    all(store).filter((orphan) => !isSame(orphan, gone)),
  );
}

function isSame(
  left: Pick<Orphan, 'sourceId' | 'patientId'>,
  right: Pick<Orphan, 'sourceId' | 'patientId'>,
): boolean {
  return left.sourceId === right.sourceId && left.patientId === right.patientId;
}

function all(store: Store): Orphan[] {
  const kept = readState(store, KEY);
  const parsed = z.array(orphanSchema).safeParse(kept === null ? [] : JSON.parse(kept));
  return parsed.success ? parsed.data : [];
}

function write(store: Store, orphans: readonly Orphan[]): void {
  writeState(store, KEY, JSON.stringify(orphans));
}
