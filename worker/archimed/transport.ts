import { z } from 'zod';
import type { RemoteCall, RemoteFetch, RemoteReply } from '../http/remote-fetch.ts';
import type { Clock } from '../shared/clock.ts';
import type { Limiter, Priority } from '../shared/limiter.ts';
import { ok, type Result } from '../shared/result.ts';
import { API_PREFIX, writeStatus } from './assumptions.ts';
import { type ArchimedFailure, failureOfRemote, failureOfStatus } from './failure.ts';
import { badReply, firstProblem, wireInt } from './wire.ts';

export type Query = ReadonlyArray<readonly [name: string, value: string]>;
export type Form = Readonly<Record<string, string>>;
export type ArchimedResult<T> = Promise<Result<T, ArchimedFailure>>;

export type Transport = {
  /** The JSON of a read. */
  get(priority: Priority, path: string, query?: Query): ArchimedResult<unknown>;
  /** A write that its answer confirmed; `id` where the answer names one. */
  write(
    priority: Priority,
    method: 'POST' | 'PUT' | 'DELETE',
    path: string,
    values: Form,
  ): ArchimedResult<{ readonly id: number | null }>;
};

type Options = {
  readonly origin: string;
  readonly token: () => Promise<string>;
  readonly remote: RemoteFetch;
  readonly limiter: Limiter;
  readonly clock: Clock;
  readonly log?: (call: RemoteCall) => void;
};

type Call = { method: string; path: string; query: Query; body: string | null };

const errorBody = z.object({ status: z.string().optional(), message: z.string().optional() });
const writeReply = z.object({ status: z.literal(writeStatus.done), id: wireInt.nullish() });

export function createTransport({ origin, token, remote, limiter, clock, log }: Options): Transport {
  async function send(priority: Priority, call: Call): ArchimedResult<unknown> {
    const authorization = `Bearer ${await token()}`;
    const url = new URL(`${API_PREFIX}/${call.path}`, origin);
    for (const [name, value] of call.query) url.searchParams.append(name, value);
    const reply = await limiter.run(priority, async () => {
      const startedAt = clock.now();
      const answer = await remote({
        method: call.method,
        url: url.href,
        headers: {
          accept: 'application/json',
          authorization,
          ...(call.body === null ? {} : { 'content-type': 'application/x-www-form-urlencoded' }),
        },
        ...(call.body === null ? {} : { body: call.body }),
      });
      log?.({
        method: call.method,
        path: url.pathname,
        status: answer.ok ? answer.value.status : null,
        durationMs: clock.now() - startedAt,
        failure: answer.ok ? null : answer.error.kind,
      });
      return answer;
    });
    if (!reply.ok) return { ok: false, error: failureOfRemote(reply.error) };
    return readReply(reply.value);
  }

  function readReply(reply: RemoteReply): Result<unknown, ArchimedFailure> {
    const body = parseJson(reply.text);
    const said = errorBody.safeParse(body);
    const failure = failureOfStatus(reply, said.success ? (said.data.message ?? null) : null);
    if (failure?.kind === 'rate_limited') limiter.backOff(failure.retryAfterMs);
    if (failure !== null) return { ok: false, error: failure };
    return body === undefined ? badReply('not JSON') : ok(body);
  }

  return {
    async get(priority, path, query = []) {
      const reply = await send(priority, { method: 'GET', path, query, body: null });
      return reply.ok && isErrorInside(reply.value) ? badReply('an error inside a 200') : reply;
    },
    async write(priority, method, path, values) {
      const form = new URLSearchParams({ ...values });
      const call =
        method === 'DELETE' ? { query: [...form], body: null } : { query: [], body: form.toString() };
      const reply = await send(priority, { method, path, ...call });
      if (!reply.ok) return reply;
      if (isErrorInside(reply.value)) {
        const said = errorBody.safeParse(reply.value);
        return { ok: false, error: { kind: 'forbidden', message: said.data?.message ?? null } };
      }
      const done = writeReply.safeParse(reply.value);
      return done.success ? ok({ id: done.data.id ?? null }) : badReply(firstProblem(done.error));
    },
  };
}

/** A talon has a `status`, too, but no object of the API is without an id. */
function isErrorInside(body: unknown): boolean {
  const said = errorBody.safeParse(body);
  return said.success && said.data.status === writeStatus.refused && !Object.hasOwn(Object(body), 'id');
}

/** undefined when it is no JSON; an empty text is how "nothing" may be answered. */
function parseJson(text: string): unknown {
  if (text.trim() === '') return null;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
