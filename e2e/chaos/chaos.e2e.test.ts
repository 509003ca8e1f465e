import { expect, test } from 'vitest';
import { lastLine, reportOf } from './report.ts';
import { type RunOptions, runChaos } from './run.ts';

/** The short run of `npm test`; the long one is `npm run chaos` (docs/reliability.md). */
test('nothing lost, doubled or wrong after faults and kills', async () => {
  const options: RunOptions = {
    seed: 4,
    events: 100,
    kills: 2,
    accounts: 4,
    personsEach: 25,
    durationMs: 10_000,
    clickMs: 120_000,
    drainMs: 240_000,
    timeScale: 1_200,
    faults: 'every',
    // The long run's clinics do not: there each poll reads twenty lists.
    tellChanges: true,
  };
  const run = await runChaos(options);
  console.info(reportOf(run, options));
  expect(lastLine(run), reportOf(run, options)).toBe('lost 0 doubled 0 wrong 0');
});
