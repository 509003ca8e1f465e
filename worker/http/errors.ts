import type { Context } from 'hono';
import { HTTPException } from 'hono/http-exception';
import { consoleLog } from '../shared/log.ts';
import { AppError, type HttpFailure } from './app-error.ts';

/** Every failure leaves in one shape; what nobody expected tells nothing but that it happened. */
export function onError(error: Error, c: Context): Response {
  if (error instanceof AppError) {
    return errorReply(c, error.failure);
  }
  if (error instanceof HTTPException) {
    return errorReply(c, ofHttpException(error));
  }
  // The name alone: a message may hold an address, and an address may hold a token.
  consoleLog('http.unexpected', {
    method: c.req.method,
    route: c.req.routePath,
    error: error.name,
    stack: firstFrames(error),
  });
  return errorReply(c, {
    status: 500,
    code: 'internal.error',
    message: 'Внутренняя ошибка. Повторите через минуту.',
  });
}

export function notFound(c: Context): Response {
  return errorReply(c, { status: 404, code: 'not_found', message: 'Такого адреса нет.' });
}

export function errorReply(c: Context, { status, code, message, details }: HttpFailure): Response {
  c.header('Cache-Control', 'no-store');
  const error = details === undefined ? { code, message } : { code, message, details };
  return c.json({ error }, status);
}

function ofHttpException(error: HTTPException): HttpFailure {
  if (error.status === 400) {
    return { status: 400, code: 'request.malformed', message: 'Тело запроса не читается.' };
  }
  if (error.status === 413) {
    return { status: 413, code: 'request.too_large', message: 'Запрос слишком большой.' };
  }
  // Also a body that is no JSON by its Content-Type: the sender's mistake is never ours.
  if (error.status < 500) {
    return { status: 400, code: 'request.malformed', message: 'Запрос не читается.' };
  }
  return { status: 500, code: 'internal.error', message: 'Внутренняя ошибка. Повторите через минуту.' };
}

function firstFrames(error: Error): string {
  return (error.stack ?? '').split('\n').slice(1, 4).join(' ').replace(/\s+/g, ' ').slice(0, 400);
}
