import { and, eq, isNotNull, isNull } from 'drizzle-orm';
import type { Talon } from '../archimed/talons.ts';
import type { AccountSettings } from '../settings/settings.repository.ts';
import type { TalonFacts } from '../sync/poll-diff.ts';
import { toEpochMs } from '../sync/wall-clock.ts';
import { branchOfBuilding, buildingAt } from './branches.ts';
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
} from './mirror.ts';
import type { SourceState } from './poll.ts';
import type { Window } from './poll-window.ts';
import { events, holds, marks, visits } from './schema.ts';

/** What was read, compared with our mirror: every difference becomes an event. */

/** Number of events. Synchronous. */
export function compare(
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
      if (change(ctx, settings, row, facts, window, startedAt)) {
        ctx.readings.set(row.id, { talon, at: startedAt });
        count += 1;
      }
    } else {
      const id = appear(ctx, settings, sourceId, timeZone, state, talon, facts, window);
      if (id !== null) {
        ctx.readings.set(id, { talon, at: startedAt });
        count += 1;
      }
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

/** Its visit, when there is an event of it. */
function appear(
  ctx: AccountContext,
  settings: AccountSettings,
  sourceId: number,
  timeZone: string,
  state: SourceState | null,
  talon: Talon,
  facts: TalonFacts,
  window: Window,
): string | null {
  // It may be the visit of a click that is not finished: that click will recognise it.
  if (isHeld(ctx, sourceId, facts) || isBeingBooked(ctx, sourceId, talon.id)) {
    return null;
  }
  const branch = branchOfBuilding(settings, sourceId, buildingAt(window.intervals, facts));
  if (!branch) {
    return null;
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
    return null;
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
  return id;
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
