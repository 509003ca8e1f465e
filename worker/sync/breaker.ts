/**
 * The circuit breaker of a branch (product.md §4): so many moves of deals or creations in ten minutes are no clinic's
 * ordinary day. What would be one more stops the branch until an administrator says yes.
 */
export const WINDOW_MINUTES = 10;

export type Counted = { minute: number; count: number };

export function isOverLimit(counts: readonly Counted[], minute: number, limit: number): boolean {
  const recent = counts
    .filter((counted) => counted.minute > minute - WINDOW_MINUTES)
    .reduce((sum, { count }) => sum + count, 0);
  return recent >= limit;
}
