import type { VisitRef } from './model.ts';

/** The driving visit sets a deal's stage, budget and fields (product.md §3.1). */

/** Begins today or later by the branch's date at the event's time, and nothing final happened to it. */
export function isOpen(visit: VisitRef, today: string): boolean {
  return (
    !visit.deleted &&
    visit.date >= today &&
    visit.meaning !== 'completed' &&
    visit.meaning !== 'no-show' &&
    visit.meaning !== 'cancelled'
  );
}

/** Open and first to begin; else the latest completed or no-show; else the latest. Ties: the lower id. */
export function drivingVisit(visits: readonly VisitRef[], today: string): VisitRef | null {
  const open = visits.filter((visit) => isOpen(visit, today));
  if (open.length > 0) {
    return open.toSorted(byStart)[0] ?? null;
  }
  const happened = visits.filter(
    (visit) => !visit.deleted && (visit.meaning === 'completed' || visit.meaning === 'no-show'),
  );
  const pool = happened.length > 0 ? happened : visits;
  return pool.toSorted((left, right) => compare(start(right), start(left)) || byId(left, right))[0] ?? null;
}

function byStart(left: VisitRef, right: VisitRef): number {
  return compare(start(left), start(right)) || byId(left, right);
}

/** The same talon id in two sources means two visits: ours tells them apart, whatever the order of the list. */
function byId(left: VisitRef, right: VisitRef): number {
  return left.talonId - right.talonId || compare(left.id, right.id);
}

function start(visit: VisitRef): string {
  return `${visit.date}T${visit.begin}`;
}

function compare(left: string, right: string): number {
  return left < right ? -1 : left > right ? 1 : 0;
}

/**
 * To which visit an event is applied. An event of the last pair's visit is applied to that visit unless it is
 * still open, or is cancelled or deleted while another is open; every other event to the driving visit.
 */
export function appliedVisit(
  event: { visitId: string },
  lastVisitId: string | null,
  visits: readonly VisitRef[],
  today: string,
): VisitRef | null {
  const own = visits.find((visit) => visit.id === event.visitId);
  if (own && own.id === lastVisitId && !isOpen(own, today)) {
    const gone = own.deleted || own.meaning === 'cancelled';
    const otherOpen = visits.some((visit) => visit.id !== own.id && isOpen(visit, today));
    if (!(gone && otherOpen)) {
      return own;
    }
  }
  return drivingVisit(visits, today);
}
