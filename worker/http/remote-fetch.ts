import { err, ok, type Result } from '../shared/result.ts';

export type RemoteRequest = {
  readonly method: string;
  readonly url: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  readonly timeoutMs?: number;
};

export type RemoteReply = { readonly status: number; readonly headers: Headers; readonly text: string };

export type RemoteFailure = { readonly kind: 'timeout' | 'network' | 'too_large'; readonly detail: string };

export type RemoteFetch = (request: RemoteRequest) => Promise<Result<RemoteReply, RemoteFailure>>;

/** What a client tells about every call it made. The path has no query: phones travel there. */
export type RemoteCall = {
  readonly method: string;
  readonly path: string;
  readonly status: number | null;
  readonly durationMs: number;
  readonly failure: string | null;
};

type Options = {
  readonly fetch: (url: string, init: RequestInit) => Promise<Response>;
  readonly timeoutMs?: number;
  readonly maxBytes?: number;
};

const DEFAULT_TIMEOUT_MS = 10_000;
const DEFAULT_MAX_BYTES = 8 * 1024 * 1024;

/** A request that always ends: capped in time (body included) and in bytes, never throwing, never redirected. */
export function createRemoteFetch(options: Options): RemoteFetch {
  const { fetch: send, maxBytes = DEFAULT_MAX_BYTES } = options;
  return async (request) => {
    const timeoutMs = request.timeoutMs ?? options.timeoutMs ?? DEFAULT_TIMEOUT_MS;
    const abort = new AbortController();
    const expiry = Promise.withResolvers<Result<never, RemoteFailure>>();
    const timer = setTimeout(() => {
      expiry.resolve(err({ kind: 'timeout', detail: `no complete answer within ${timeoutMs} ms` }));
      abort.abort();
    }, timeoutMs);
    try {
      return await Promise.race([exchange(send, request, abort.signal, maxBytes), expiry.promise]);
    } finally {
      clearTimeout(timer);
    }
  };
}

async function exchange(
  send: Options['fetch'],
  request: RemoteRequest,
  signal: AbortSignal,
  maxBytes: number,
): Promise<Result<RemoteReply, RemoteFailure>> {
  try {
    const response = await send(request.url, {
      method: request.method,
      headers: { ...request.headers },
      redirect: 'manual',
      signal,
      ...(request.body === undefined ? {} : { body: request.body }),
    });
    const text = await readCapped(response, maxBytes);
    if (text === null) return err({ kind: 'too_large', detail: `more than ${maxBytes} bytes` });
    return ok({ status: response.status, headers: response.headers, text });
  } catch (error) {
    return err({ kind: 'network', detail: describe(error) });
  }
}

/** The body as text, or null when it is longer than allowed: reading stops there. */
async function readCapped(response: Response, maxBytes: number): Promise<string | null> {
  if (response.body === null) return '';
  const reader = response.body.getReader();
  const decoder = new TextDecoder();
  let text = '';
  let size = Number(response.headers.get('content-length') ?? 0) > maxBytes ? maxBytes + 1 : 0;
  while (size <= maxBytes) {
    const { done, value } = await reader.read();
    if (done) return text + decoder.decode();
    size += value.byteLength;
    text += decoder.decode(value, { stream: true });
  }
  await reader.cancel();
  return null;
}

/** Names and codes only: a runtime's message may hold the address, and an address may hold a phone. */
function describe(error: unknown): string {
  if (!(error instanceof Error)) return 'unknown error';
  const { cause } = error;
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : null;
  return code === null ? error.name : `${error.name} (${code})`;
}
