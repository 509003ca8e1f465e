import type { RemoteFailure, RemoteReply } from '../http/remote-fetch.ts';

export type ArchimedFailure =
  | { readonly kind: 'unreadable_token'; readonly message: string | null }
  | { readonly kind: 'forbidden'; readonly message: string | null }
  | { readonly kind: 'invalid'; readonly message: string | null }
  | { readonly kind: 'not_found'; readonly message: string | null }
  | { readonly kind: 'rate_limited'; readonly retryAfterMs: number | null }
  | { readonly kind: 'unavailable'; readonly status: number }
  | { readonly kind: 'timeout' }
  | { readonly kind: 'network'; readonly detail: string }
  | { readonly kind: 'bad_reply'; readonly detail: string };

/** After such a failure of a write nobody knows whether it was done: look before repeating it. */
export function outcomeUnknown(failure: ArchimedFailure): boolean {
  switch (failure.kind) {
    case 'timeout':
    case 'network':
    case 'unavailable':
    case 'bad_reply':
      return true;
    case 'unreadable_token':
    case 'forbidden':
    case 'invalid':
    case 'not_found':
    case 'rate_limited':
      return false;
  }
}

/** Said of a row that a filter should have kept out: the other side ignores what it does not know (archimed-api.md §10). */
export const FILTER_IGNORED = 'the filter was ignored';

export function isFilterIgnored(failure: ArchimedFailure): boolean {
  return failure.kind === 'bad_reply' && failure.detail.endsWith(FILTER_IGNORED);
}

export function failureOfRemote(failure: RemoteFailure): ArchimedFailure {
  switch (failure.kind) {
    case 'timeout':
      return { kind: 'timeout' };
    case 'network':
      return { kind: 'network', detail: failure.detail };
    case 'too_large':
      return { kind: 'bad_reply', detail: failure.detail };
  }
}

/** The failure that an answer's status means, or null for a success. `message`: of the JSON body, if it has one. */
export function failureOfStatus(reply: RemoteReply, message: string | null): ArchimedFailure | null {
  const { status } = reply;
  if (status >= 200 && status < 300) return null;
  if (status >= 500) return { kind: 'unavailable', status };
  switch (status) {
    case 400:
    case 409:
    case 422:
      return { kind: 'invalid', message };
    case 401:
      return { kind: 'unreadable_token', message };
    case 403:
      return { kind: 'forbidden', message };
    case 404:
      return { kind: 'not_found', message };
    case 429:
      return { kind: 'rate_limited', retryAfterMs: retryAfterMs(reply.headers) };
    default:
      return { kind: 'bad_reply', detail: `unexpected status ${status}` };
  }
}

/** `Retry-After` in seconds; the form with a date is as good as none. */
function retryAfterMs(headers: Headers): number | null {
  const value = headers.get('retry-after');
  return value !== null && /^\d{1,6}$/.test(value.trim()) ? Number(value) * 1000 : null;
}
