import { isRecord, same } from './same.ts';

/**
 * Puts what the user changed (`base` → `mine`) on top of what somebody else saved meanwhile (`theirs`), so that a
 * version conflict loses nothing that was typed. Rows are matched by the id they are about; any other array is one value.
 */
export function rebase<T>(base: T, mine: T, theirs: T): T {
  return merge(base, mine, theirs) as T;
}

function merge(base: unknown, mine: unknown, theirs: unknown): unknown {
  if (same(base, mine)) return theirs;
  if (isRecord(mine) && isRecord(theirs)) return mergeRecords(isRecord(base) ? base : {}, mine, theirs);
  const rows = { base: keyed(base), mine: keyed(mine), theirs: keyed(theirs) };
  if (rows.mine && rows.theirs) return mergeRows(rows.base ?? new Map(), rows.mine, rows.theirs);
  return mine;
}

function mergeRecords(
  base: Record<string, unknown>,
  mine: Record<string, unknown>,
  theirs: Record<string, unknown>,
) {
  const keys = new Set([...Object.keys(theirs), ...Object.keys(mine)]);
  return Object.fromEntries([...keys].map((key) => [key, merge(base[key], mine[key], theirs[key])]));
}

function mergeRows(base: Rows, mine: Rows, theirs: Rows): unknown[] {
  const merged: unknown[] = [];
  for (const [key, row] of theirs) {
    const removedByMe = base.has(key) && !mine.has(key);
    if (!removedByMe) merged.push(mine.has(key) ? merge(base.get(key), mine.get(key), row) : row);
  }
  for (const [key, row] of mine) {
    const removedByThem = base.has(key) && same(base.get(key), row);
    if (!theirs.has(key) && !removedByThem) merged.push(row);
  }
  return merged;
}

type Rows = Map<unknown, unknown>;

function keyed(value: unknown): Rows | null {
  if (!Array.isArray(value)) return null;
  const rows: Rows = new Map();
  for (const row of value) {
    const key = isRecord(row) ? (row.statusId ?? row.userId) : undefined;
    if (key === undefined) return null;
    rows.set(key, row);
  }
  return rows;
}
