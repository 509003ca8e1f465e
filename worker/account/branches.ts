import type { DirectoryEntry } from '../archimed/directories.ts';
import type { Interval } from '../archimed/intervals.ts';
import type { AccountSettings, BranchRow } from '../settings/settings.repository.ts';
import type { Meaning } from '../settings/statuses.schemas.ts';
import { suggestMeaning } from '../sync/meaning.ts';

/** The branch whose building the interval names, else the source's main one (product.md §2). */
export function branchOfBuilding(
  settings: AccountSettings,
  sourceId: number,
  buildingId: number | null,
): BranchRow | null {
  const ofSource = settings.branches.filter((branch) => branch.sourceId === sourceId);
  return (
    ofSource.find((branch) => buildingId !== null && branch.buildingId === buildingId) ??
    ofSource.find((branch) => branch.main) ??
    ofSource[0] ??
    null
  );
}

/** A source with one branch needs no schedule to tell whose visit it is. */
export function needsBuildings(settings: AccountSettings, sourceId: number): boolean {
  return settings.branches.filter((branch) => branch.sourceId === sourceId).length > 1;
}

export function buildingAt(
  intervals: readonly Interval[],
  visit: { doctorId: number; date: string; begin: string },
): number | null {
  return (
    intervals.find(
      (interval) =>
        interval.doctorId === visit.doctorId &&
        interval.date === visit.date &&
        interval.start <= visit.begin &&
        visit.begin < interval.end,
    )?.buildingId ?? null
  );
}

/** The administrator's meaning, else the one that the status's name suggests. */
export function meanings(
  settings: AccountSettings,
  branchId: number,
  statuses: readonly DirectoryEntry[],
): (statusId: number) => Meaning | null {
  const table = settings.statuses.get(branchId)?.body;
  const rows = table ? [...table.rows, ...table.rules.flatMap((rule) => rule.rows)] : [];
  return (statusId) => {
    const row = rows.find((candidate) => candidate.statusId === statusId);
    if (row) {
      return row.meaning;
    }
    const name = statuses.find((status) => status.id === statusId)?.name;
    return name === undefined ? null : suggestMeaning(name);
  };
}

/** Sources of a connected account that have a branch switched on, each with the time zone of its main branch. */
export function liveSources(settings: AccountSettings): { sourceId: number; timeZone: string }[] {
  const branches = settings.account.status === 'active' ? settings.branches : [];
  const live = new Set(branches.filter((branch) => branch.enabled).map((branch) => branch.sourceId));
  return [...live].flatMap((sourceId) => {
    const main = branchOfBuilding(settings, sourceId, null);
    return main ? [{ sourceId, timeZone: main.timeZone }] : [];
  });
}

/** Of its source's main branch: one database stamps its changes by one clock, wherever the branch of the visit is. */
export function sourceZone(settings: AccountSettings, branch: BranchRow): string {
  return branchOfBuilding(settings, branch.sourceId, null)?.timeZone ?? branch.timeZone;
}
