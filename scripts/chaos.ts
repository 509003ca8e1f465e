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
    keep: { type: 'boolean', default: false },
  },
});

const PER_SECOND = 12;
/** A clinic answers five requests a second: this many together keep up with the events. */
const MOST_ACCOUNTS = 24;
/** A planted bug is met by operations that wait for what they see: in each account. */
const PLANTED_PER_SECOND = 1.5;

function number(name: string, text: string): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 0) throw new StartProblem(`--${name} is not a number: ${text}`);
  return value;
}

/** The run must fail then: `--plant note-mark-ignored`. In every account, with the operations and faults that it takes. */
async function plantEverywhere(id: string, accounts: number) {
  const mutation = mutations.find((candidate) => candidate.id === id);
  if (!mutation)
    throw new StartProblem(`--plant: one of ${mutations.map(({ id: known }) => known).join(', ')}`);
  const { folder, remove } = await plant([{ mutation, accountId: 'every' }]);
  const options: Partial<RunOptions> = {
    sourceDir: folder,
    weightsOf: (_account, share) => weightsFor(mutation, share),
    twoWayOf: () => mutation.twoWay ?? false,
    tellChanges: true,
    hookDelayOf: () => mutation.hookDelayMs,
    graceMs: 10_000,
    faults: Array.from({ length: accounts }, (_, place) => faultsOf(mutation, place)).flat(),
  };
  return { options, remove };
}

// Ended by hand it ends with its Worker.
onStopSignal(async () => {});
try {
  const events = number('events', values.events);
  const accounts = number(
    'accounts',
    values.accounts ?? String(Math.min(MOST_ACCOUNTS, Math.max(2, Math.ceil(events / 150)))),
  );
  const perSecond = values.plant === undefined ? PER_SECOND : PLANTED_PER_SECOND * accounts;
  const seconds = number('seconds', values.seconds ?? String(Math.max(15, Math.ceil(events / perSecond))));
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
    keep: values.keep,
    progress: (text) => console.log(`${new Date().toISOString().slice(11, 19)} ${text}`),
  };
  const planted = values.plant === undefined ? null : await plantEverywhere(values.plant, accounts);
  const run = await runChaos({ ...options, ...planted?.options });
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
