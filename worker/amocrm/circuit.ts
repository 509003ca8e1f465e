import type { AmocrmFailure } from './failure.ts';

/**
 * An account whose API is blocked (403 on everything) must not be asked again and again, an unpaid one takes no writes
 * (amocrm-api.md §3.1, §3.3): then nothing is sent but one probe every few minutes, and what waits for amoCRM waits.
 */
export type Closed = {
  readonly kind: 'blocked' | 'unpaid';
  /** Unpaid accounts can be read for 30 days. */
  readonly writesOnly: boolean;
  readonly since: number;
  /** The next call from then on is let through and tells how things are. */
  readonly probeAt: number;
};

export type Circuit = {
  state(): Closed | null;
  /** null: send it. A probe is claimed by asking: whoever asks next waits for its outcome. */
  admit(method: string): AmocrmFailure | null;
  /** For calls that were admitted before the circuit closed and have not left yet. */
  refusal(method: string): AmocrmFailure | null;
  /** Every outcome of a call that left. */
  told(method: string, failure: AmocrmFailure | null): void;
  /** The next call may be the probe: a new grant speaks for a working account. */
  hurry(): void;
};

const EVERY_MS = 5 * 60_000;

type Options = {
  readonly now: () => number;
  readonly timeScale: number;
  readonly read: () => Closed | null;
  readonly write: (closed: Closed | null, before: Closed | null) => void;
};

export function createCircuit({ now, timeScale, read, write }: Options): Circuit {
  const everyMs = EVERY_MS / timeScale;
  let known: Closed | null | undefined;

  const state = (): Closed | null => {
    if (known === undefined) known = read();
    return known;
  };
  function become(closed: Closed | null): void {
    const before = state();
    known = closed;
    if (closed !== before) write(closed, before);
  }
  function refusal(method: string): AmocrmFailure | null {
    const closed = state();
    return closed && concerns(closed, method) ? { kind: closed.kind } : null;
  }

  return {
    state,
    refusal,
    admit(method) {
      const closed = state();
      if (!closed || !concerns(closed, method)) return null;
      if (now() < closed.probeAt) return { kind: closed.kind };
      become({ ...closed, probeAt: now() + everyMs });
      return null;
    },
    told: (method, failure) => become(afterCall(state(), method, failure, now(), everyMs)),
    hurry() {
      const closed = state();
      if (closed) become({ ...closed, probeAt: now() });
    },
  };
}

export function afterCall(
  before: Closed | null,
  method: string,
  failure: AmocrmFailure | null,
  now: number,
  everyMs: number,
): Closed | null {
  const since = before?.since ?? now;
  const probeAt = now + everyMs;
  if (failure?.kind === 'blocked') {
    return { kind: 'blocked', writesOnly: false, since, probeAt };
  }
  if (failure?.kind === 'unpaid') {
    const readsRefused = before?.kind === 'unpaid' && !before.writesOnly;
    return { kind: 'unpaid', writesOnly: isWrite(method) && !readsRefused, since, probeAt };
  }
  if (!before || !isAnswer(failure)) {
    return before;
  }
  if (before.kind === 'blocked' || isWrite(method)) {
    return null;
  }
  // Reads work again; the next write tells whether writes do.
  return before.writesOnly ? before : { ...before, writesOnly: true, probeAt: now };
}

/** amoCRM itself looked at the request: it would have said first that it is blocked or unpaid. */
function isAnswer(failure: AmocrmFailure | null): boolean {
  return failure === null || ['invalid', 'not_found', 'forbidden'].includes(failure.kind);
}

function concerns(closed: Closed, method: string): boolean {
  return !closed.writesOnly || isWrite(method);
}

function isWrite(method: string): boolean {
  return method !== 'GET';
}
