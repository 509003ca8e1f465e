import type { ApiResult } from '../ui/http.ts';

/** Asks once for what holds as long as amoCRM's page stands. A failure is not kept: whoever comes next asks anew. */
export function remembered<T>(ask: () => Promise<ApiResult<T>>): () => Promise<ApiResult<T>> {
  let kept: Promise<ApiResult<T>> | null = null;
  return () => {
    if (kept !== null) return kept;
    const asked = ask();
    kept = asked;
    void asked.then((reply) => {
      if (!reply.ok) kept = null;
    });
    return asked;
  };
}

const FIRST_MS = 2_000;
const LONGEST_MS = 60_000;

/** How long to wait after so many failures in a row; a refusal is not asked about again by itself. */
export function retryAfter(failures: number, status: number): number | null {
  const passes = status === 0 || status === 429 || status >= 500;
  return passes ? Math.min(LONGEST_MS, FIRST_MS * 2 ** (failures - 1)) : null;
}
