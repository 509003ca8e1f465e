import { targetsOf } from './fit.ts';
import { type Item, itemsOf, type Lists, placesFor } from './items.ts';
import type { Column, GridVisit, Target } from './types.ts';

/** What can be chosen in which column; asked for with every movement, changed only with the columns. */

/** A visit that was taken from its place and looks for another one, also in other days' columns. */
export type Placing = { visit: GridVisit; columnKey: string };

type Looking = { minutes: number; mayChoose: boolean; placing: Placing | null };

export function listFor(column: Column, { minutes, mayChoose, placing }: Looking): Item[] {
  if (placing !== null) return placesFor(targetsFor(column, placing));
  return mayChoose ? itemsOf(column, minutes) : itemsOf({ ...column, intervals: [] }, 0);
}

function targetsFor(column: Column, { visit, columnKey }: Placing): Target[] {
  return targetsOf(column, visit.to - visit.from, { ...visit, columnKey });
}

/** The pointer asks again with every movement, the answer changes only with the column. */
export function cachedTargets(minutes: number, mayChoose: boolean) {
  let cache = new WeakMap<Column, readonly Target[]>();
  let cachedFor: string | null = null;
  return (column: Column, placing: Placing | null): readonly Target[] => {
    const wanted = placing === null ? null : placing.visit.id;
    if (wanted !== cachedFor) cache = new WeakMap();
    cachedFor = wanted;
    const known = cache.get(column);
    if (known !== undefined) return known;
    const found =
      placing === null ? (mayChoose ? targetsOf(column, minutes) : []) : targetsFor(column, placing);
    cache.set(column, found);
    return found;
  };
}

export function cachedItems(columns: readonly Column[], read: (column: Column) => Item[]): Lists {
  const cache = new Map<number, Item[]>();
  return {
    count: columns.length,
    of: (index) => {
      const column = columns[index];
      const known = cache.get(index) ?? (column === undefined ? [] : read(column));
      cache.set(index, known);
      return known;
    },
  };
}
