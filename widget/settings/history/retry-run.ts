import type {
  EventReply,
  EventsReply,
  EventsRetry,
  EventsRetryReply,
} from '../../../worker/history/events.schemas.ts';
import type { ApiError, ApiResult } from '../../ui/http.ts';

/** Retrying everything that failed under a filter, batch after batch, with what came of each event. */
export type RetryRun = {
  state: 'running' | 'ended' | 'stopped';
  total: number;
  skipped: number;
  /** In the order they were begun; a later reading takes the place of an earlier one. */
  events: ReadonlyMap<string, EventReply>;
  error: ApiError | null;
};

type Options = {
  retry: (body: EventsRetry) => Promise<ApiResult<EventsRetryReply>>;
  read: (ids: readonly string[]) => Promise<ApiResult<EventsReply>>;
  sleep: (ms: number) => Promise<void>;
  show: (run: RetryRun) => void;
  isStopped: () => boolean;
};

/** As many as one reading tells of. */
const BATCH = 50;
const LOOK_EVERY_MS = 1_000;
/** What still waits then (amoCRM closed, another event before it) is shown as waiting; the next batch begins. */
const LOOKS = 15;

/** It has an end, or an attempt after the retry has failed and the next one waits for its time. */
export function isSettled({ outcome, held, attempts }: EventReply): boolean {
  return outcome !== 'pending' || held || attempts > 0;
}

export async function retryAll(filter: EventsRetry, options: Options): Promise<RetryRun> {
  let run: RetryRun = { state: 'running', total: 0, skipped: 0, events: new Map(), error: null };
  const change = (next: Partial<RetryRun>): void => {
    run = { ...run, ...next };
    options.show(run);
  };
  change({});
  let cursor: string | null = null;
  do {
    const begun: ApiResult<EventsRetryReply> = await options.retry({
      ...filter,
      limit: BATCH,
      ...(cursor === null ? {} : { cursor }),
    });
    if (!begun.ok) {
      change({ state: 'ended', error: begun.error });
      return run;
    }
    const { ids, left, skipped, next } = begun.value;
    // Those that cannot be retried are counted anew behind each cursor: the first count is the whole.
    change({
      total: run.events.size + ids.length + left,
      skipped: cursor === null ? skipped : run.skipped,
    });
    await follow(ids);
    cursor = next;
  } while (cursor !== null && !options.isStopped());
  // What is still under way then is not ready, though nothing further was to be begun.
  const isCutShort = cursor !== null || (options.isStopped() && settledCount(run) < run.events.size);
  change({ state: isCutShort ? 'stopped' : 'ended' });
  return run;

  async function follow(ids: readonly string[]): Promise<void> {
    let open = ids;
    for (let look = 0; look < LOOKS && open.length > 0; look += 1) {
      const read = await options.read(open);
      if (read.ok) {
        const events = new Map(run.events);
        for (const event of read.value.events) events.set(event.id, event);
        change({ events });
        open = open.filter((id) => {
          const event = events.get(id);
          return event === undefined || !isSettled(event);
        });
      }
      if (open.length === 0 || options.isStopped()) return;
      await options.sleep(LOOK_EVERY_MS);
    }
  }
}

export type RetryCounts = { done: number; ignored: number; failed: number; waiting: number };

/** An attempt that failed again counts as such, although the next one comes by itself. */
export function countsOf(run: RetryRun): RetryCounts {
  const counts: RetryCounts = { done: 0, ignored: 0, failed: 0, waiting: 0 };
  for (const { outcome, held, attempts } of run.events.values()) {
    if (outcome === 'pending') counts[held || attempts === 0 ? 'waiting' : 'failed'] += 1;
    else counts[outcome] += 1;
  }
  return counts;
}

export function settledCount({ events }: RetryRun): number {
  return [...events.values()].filter(isSettled).length;
}
