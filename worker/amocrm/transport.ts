import type { RemoteCall, RemoteFetch } from '../http/remote-fetch.ts';
import type { Clock } from '../shared/clock.ts';
import type { Limiter, Priority } from '../shared/limiter.ts';
import { err, ok, type Result } from '../shared/result.ts';
import type { Circuit } from './circuit.ts';
import type { CallKind } from './failing.ts';
import { type AmocrmFailure, failureOfRemote, failureOfReply, parseJson } from './failure.ts';

export type Query = ReadonlyArray<readonly [name: string, value: string]>;
export type AmocrmResult<T> = Promise<Result<T, AmocrmFailure>>;
export type AccessToken = { readonly accessToken: string; readonly version: number };

export type TransportOptions = {
  /** Asked for each call: an account may move to another subdomain meanwhile (§1.6). */
  readonly origin: () => string;
  readonly remote: RemoteFetch;
  readonly limiter: Limiter;
  readonly circuit: Circuit;
  readonly clock: Clock;
  readonly token: () => AmocrmResult<AccessToken>;
  /** Called with the version that amoCRM refused; a holder of a newer one gives it without refreshing (§1.4). */
  readonly renew: (staleVersion: number) => AmocrmResult<AccessToken>;
  /** Whether the account was found at another subdomain; called when its host seems to be gone. */
  readonly moved: () => Promise<boolean>;
  readonly log?: (call: RemoteCall) => void;
  /** How each call ended, repeats and a renewed token included. */
  readonly told?: (call: CallKind, failure: AmocrmFailure | null) => void;
};

export type Method = 'GET' | 'POST' | 'PATCH' | 'DELETE';

export type Transport = {
  /** The JSON answered; null for 204, which is both "nothing found" and "done" (§3.3). `path` is below /api/v4/. */
  get(priority: Priority, path: string, query?: Query): AmocrmResult<unknown>;
  send(
    priority: Priority,
    method: 'POST' | 'PATCH' | 'DELETE',
    path: string,
    body: unknown,
  ): AmocrmResult<unknown>;
};

type Call = { method: Method; path: string; query: Query; body: string | null; isProbe: boolean };

export function createTransport(options: TransportOptions): Transport {
  const { origin, remote, limiter, circuit, clock, token, renew, moved, log, told } = options;

  async function once(priority: Priority, call: Call, accessToken: string): AmocrmResult<unknown> {
    return limiter.run(priority, async () => {
      // It may have waited for its turn since it was admitted.
      const refused = call.isProbe ? null : circuit.refusal(call.method);
      if (refused !== null) return err(refused);
      const url = new URL(`/api/v4/${call.path}`, origin());
      for (const [name, value] of call.query) url.searchParams.append(name, value);
      const startedAt = clock.now();
      const answer = await remote({
        method: call.method,
        url: url.href,
        headers: {
          accept: 'application/hal+json, application/json',
          authorization: `Bearer ${accessToken}`,
          ...(call.body === null ? {} : { 'content-type': 'application/json' }),
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
      if (!answer.ok) return err(failureOfRemote(answer.error));
      const failure = failureOfReply(answer.value);
      if (failure?.kind === 'rate_limited') limiter.backOff(failure.retryAfterMs);
      if (failure?.kind !== 'blocked') circuit.told(call.method, failure);
      if (failure !== null) return err(failure);
      if (answer.value.text.trim() === '') return ok(null);
      const body = parseJson(answer.value.text);
      return body === undefined ? err({ kind: 'bad_reply', detail: 'not JSON' }) : ok(body);
    });
  }

  /** A 401 renews the token once and repeats once: it was refused before anything was done. */
  async function signed(priority: Priority, wanted: Call): AmocrmResult<unknown> {
    const held = await token();
    if (!held.ok) return held;
    const first = await once(priority, wanted, held.value.accessToken);
    if (first.ok) return first;
    if (first.error.kind === 'unauthorized') {
      const fresh = await renew(held.value.version);
      return fresh.ok ? once(priority, wanted, fresh.value.accessToken) : fresh;
    }
    const isHostGone = first.error.kind === 'not_found' && first.error.isPage;
    return isHostGone && (await moved()) ? once(priority, wanted, held.value.accessToken) : first;
  }

  async function call(priority: Priority, wanted: Omit<Call, 'isProbe'>): AmocrmResult<unknown> {
    const refused = circuit.admit(wanted.method);
    if (refused !== null) return err(refused);
    const reply = await signed(priority, { ...wanted, isProbe: circuit.state() !== null });
    if (reply.ok || reply.error.kind !== 'blocked' || circuit.state() !== null) return reply;
    // A refusal of one request may be about that request: the account itself is asked, and everybody else waits for it.
    circuit.told(wanted.method, reply.error);
    await signed(priority, { method: 'GET', path: 'account', query: [], body: null, isProbe: true });
    return circuit.state() === null ? err({ kind: 'forbidden', detail: 'refused by a page' }) : reply;
  }

  async function tell(priority: Priority, wanted: Omit<Call, 'isProbe'>): AmocrmResult<unknown> {
    const reply = await call(priority, wanted);
    const { method, path } = wanted;
    told?.({ method, path, isClick: priority === 'click' }, reply.ok ? null : reply.error);
    return reply;
  }

  return {
    get: (priority, path, query = []) => tell(priority, { method: 'GET', path, query, body: null }),
    send: (priority, method, path, body) =>
      tell(priority, { method, path, query: [], body: JSON.stringify(body) }),
  };
}
