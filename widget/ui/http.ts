import type { Result } from '../../worker/shared/result.ts';
import type { SessionStore } from './session.ts';

/** `status` 0: no reply at all; then `code` is `network` or `timeout`. */
export type ApiError = {
  readonly code: string;
  readonly message: string;
  readonly details: unknown;
  readonly status: number;
};
export type ApiResult<T> = Result<T, ApiError>;

export type Query = Readonly<Record<string, string | number | undefined>>;
type RequestOptions = { query?: Query; body?: unknown; headers?: Readonly<Record<string, string>> };
export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

export type Http = <T>(method: Method, path: string, options?: RequestOptions) => Promise<ApiResult<T>>;

const TIMEOUT_MS = 30_000;

/** One request with the session's bearer; a refused session is renewed once and the request repeated once. */
export function createHttp(options: { baseUrl: string; session: SessionStore; fetch?: typeof fetch }): Http {
  const send = options.fetch ?? fetch.bind(globalThis);
  return async <T>(method: Method, path: string, request: RequestOptions = {}): Promise<ApiResult<T>> => {
    const token = await options.session.token();
    // Without a network no session can be renewed either; that it has ended is not known then.
    if (token === null)
      return failure(globalThis.navigator?.onLine === false ? 'network' : 'session.none', 0);
    const first = await sendOnce<T>(
      send,
      method,
      options.baseUrl + withQuery(path, request.query),
      request,
      token,
    );
    if (first.ok || first.error.status !== 401) return first;
    const renewed = await options.session.renew(token);
    if (renewed === null) return first;
    return sendOnce<T>(send, method, options.baseUrl + withQuery(path, request.query), request, renewed);
  };
}

async function sendOnce<T>(
  send: typeof fetch,
  method: Method,
  url: string,
  request: RequestOptions,
  token: string,
): Promise<ApiResult<T>> {
  const headers: Record<string, string> = { ...request.headers, Authorization: `Bearer ${token}` };
  if (request.body !== undefined) headers['Content-Type'] = 'application/json';
  try {
    const response = await send(url, {
      method,
      headers,
      ...(request.body === undefined ? {} : { body: JSON.stringify(request.body) }),
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    return await readReply<T>(response);
  } catch (cause) {
    return failure(isTimeout(cause) ? 'timeout' : 'network', 0);
  }
}

/** The Worker's own replies: their shape is the schema's type, checked where they are written. */
export async function readReply<T>(response: Response): Promise<ApiResult<T>> {
  if (response.status === 204) return { ok: true, value: null as T };
  const body: unknown = await response.json().catch(() => null);
  if (response.ok) return body === null ? failure('network', 0) : { ok: true, value: body as T };
  const error = isRecord(body) && isRecord(body.error) ? body.error : {};
  return {
    ok: false,
    error: {
      code: typeof error.code === 'string' ? error.code : `http.${response.status}`,
      message: typeof error.message === 'string' ? error.message : '',
      details: error.details,
      status: response.status,
    },
  };
}

export function withQuery(path: string, query: Query = {}): string {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    if (value !== undefined) search.set(name, String(value));
  }
  const text = search.toString();
  return text === '' ? path : `${path}?${text}`;
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

function isTimeout(cause: unknown): boolean {
  return isRecord(cause) && cause.name === 'TimeoutError';
}

function failure(code: string, status: number): { ok: false; error: ApiError } {
  return { ok: false, error: { code, message: '', details: null, status } };
}
