import type { Talon } from '../archimed/talons.ts';
import type { AccountSettings } from '../settings/settings.repository.ts';
import { type Difference, diffTalon, type TalonFacts } from '../sync/poll-diff.ts';
import { pairMoves } from '../sync/poll-moves.ts';
import { branchOfBuilding, buildingAt, needsBuildings } from './branches.ts';
import type { AccountContext } from './context.ts';
import { hasEvents } from './inbox.ts';
import {
  factsOf,
  factsOfRow,
  insertChange,
  insertVisit,
  type VisitRow,
  visitById,
  visitsByTalons,
  writeReading,
} from './mirror.ts';
import type { SourceState } from './poll.ts';
import { belongsToClick, firstSight } from './poll-first-sight.ts';
import { readUnplaced, saveUnplaced, type Unplaced } from './poll-unplaced.ts';
import type { Window } from './poll-window.ts';
import { tellVisit } from './tell-visit.ts';
import { replaceVisit } from './visit-replacement.ts';

/** What was read, compared with our mirror: every difference becomes an event. */

type Changed = {
  row: VisitRow;
  talon: Talon | null;
  facts: TalonFacts;
  branchId: number;
  difference: Difference;
};
type Fresh = {
  talon: Talon;
  facts: TalonFacts;
  branchId: number;
  /** No schedule tells the building. */
  isGuess: boolean;
  kind: string | null;
};

/** Number of events. Synchronous. */
export function compare(
  ctx: AccountContext,
  settings: AccountSettings,
  source: { sourceId: number; timeZone: string },
  state: SourceState,
  window: Window,
  startedAt: number,
): number {
  const { sourceId } = source;
  const rows = new Map(
    visitsByTalons(ctx.store, sourceId, [...window.talons.keys()]).map((row) => [row.talonId, row]),
  );
  forgetTouched(ctx, startedAt);
  const unplaced = readUnplaced(ctx, sourceId);
  const changed: Changed[] = [];
  const fresh: Fresh[] = [];
  const look = (row: VisitRow, talon: Talon | null) => {
    const change = changeOf(ctx, settings, row, talon, window, startedAt, unplaced);
    if (change) {
      changed.push(change);
    }
  };
  for (const talon of window.talons.values()) {
    const row = rows.get(talon.id);
    if (row) {
      look(row, talon);
      continue;
    }
    const facts = factsOf(talon, window.hash);
    const building = buildingAt(window.intervals, facts);
    const branch = branchOfBuilding(settings, sourceId, building);
    // It may be the visit of a click that is not finished: that click will recognise it.
    if (branch && !belongsToClick(ctx, source, talon, facts)) {
      const kind = firstSight(state, talon, source.timeZone, window.meaningOf(branch.id));
      const isGuess = building === null && needsBuildings(settings, sourceId);
      fresh.push({ talon, facts, branchId: branch.id, isGuess, kind });
    }
  }
  for (const [visitId, talon] of window.missing) {
    const row = visitById(ctx.store, visitId);
    if (row) {
      look(row, talon);
    }
  }
  const count = write(ctx, settings, state, changed, fresh, window, startedAt, unplaced);
  saveUnplaced(ctx, sourceId, unplaced);
  return count;
}

function write(
  ctx: AccountContext,
  settings: AccountSettings,
  state: SourceState,
  changed: readonly Changed[],
  fresh: readonly Fresh[],
  window: Window,
  startedAt: number,
  unplaced: Unplaced,
): number {
  const now = ctx.clock.now();
  const ended = changed.filter(
    ({ row, difference: { kind } }) =>
      (kind === 'visit.deleted' || kind === 'visit.cancelled') && wasComing(row, window),
  );
  const created = fresh.filter(({ kind }) => kind === 'visit.created');
  const moves = pairMoves(
    ended.flatMap(({ row }) => (row.talonId === null ? [] : { ...row, talonId: row.talonId, key: row.id })),
    created.map(({ talon, facts }) => ({ ...facts, talonId: talon.id, key: String(talon.id) })),
  );
  const successors = new Map(
    created.flatMap((after) => {
      const visitId = moves.get(String(after.talon.id));
      return visitId === undefined ? [] : [[visitId, after] as const];
    }),
  );
  let count = 0;
  for (const change of changed) {
    const { row, talon, facts, branchId, difference } = change;
    const successor = successors.get(row.id);
    ctx.polls.changed.set(row.id, now);
    if (successor) {
      replaceVisit(ctx, row, facts, successor, now);
      if (successor.isGuess) {
        unplaced.set(row.id, now);
      }
      ctx.readings.set(row.id, { talon: successor.talon, at: startedAt });
      count += 1;
      continue;
    }
    writeReading(ctx.store, row.id, facts, branchId);
    // That a guess was wrong is no news of a visit that was never told of.
    const isNews = difference.changes.length > 0 || hasEvents(ctx.store, row.id);
    if (isNews && isTold(settings, state, row, branchId)) {
      insertChange(ctx.store, row, difference, { origin: 'poll', now, branchId });
      count += 1;
      if (talon) {
        ctx.readings.set(row.id, { talon, at: startedAt });
      }
    } else {
      tellVisit(ctx, row.id);
    }
  }
  for (const { talon, facts, branchId, isGuess, kind } of fresh) {
    if (moves.has(String(talon.id))) {
      continue;
    }
    const id = crypto.randomUUID();
    const visit = { id, sourceId: state.sourceId, talonId: talon.id, branchId } as const;
    if (isGuess) {
      unplaced.set(id, now);
    }
    insertVisit(ctx.store, {
      ...visit,
      state: 'booked',
      bookedByUs: false,
      bookedAt: now,
      dealId: null,
      ...facts,
    });
    if (kind !== null && isTold(settings, state, { dealId: null }, branchId)) {
      insertChange(ctx.store, { id, dealId: null }, { kind, changes: [] }, { origin: 'poll', now, branchId });
      ctx.readings.set(id, { talon, at: startedAt });
      count += 1;
    } else if (state.tookStockAt !== null) {
      tellVisit(ctx, id);
    }
  }
  return count;
}

/** One that took place, or was cancelled long ago, is not moved by being deleted. */
function wasComing(row: VisitRow, window: Window): boolean {
  const meaning = row.statusId === null ? null : window.meaningOf(row.branchId)(row.statusId);
  return meaning !== 'cancelled' && meaning !== 'completed' && meaning !== 'no-show';
}

/**
 * Visits that no deal knows are kept without an event while stock is taken, and where their branch is off: it is not
 * synchronised (product.md §2). A linked one has its line in the history, which says why nothing followed.
 */
function isTold(
  settings: AccountSettings,
  state: SourceState,
  row: Pick<VisitRow, 'dealId'>,
  branchId: number,
): boolean {
  if (row.dealId !== null) {
    return true;
  }
  const isOn = settings.branches.some((branch) => branch.id === branchId && branch.enabled);
  return state.tookStockAt !== null && isOn;
}

/** No poll takes this long: what was touched before cannot be undone by one that is under way. */
const TOUCHED_MS = 30 * 60_000;

function forgetTouched(ctx: AccountContext, startedAt: number): void {
  for (const times of [ctx.touched, ctx.polls.changed]) {
    for (const [visitId, at] of times) {
      if (at < startedAt - TOUCHED_MS) {
        times.delete(visitId);
      }
    }
  }
}

function changeOf(
  ctx: AccountContext,
  settings: AccountSettings,
  row: VisitRow,
  talon: Talon | null,
  window: Window,
  startedAt: number,
  unplaced: Unplaced,
): Changed | null {
  // A click wrote this visit while we were reading: our copy is the newer one.
  if ((ctx.touched.get(row.id) ?? 0) >= startedAt || row.state === 'checking') {
    return null;
  }
  // A night's step and a poll may overlap.
  if ((ctx.polls.changed.get(row.id) ?? 0) > startedAt) {
    return null;
  }
  const facts = talon ? factsOf(talon, window.hash) : { ...factsOfRow(row), deleted: true };
  const moved = row.doctorId !== facts.doctorId || row.date !== facts.date || row.begin !== facts.begin;
  const building = moved || unplaced.has(row.id) ? buildingAt(window.intervals, facts) : null;
  if (building !== null) {
    unplaced.delete(row.id);
  } else if (moved && needsBuildings(settings, row.sourceId)) {
    unplaced.set(row.id, ctx.clock.now());
  }
  // Unknown, it stays where it was.
  const named = building === null ? null : branchOfBuilding(settings, row.sourceId, building);
  const branchId = named?.id ?? row.branchId;
  const elsewhere: Difference | null =
    branchId === row.branchId ? null : { kind: 'visit.changed', changes: [] };
  const difference = diffTalon(row, facts, window.meaningOf(branchId)) ?? elsewhere;
  return difference ? { row, talon, facts, branchId, difference } : null;
}
