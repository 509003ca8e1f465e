import { expect, test } from 'vitest';
import { mutations } from './mutations.ts';
import type { Weights } from './plan.ts';
import { faultsOf, plant, weightsFor } from './planted.ts';
import { list, reportOf } from './report.ts';
import { type RunOptions, runChaos } from './run.ts';
import { accountIdOf } from './world.ts';

/**
 * A test of the test: one Worker with a different bug in each account, and none in the last. The oracle must see
 * every bug in its own account as what it is, and nothing in the last one.
 */
const innocent = mutations.length;
const ordinary: Weights = {
  'desk.book': 1,
  'desk.status': 1,
  'click.slip': 1,
  'desk.no-show': 1,
  'click.book': 1,
};

test('every planted bug is seen in its account, and only there', async () => {
  const planted = await plant(
    mutations.map((mutation, place) => ({ mutation, accountId: accountIdOf(place) })),
  );
  const options: RunOptions = {
    seed: 7,
    events: 26 * (mutations.length + 1),
    // Kills are the business of the other run (chaos.e2e.test.ts): here they would cost a third of the time.
    kills: 0,
    accounts: mutations.length + 1,
    personsEach: 25,
    durationMs: 18_000,
    graceMs: 10_000,
    clickMs: 5_000,
    drainMs: 60_000,
    awaited: (account) => account === innocent,
    timeScale: 600,
    tellChanges: true,
    twoWayOf: (account) => mutations[account]?.twoWay ?? account === innocent,
    faults: mutations.flatMap((mutation, place) => [
      ...faultsOf(mutation, place),
      // In the last account, too, where all of them together must leave nothing behind.
      ...faultsOf(mutation, innocent, 0.5),
    ]),
    hookDelayOf: (account) => mutations[account]?.hookDelayMs,
    sourceDir: planted.folder,
    weightsOf: (account, share) => {
      const mutation = mutations[account];
      return mutation ? weightsFor(mutation, share) : ordinary;
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
