import type { ArchimedClient } from '../archimed/client.ts';
import type { ArchimedFailure } from '../archimed/failure.ts';
import type { Talon } from '../archimed/talons.ts';
import type { AccountSettings, BranchRow } from '../settings/settings.repository.ts';
import { err, ok, type Result } from '../shared/result.ts';
import { drivingVisit } from '../sync/driving.ts';
import type { VisitRef } from '../sync/model.ts';
import { fromEpochMs } from '../sync/wall-clock.ts';
import type { AccountContext } from './context.ts';
import { type VisitRow, visitsOfDeal } from './mirror.ts';
import { visitRefs } from './visit-facts.ts';

/** A deal's driving visit (product.md §3.1), with what it takes to change it. */
export type Driving = {
  row: VisitRow;
  branch: BranchRow;
  client: ArchimedClient;
  /** As ArchiMed+ has it now; null: removed for good. */
  talon: Talon | null;
  statuses: readonly { id: number; name: string }[];
};

export function linkedVisits(ctx: AccountContext, dealId: number): VisitRow[] {
  return visitsOfDeal(ctx.store, dealId).filter((row) => row.linkState === 'active');
}

/** `at`: the event's time, which decides what is still to come. */
export async function readDriving(
  ctx: AccountContext,
  settings: AccountSettings,
  rows: readonly VisitRow[],
  at: number,
): Promise<Result<Driving | null, ArchimedFailure>> {
  const refs: VisitRef[] = [];
  const sources = new Map<number, Pick<Driving, 'client' | 'statuses'>>();
  for (const sourceId of new Set(rows.map((row) => row.sourceId))) {
    const client = await ctx.archimed(settings, sourceId);
    if (!client) {
      return err({ kind: 'unreadable_token', message: null });
    }
    const statuses = await ctx.directories.get(client, sourceId, 'statuses', 'event');
    if (!statuses.ok) {
      return statuses;
    }
    const own = rows.filter((row) => row.sourceId === sourceId);
    refs.push(...visitRefs(settings, own, statuses.value.list));
    sources.set(sourceId, { client, statuses: statuses.value.list });
  }
  const branchOf = (row: VisitRow | undefined) =>
    settings.branches.find((candidate) => candidate.id === row?.branchId);
  const zone = branchOf(rows[0])?.timeZone ?? settings.account.timeZone;
  const driving = drivingVisit(refs, fromEpochMs(at, zone).date);
  const row = rows.find((candidate) => candidate.id === driving?.id);
  const branch = branchOf(row);
  const source = row && sources.get(row.sourceId);
  if (!row || !branch || !source || row.talonId === null) {
    return ok(null);
  }
  const talon = await source.client.talons.byId('event', row.talonId, { withDeleted: true });
  return talon.ok ? ok({ row, branch, talon: talon.value, ...source }) : talon;
}
