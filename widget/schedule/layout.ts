import type { Block, Column, GridVisit, Interval, Span } from './types.ts';

/** Where things stand in the grid; pure, so that it is drawn without asking the browser for one size. */

const DEFAULT_DAY: Span = { from: 9 * 60, to: 18 * 60 };
const LEAST_HOURS = 4;

/** Whole hours around everything that is shown. */
export function rangeOf(columns: readonly Column[]): Span {
  let from = Number.POSITIVE_INFINITY;
  let to = 0;
  for (const { intervals, blocks, visits } of columns) {
    for (const list of [intervals, blocks, visits]) {
      for (const span of list) {
        from = Math.min(from, span.from);
        to = Math.max(to, span.to);
      }
    }
  }
  if (to === 0) return DEFAULT_DAY;
  const first = Math.floor(from / 60) * 60;
  const last = Math.ceil(to / 60) * 60;
  return { from: first, to: Math.min(1440, Math.max(last, first + LEAST_HOURS * 60)) };
}

const LINE_PX = 22;
/** Half an hour holds two. */
const LEAST_SCALE = 1.3;
const MOST_SCALE = 2.2;

/** Pixels for a minute: the shortest interval that is usual holds a line of text. */
export function scaleOf(columns: readonly Column[]): number {
  const lengths = columns.flatMap(({ intervals }) => intervals.map(({ from, to }) => to - from));
  if (lengths.length === 0) return LEAST_SCALE;
  lengths.sort((a, b) => a - b);
  const usual = lengths[Math.floor(lengths.length / 10)] ?? 30;
  return Math.min(MOST_SCALE, Math.max(LEAST_SCALE, LINE_PX / usual));
}

export function top(minute: number, range: Span, scale: number): number {
  return Math.round((minute - range.from) * scale * 10) / 10;
}

/** A pixel is left so that neighbours do not touch. */
export function height({ from, to }: Span, scale: number): number {
  return Math.max(14, Math.round((to - from) * scale * 10) / 10 - 1);
}

export type Lane = { lane: number; lanes: number };

/** Boxes that share time stand side by side; the others keep the whole width. */
export function lanesOf(spans: readonly Span[]): Lane[] {
  const order = spans.map((_, index) => index);
  const at = (index: number): Span => spans[index] ?? { from: 0, to: 0 };
  order.sort((a, b) => at(a).from - at(b).from || at(b).to - at(a).to);
  const placed: Lane[] = spans.map(() => ({ lane: 0, lanes: 1 }));
  let group: number[] = [];
  let ends: number[] = [];
  let groupEnd = Number.NEGATIVE_INFINITY;
  const close = (): void => {
    for (const index of group) placed[index] = { lane: placed[index]?.lane ?? 0, lanes: ends.length };
  };
  for (const index of order) {
    const { from, to } = at(index);
    if (from >= groupEnd) {
      close();
      group = [];
      ends = [];
    }
    const free = ends.findIndex((end) => end <= from);
    const lane = free === -1 ? ends.length : free;
    ends[lane] = to;
    placed[index] = { lane, lanes: 1 };
    group.push(index);
    groupEnd = Math.max(groupEnd, to);
  }
  close();
  return placed;
}

/** What shares a column's width: its visits, then the foreign ones. What is only busy stands where nothing else does. */
export function boxesOf({ visits, blocks }: Pick<Column, 'visits' | 'blocks'>): (GridVisit | Block)[] {
  return [...visits, ...blocks.filter(({ kind }) => kind === 'foreign')];
}

/** How many lanes a column needs at its busiest: it gets the width for them. */
export function widestOf(spans: readonly Span[]): number {
  return lanesOf(spans).reduce((most, { lanes }) => Math.max(most, lanes), 1);
}

/**
 * A column's working time as one background: free time white with a line where an interval begins, past time plain, the
 * rest transparent, so that the hatching of «не принимает» shows through. No element for an interval.
 */
export function paintOf(intervals: readonly Interval[], range: Span, scale: number): string {
  const stops: string[] = [];
  let reached = range.from;
  const px = (minute: number): string => `${Math.round((minute - range.from) * scale * 10) / 10}px`;
  for (const { from, to, state } of intervals.toSorted((a, b) => a.from - b.from)) {
    const start = Math.max(from, reached);
    if (start >= to) continue;
    if (start > reached) stops.push(`transparent ${px(reached)} ${px(start)}`);
    const colour = state === 'free' ? 'var(--sched-free)' : 'var(--sched-past)';
    stops.push(`var(--sched-line) ${px(start)} calc(${px(start)} + 1px)`);
    stops.push(`${colour} calc(${px(start)} + 1px) ${px(to)}`);
    reached = to;
  }
  if (stops.length === 0) return 'none';
  stops.push(`transparent ${px(reached)} 100%`);
  return `linear-gradient(${stops.join(',')})`;
}
