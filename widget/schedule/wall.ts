/**
 * The Worker writes instants with the offset of the branch's zone (worker/sync/wall-clock.ts), so the clinic's clock stands
 * in the text itself: no formatter is asked for each of a thousand intervals.
 */
export function wallDate(instant: string): string {
  return instant.slice(0, 10);
}

export function wallMinutes(instant: string): number {
  return Number(instant.slice(11, 13)) * 60 + Number(instant.slice(14, 16));
}

/** On the day of its start; what ends at midnight ends at 24:00. */
export function wallSpan(start: string, end: string): { from: number; to: number } {
  return {
    from: wallMinutes(start),
    to: wallDate(end) > wallDate(start) ? 1440 : wallMinutes(end),
  };
}

/** «09:30». */
export function clockOf(minutes: number): string {
  return `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;
}
