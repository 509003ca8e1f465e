import type { ScheduleReply } from '../../worker/journal/journal.schemas.ts';
import type { Block, Column, GridVisit, Interval, Span } from './types.ts';
import { wallSpan } from './wall.ts';

type Shift = ScheduleReply['shifts'][number];

/** Pieces of the live schedule (`GET /api/schedule`) as a column draws them. */
export function intervalsOf(shifts: readonly Shift[], now: number): Interval[] {
  return shifts.flatMap(({ doctorId, room, buildingName, intervals }) =>
    intervals.map(({ start, end, free }) => ({
      ...wallSpan(start, end),
      state: free ? 'free' : isPast(start, now) ? 'past' : 'busy',
      slot: { doctorId, start, end, room, buildingName },
    })),
  );
}

/** Texts with an offset: comparing instants needs a parse, which the few of one day can afford only where it matters. */
function isPast(start: string, now: number): boolean {
  return Date.parse(start) <= now;
}

/** What is taken in the schedule and not shown as a visit: neighbours become one block. */
export function busyBlocks(intervals: readonly Interval[], shown: readonly Span[]): Block[] {
  const blocks: Block[] = [];
  for (const { from, to, state } of intervals.toSorted((a, b) => a.from - b.from)) {
    if (state !== 'busy' || shown.some((span) => span.from < to && from < span.to)) continue;
    const last = blocks.at(-1);
    if (last !== undefined && from <= last.to) last.to = Math.max(last.to, to);
    else blocks.push({ kind: 'busy', from, to });
  }
  return blocks;
}

type Parts = Pick<Column, 'key' | 'branchId' | 'title' | 'note' | 'date' | 'timeZone' | 'keepsDoctor'> & {
  shifts: readonly Shift[];
  visits: readonly GridVisit[];
  /** Time of visits of branches that the user may not use. */
  foreign: ReadonlyArray<Omit<Block, 'kind'>>;
  now: number;
};

export function columnOf({ shifts, visits, foreign, now, ...head }: Parts): Column {
  const intervals = intervalsOf(shifts, now);
  const taken = foreign.map<Block>((span) => ({ kind: 'foreign', ...span }));
  return {
    ...head,
    intervals,
    blocks: [...taken, ...busyBlocks(intervals, [...taken, ...visits])],
    visits,
  };
}
