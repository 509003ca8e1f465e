import type { Clock } from '../shared/clock.ts';
import type { Priority } from '../shared/limiter.ts';

/** Answers of the two systems that a preview asked for, kept for a short while in memory (product.md §5: they name people). */
export type ReadMemory = { ask<T>(question: string, read: () => Promise<T>): Promise<T> };

const LIFE_MS = 60_000;
const MOST = 300;

export function createReadMemory(clock: Clock): ReadMemory {
  const answers = new Map<string, { at: number; answer: Promise<unknown> }>();
  return {
    ask<T>(question: string, read: () => Promise<T>): Promise<T> {
      const now = clock.now();
      const known = answers.get(question);
      if (known && now - known.at < LIFE_MS) {
        return known.answer as Promise<T>;
      }
      for (const [old, { at }] of answers) {
        if (now - at >= LIFE_MS || answers.size >= MOST) {
          answers.delete(old);
        }
      }
      const answer = read();
      answers.set(question, { at: now, answer });
      // What failed is asked again.
      void answer.then(
        (reply) => (isFailure(reply) ? answers.delete(question) : null),
        () => answers.delete(question),
      );
      return answer;
    },
  };
}

function isFailure(reply: unknown): boolean {
  return typeof reply === 'object' && reply !== null && 'ok' in reply && reply.ok === false;
}

/** These methods ask, behind all other work; any other of the resource is a bug, for a preview writes nothing. */
export function onlyReads<R extends object>(
  resource: R,
  reads: readonly (keyof R & string)[],
  { memory, place }: { memory: ReadMemory; place: string },
  name: string,
): R {
  const methods = Object.keys(resource).map((key) => {
    const method: unknown = Reflect.get(resource, key);
    const isRead = reads.some((read) => read === key);
    if (!isRead || typeof method !== 'function') {
      return [key, refuse] as const;
    }
    const ask = (_priority: Priority, ...args: unknown[]) =>
      memory.ask(
        `${place}.${name}.${key} ${JSON.stringify(args)}`,
        async (): Promise<unknown> => method.call(resource, 'background', ...args),
      );
    return [key, ask] as const;
  });
  return Object.fromEntries(methods) as R;
}

function refuse(): never {
  throw new Error('A preview writes nothing.');
}
