import type { Column, GridVisit, Interval, Span, Target } from './types.ts';

/** Where something of a length fits: the maths of choosing and of dragging. */

/** The visit that looks for another place: the time it has now counts as free for it (worker/account/visit-changes.ts). */
export type Moved = Pick<GridVisit, 'branchId' | 'doctorId'> & Span & { columnKey: string };

/** Every start from which `minutes` are free without a gap at one doctor in one room; 0: single intervals. */
export function targetsOf(column: Column, minutes: number, moved: Moved | null = null): Target[] {
  if (moved !== null && moved.branchId !== column.branchId) return [];
  const usable = column.intervals.filter(
    (interval) =>
      (interval.state === 'free' || isOwnTime(column, interval, moved)) &&
      (moved === null || !column.keepsDoctor || interval.slot.doctorId === moved.doctorId),
  );
  const byStart = new Map(usable.map((interval) => [chainKey(interval, interval.from), interval]));
  return usable
    .flatMap((first) => {
      let last = first;
      while (last.to < first.from + minutes) {
        const next = byStart.get(chainKey(first, last.to));
        if (next === undefined || next.to <= last.to) return [];
        last = next;
      }
      const target: Target = {
        columnKey: column.key,
        from: first.from,
        to: last.to,
        slot: { ...first.slot, end: last.slot.end },
      };
      return isPresentPlace(target, moved) ? [] : [target];
    })
    .sort((a, b) => a.from - b.from);
}

function chainKey({ slot }: Interval, from: number): string {
  return `${slot.doctorId}|${slot.room}|${slot.buildingName}|${from}`;
}

function isOwnTime(column: Column, interval: Interval, moved: Moved | null): boolean {
  return (
    moved !== null &&
    interval.state === 'busy' &&
    column.key === moved.columnKey &&
    interval.slot.doctorId === moved.doctorId &&
    interval.from >= moved.from &&
    interval.to <= moved.to
  );
}

function isPresentPlace(target: Target, moved: Moved | null): boolean {
  return (
    moved !== null &&
    target.columnKey === moved.columnKey &&
    target.slot.doctorId === moved.doctorId &&
    target.from === moved.from
  );
}

/** The target whose first interval is under this minute. */
export function targetAt(targets: readonly Target[], minute: number, column: Column): Target | null {
  return (
    targets.find((target) => {
      const first = column.intervals.find(
        ({ from, slot }) => from === target.from && slot.doctorId === target.slot.doctorId,
      );
      return minute >= target.from && minute < (first?.to ?? target.to);
    }) ?? null
  );
}

/** A dropped box need not hit the line: the nearest start within reach. */
const REACH = 20;

export function nearestTarget(targets: readonly Target[], minute: number): Target | null {
  let best: Target | null = null;
  for (const target of targets) {
    const distance = Math.abs(target.from - minute);
    const reach = Math.max(REACH, (target.to - target.from) / 2);
    if (distance <= reach && (best === null || distance < Math.abs(best.from - minute))) best = target;
  }
  return best;
}
