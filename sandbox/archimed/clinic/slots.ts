import type { Schedule, Source, Talon } from './source.ts';
import type { WallTime } from './wall-clock.ts';
import { minutesOf, timeOf } from './wall-clock.ts';

export type Interval = { begin: string; end: string; free: boolean };

/** A cancelled or deleted talon does not hold its slot (archimed-api.md §10). */
export function holdsSlot(source: Source, talon: Pick<Talon, 'deleted' | 'statusId'>): boolean {
  if (talon.deleted) return false;
  return source.description.statuses.find((status) => status.id === talon.statusId)?.cancelled !== true;
}

/** Talons that hold a slot, by doctor and date: built once for a whole reply. */
export function holdersByDay(source: Source): Map<string, Talon[]> {
  const holders = [...source.talons.values()].filter((talon) => holdsSlot(source, talon));
  return Map.groupBy(holders, (talon) => dayKey(talon.doctorId, talon.date));
}

export function dayKey(doctorId: number, date: string): string {
  return `${doctorId} ${date}`;
}

export function intervalsOf(schedule: Schedule, holders: readonly Talon[]): Interval[] {
  const intervals: Interval[] = [];
  const end = minutesOf(schedule.end);
  for (let at = minutesOf(schedule.start); at + schedule.step <= end; at += schedule.step) {
    const interval = { begin: timeOf(at), end: timeOf(at + schedule.step) };
    intervals.push({ ...interval, free: !holders.some((talon) => overlap(talon, interval)) });
  }
  return intervals;
}

export type Wish = { doctorId: number; date: string; begin: string; end: string };
export type SlotRefusal = 'no-grid-step' | 'past' | 'no-schedule' | 'busy';

/** Messages of archimed-api.md §10. */
export const slotMessages: Record<SlotRefusal, string> = {
  'no-grid-step': 'Врачу не установлено время приёма',
  past: 'Время приёма уже прошло',
  'no-schedule': 'Нет расписания на это время',
  busy: 'Выбранное время занято',
};

/**
 * Can this stretch be booked? It has to begin where an interval begins and to lie within one schedule.
 * The desk (the clinic's own program) may also enter past visits, book a doctor without a grid step and use a
 * schedule that is not published to the API.
 */
export function checkSlot(
  source: Source,
  wish: Wish,
  options: { wall: WallTime; desk: boolean; exceptTalonId?: number; ignoreBusy?: boolean },
): { ok: true; schedule: Schedule } | { ok: false; refusal: SlotRefusal } {
  if (!options.desk) {
    if (source.doctors.get(wish.doctorId)?.maxTime === 0) return { ok: false, refusal: 'no-grid-step' };
    if (isPast(wish, options.wall)) return { ok: false, refusal: 'past' };
  }
  const schedule = source.schedules.find((row) => (options.desk || row.published) && fits(row, wish));
  if (schedule === undefined) return { ok: false, refusal: 'no-schedule' };
  if (options.ignoreBusy !== true && isBusy(source, wish, options.exceptTalonId)) {
    return { ok: false, refusal: 'busy' };
  }
  return { ok: true, schedule };
}

export function isPast(slot: { date: string; begin: string }, wall: WallTime): boolean {
  return `${slot.date} ${slot.begin}` < `${wall.date} ${wall.time.slice(0, 5)}`;
}

export function isBusy(source: Source, wish: Wish, exceptTalonId?: number): boolean {
  for (const talon of source.talons.values()) {
    if (talon.id === exceptTalonId || talon.doctorId !== wish.doctorId || talon.date !== wish.date) continue;
    if (overlap(talon, wish) && holdsSlot(source, talon)) return true;
  }
  return false;
}

function fits(schedule: Schedule, wish: Wish): boolean {
  if (schedule.doctorId !== wish.doctorId || schedule.date !== wish.date) return false;
  const intervals = intervalsOf(schedule, []);
  const last = intervals.at(-1);
  return (
    intervals.some((interval) => interval.begin === wish.begin) && last !== undefined && wish.end <= last.end
  );
}

function overlap(a: { begin: string; end: string }, b: { begin: string; end: string }): boolean {
  return a.begin < b.end && b.begin < a.end;
}
