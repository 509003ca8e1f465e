import { daysBetween } from './wall-clock.ts';

/**
 * Reception often moves a visit by cancelling it and booking anew: seen in one poll, with the same patient and doctor,
 * that is a move (product.md §4). A cancellation alone is never kept waiting for one.
 */
export type Booking = {
  key: string;
  /** ArchiMed+'s number: it grows with each booking. */
  talonId: number;
  patientId: number | null;
  doctorId: number;
  date: string;
  begin: string;
};

/** Key of the new booking → key of the ended one whose place it takes: the nearest in time, each only once. */
export function pairMoves(ended: readonly Booking[], fresh: readonly Booking[]): Map<string, string> {
  const candidates = fresh.flatMap((after) =>
    ended
      .filter(
        (before) =>
          // Booked anew means booked later: what was there before did not take the place of anything.
          before.talonId < after.talonId &&
          before.patientId !== null &&
          before.patientId === after.patientId &&
          before.doctorId === after.doctorId,
      )
      .map((before) => ({ before: before.key, after: after.key, distance: distance(before, after) })),
  );
  const pairs = new Map<string, string>();
  const taken = new Set<string>();
  for (const { before, after } of candidates.toSorted(
    (left, right) =>
      left.distance - right.distance ||
      left.before.localeCompare(right.before) ||
      left.after.localeCompare(right.after),
  )) {
    if (!pairs.has(after) && !taken.has(before)) {
      pairs.set(after, before);
      taken.add(before);
    }
  }
  return pairs;
}

function distance(before: Booking, after: Booking): number {
  return Math.abs(daysBetween(before.date, after.date) * 1440 + minutes(after.begin) - minutes(before.begin));
}

function minutes(time: string): number {
  const [hours = 0, rest = 0] = time.split(':').map(Number);
  return hours * 60 + rest;
}
