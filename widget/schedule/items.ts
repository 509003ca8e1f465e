import { targetsOf } from './fit.ts';
import type { Column, GridVisit, Target } from './types.ts';

/** What the keyboard can stand on: free time and visits of each column, by time. */
export type Item = { key: string; from: number } & (
  | { kind: 'free'; target: Target }
  | { kind: 'visit'; visit: GridVisit }
);
export type Place = { column: number; key: string };

export function itemsOf(column: Column, minutes: number): Item[] {
  const free = targetsOf(column, minutes).map<Item>((target) => ({
    kind: 'free',
    key: targetKey(target),
    from: target.from,
    target,
  }));
  const visits = column.visits.map<Item>((visit) => ({
    kind: 'visit',
    key: visit.id,
    from: visit.from,
    visit,
  }));
  return [...free, ...visits].sort((a, b) => a.from - b.from);
}

/** While a visit looks for its new place only that can be stood on. */
export function placesFor(targets: readonly Target[]): Item[] {
  return targets.map((target) => ({ kind: 'free', key: targetKey(target), from: target.from, target }));
}

export function targetKey({ slot, from }: Target): string {
  return `free-${slot.doctorId}-${from}-${slot.room}`;
}

export type Step = 'up' | 'down' | 'left' | 'right' | 'first' | 'last';

const steps: Readonly<Record<string, Step>> = {
  ArrowUp: 'up',
  ArrowDown: 'down',
  ArrowLeft: 'left',
  ArrowRight: 'right',
  Home: 'first',
  End: 'last',
};

export function stepOf(key: string): Step | null {
  return steps[key] ?? null;
}

/** The items of the column with this number; asked for only where the keyboard comes by. */
export type Lists = { count: number; of(column: number): readonly Item[] };

/** Where a key leads; columns without anything are passed over, at the edge one stays. */
export function moved(lists: Lists, place: Place, step: Step): Place {
  const list = lists.of(place.column);
  const index = list.findIndex(({ key }) => key === place.key);
  switch (step) {
    case 'up':
      return at(place, list[Math.max(0, index - 1)]);
    case 'down':
      return at(place, list[Math.min(list.length - 1, index + 1)]);
    case 'first':
      return at(place, list[0]);
    case 'last':
      return at(place, list.at(-1));
    case 'left':
      return aside(lists, place, -1, list[index]?.from ?? 0);
    case 'right':
      return aside(lists, place, 1, list[index]?.from ?? 0);
  }
}

function aside(lists: Lists, place: Place, direction: 1 | -1, from: number): Place {
  for (let column = place.column + direction; column >= 0 && column < lists.count; column += direction) {
    const near = nearest(lists.of(column), from);
    if (near !== null) return { column, key: near.key };
  }
  return place;
}

function at(place: Place, item: Item | undefined): Place {
  return item === undefined ? place : { column: place.column, key: item.key };
}

export function nearest(list: readonly Item[], from: number): Item | null {
  let best: Item | null = null;
  for (const item of list) {
    if (best === null || Math.abs(item.from - from) < Math.abs(best.from - from)) best = item;
  }
  return best;
}

/**
 * Where the keyboard stands when what it stood on is gone: where the visit went, else close to where it was, else at the
 * first thing there is.
 */
export function held(lists: Lists, place: Place | null, from: number): Place | null {
  if (place !== null && place.column < lists.count) {
    const list = lists.of(place.column);
    if (list.some(({ key }) => key === place.key)) return place;
    const went = columnWith(lists, place.key);
    if (went !== null) return { column: went, key: place.key };
    const near = nearest(list, from);
    if (near !== null) return { column: place.column, key: near.key };
  }
  for (let column = 0; column < lists.count; column += 1) {
    const first = lists.of(column)[0];
    if (first !== undefined) return { column, key: first.key };
  }
  return null;
}

function columnWith(lists: Lists, wanted: string): number | null {
  for (let column = 0; column < lists.count; column += 1) {
    if (lists.of(column).some(({ kind, key }) => kind === 'visit' && key === wanted)) return column;
  }
  return null;
}
