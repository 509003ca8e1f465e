import { calls } from './calls/calls.ts';
import { frame } from './frame/frame.ts';
import { grid } from './grid/grid.ts';
import { history } from './history/history.ts';
import { ingest } from './ingest/ingest.ts';

// `npm run bench -- NAME`: speed and economy as ratios within one run (README.md). Nothing of it is ever a test.
const benchmarks: Record<string, { about: string; run: (options: readonly string[]) => Promise<boolean> }> = {
  calls: {
    about: 'requests to amoCRM for changed and new visits, against the least possible and amocrm-js',
    run: calls,
  },
  frame: { about: 'the booking window shown, its frame warmed up or loaded at the click', run: frame },
  grid: {
    about: 'a day of 40 doctors drawn at 4 x slowed CPU, against @event-calendar/core',
    run: grid,
  },
  history: {
    about: 'the history of an account with half a million events in Chromium, against an empty request',
    run: history,
  },
  ingest: { about: 'hooks made durable in a second, against one inserted row a request', run: ingest },
};

const [name = '', ...options] = process.argv.slice(2);
const chosen = benchmarks[name];
if (!chosen) {
  console.log('npm run bench -- NAME\n');
  for (const [known, { about }] of Object.entries(benchmarks)) {
    console.log(`  ${known.padEnd(8)} ${about}`);
  }
  process.exit(name === '' ? 0 : 2);
}
console.log((await chosen.run(options)) ? '\nThe goal is reached.' : '\nThe goal is missed.');
process.exit(0);
