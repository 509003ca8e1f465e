import type { Clock, Sleep } from '../shared/clock.ts';
import type { Crew } from '../shared/crew.ts';
import type { Priority } from '../shared/limiter.ts';
import type { Result } from '../shared/result.ts';
import type { AmocrmFailure } from './failure.ts';
import type { AmocrmResult } from './transport.ts';

/**
 * Calls of many events that travel in one request. A batch leaves when it is full, when nobody under way could still
 * join it, when nobody joined for a while, or at once when a manager waits for one of its calls.
 */
export type Gathering = { readonly crew: Crew; readonly clock: Clock; readonly sleep: Sleep };

export type Gatherer<I, O> = {
  one(priority: Priority, item: I): AmocrmResult<O>;
  /** An outcome for each, in their order. */
  all(priority: Priority, items: readonly I[]): Promise<ReadonlyArray<Result<O, AmocrmFailure>>>;
};

/** Nobody joined for this long: who is still under way waits for something slow. */
const QUIET_MS = 1_000;
/** ArchiMed+ is asked five times a second (archimed-api.md §10): fifty people come together in ten seconds, some a little later. */
const LONGEST_MS = 15_000;
const GATEWAY_TIMEOUT = 504;

type Waiting<I, O> = {
  readonly item: I;
  readonly priority: Priority;
  /** It is on its way: until then its caller counts as waiting for company. */
  left(): void;
  settle(outcome: Result<O, AmocrmFailure>): void;
};

export function createGatherer<I, O>(
  { crew, clock, sleep }: Gathering,
  options: {
    /** Items a request at most. */
    readonly size: number;
    /** Items of one key never travel together: which of them came later would be lost. */
    readonly keyOf?: (item: I) => unknown;
    /** An outcome for each item, in their order. */
    readonly send: (
      priority: Priority,
      items: readonly I[],
    ) => Promise<ReadonlyArray<Result<O, AmocrmFailure>>>;
  },
): Gatherer<I, O> {
  let queue: Waiting<I, O>[] = [];
  let since = 0;
  let joinedAt = 0;
  let watching = false;
  /** Halved when amoCRM finds a batch too heavy (amocrm-api.md §3.2), doubled again while it does not. */
  let size = options.size;

  crew.onRest(() => leave());

  function take(): Waiting<I, O>[] {
    const keys = new Set<unknown>();
    const taken: Waiting<I, O>[] = [];
    const rest: Waiting<I, O>[] = [];
    for (const waiting of queue) {
      const key = options.keyOf ? options.keyOf(waiting.item) : waiting;
      const fits = taken.length < size && !keys.has(key);
      keys.add(key);
      (fits ? taken : rest).push(waiting);
    }
    queue = rest;
    for (const { left } of taken) left();
    return taken;
  }

  /** All of them, or only what fills batches. */
  function leave(least = 1): void {
    while (queue.length >= least) void carry(take());
  }

  async function carry(batch: readonly Waiting<I, O>[]): Promise<void> {
    const priority: Priority = batch.some((waiting) => waiting.priority === 'click')
      ? 'click'
      : batch.some((waiting) => waiting.priority === 'event')
        ? 'event'
        : 'background';
    try {
      const outcomes = await options.send(
        priority,
        batch.map(({ item }) => item),
      );
      const tooHeavy = outcomes.some(isTooHeavy);
      size = tooHeavy ? Math.max(1, Math.floor(batch.length / 2)) : Math.min(options.size, size * 2);
      for (const [index, waiting] of batch.entries()) {
        waiting.settle(outcomes[index] ?? missing);
      }
    } catch (error) {
      // Our own mistake, told to each as what it may be for him: nobody knows what was done.
      for (const waiting of batch)
        waiting.settle({ ok: false, error: { kind: 'bad_reply', detail: String(error) } });
    }
  }

  function watch(): void {
    if (watching) return;
    watching = true;
    void sleep(QUIET_MS).then(() => {
      watching = false;
      if (queue.length === 0) return;
      const now = clock.now();
      if (now - joinedAt >= QUIET_MS || now - since >= LONGEST_MS) leave();
      else watch();
    });
  }

  async function all(
    priority: Priority,
    items: readonly I[],
  ): Promise<ReadonlyArray<Result<O, AmocrmFailure>>> {
    if (items.length === 0) return [];
    joinedAt = clock.now();
    if (queue.length === 0) since = joinedAt;
    const joined = items.map((item) => {
      const way = Promise.withResolvers<void>();
      const outcome = Promise.withResolvers<Result<O, AmocrmFailure>>();
      queue.push({ item, priority, left: way.resolve, settle: outcome.resolve });
      return { way: way.promise, outcome: outcome.promise };
    });
    leave(priority === 'click' ? 1 : size);
    if (queue.length > 0) watch();
    await crew.waiting(Promise.all(joined.map(({ way }) => way)));
    return Promise.all(joined.map(({ outcome }) => outcome));
  }

  return {
    all,
    async one(priority, item) {
      const [outcome] = await all(priority, [item]);
      return outcome ?? missing;
    },
  };
}

const missing = { ok: false, error: { kind: 'bad_reply', detail: 'no outcome' } } as const;

function isTooHeavy(outcome: Result<unknown, AmocrmFailure>): boolean {
  return !outcome.ok && outcome.error.kind === 'unavailable' && outcome.error.status === GATEWAY_TIMEOUT;
}
