import type { AmocrmFailure } from '../amocrm/failure.ts';
import type { ArchimedFailure } from '../archimed/failure.ts';

/** A failure on its way to the browser: status, stable code, Russian sentence. Crosses RPC as plain data. */
export type ApiFailure = {
  status: 400 | 403 | 404 | 409 | 422 | 429 | 502 | 503 | 504;
  code: string;
  message: string;
  details?: unknown;
};

/** ArchiMed+ failed and nothing was done. */
export function archimedProblem(failure: ArchimedFailure): ApiFailure {
  switch (failure.kind) {
    case 'unreadable_token':
    case 'forbidden':
      return problem(
        502,
        'archimed.key_refused',
        'ArchiMed+ не принимает ключ этого филиала. Проверьте API ID и API Secret.',
      );
    case 'invalid':
      return problem(422, 'archimed.invalid', failure.message ?? 'ArchiMed+ не принял данные.');
    case 'not_found':
      return problem(404, 'archimed.not_found', 'В ArchiMed+ этого больше нет.');
    case 'rate_limited':
      return problem(502, 'archimed.busy', 'ArchiMed+ просит подождать: слишком много запросов.');
    case 'timeout':
      return problem(504, 'archimed.timeout', 'ArchiMed+ не ответил вовремя.');
    case 'unavailable':
    case 'network':
      return problem(502, 'archimed.unavailable', 'ArchiMed+ сейчас недоступен.');
    case 'bad_reply':
      return problem(502, 'archimed.bad_reply', 'ArchiMed+ ответил непонятно.');
  }
}

/** amoCRM failed and nothing was done. */
export function amocrmProblem(failure: AmocrmFailure): ApiFailure {
  switch (failure.kind) {
    case 'no_token':
    case 'unauthorized':
      return problem(502, 'amocrm.reauth_required', 'amoCRM отозвал доступ. Переустановите виджет.');
    case 'blocked':
      return problem(
        502,
        'amocrm.blocked',
        'amoCRM закрыл API этого аккаунта. Обратитесь в поддержку amoCRM.',
      );
    case 'forbidden':
      return problem(502, 'amocrm.forbidden', 'amoCRM не разрешил это действие: не хватает прав.');
    case 'unpaid':
      return problem(502, 'amocrm.unpaid', 'Аккаунт amoCRM не оплачен: запись в него закрыта.');
    case 'not_found':
      return problem(404, 'amocrm.not_found', 'В amoCRM этого больше нет.');
    case 'invalid':
      return problem(422, 'amocrm.invalid', 'amoCRM не принял данные.', failure.problems);
    case 'rate_limited':
      return problem(502, 'amocrm.busy', 'amoCRM просит подождать: слишком много запросов.');
    case 'timeout':
      return problem(504, 'amocrm.timeout', 'amoCRM не ответил вовремя.');
    case 'unavailable':
    case 'network':
      return problem(502, 'amocrm.unavailable', 'amoCRM сейчас недоступен.');
    case 'bad_reply':
      return problem(502, 'amocrm.bad_reply', 'amoCRM ответил непонятно.');
  }
}

export function problem(
  status: ApiFailure['status'],
  code: string,
  message: string,
  details?: unknown,
): ApiFailure {
  return details === undefined ? { status, code, message } : { status, code, message, details };
}

/** For logs: the database's own messages go on with the values of the query, which are left out. */
export function describeError(error: unknown): string {
  return error instanceof Error
    ? `${error.name}: ${error.message.split(/\nparams:/i)[0]?.slice(0, 300)}`
    : 'unknown';
}

export const notFound = (what = 'not_found'): ApiFailure => problem(404, what, 'Не найдено.');

export function httpStatusOf(failure: AmocrmFailure | ArchimedFailure): number | null {
  const known: Partial<Record<typeof failure.kind, number>> = {
    unauthorized: 401,
    unreadable_token: 401,
    unpaid: 402,
    blocked: 403,
    forbidden: 403,
    not_found: 404,
    rate_limited: 429,
  };
  if (failure.kind === 'unavailable') {
    return failure.status;
  }
  if (failure.kind === 'invalid') {
    return 'status' in failure ? failure.status : 400;
  }
  return known[failure.kind] ?? null;
}
