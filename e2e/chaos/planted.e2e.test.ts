import { expect, test } from 'vitest';
import { demoCrm } from '../../sandbox/demo/crm.ts';
import { mutations } from './mutations.ts';
import { plant } from './planted.ts';
import { reportOf } from './report.ts';
import { type RunOptions, runChaos } from './run.ts';

/**
 * A test of the test: one Worker with a different bug in each account, and none in the last. The oracle must see
 * every bug in its own account as what it is, and nothing in the last one.
 */
const accountOf = (place: number) => demoCrm.accountId + place;

test('every planted bug is seen in its account, and only there', { timeout: 240_000 }, async () => {
  const planted = await plant(
    mutations.map((mutation, place) => ({ mutation, accountId: accountOf(place) })),
  );
  const options: RunOptions = {
    seed: 7,
    events: 30 * (mutations.length + 1),
    kills: 1,
    accounts: mutations.length + 1,
    personsEach: 20,
    durationMs: 20_000,
    drainMs: 30_000,
    timeScale: 600,
    faults: true,
    sourceDir: planted.folder,
    weightsOf: (account) =>
      mutations[account]?.weights ?? { 'desk.book': 2, 'desk.status': 2, 'click.book': 2 },
  };
  const run = await runChaos(options).finally(() => planted.remove());
  const seen = (place: number) => [
    ...new Set(
      run.verdict.mistakes
        .filter(({ account }) => account === accountOf(place))
        .map(({ kind, what }) => `${kind} ${what}`),
    ),
  ];
  console.info(mutations.map(({ id }, place) => `${id}: ${seen(place).join(', ') || 'not seen'}`).join('\n'));
  expect(seen(mutations.length), reportOf(run, options)).toEqual([]);
  for (const [place, { id, seenAs }] of mutations.entries()) {
    expect(
      seen(place).filter((mistake) => seenAs.includes(mistake)),
      `${id} is not seen`,
    ).not.toEqual([]);
  }
});
