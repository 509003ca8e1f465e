import { ownZone } from '../branches/time-zones.ts';
import type { Store } from '../store.ts';

/** On whose clock times are shown: the branch's; without one the only branch's, else the reader's. */
export function zoneOf(store: Store, branchId: number | null): string {
  const branches = store.branches.value ?? [];
  const own = branches.find(({ id }) => id === branchId);
  const zones = new Set(branches.map(({ timeZone }) => timeZone));
  const [only] = zones;
  return own?.timeZone ?? (zones.size === 1 && only !== undefined ? only : ownZone());
}
