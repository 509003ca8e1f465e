import { z } from 'zod';
import type { RemoteFailure, RemoteReply } from '../http/remote-fetch.ts';

/** One complaint of a validation: which item of the batch (its request_id or index), what and where. */
export type ValidationProblem = {
  readonly requestId: string;
  readonly code: string;
  readonly path: string;
  readonly detail: string;
};

export type AmocrmFailure =
  /** There is no token to ask with: not installed, or its refresh was refused. */
  | { readonly kind: 'no_token' }
  | { readonly kind: 'unauthorized' }
  /** 403 as a page of the gateway: the account's API is blocked until amoCRM's support lifts it. Do not retry. */
  | { readonly kind: 'blocked' }
  | { readonly kind: 'forbidden'; readonly detail: string }
  | { readonly kind: 'unpaid' }
  /** `isPage`: not amoCRM's own answer but a gateway's, which knows no such host (amocrm-api.md §1.6). */
  | { readonly kind: 'not_found'; readonly isPage?: true }
  | {
      readonly kind: 'invalid';
      readonly status: 400 | 422;
      readonly detail: string;
      readonly problems: readonly ValidationProblem[];
    }
  | { readonly kind: 'rate_limited'; readonly retryAfterMs: number | null }
  | { readonly kind: 'unavailable'; readonly status: number }
  | { readonly kind: 'timeout' }
  | { readonly kind: 'network'; readonly detail: string }
  | { readonly kind: 'bad_reply'; readonly detail: string };

/** After such a failure of a write nobody knows whether it was done: look before repeating it. */
export function outcomeUnknown(failure: AmocrmFailure): boolean {
  switch (failure.kind) {
    case 'timeout':
    case 'network':
    case 'unavailable':
    case 'bad_reply':
      return true;
    case 'no_token':
    case 'unauthorized':
    case 'blocked':
    case 'forbidden':
    case 'unpaid':
    case 'not_found':
    case 'invalid':
    case 'rate_limited':
      return false;
  }
}

export function failureOfRemote(failure: RemoteFailure): AmocrmFailure {
  switch (failure.kind) {
    case 'timeout':
      return { kind: 'timeout' };
    case 'network':
      return { kind: 'network', detail: failure.detail };
    case 'too_large':
      return { kind: 'bad_reply', detail: failure.detail };
  }
}

const problemBody = z.object({
  detail: z.string().optional(),
  'validation-errors': z
    .array(
      z.object({
        request_id: z.union([z.string(), z.number().transform(String)]),
        errors: z.array(
          z.object({
            code: z.string().default(''),
            path: z.string().default(''),
            detail: z.string().default(''),
          }),
        ),
      }),
    )
    .optional(),
});

/** The failure that an answer's status means, or null for a success (amocrm-api.md §3.3, §3.4). */
export function failureOfReply(reply: RemoteReply): AmocrmFailure | null {
  const { status } = reply;
  if (status >= 200 && status < 300) return null;
  if (status >= 500) return { kind: 'unavailable', status };
  const body = problemBody.safeParse(parseJson(reply.text));
  const detail = body.data?.detail ?? '';
  switch (status) {
    case 400:
    case 422: {
      const items = body.data?.['validation-errors'] ?? [];
      const problems = items.flatMap(({ request_id, errors }) =>
        errors.map((error) => ({ requestId: request_id, ...error })),
      );
      return { kind: 'invalid', status, detail, problems };
    }
    case 401:
      return { kind: 'unauthorized' };
    case 402:
      return { kind: 'unpaid' };
    case 403:
      return body.success ? { kind: 'forbidden', detail } : { kind: 'blocked' };
    case 404:
      return body.success ? { kind: 'not_found' } : { kind: 'not_found', isPage: true };
    case 429:
      return { kind: 'rate_limited', retryAfterMs: retryAfterMs(reply.headers) };
    default:
      return { kind: 'bad_reply', detail: `unexpected status ${status}` };
  }
}

/** undefined when it is no JSON. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** `Retry-After` in seconds; amoCRM rarely sends one (§3.1), the form with a date is as good as none. */
function retryAfterMs(headers: Headers): number | null {
  const value = headers.get('retry-after');
  return value !== null && /^\d{1,6}$/.test(value.trim()) ? Number(value) * 1000 : null;
}
