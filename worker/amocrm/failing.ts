import type { AmocrmFailure } from './failure.ts';

/**
 * What fails now and again and goes through when it is repeated is nobody's business; what goes on failing is. Counted is
 * what works by itself and is therefore repeated by itself: whoever clicks is told at once.
 */
export type Standing = {
  readonly kind: AmocrmFailure['kind'];
  /** Of the first and the last call that failed since such a call last went well. */
  readonly since: number;
  readonly at: number;
};

export type CallKind = { readonly method: string; readonly path: string; readonly isClick: boolean };

export type Failing = {
  /** How a call ended; null: as it should. */
  told(call: CallKind, failure: AmocrmFailure | null): void;
  /** Work that had failed before is done: what stood in its way was passed, even if nothing was left to write. */
  wentThrough(): void;
  /** The newest failure that stands; null: amoCRM works as far as is known. */
  standing(): Standing | null;
  /** Nothing was heard since this began: what is known from before still holds. */
  isSilent(): boolean;
};

/** So many calls of one sort in a row, none well between them, and the last one so long after the first. */
const LEAST_CALLS = 3;
const LEAST_MS = 10_000;
/** A write that failed is not tried again for hours at the end of the schedule; reads that work tell for it, after a while (of people, not of the schedule: no scale). */
const READS_TELL_AFTER_MS = 10 * 60_000;

type Run = Standing & { readonly times: number; readonly isWrite: boolean };

export function createFailing({ now, timeScale }: { now: () => number; timeScale: number }): Failing {
  /** By sort of call: `PATCH leads`. */
  const runs = new Map<string, Run>();
  let silent = true;

  function wentWell(key: string, isWrite: boolean, at: number): void {
    runs.delete(key);
    for (const [other, run] of runs) {
      const isOver = run.isWrite === isWrite || at - run.at > READS_TELL_AFTER_MS;
      if (isOfTheConnection(run.kind) && isOver) runs.delete(other);
    }
  }

  return {
    told({ method, path, isClick }, failure) {
      const at = now();
      const key = `${method} ${path.replace(/\/\d+/g, '')}`;
      const isWrite = method !== 'GET';
      if (failure === null) {
        silent = false;
        wentWell(key, isWrite, at);
      } else if (!isClick && !isToldElsewhere(failure.kind)) {
        silent = false;
        const before = runs.get(key);
        runs.set(key, {
          kind: failure.kind,
          since: before?.since ?? at,
          at,
          times: (before?.times ?? 0) + 1,
          isWrite,
        });
      }
    },
    wentThrough() {
      for (const [key, run] of runs) {
        if (isOfTheConnection(run.kind)) runs.delete(key);
      }
    },
    standing() {
      const lasting = [...runs.values()].filter(
        ({ times, since, at }) => times >= LEAST_CALLS && at - since >= LEAST_MS / timeScale,
      );
      const [newest] = lasting.toSorted((one, other) => other.at - one.at);
      return newest ? { kind: newest.kind, since: newest.since, at: newest.at } : null;
    },
    isSilent: () => silent,
  };
}

/** It did not get as far as to what was asked for: any call that goes through says that this is over. */
export function isOfTheConnection(kind: AmocrmFailure['kind']): boolean {
  return ['timeout', 'network', 'unavailable', 'rate_limited', 'bad_reply', 'unauthorized'].includes(kind);
}

/** Withdrawn, blocked, unpaid: known at once and for as long as it lasts (circuit.ts, the tokens). */
function isToldElsewhere(kind: AmocrmFailure['kind']): boolean {
  return ['no_token', 'blocked', 'unpaid'].includes(kind);
}
