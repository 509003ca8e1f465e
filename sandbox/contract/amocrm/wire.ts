import { listen } from './delivery.cases.ts';
import type { Amo } from './kit.ts';

export type Pair = [string, string];

/** What is sent while `act` runs: the first delivery that holds the prefix, decoded, in the order of the wire. */
export async function sent(
  amo: Amo,
  settings: readonly string[],
  prefix: string,
  act: () => Promise<unknown>,
): Promise<Pair[]> {
  const receiver = await listen(amo, settings);
  await act();
  for (let count = 1; ; count += 1) {
    const hooks = await receiver.count(count);
    const found = hooks
      .map((hook): Pair[] => [...new URLSearchParams(hook.body)])
      .find((pairs) => pairs.some(([key]) => key.startsWith(prefix)));
    if (found !== undefined) return found;
  }
}
export const below = (pairs: readonly Pair[], prefix: string): Pair[] =>
  pairs.filter(([key]) => key.startsWith(prefix)).map(([key, value]) => [key.slice(prefix.length), value]);
export const value = (pairs: readonly Pair[], key: string): string | undefined =>
  pairs.find(([name]) => name === key)?.[1];
