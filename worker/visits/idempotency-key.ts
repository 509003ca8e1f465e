import { fail } from '../http/app-error.ts';

/** One key, one visit: a repeated request answers what the first one did (contract.md, «POST /api/visits»). */
export function requireIdempotencyKey(header: string | undefined): string {
  const key = header?.trim() ?? '';
  if (key === '') {
    return fail(400, 'idempotency.missing', 'Нужен заголовок Idempotency-Key.');
  }
  return /^[\x20-\x7e]{1,200}$/.test(key)
    ? key
    : fail(400, 'idempotency.invalid', 'Idempotency-Key: от 1 до 200 печатных знаков ASCII.');
}
