import { expect, test } from 'vitest';
import type { Placed } from './faults.ts';
import { type Mutation, mutations } from './mutations.ts';
import { faultsOf, plant } from './planted.ts';
import { list, reportOf } from './report.ts';
import { type RunOptions, runChaos } from './run.ts';
import { accountIdOf } from './world.ts';

/**
 * A test of the test: one Worker with a different bug in each account, and none in the last. The oracle must see
 * every bug in its own account as what it is, and nothing in the last one.
 */
const innocent = mutations.length;
const ordinary: Mutation['weights'] = { 'desk.book': 1, 'desk.status': 1, 'click.book': 1 };
const LAST_FROM = 0.6;

test('every planted bug is seen in its account, and only there', { timeout: 240_000 }, async () => {
  const planted = await plant(
    mutations.map((mutation, place) => ({ mutation, accountId: accountIdOf(place) })),
  );
  const options: RunOptions = {
    seed: 7,
    events: 28 * (mutations.length + 1),
    kills: 1,
    accounts: mutations.length + 1,
    personsEach: 20,
    durationMs: 30_000,
    clickMs: 10_000,
    drainMs: 60_000,
    awaited: (account) => account === innocent,
    timeScale: 600,
    faults: [...mutations.flatMap(faultsOf), ...faultsOfAll()],
    hookDelayOf: (account) => mutations[account]?.hookDelayMs,
    sourceDir: planted.folder,
    weightsOf: (account, share) => {
      const { weights, lastWeights }: Pick<Mutation, 'weights' | 'lastWeights'> = mutations[account] ?? {
        weights: ordinary,
      };
      return share < LAST_FROM ? weights : (lastWeights ?? weights);
    },
  };
  const run = await runChaos(options).finally(() => planted.remove());
  const seen = (place: number) => [
    ...new Set(
      run.verdict.mistakes
        .filter(({ account }) => account === accountIdOf(place))
        .map(({ kind, what }) => `${kind} ${what}`),
    ),
  ];
  const told = mutations.map(({ id }, place) => {
    const done = list(run.operationsOf(accountIdOf(place)));
    return `${id}: ${seen(place).join(', ') || 'not seen'}\n    after ${done}`;
  });
  console.info([...told, `seconds: ${JSON.stringify(run.seconds)}`].join('\n'));
  expect(seen(innocent), reportOf(run, options)).toEqual([]);
  for (const [place, { id, seenAs }] of mutations.entries()) {
    const named = seen(place).filter((mistake) => seenAs.includes(mistake));
    expect.soft(named, `${id} is not seen`).not.toEqual([]);
  }
});

/** In the last account, too: without a bug they must leave nothing behind. */
function faultsOfAll(): Placed[] {
  return mutations.flatMap((mutation) => faultsOf(mutation, innocent));
}
