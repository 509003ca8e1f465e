import { OpenAPIHono } from '@hono/zod-openapi';
import type { ZodType } from 'zod';
import type { AppEnv } from './app-env.ts';
import { AppError } from './app-error.ts';
import { errorSchema } from './schemas.ts';

/** A set of routes whose bad input answers in our shape. */
export function createApi(): OpenAPIHono<AppEnv> {
  return new OpenAPIHono<AppEnv>({
    defaultHook: (result) => {
      if (!result.success) {
        throw new AppError({
          status: 400,
          code: 'request.invalid',
          message: 'В запросе есть ошибки.',
          details: result.error.issues.map((issue) => ({
            path: issue.path.join('.'),
            message: issue.message,
          })),
        });
      }
    },
  });
}

/** `required`: without it a body of another content type would pass unread. */
export function jsonBody<T extends ZodType>(schema: T) {
  return { content: { 'application/json': { schema } }, required: true as const };
}

export function json<T extends ZodType>(schema: T, description: string) {
  return { description, content: { 'application/json': { schema } } };
}

export const failures = {
  default: json(
    errorSchema,
    'A failure: 400, 401, 403, 404, 409, 422, 429, 502, 503 or 504 (the code is stable).',
  ),
};

export const secured = [{ session: [] as string[] }];
