import { and, eq, isNotNull, isNull } from 'drizzle-orm';
import type { ArchimedClient } from '../archimed/client.ts';
import type { ArchimedFailure } from '../archimed/failure.ts';
import type { Interval } from '../archimed/intervals.ts';
import type { Talon } from '../archimed/talons.ts';
import type { AccountSettings } from '../settings/settings.repository.ts';
import { err, ok, type Result } from '../shared/result.ts';
import type { TalonFacts } from '../sync/poll-diff.ts';
import { fromEpochMs, toEpochMs } from '../sync/wall-clock.ts';
import { branchOfBuilding, buildingAt, meanings, needsBuildings } from './branches.ts';
import type { AccountContext } from './context.ts';
import { insertEvent } from './inbox.ts';
import {
  applyReading,
  factsOf,
  factsOfRow,
  insertVisit,
  type VisitRow,
  visitById,
  visitLane,
  visitsByTalons,
  visitsOfDays,
} from './mirror.ts';
import { farDays, nearDays, pollPeriodMs } from './poll-schedule.ts';
import { events, holds, marks, sourceStates, visits } from './schema.ts';
import { readState, writeState } from './store.ts';

/** ArchiMed+ announces nothing: a source is read in windows and compared with our mirror (product.md §3.3). */
const HINT_DELAY_MS = 1_000;
const HINT_GAP_MS = 5_000;

export type SourceState = typeof sourceStates.$inferSelect;

export function sourceState(ctx: AccountContext, sourceId: number): SourceState | null {
  return ctx.store.select().from(sourceStates).where(eq(sourceStates.sourceId, sourceId)).get() ?? null;
}

/** Makes the source due now, or at `at`; creates its row. A callback is only such a hint. */
export function schedulePoll(ctx: AccountContext, sourceId: number, at: number): void {
  const known = sourceState(ctx, sourceId);
  if (!known) {
    ctx.store.insert(sourceStates).values({ sourceId, nextPollAt: at, farCursor: 0 }).run();
  } else if (known.nextPollAt > at) {
    ctx.store.update(sourceStates).set({ nextPollAt: at }).where(eq(sourceStates.sourceId, sourceId)).run();
  }
}

/** A callback: 1 s later, and at most one poll in 5 s, however many come (product.md §3.3). Returns when. */
export function hintPoll(ctx: AccountContext, sourceId: number): number {
  const { timeScale } = ctx.config;
  const now = ctx.clock.now();
  const state = sourceState(ctx, sourceId);
  const last = Math.max(state?.lastSuccessAt ?? 0, state?.errorAt ?? 0);
  const at = Math.max(now + HINT_DELAY_MS / timeScale, last + HINT_GAP_MS / timeScale);
  schedulePoll(ctx, sourceId, at);
  return at;
}

export async function pollSource(
  ctx: AccountContext,
  settings: AccountSettings,
  source: { sourceId: number; timeZone: string },
): Promise<void> {
  const { sourceId, timeZone } = source;
  const startedAt = ctx.clock.now();
  const state = sourceState(ctx, sourceId);
  const periodMs = pollPeriodMs(ctx.config, startedAt, timeZone);
  // A poll that ends in no way at all is repeated after its period; a callback meanwhile makes the next one earlier.
  const claimedUntil = startedAt + periodMs;
  ctx.store
    .update(sourceStates)
    .set({ nextPollAt: claimedUntil })
    .where(eq(sourceStates.sourceId, sourceId))
    .run();
  const client = await ctx.archimed(settings, sourceId);
  const read = client
    ? await readWindow(ctx, client, settings, source, state, periodMs)
    : err<ArchimedFailure>({ kind: 'unreadable_token', message: null });
  const finishedAt = ctx.clock.now();
  const hintedAt = sourceState(ctx, sourceId)?.nextPollAt ?? claimedUntil;
  const nextPollAt = hintedAt < claimedUntil ? hintedAt : finishedAt + periodMs;

  if (!read.ok) {
    const refused = read.error.kind === 'forbidden' || read.error.kind === 'unreadable_token';
    ctx.store
      .update(sourceStates)
      .set({
        nextPollAt,
        errorCode: `archimed.${read.error.kind}`,
        errorAt: finishedAt,
        ...(refused ? { keyValid: false } : {}),
      })
      .where(eq(sourceStates.sourceId, sourceId))
      .run();
    return;
  }
  if (isHeldBack(ctx, sourceId, read.value)) {
    ctx.store
      .update(sourceStates)
      .set({ nextPollAt, errorCode: 'archimed.list_shrunk', errorAt: finishedAt })
      .where(eq(sourceStates.sourceId, sourceId))
      .run();
    return;
  }
  // One transaction: the mirror, its events and the cursors agree after any crash.
  ctx.store.transaction(() => {
    const counts = compare(ctx, settings, source, state, read.value, startedAt);
    ctx.store
      .update(sourceStates)
      .set({
        nextPollAt,
        farCursor: (state?.farCursor ?? 0) + 1,
        tookStockAt: state?.tookStockAt ?? startedAt,
        stockTalonId: state?.tookStockAt ? state.stockTalonId : read.value.newestTalonId,
        newestTalonId: Math.max(state?.newestTalonId ?? 0, read.value.newestTalonId),
        lastSuccessAt: finishedAt,
        keyValid: true,
        errorCode: null,
        errorAt: null,
      })
      .where(eq(sourceStates.sourceId, sourceId))
      .run();
    if (counts > 0 || !state?.tookStockAt) {
      ctx.log('poll.done', {
        account: ctx.objectName,
        source: sourceId,
        rows: read.value.talons.size,
        events: counts,
      });
    }
  });
}

/** Polls that must agree before a list that lost most of its rows is believed (product.md §4). */
const AGREEING_POLLS = 3;

function doubtsOf(ctx: AccountContext, sourceId: number): number {
  return Number(readState(ctx.store, `shrunk:${sourceId}`) ?? 0);
}

function isHeldBack(ctx: AccountContext, sourceId: number, window: Window): boolean {
  const before = doubtsOf(ctx, sourceId);
  const times = window.shrunk ? before + 1 : 0;
  const held = times > 0 && times < AGREEING_POLLS;
  if (window.shrunk || before > 0) {
    writeState(ctx.store, `shrunk:${sourceId}`, String(held ? times : 0));
  }
  if (held) {
    ctx.log('poll.held', { account: ctx.objectName, source: sourceId, rows: window.talons.size, times });
  }
  return held;
}

type Window = {
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

async function readWindow(
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

/** Number of events. Synchronous. */
function compare(
  ctx: AccountContext,
  settings: AccountSettings,
  { sourceId, timeZone }: { sourceId: number; timeZone: string },
  state: SourceState | null,
  window: Window,
  startedAt: number,
): number {
  const rows = new Map(
    visitsByTalons(ctx.store, sourceId, [...window.talons.keys()]).map((row) => [row.talonId, row]),
  );
  forgetTouched(ctx, startedAt);
  let count = 0;
  for (const talon of window.talons.values()) {
    const facts = factsOf(talon, window.hash);
    const row = rows.get(talon.id);
    if (row) {
      count += change(ctx, settings, row, facts, window, startedAt) ? 1 : 0;
    } else {
      count += appear(ctx, settings, sourceId, timeZone, state, talon, facts, window) ? 1 : 0;
    }
  }
  for (const [visitId, talon] of window.missing) {
    const row = visitById(ctx.store, visitId);
    if (row) {
      const facts = talon ? factsOf(talon, window.hash) : { ...factsOfRow(row), deleted: true };
      count += change(ctx, settings, row, facts, window, startedAt) ? 1 : 0;
    }
  }
  return count;
}

/** No poll takes this long: what was touched before cannot be undone by one that is under way. */
const TOUCHED_MS = 30 * 60_000;

function forgetTouched(ctx: AccountContext, startedAt: number): void {
  for (const [visitId, at] of ctx.touched) {
    if (at < startedAt - TOUCHED_MS) {
      ctx.touched.delete(visitId);
    }
  }
}

function change(
  ctx: AccountContext,
  settings: AccountSettings,
  row: VisitRow,
  facts: TalonFacts,
  window: Window,
  startedAt: number,
): boolean {
  // A click wrote this visit while we were reading: our copy is the newer one.
  if ((ctx.touched.get(row.id) ?? 0) >= startedAt || row.state === 'checking') {
    return false;
  }
  const moved = row.doctorId !== facts.doctorId || row.date !== facts.date || row.begin !== facts.begin;
  const branchId = moved
    ? (branchOfBuilding(settings, row.sourceId, buildingAt(window.intervals, facts))?.id ?? row.branchId)
    : row.branchId;
  return applyReading(ctx.store, row, facts, {
    origin: 'poll',
    now: ctx.clock.now(),
    branchId,
    meaningOf: window.meaningOf(branchId),
  });
}

function appear(
  ctx: AccountContext,
  settings: AccountSettings,
  sourceId: number,
  timeZone: string,
  state: SourceState | null,
  talon: Talon,
  facts: TalonFacts,
  window: Window,
): boolean {
  // It may be the visit of a click that is not finished: that click will recognise it.
  if (isHeld(ctx, sourceId, facts) || isBeingBooked(ctx, sourceId, talon.id)) {
    return false;
  }
  const branch = branchOfBuilding(settings, sourceId, buildingAt(window.intervals, facts));
  if (!branch) {
    return false;
  }
  const id = crypto.randomUUID();
  const now = ctx.clock.now();
  const visit = {
    id,
    sourceId,
    talonId: talon.id,
    branchId: branch.id,
    state: 'booked',
    bookedByUs: false,
  } as const;
  insertVisit(ctx.store, { ...visit, bookedAt: now, dealId: null, ...facts });
  const kind = firstSight(state, talon, timeZone, window.meaningOf(branch.id));
  if (kind === null) {
    return false;
  }
  insertEvent(ctx.store, {
    kind,
    lane: visitLane(id),
    at: now,
    payload: { origin: 'poll', changes: [] },
    branchId: branch.id,
    visitId: id,
    dueAt: now,
  });
  return true;
}

/**
 * The first complete poll only takes stock. Later a talon with a newer id was booked since; one with an older id is
 * news only when it changed after the stock was taken.
 */
function firstSight(
  state: SourceState | null,
  talon: Talon,
  timeZone: string,
  meaningOf: (statusId: number) => string | null,
): string | null {
  if (!state?.tookStockAt) {
    return null;
  }
  if (talon.id > state.stockTalonId) {
    return talon.deleted ? null : 'visit.created';
  }
  const [date = '', time = ''] = (talon.updatedAt ?? '').split('T');
  if (!date || toEpochMs(date, time, timeZone) < state.tookStockAt) {
    return null;
  }
  if (talon.deleted) {
    return 'visit.deleted';
  }
  return talon.statusId !== null && meaningOf(talon.statusId) === 'cancelled'
    ? 'visit.cancelled'
    : 'visit.changed';
}

/** Reception may have moved it before its click could read it back. */
function isBeingBooked(ctx: AccountContext, sourceId: number, talonId: number): boolean {
  return (
    ctx.store
      .select({ id: visits.id })
      .from(visits)
      .innerJoin(events, and(eq(events.visitId, visits.id), isNotNull(events.dueAt)))
      .innerJoin(marks, and(eq(marks.eventId, events.id), eq(marks.step, 'talon')))
      .where(
        and(
          eq(visits.sourceId, sourceId),
          eq(visits.state, 'checking'),
          isNull(visits.talonId),
          eq(marks.result, String(talonId)),
        ),
      )
      .get() !== undefined
  );
}

function isHeld(ctx: AccountContext, sourceId: number, facts: TalonFacts): boolean {
  return ctx.store
    .select()
    .from(holds)
    .where(eq(holds.sourceId, sourceId))
    .all()
    .some(
      (hold) => hold.doctorId === facts.doctorId && hold.date === facts.date && hold.begin === facts.begin,
    );
}
