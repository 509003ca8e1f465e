import { parseArgs } from 'node:util';
import { mutations } from '../e2e/chaos/mutations.ts';
import { numberOf } from '../e2e/chaos/oracle/verdict.ts';
import { faultsOf, plant, weightsFor } from '../e2e/chaos/planted.ts';
import { reportOf } from '../e2e/chaos/report.ts';
import { type RunOptions, runChaos } from '../e2e/chaos/run.ts';
import { onStopSignal, StartProblem } from './worker-process.ts';

// `npm run chaos -- --seed N --events N --kills N`: docs/reliability.md.
const { values } = parseArgs({
  options: {
    seed: { type: 'string', default: '1' },
    events: { type: 'string', default: '10000' },
    kills: { type: 'string', default: '25' },
    accounts: { type: 'string' },
    seconds: { type: 'string' },
    'no-faults': { type: 'boolean', default: false },
    plant: { type: 'string' },
    log: { type: 'boolean', default: false },
  },
});

const PER_SECOND = 12;
/** A clinic answers five requests a second: this many together keep up with the events. */
const MOST_ACCOUNTS = 24;

function number(name: string, text: string): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 0) throw new StartProblem(`--${name} is not a number: ${text}`);
  return value;
}

/** The run must fail then: `--plant note-mark-ignored`. */
async function plantEverywhere(id: string) {
  const mutation = mutations.find((candidate) => candidate.id === id);
  if (!mutation)
    throw new StartProblem(`--plant: one of ${mutations.map(({ id: known }) => known).join(', ')}`);
  return { mutation, ...(await plant([{ mutation, accountId: 'every' }])) };
}

// Ended by hand it ends with its Worker.
onStopSignal(async () => {});
try {
  const events = number('events', values.events);
  const accounts = number(
    'accounts',
    values.accounts ?? String(Math.min(MOST_ACCOUNTS, Math.max(2, Math.ceil(events / 150)))),
  );
  const seconds = number('seconds', values.seconds ?? String(Math.max(15, Math.ceil(events / PER_SECOND))));
  const options: RunOptions = {
    seed: number('seed', values.seed),
    events,
    kills: number('kills', values.kills),
    accounts,
    personsEach: Math.max(20, Math.ceil(events / accounts / 8)),
    durationMs: seconds * 1000,
    clickMs: 150_000,
    drainMs: 420_000,
    timeScale: 450,
    faults: values['no-faults'] ? [] : 'every',
    log: values.log ? 'inherit' : 'ignore',
    progress: (text) => console.log(`${new Date().toISOString().slice(11, 19)} ${text}`),
  };
  const planted = values.plant === undefined ? null : await plantEverywhere(values.plant);
  const run = await runChaos({
    ...options,
    ...(planted
      ? {
          sourceDir: planted.folder,
          weightsOf: (_account: number, share: number) => weightsFor(planted.mutation, share),
        }
      : {}),
    ...(planted?.mutation.twoWay ? { twoWayOf: () => true } : {}),
    ...(planted && values['no-faults']
      ? { faults: Array.from({ length: accounts }, (_, place) => faultsOf(planted.mutation, place)).flat() }
      : {}),
  });
  await planted?.remove();
  console.log(reportOf(run, options));
  process.exitCode =
    numberOf(run.verdict.mistakes, 'lost') +
      numberOf(run.verdict.mistakes, 'doubled') +
      numberOf(run.verdict.mistakes, 'wrong') >
    0
      ? 1
      : 0;
} catch (error) {
  console.error(error instanceof StartProblem ? error.message : error);
  process.exitCode = 2;
}
