import type { Column } from './types.ts';

/** Columns that say the same keep their identity, so that only what changed is drawn again. */
export function keepSame(before: readonly Column[], now: readonly Column[]): readonly Column[] {
  const known = new Map(before.map((column) => [column.key, column]));
  const kept = now.map((column) => {
    const old = known.get(column.key);
    return old !== undefined && JSON.stringify(old) === JSON.stringify(column) ? old : column;
  });
  return kept.length === before.length && kept.every((column, index) => column === before[index])
    ? before
    : kept;
}
