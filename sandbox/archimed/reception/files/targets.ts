import type { DeskDoctor, DeskSchedule, DeskTalon } from '../day-view.ts';
import { minutesOf, timeOf } from './words.ts';

type Span = { begin: string; end: string };

export function sameLength(talon: Span, begin: string): Span {
  return { begin, end: timeOf(minutesOf(begin) + minutesOf(talon.end) - minutesOf(talon.begin)) };
}

/** Could this stretch of time be taken? Within one schedule, from a beginning of its grid, over nobody else's visit. */
export function fits(doctor: DeskDoctor, schedule: DeskSchedule, wish: Span, exceptTalonId: number): boolean {
  const last = schedule.slots.at(-1);
  if (last === undefined || wish.end > last.end) return false;
  if (!schedule.slots.some((slot) => slot.begin === wish.begin)) return false;
  return !doctor.talons.some(
    (talon) =>
      talon.holdsSlot && talon.id !== exceptTalonId && talon.begin < wish.end && wish.begin < talon.end,
  );
}

export type Length = { end: string; minutes: number };

/** The ends that a visit from `begin` can have: by the schedule's step until somebody else's visit. */
export function lengthsFrom(
  doctor: DeskDoctor,
  schedule: DeskSchedule,
  begin: string,
  exceptTalonId = 0,
): Length[] {
  return schedule.slots
    .filter((slot) => slot.end > begin && fits(doctor, schedule, { begin, end: slot.end }, exceptTalonId))
    .map(({ end }) => ({ end, minutes: minutesOf(end) - minutesOf(begin) }));
}

export function scheduleOf(doctor: DeskDoctor, talon: Span): DeskSchedule | undefined {
  return doctor.schedules.find(
    (row) =>
      row.start <= talon.begin &&
      talon.begin < row.end &&
      row.slots.some((slot) => slot.begin === talon.begin),
  );
}

export function lengthsOf(doctor: DeskDoctor, talon: DeskTalon): Length[] {
  const schedule = scheduleOf(doctor, talon);
  return schedule === undefined ? [] : lengthsFrom(doctor, schedule, talon.begin, talon.id);
}

/** What a click on a free time means at first: the doctor's own step, as far as there is room (archimed-api.md §4.2). */
export function usualLength(doctor: DeskDoctor, lengths: readonly Length[]): Length | undefined {
  return lengths.find((one) => one.minutes >= doctor.maxTime) ?? lengths[0];
}
