import type { ArchimedClient } from '../archimed/client.ts';
import type { ArchimedFailure } from '../archimed/failure.ts';
import type { Interval } from '../archimed/intervals.ts';
import type { Talon } from '../archimed/talons.ts';
import type { AccountSettings } from '../settings/settings.repository.ts';
import { ok, type Result } from '../shared/result.ts';
import { fromEpochMs } from '../sync/wall-clock.ts';
import { meanings, needsBuildings } from './branches.ts';
import type { AccountContext } from './context.ts';
import { type VisitRow, visitsByTalons, visitsOfDays } from './mirror.ts';
import type { SourceState } from './poll.ts';
import { farDays, nearDays } from './poll-schedule.ts';
import { readState, writeState } from './store.ts';

/** What one poll reads of a source: the lists of its days, what is missing from them, the schedule where it is needed. */

/** Polls that must agree before a list that lost most of its rows is believed (product.md §4). */
export const AGREEING_POLLS = 3;

/** How many polls in a row found the list so much shorter. */
export function doubtsOf(ctx: AccountContext, sourceId: number): number {
  return Number(readState(ctx.store, `shrunk:${sourceId}`) ?? 0);
}

export function writeDoubts(ctx: AccountContext, sourceId: number, times: number): void {
  writeState(ctx.store, `shrunk:${sourceId}`, String(times));
}

export type Window = {
  /** The list is empty, or lost more than half of what it had: an outage looks the same. */
  shrunk: boolean;
  talons: ReadonlyMap<number, Talon>;
  /** Known rows of the read days that were not in the lists, read by id; null = unknown there. */
  missing: ReadonlyMap<string, Talon | null>;
  days: ReadonlySet<string>;
  intervals: readonly Interval[];
  newestTalonId: number;
  hash: (text: string) => string;
  meaningOf: (branchId: number) => ReturnType<typeof meanings>;
};

export async function readWindow(
  ctx: AccountContext,
  client: ArchimedClient,
  settings: AccountSettings,
  { sourceId, timeZone }: { sourceId: number; timeZone: string },
  state: SourceState | null,
  periodMs: number,
): Promise<Result<Window, ArchimedFailure>> {
  const today = fromEpochMs(ctx.clock.now(), timeZone).date;
  const days = [...nearDays(today), ...farDays(today, state?.farCursor ?? 0, periodMs)];
  const statuses = await ctx.directories.get(client, sourceId, 'statuses', 'background');
  if (!statuses.ok) {
    return statuses;
  }
  const talons = new Map<number, Talon>();
  const lists = await Promise.all([
    ...days.map((day) => client.talons.listByDate('background', day, { withDeleted: true })),
    client.talons
      .listTail('background', {
        withDeleted: true,
        ...(state?.tookStockAt ? { afterId: state.newestTalonId } : {}),
      })
      .then((tail) => (tail.ok ? ok(tail.value.rows) : tail)),
  ]);
  for (const list of lists) {
    if (!list.ok) {
      return list;
    }
    for (const talon of list.value) {
      talons.set(talon.id, talon);
    }
  }
  const expected = known(ctx, sourceId, days);
  const gone = expected.filter((row) => row.talonId !== null && !talons.has(row.talonId));
  const shrunk =
    (talons.size === 0 && gone.length > 0) ||
    (gone.length >= LEAST_GONE && gone.length > expected.length / 2);
  // While the list is not believed nothing follows from it, and thousands of rows are not asked for one by one.
  const believed = !shrunk || doubtsOf(ctx, sourceId) >= AGREEING_POLLS - 1;
  const missing = await readMissing(client, believed ? gone : []);
  if (!missing.ok) {
    return missing;
  }
  const elsewhere = [...missing.value.values()].filter((talon) => talon !== null);
  const intervals = await readBuildings(ctx, client, settings, sourceId, [...talons.values(), ...elsewhere]);
  if (!intervals.ok) {
    return intervals;
  }
  return ok({
    shrunk,
    talons,
    missing: missing.value,
    days: new Set(days),
    intervals: intervals.value,
    newestTalonId: Math.max(0, ...talons.keys()),
    hash: await ctx.hasher(),
    meaningOf: (branchId) => meanings(settings, branchId, statuses.value.list),
  });
}

const LEAST_GONE = 10;

/** The talons that should stand in the lists of these days, by our mirror. */
function known(ctx: AccountContext, sourceId: number, days: string[]): VisitRow[] {
  const sorted = days.toSorted();
  const first = sorted[0];
  const last = sorted.at(-1);
  if (!first || !last) {
    return [];
  }
  const read = new Set(days);
  return visitsOfDays(ctx.store, sourceId, first, last).filter(
    (row) => read.has(row.date) && !row.deleted && row.talonId !== null,
  );
}

/** A talon missing from its day is read by id before it counts as gone: it may have moved out of the window. */
async function readMissing(
  client: ArchimedClient,
  rows: readonly VisitRow[],
): Promise<Result<Map<string, Talon | null>, ArchimedFailure>> {
  const found = new Map<string, Talon | null>();
  for (const row of rows) {
    if (row.talonId === null) {
      continue;
    }
    const talon = await client.talons.byId('background', row.talonId, { withDeleted: true });
    if (!talon.ok) {
      return talon;
    }
    found.set(row.id, talon.value);
  }
  return ok(found);
}

/** The schedule tells the building; it is read only when a talon is new or moved and there is a choice. */
async function readBuildings(
  ctx: AccountContext,
  client: ArchimedClient,
  settings: AccountSettings,
  sourceId: number,
  talons: readonly Talon[],
): Promise<Result<readonly Interval[], ArchimedFailure>> {
  if (!needsBuildings(settings, sourceId)) {
    return ok([]);
  }
  const rows = new Map(
    visitsByTalons(
      ctx.store,
      sourceId,
      talons.map((talon) => talon.id),
    ).map((row) => [row.talonId, row]),
  );
  const undecided = talons
    .filter((talon) => {
      const row = rows.get(talon.id);
      return (
        !row || row.doctorId !== (talon.doctorId ?? 0) || row.date !== talon.date || row.begin !== talon.begin
      );
    })
    .map((talon) => talon.date)
    .toSorted();
  const from = undecided[0];
  const to = undecided.at(-1);
  if (!from || !to) {
    return ok([]);
  }
  return client.intervals.list('background', { from, to });
}
