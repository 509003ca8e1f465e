import type { ArchimedClient } from '../archimed/client.ts';
import type { ArchimedFailure } from '../archimed/failure.ts';
import type { Interval } from '../archimed/intervals.ts';
import type { Talon } from '../archimed/talons.ts';
import type { AccountSettings } from '../settings/settings.repository.ts';
import { ok, type Result } from '../shared/result.ts';
import { meanings, needsBuildings } from './branches.ts';
import type { AccountContext } from './context.ts';
import { readStatuses } from './directories.ts';
import { type VisitRow, visitsByTalons, visitsOfDays } from './mirror.ts';
import { firstOf, isBelieved, isShort, type Short } from './poll-held.ts';
import type { PollReader } from './poll-reads.ts';
import { readUnplaced } from './poll-unplaced.ts';

/** What one poll reads of a source: what its plan names, what is missing from that, the schedule where it is needed. */

/** Chosen by the source's strategy (poll-plan.ts); whatever it names is read with deleted talons. */
export type WindowPlan = {
  days: readonly string[];
  /** New ids at the end of the list; `afterId` null: its last page. */
  tail: { afterId: number | null } | null;
  /** Changed since then by the clinic's clock. */
  since: string | null;
  /** Rows of our mirror that are read by id. */
  byId: readonly VisitRow[];
};

export type Window = {
  /** Lost so much of what it had that it is not believed at once. */
  short: Short | null;
  talons: ReadonlyMap<number, Talon>;
  /** Known rows that were not in the lists, read by id; null = unknown there. */
  missing: ReadonlyMap<string, Talon | null>;
  intervals: readonly Interval[];
  newestTalonId: number;
  hash: (text: string) => string;
  meaningOf: (branchId: number) => ReturnType<typeof meanings>;
};

export type PollSource = {
  ctx: AccountContext;
  client: ArchimedClient;
  reader: PollReader;
  settings: AccountSettings;
  sourceId: number;
  timeZone: string;
};

export async function readWindow(
  source: PollSource,
  plan: WindowPlan,
): Promise<Result<Window, ArchimedFailure>> {
  const { ctx, settings, sourceId } = source;
  const read = await readLists(source, plan);
  if (!read.ok) {
    return read;
  }
  const { talons, byId } = read.value;
  const statuses = await readStatuses(ctx, source.client, sourceId, [...talons.values()]);
  if (!statuses.ok) {
    return statuses;
  }
  const expected = [...known(ctx, sourceId, plan.days), ...plan.byId];
  const gone = expected.filter((row) => !talons.has(row.talonId ?? 0));
  const list = { rows: talons.size, expected: expected.length, gone: gone.length };
  const short = isShort(list) ? { rows: talons.size, missing: gone.length, first: firstOf(gone) } : null;
  // While the list is not believed nothing follows from it, and thousands of rows are not asked for one by one.
  const believed = !short || isBelieved(ctx.store, sourceId);
  const missing = believed ? await readMissing(source, gone, byId) : ok(new Map<string, Talon | null>());
  if (!missing.ok) {
    return missing;
  }
  const elsewhere = [...missing.value.values()].filter((talon) => talon !== null);
  const intervals = await readBuildings(source, [...talons.values(), ...elsewhere]);
  if (!intervals.ok) {
    return intervals;
  }
  return ok({
    short,
    talons,
    missing: missing.value,
    intervals: intervals.value,
    newestTalonId: Math.max(0, ...talons.keys()),
    hash: await ctx.hasher(),
    meaningOf: (branchId) => meanings(settings, branchId, statuses.value),
  });
}

type Lists = {
  talons: Map<number, Talon>;
  /** What was asked for by id: null = unknown there. */
  byId: Map<number, Talon | null>;
};

const withDeleted = { withDeleted: true } as const;

async function readLists(
  { client, reader }: PollSource,
  { days, tail, since, byId }: WindowPlan,
): Promise<Result<Lists, ArchimedFailure>> {
  const { talons } = client;
  const single = new Map<number, Talon | null>();
  const reads: (() => Promise<Result<readonly Talon[], ArchimedFailure>>)[] = [
    ...days.map((day) => () => talons.listByDate('background', day, withDeleted)),
    ...byId.map(({ talonId }) => async () => {
      const talon = await talons.byId('background', talonId ?? 0, withDeleted);
      if (!talon.ok) {
        return talon;
      }
      single.set(talonId ?? 0, talon.value);
      return ok(talon.value ? [talon.value] : []);
    }),
  ];
  if (since !== null) {
    reads.push(() => talons.listChangedSince('background', since, withDeleted));
  }
  if (tail) {
    const after = tail.afterId === null ? {} : { afterId: tail.afterId };
    reads.push(async () => {
      const newest = await talons.listTail('background', { ...withDeleted, ...after });
      return newest.ok ? ok(newest.value.rows) : newest;
    });
  }
  const lists = await reader.each(reads, (read) => read());
  return lists.ok ? ok({ talons: newestById(lists.value.flat()), byId: single }) : lists;
}

/** One that was moved while we were reading stands in two lists: the later reading of it counts. */
function newestById(rows: readonly Talon[]): Map<number, Talon> {
  const talons = new Map<number, Talon>();
  for (const talon of rows) {
    const known = talons.get(talon.id);
    if (!known || (talon.updatedAt ?? '') >= (known.updatedAt ?? '')) {
      talons.set(talon.id, talon);
    }
  }
  return talons;
}

/** The talons that should stand in the lists of these days, by our mirror. */
function known(ctx: AccountContext, sourceId: number, days: readonly string[]): VisitRow[] {
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
  { client, reader }: PollSource,
  rows: readonly VisitRow[],
  asked: ReadonlyMap<number, Talon | null>,
): Promise<Result<Map<string, Talon | null>, ArchimedFailure>> {
  const found = await reader.each(rows, async ({ id, talonId }) => {
    const known = talonId === null ? null : asked.get(talonId);
    const talon =
      known === undefined ? await client.talons.byId('background', talonId ?? 0, withDeleted) : ok(known);
    return talon.ok ? ok([id, talon.value] as const) : talon;
  });
  return found.ok ? ok(new Map(found.value)) : found;
}

/** The schedule tells the building; it is read only when a talon is new, moved or not placed yet and there is a choice. */
async function readBuildings(
  { ctx, client, reader, settings, sourceId }: PollSource,
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
  const unplaced = readUnplaced(ctx, sourceId);
  const undecided = talons
    .filter((talon) => {
      const row = rows.get(talon.id);
      return (
        !row ||
        unplaced.has(row.id) ||
        row.doctorId !== (talon.doctorId ?? 0) ||
        row.date !== talon.date ||
        row.begin !== talon.begin
      );
    })
    .map((talon) => talon.date)
    .toSorted();
  const from = undecided[0];
  const to = undecided.at(-1);
  return from && to ? reader.one(() => client.intervals.list('background', { from, to })) : ok([]);
}
