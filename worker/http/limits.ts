import { bodyLimit } from 'hono/body-limit';
import { createMiddleware } from 'hono/factory';
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

const DISCARDED_BYTES = 4 * 1024 * 1024;

/**
 * An answer to a body that nobody read closes the connection, and whoever is still sending meets a reset instead of it
 * (workerd reads 64 KiB more: `canceledUploadGraceBytes` of capnproto's kj/compat/http.h). So the rest is read, up to a size.
 */
export const readToTheEnd = createMiddleware(async (c, next) => {
  await next();
  const { body } = c.req.raw;
  if (!body || c.req.raw.bodyUsed || body.locked) return;
  try {
    let left = DISCARDED_BYTES;
    for await (const chunk of body) {
      left -= chunk.byteLength;
      if (left < 0) break;
    }
  } catch {
    // The sender went away: nobody waits for the answer.
  }
});
