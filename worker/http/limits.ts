import { bodyLimit } from 'hono/body-limit';
import { errorReply } from './errors.ts';

const limit = (maxSize: number) =>
  bodyLimit({
    maxSize,
    onError: (c) =>
      errorReply(c, { status: 413, code: 'request.too_large', message: 'Запрос слишком большой.' }),
  });

/** contract.md, «amoCRM events»: over 1 MiB is refused. */
export const hookBodyLimit = limit(1024 * 1024);

export const apiBodyLimit = limit(256 * 1024);
