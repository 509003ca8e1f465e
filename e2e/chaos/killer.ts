import { setTimeout as sleep } from 'node:timers/promises';
import { streamOf } from '../../sandbox/random.ts';
import type { Stack } from '../../scripts/stack.ts';

/** SIGKILL to the whole group of the Worker at moments that nobody chose, then a new start on the same storage. */
export async function killAgainAndAgain(
  stack: Stack,
  options: { seed: number; kills: number; durationMs: number },
  say: (text: string) => void,
): Promise<number> {
  const random = streamOf(options.seed, 'kills');
  const moments = Array.from(
    { length: options.kills },
    (_, index) => ((index + 0.15 + 0.7 * random.next()) / options.kills) * options.durationMs,
  );
  const startedAt = Date.now();
  let killed = 0;
  for (const moment of moments) {
    await sleep(Math.max(0, startedAt + moment - Date.now()));
    const at = Date.now();
    await stack.killWorker();
    killed += 1;
    await sleep(random.int(1_000));
    await stack.restartWorker();
    say(`killed, back after ${((Date.now() - at) / 1000).toFixed(1)} s`);
  }
  return killed;
}
