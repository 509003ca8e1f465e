import type { Account, EntityKind, FieldValues, StoredValue } from './model.ts';

export type Conflict = 'overwrite' | 'keep';

function sameItem(a: StoredValue, b: StoredValue): boolean {
  return JSON.stringify(a.value) === JSON.stringify(b.value);
}

function union(a: readonly StoredValue[], b: readonly StoredValue[]): StoredValue[] {
  return [...a, ...b.filter((item) => !a.some((other) => sameItem(other, item)))];
}

/** What one entity takes over from another: phones and e-mails add up, else `conflict` says whose value stands. */
export function mergedValues(
  account: Account,
  kind: EntityKind,
  own: FieldValues,
  other: FieldValues,
  conflict: Conflict,
): FieldValues {
  const patch: FieldValues = new Map();
  for (const [fieldId, items] of other) {
    const mine = own.get(fieldId);
    const field = account.fields[kind].find((candidate) => candidate.id === fieldId);
    if (mine !== undefined && field?.type === 'multitext') patch.set(fieldId, union(mine, items));
    else if (mine === undefined || conflict === 'overwrite') patch.set(fieldId, items);
  }
  return patch;
}
