import type { ApiError } from '../ui/http.ts';

/**
 * One key for one wish: it stays while the same body is sent again and its answer is unknown, and changes with the body
 * or after a final answer (contract: `Idempotency-Key`).
 */
export function createKeyKeeper(newKey: () => string = () => crypto.randomUUID()) {
  let kept: { key: string; body: string } | null = null;
  return {
    keyFor(body: unknown): string {
      const text = JSON.stringify(body);
      if (kept === null || kept.body !== text) kept = { key: newKey(), body: text };
      return kept.key;
    },
    settled(): void {
      kept = null;
    },
  };
}

/** Whether our server has answered for good; no reply, a gateway's page, 401 and 429 leave the wish open. */
export function isFinal(error: ApiError): boolean {
  return (
    !isUnanswered(error) && error.status !== 401 && error.status !== 429 && !error.code.startsWith('session.')
  );
}

/** Nobody knows whether the request arrived: no reply, or a gateway's page instead of ours. */
export function isUnanswered(error: ApiError): boolean {
  return (
    error.code === 'network' ||
    error.code === 'timeout' ||
    (error.code.startsWith('http.') && error.status >= 500)
  );
}
