/**
 * The least that amoCRM must be asked for n visits when writes and reads by id travel B at a time (README.md tells the
 * formulas in words). Lists and tokens are not in it.
 */
export type Case = 'changed' | 'known' | 'unknown';

/** The product's batch (docs/decisions/0006-batch-size.md). */
export const BATCH = 50;

export function minimum(of: Case, n: number, filters: boolean): number {
  const writes = Math.ceil(n / BATCH);
  const reads = filters ? Math.ceil(n / BATCH) : n;
  switch (of) {
    case 'changed':
      // The deal as it stands; stage and fields.
      return reads + writes;
    case 'known':
      // The contact with the ids of its deals, those deals; the new deal, its move by the table, the note.
      return 2 * reads + 3 * writes;
    case 'unknown':
      // One phone a search; deal with contact, its move by the table, the note.
      return n + 3 * writes;
  }
}
