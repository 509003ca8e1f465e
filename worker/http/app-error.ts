import type { ApiFailure } from '../account/failures.ts';
import type { Result } from '../shared/result.ts';

/** What every failed request answers: status, stable code, Russian sentence (contract.md, «Replies»). */
export type HttpFailure = {
  status: ApiFailure['status'] | 401 | 413 | 500;
  code: string;
  message: string;
  details?: unknown;
};

/** A failure on its last step, from a route to `onError`; services return it as a value. */
export class AppError extends Error {
  readonly failure: HttpFailure;

  constructor(failure: HttpFailure) {
    super(failure.code);
    this.failure = failure;
  }
}

export function fail(status: HttpFailure['status'], code: string, message: string, details?: unknown): never {
  throw new AppError(details === undefined ? { status, code, message } : { status, code, message, details });
}

export function unwrap<T>(result: Result<T, HttpFailure>): T {
  if (!result.ok) {
    throw new AppError(result.error);
  }
  return result.value;
}
