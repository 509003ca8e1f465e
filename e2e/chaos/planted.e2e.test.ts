import { expect, test } from 'vitest';
import { mutations } from './mutations.ts';
import type { Weights } from './plan.ts';
import { faultsOf, plant, weightsFor } from './planted.ts';
import { list, reportOf } from './report.ts';
import { type Run, type RunOptions, runChaos } from './run.ts';
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

/** A busy machine may do too little in the short run for a bug to show: what was not seen gets a longer one. */
const LONGER = 4;

test('every planted bug is seen in its account, and only there', async () => {
  const planted = await plant(
    mutations.map((mutation, place) => ({ mutation, accountId: accountIdOf(place) })),
  );
  try {
    const unseen = unseenIn(await runPlanted(planted.folder, 1));
    const again = unseen.length === 0 ? [] : unseenIn(await runPlanted(planted.folder, LONGER));
    expect(unseen.filter((id) => again.includes(id))).toEqual([]);
  } finally {
    planted.remove();
  }
});

async function runPlanted(sourceDir: string, longer: number): Promise<Run> {
  const options: RunOptions = {
    seed: 7,
    events: 26 * longer * (mutations.length + 1),
    // Kills are the business of the other run (chaos.e2e.test.ts): here they would cost a third of the time.
    kills: 0,
    accounts: mutations.length + 1,
    personsEach: 25,
    durationMs: 18_000 * longer,
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
    sourceDir,
    weightsOf: (account, share) => {
      const mutation = mutations[account];
      return mutation ? weightsFor(mutation, share) : ordinary;
    },
  };
  const run = await runChaos(options);
  const told = mutations.map(({ id }, place) => {
    const done = list(run.operationsOf(accountIdOf(place)));
    return `${id}: ${seen(run, place).join(', ') || 'not seen'}\n    after ${done}`;
  });
  console.info([...told, `seconds: ${JSON.stringify(run.seconds)}`].join('\n'));
  expect(seen(run, innocent), reportOf(run, options)).toEqual([]);
  return run;
}

const unseenIn = (run: Run): string[] =>
  mutations
    .filter(({ seenAs }, place) => !seen(run, place).some((mistake) => seenAs.includes(mistake)))
    .map(({ id }) => id);

function seen(run: Run, place: number): string[] {
  const own = run.verdict.mistakes.filter(({ account }) => account === accountIdOf(place));
  return [...new Set(own.map(({ kind, what }) => `${kind} ${what}`))];
}
