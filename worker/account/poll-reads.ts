import type { ArchimedFailure } from '../archimed/failure.ts';
import { ok, type Result } from '../shared/result.ts';
import type { AccountContext } from './context.ts';

/** The reads of one poll: one that fails for a moment must not discard all the others. */
type Read<T> = () => Promise<Result<T, ArchimedFailure>>;

export type PollReader = {
  /** Again after a pause when the failure may pass; the limiter keeps the pause that a 429 asks for. */
  one<T>(read: Read<T>): Promise<Result<T, ArchimedFailure>>;
  /** In their order, or the first failure; what had not begun by then is not begun. */
  each<I, T>(
    items: readonly I[],
    read: (item: I) => Promise<Result<T, ArchimedFailure>>,
  ): Promise<Result<T[], ArchimedFailure>>;
};

const MOST_TRIES = 3;
/** Of a whole poll: a clinic that is down is left alone until the next one. */
const MOST_REPEATS = 6;
const PAUSE_MS = 1_000;
/** As many as a source's limiter lets run (archimed-api.md §10). */
const AT_ONCE = 4;

export function createPollReader(ctx: Pick<AccountContext, 'sleep' | 'config'>): PollReader {
  let repeats = 0;

  async function one<T>(read: Read<T>): Promise<Result<T, ArchimedFailure>> {
    for (let tries = 1; ; tries += 1) {
      const reply = await read();
      if (reply.ok || !mayPass(reply.error) || tries >= MOST_TRIES || repeats >= MOST_REPEATS) {
        return reply;
      }
      repeats += 1;
      await ctx.sleep(PAUSE_MS / ctx.config.timeScale);
    }
  }

  return {
    one,
    async each<I, T>(items: readonly I[], read: (item: I) => Promise<Result<T, ArchimedFailure>>) {
      const values: T[] = [];
      let failure: ArchimedFailure | null = null;
      const queue = items.entries();
      const work = async () => {
        for (const [index, item] of queue) {
          const reply: Result<T, ArchimedFailure> = failure
            ? { ok: false, error: failure }
            : await one(() => read(item));
          if (!reply.ok) {
            failure ??= reply.error;
            return;
          }
          values[index] = reply.value;
        }
      };
      await Promise.all(Array.from({ length: AT_ONCE }, work));
      return failure ? { ok: false, error: failure } : ok(values);
    },
  };
}

function mayPass(failure: ArchimedFailure): boolean {
  switch (failure.kind) {
    case 'rate_limited':
    case 'unavailable':
    case 'timeout':
    case 'network':
      return true;
    case 'unreadable_token':
    case 'forbidden':
    case 'invalid':
    case 'not_found':
    case 'bad_reply':
      return false;
  }
}
