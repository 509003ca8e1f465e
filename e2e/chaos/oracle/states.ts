import { present, type Visit, type VisitState } from '../ledger.ts';
import { status } from '../world.ts';

/** The words of product.md 3.1 about a visit's state. All visits of a run are later than today, so «open» is a matter of status. */

export function isOpen(state: VisitState): boolean {
  return (
    !state.deleted &&
    state.statusId !== status.completed &&
    state.statusId !== status.noShow &&
    state.statusId !== status.cancelled
  );
}

export function isGone(state: VisitState): boolean {
  return state.deleted || state.statusId === status.cancelled;
}

function happened(state: VisitState): boolean {
  return !state.deleted && (state.statusId === status.completed || state.statusId === status.noShow);
}

/** «The open visit that begins first; else the latest completed or no-show; else the latest; ties by lower id.» */
function driving(visits: readonly Visit[]): Visit | null {
  const start = (visit: Visit) => `${present(visit).date} ${present(visit).begin}`;
  const lowerId = (left: Visit, right: Visit) => left.talonId - right.talonId;
  const open = visits.filter((visit) => isOpen(present(visit)));
  if (open.length > 0) {
    return (
      open.toSorted((left, right) => start(left).localeCompare(start(right)) || lowerId(left, right))[0] ??
      null
    );
  }
  const over = visits.filter((visit) => happened(present(visit)));
  const pool = over.length > 0 ? over : visits;
  return (
    pool.toSorted((left, right) => start(right).localeCompare(start(left)) || lowerId(left, right))[0] ?? null
  );
}

/**
 * To which visits the last event of a deal may have been applied: the driving one, or one that was the last pair's
 * when its own last event came, is not open, and is not gone while another is open (product.md 3.1).
 */
export function mayBeShown(visits: readonly Visit[]): Visit[] {
  const drives = driving(visits);
  return visits.filter((visit) => {
    if (visit === drives) return true;
    const state = present(visit);
    const otherOpen = visits.some((other) => other !== visit && isOpen(present(other)));
    return !isOpen(state) && !(isGone(state) && otherOpen);
  });
}

export function statusKey(state: VisitState): string {
  return state.deleted ? 'deleted' : String(state.statusId);
}

/** The state that held at a moment. */
export function stateAt(visit: Visit, at: number): VisitState {
  return visit.states.findLast((state) => state.at <= at) ?? visit.states[0] ?? present(visit);
}
