import { and, eq, isNotNull, isNull } from 'drizzle-orm';
import type { Talon } from '../archimed/talons.ts';
import type { TalonFacts } from '../sync/poll-diff.ts';
import { toEpochMs } from '../sync/wall-clock.ts';
import type { AccountContext } from './context.ts';
import { CLOCKS_DIFFER_S, readMark } from './marks.ts';
import type { SourceState } from './poll.ts';
import { events, holds, marks, visits } from './schema.ts';

/** A talon that our mirror does not know: whether it is news, and whose it is. */

/** An empty list when stock was taken proves little: what was booked this long before is old all the same. */
const BOOKED_BEFORE_MS = 24 * 3600_000;

/**
 * The first complete poll only takes stock. Later a talon with a newer id was booked since; one with an older id is
 * news only when it changed after the stock was taken. null: no news.
 */
export function firstSight(
  state: SourceState,
  talon: Talon,
  timeZone: string,
  meaningOf: (statusId: number) => string | null,
): string | null {
  if (state.tookStockAt === null) {
    return null;
  }
  if (talon.id > state.stockTalonId) {
    const isOld =
      state.stockTalonId === 0 && isBefore(talon.createdAt, state.tookStockAt - BOOKED_BEFORE_MS, timeZone);
    return talon.deleted || isOld ? null : 'visit.created';
  }
  if (talon.updatedAt === null || isBefore(talon.updatedAt, state.tookStockAt, timeZone)) {
    return null;
  }
  if (talon.deleted) {
    return 'visit.deleted';
  }
  return talon.statusId !== null && meaningOf(talon.statusId) === 'cancelled'
    ? 'visit.cancelled'
    : 'visit.changed';
}

/** `moment`: on a clock of that zone, as the clinic stamps its talons; unknown is not before. */
export function isBefore(moment: string | null, instant: number, timeZone: string): boolean {
  const [date = '', time = ''] = (moment ?? '').split('T');
  return date !== '' && toEpochMs(date, time, timeZone) < instant;
}

/** It may be the visit of a click that is not finished: that click will recognise it. */
export function belongsToClick(
  ctx: AccountContext,
  { sourceId, timeZone }: { sourceId: number; timeZone: string },
  talon: Talon,
  facts: TalonFacts,
): boolean {
  return (
    isHeld(ctx, sourceId, facts) ||
    isBeingBooked(ctx, sourceId, talon.id) ||
    mayBeUnanswered(ctx, sourceId, talon, timeZone)
  );
}

/** A booking of this patient was sent and not answered; reception may have moved its visit already. */
function mayBeUnanswered(ctx: AccountContext, sourceId: number, talon: Talon, timeZone: string): boolean {
  return ctx.store
    .select({ eventId: events.id, sentAt: marks.at, patientId: visits.patientId })
    .from(events)
    .innerJoin(visits, eq(events.visitId, visits.id))
    .innerJoin(marks, and(eq(marks.eventId, events.id), eq(marks.step, 'talon')))
    .where(
      and(
        eq(events.kind, 'click.book'),
        isNotNull(events.dueAt),
        eq(visits.sourceId, sourceId),
        isNull(marks.result),
      ),
    )
    .all()
    .some(({ eventId, sentAt, patientId }) => {
      const patient = patientId ?? Number(readMark(ctx.store, eventId, 'patient')?.result);
      return (
        patient === talon.patientId && !isBefore(talon.createdAt, sentAt - CLOCKS_DIFFER_S * 1000, timeZone)
      );
    });
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
